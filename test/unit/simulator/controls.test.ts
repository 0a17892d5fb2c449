/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { JsonObject, Simulator } from '../../simulator';
import { SAMPLES, startSimulator, TINY_PDF, TINY_PNG } from '../../simulator';
import type { Client } from './client';
import { clientOf, getJson, textMessage } from './client';

describe('HTTP controls', () => {
	let simulator: Simulator;
	let client: Client;

	beforeAll(async () => {
		simulator = await startSimulator({ basePath: '/relay' });
	});
	afterAll(async () => await simulator.close());
	beforeEach(async () => {
		simulator.reset();
		client = await clientOf(simulator);
	});

	async function control(path: string, body?: JsonObject): Promise<JsonObject> {
		const response = await fetch(`${simulator.url}/simulator/${path}`, {
			method: 'POST',
			...(body
				? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
				: {}),
		});
		return { status: response.status, ...((await response.json()) as JsonObject) };
	}

	const send = async () => await client.send(textMessage(simulator));

	test('info, calls and inbox', async () => {
		await send();
		expect(await getJson(`${simulator.url}/simulator/info`)).toMatchObject({
			url: simulator.url,
			relayUrl: `${simulator.url}/relay`,
			corpId: simulator.corpId,
			apps: [{ agentId: 1000002, secret: simulator.secret }, { agentId: 1000003 }],
		});
		const list = async (path: string) =>
			(await (await fetch(`${simulator.url}/simulator/${path}`)).json()) as JsonObject[];
		expect(await list('calls')).toHaveLength(2);
		expect(await list('calls?path=message/send')).toMatchObject([{ responseErrcode: 0 }]);
		expect(await list('inbox.json')).toMatchObject([{ userid: 'zhangsan', msgtype: 'text' }]);
		expect(await list('inbox.json?userid=lisi')).toEqual([]);
	});

	test('faults', async () => {
		const expectCode = async (fault: JsonObject, errcode: number) => {
			expect(await control('faults', fault)).toMatchObject({ status: 200, ok: true });
			expect(await send()).toMatchObject({ errcode });
		};
		await expectCode({ failNext: { path: 'message/send', errcode: -1 } }, -1);
		await expectCode({ trustedIp: { enforce: true, seenIp: '1.2.3.4' } }, 60020);
		await expectCode({ trustedIp: { enforce: false } }, 0);
		await expectCode({ disableApp: {} }, 50003);
		await expectCode({ disableApp: { disabled: false } }, 0);
		await expectCode({ rateLimit: { max: 0 } }, 45009);
		await expectCode({ rateLimit: null, tokenMode: 'same', setLatency: 0 }, 0);
		await expectCode({ setTokenTtl: 60, advanceTime: 7_200_000 }, 42001);
		await expectCode({ expireTokens: true }, 42001);
		await expectCode({ revokeToken: true }, 40014);
		client = await clientOf(simulator);
		await expectCode({ revokeToken: client.token }, 40014);
		client = await clientOf(simulator);
		await expectCode({ setSecret: { secret: 'k'.repeat(43), revokeTokens: true } }, 40014);
		expect(simulator.secret).toBe('k'.repeat(43));
		await control('faults', { failNext: { resetAfter: true } });
		await expect(clientOf(simulator)).rejects.toThrow();
		client = await clientOf(simulator);
		expect(await send()).toMatchObject({ errcode: 0 });
	});

	test('a response code for another update', async () => {
		const { msgid } = await send();
		expect(await control('faults', { issueResponseCode: msgid })).toMatchObject({
			responseCode: expect.any(String),
		});
		expect(await control('faults', { issueResponseCode: 'unknown' })).toMatchObject({
			status: 400,
		});
	});

	test('a clock that runs faster, and goes on from where it is when it is slowed down again', async () => {
		const time = async () => {
			await send();
			return simulator.calls().at(-1)!.at;
		};
		const before = await time();
		await control('faults', { setClockSpeed: 1000 });
		await new Promise((resolve) => setTimeout(resolve, 50));
		const later = await time();
		expect(later - before).toBeGreaterThan(40_000);
		await control('faults', { setClockSpeed: 1 });
		expect(await time()).toBeGreaterThanOrEqual(later);
		expect(await control('faults', { setClockSpeed: 0 })).toMatchObject({ status: 400 });
	});

	test('unknown controls are refused', async () => {
		expect(await control('faults', { explode: true })).toMatchObject({ status: 400, ok: false });
		expect(await control('faults', { failNext: { after: 1 } })).toMatchObject({ status: 400 });
	});

	test('reset', async () => {
		await send();
		await control('reset');
		expect(simulator.calls()).toHaveLength(0);
		expect(simulator.inbox()).toHaveLength(0);
	});

	test('the API answers below the relay prefix, too', async () => {
		const relay = `${simulator.relayUrl}/cgi-bin`;
		const { access_token: token } = await getJson(
			`${relay}/gettoken?corpid=${simulator.corpId}&corpsecret=${simulator.secret}`,
		);
		const response = await fetch(`${relay}/message/send?access_token=${String(token)}`, {
			method: 'POST',
			body: JSON.stringify(textMessage(simulator)),
		});
		expect(await response.json()).toMatchObject({ errcode: 0 });
		expect(simulator.calls('message/send')[0].path).toBe('/relay/cgi-bin/message/send');
	});

	test.each(Object.keys(SAMPLES))('sample file %s', async (name) => {
		const response = await fetch(`${simulator.url}/simulator/files/${encodeURIComponent(name)}`);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe(SAMPLES[name].contentType);
		const bytes = Buffer.from(await response.arrayBuffer());
		expect(bytes.equals(SAMPLES[name].bytes)).toBe(true);
	});

	test('files: size, status, name in the header, redirect, unknown name', async () => {
		const files = `${simulator.url}/simulator/files`;
		const large = await fetch(`${files}/tiny.png?size=5000`);
		expect((await large.arrayBuffer()).byteLength).toBe(5000);
		expect((await fetch(`${files}/tiny.png?status=500`)).status).toBe(500);
		expect((await fetch(`${files}/nothing`)).status).toBe(404);
		const named = await fetch(`${files}/download`);
		const disposition = named.headers.get('content-disposition') ?? '';
		expect(decodeURIComponent(disposition)).toContain("filename*=UTF-8''季度报告.pdf");
		expect(Buffer.from(await named.arrayBuffer()).equals(TINY_PDF)).toBe(true);
		const target = encodeURIComponent(`${files}/tiny.png`);
		const hop = await fetch(`${files}/redirect-to?url=${target}`, { redirect: 'manual' });
		expect([hop.status, hop.headers.get('location')]).toEqual([302, `${files}/tiny.png`]);
		const followed = await fetch(`${files}/redirect-to?url=${target}&status=307`);
		expect(Buffer.from(await followed.arrayBuffer()).equals(TINY_PNG)).toBe(true);
		expect((await fetch(`${files}/redirect-to`)).status).toBe(400);
		expect(simulator.count('simulator/files/redirect-to')).toBe(3);
	});

	test('it listens on the loopback address only', () => {
		expect(new URL(simulator.url).hostname).toBe('127.0.0.1');
	});
});

test('the command line prints where it listens and ends on SIGTERM', async () => {
	const child = spawn(
		process.execPath,
		[
			'--import',
			'tsx',
			'test/simulator/main.ts',
			'--port',
			'0',
			'--base-path',
			'/relay',
			'--whole-company',
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const exited = once(child, 'exit');
	const lines: string[] = [];
	for await (const line of createInterface({ input: child.stdout })) {
		lines.push(line);
		if (lines.length === 6) child.kill('SIGTERM');
	}
	expect(lines[0]).toMatch(/^WeCom simulator: http:\/\/127\.0\.0\.1:\d+\/relay$/);
	expect(lines.slice(1, 3)).toEqual(['Corp ID: ww0123456789abcdef', 'AgentId: 1000002']);
	expect(lines[3]).toMatch(/^Secret: +simulator-secret/);
	expect(lines[4]).toMatch(/^Robot: +http:.*\/webhook\/send\?key=facade00-/);
	expect(await exited).toEqual([0, null]);
}, 20_000);
