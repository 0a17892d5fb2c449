/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';

import type { FileStream } from '../../../nodes/WeCom/api/client';
import type { Context } from '../../../nodes/WeCom/transport/credentials';
import { N8nTransport } from '../../../nodes/WeCom/transport/n8nTransport';

/** What comes of a download of which n8n has unpacked so many bytes; the header counts them packed. */
async function downloaded(bytes: number) {
	const chunks = Array.from({ length: bytes / 1000 }, () => Buffer.alloc(1000, 'x'));
	const body = Readable.from(chunks, { objectMode: false });
	const headers = { 'content-type': 'image/png', 'content-length': '400' };
	const context = {
		helpers: {
			httpRequestWithAuthentication: async () =>
				await Promise.resolve({ statusCode: 200, headers, body }),
		},
	} as unknown as Context;
	const transport = new N8nTransport(context, 'weComRobotApi', { baseUrl: 'https://example.com' });
	const { answer } = await transport.send({
		method: 'GET',
		path: 'media/get',
		harmless: true,
		binary: true,
	});
	const { content } = (answer as unknown as { file: { content: FileStream } }).file;
	let size = 0;
	for await (const chunk of content) size += chunk.length;
	return { size, closed: body.destroyed };
}

it.each([1000, 64_000, 66_000, 300_000])('a file of %i bytes is given whole', async (bytes) =>
	expect(await downloaded(bytes)).toEqual({ size: bytes, closed: true }),
);
