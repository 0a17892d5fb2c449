/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { TestBrowser } from './browser';

const PAGE = `
<img src="https://example.com/by-name.png">
<img src="http://192.0.2.1/by-number.png">
<img src="/own.png">
`;

it('the browser of these tests reaches nothing but this machine, and tells who tried', async () => {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(String(request.url));
		response.setHeader('content-type', 'text/html').end(PAGE);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const browser = await TestBrowser.launch();
	try {
		const page = await browser.open();
		const failed: Array<string | undefined> = [];
		page.on('requestfailed', (request) => failed.push(request.failure()?.errorText));
		await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
		expect(asked).toContain('/own.png');
		expect(failed).toEqual(Array.from({ length: 2 }, () => 'net::ERR_PROXY_CONNECTION_FAILED'));
		expect(browser.foreign.sort()).toEqual([
			'http://192.0.2.1/by-number.png',
			'https://example.com/by-name.png',
		]);
	} finally {
		await browser.close();
		server.close();
	}
});
