/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

import { verifyUrl } from '../simulator/callback';
import { askingWorkflow, chain, pause, startNode } from './askingWorkflows';
import { say } from './figures';
import { freePort } from './process';
import { startForward, startFront, type Proxy } from './proxies';
import { until } from './until';
import { AskingHouse, linkOf } from './waiting';
import { raceVotes } from './waitingRaces';

/** Of n8n alone, so that whoever may call WeCom's address may not call this one. */
const OWN_HOST = '127.0.0.2';
const FOLDER = '/n8n';
const BUSY_SECONDS = 15;
const PAIR = ['lisi', 'zhangsan'];

let house: AskingHouse;
/** In front of n8n; members come this way. */
let front: Proxy;
let forward: Awaited<ReturnType<typeof startForward>>;
let protocol = 'http';

beforeAll(async () => {
	const port = await freePort();
	front = await startFront(() => `${protocol}://${OWN_HOST}:${port}`, FOLDER);
	forward = await startForward(OWN_HOST);
	house = await AskingHouse.start({
		port,
		url: `${front.url}${FOLDER}`,
		env: {
			N8N_EXPRESSION_ENGINE: 'legacy',
			// As with "::", which n8n listens on by default, sockets have an address of IPv4 in one of IPv6.
			N8N_LISTEN_ADDRESS: `::ffff:${OWN_HOST}`,
			// Nobody is there, and n8n doesn't know that its proxy takes the folder away.
			N8N_WEBHOOK_URL: `http://127.0.0.1:1${FOLDER}/`,
			HTTP_PROXY: forward.url,
			N8N_SSRF_PROTECTION_ENABLED: 'true',
			N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
			N8N_CONCURRENCY_PRODUCTION_LIMIT: '1',
		},
	});
});

afterAll(async () => {
	await Promise.all([house?.stop(), front?.close(), forward?.close()]);
});

async function pressDecides(): Promise<void> {
	const running = await house.begin(askingWorkflow({}));
	const card = await house.card('lisi', running);
	expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject({
		status: 200,
		body: '',
	});
	expect(await house.ends(running.executionId)).toBe('success');
	expect(await house.answer(running.executionId)).toMatchObject({ responder: { id: 'lisi' } });
	for (const member of PAIR)
		expect(await house.outcome(member, card.msgid)).toContain('Approved by $userName=lisi$');
}

describe('with a proxy for all that n8n asks, SSRF protection, a public URL that is dead, and a folder that is taken away', () => {
	it('a press is handed over, past all of them', async () => {
		await pressDecides();
		expect(await raceVotes(house, 2, PAIR, 2)).toEqual([]);
		expect(forward.refused).toEqual([]);
	});

	it('a page opens, and takes the answer', async () => {
		const running = await house.begin(askingWorkflow({ answerIn: 'page' }));
		const link = new URL(linkOf(await house.card('lisi', running)));
		expect(link.pathname).toMatch(new RegExp(`^${FOLDER}/webhook-waiting/`));
		// What should be at the public URL.
		const url = `${front.url}${link.pathname}${link.search}`;
		const page = await fetch(url);
		expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Request 0')]);
		await fetch(url, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }) });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await house.answer(running.executionId)).toMatchObject({ decision: 'approve' });
	});
});

it('with all slots taken, WeCom has its answer in time, and the decision follows when one is free', async () => {
	const running = await house.beginByCall({});
	const card = await house.card('lisi', running);
	const path = crypto.randomUUID();
	const busy = await house.startByCall(
		{
			name: 'Busy',
			nodes: [startNode(path), pause('Pause', BUSY_SECONDS)],
			connections: chain('Start', 'Pause'),
		},
		path,
	);
	const since = Date.now();
	const { status, milliseconds } = await house.press('lisi', { card, button: 'Approve' });
	expect(status).toBe(200);
	expect(await house.ends(running.executionId)).toBe('success');
	say(`All slots taken: answered after ${milliseconds} ms, decided after ${Date.now() - since} ms`);
	expect(await house.answer(running.executionId)).toMatchObject({ responder: { id: 'lisi' } });
	for (const member of PAIR)
		expect(await house.outcome(member, card.msgid)).toContain('Approved by $userName=lisi$');
	expect(await house.n8n.executionsOf(busy)).toMatchObject([{ status: 'success' }]);
});

it('n8n that encrypts with a certificate of its own hands presses and votes over to itself', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'wecom-push-tls-'));
	try {
		const { private: key, cert } = await generate([{ name: 'commonName', value: 'n8n.example' }]);
		const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
		writeFileSync(keyFile, key, { mode: 0o600 });
		writeFileSync(certFile, cert);
		await house.n8n.end();
		protocol = 'https';
		await house.n8n.launch({
			N8N_PROTOCOL: 'https',
			N8N_SSL_KEY: keyFile,
			N8N_SSL_CERT: certFile,
			HTTP_PROXY: '',
			N8N_SSRF_PROTECTION_ENABLED: 'false',
		});
		await until('the trigger answers', async () => {
			const { status } = await verifyUrl(house.settings, '1').catch(() => ({ status: 0 }));
			return status === 200 || undefined;
		});
		await pressDecides();
		expect(await raceVotes(house, 2, PAIR, 2)).toEqual([]);
	} finally {
		rmSync(folder, { recursive: true });
	}
});
