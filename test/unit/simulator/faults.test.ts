/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import { Client, clientOf, getJson, textMessage, tokenOf } from './client';

const HINT =
	/, hint: \[\d+\], from ip: [\d.]+, more info at https:\/\/open\.work\.weixin\.qq\.com\/devtool\/query\?e=/;

describe('tokens and faults', () => {
	let simulator: Simulator;
	let client: Client;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	afterAll(async () => await simulator.close());
	beforeEach(async () => {
		simulator.reset();
		client = await clientOf(simulator);
	});

	const send = async () => await client.send(textMessage(simulator));

	test('gettoken', async () => {
		const ask = async (query: string) =>
			await getJson(`${simulator.url}/cgi-bin/gettoken?${query}`);
		const { corpId, secret } = simulator;
		expect(await ask(`corpid=${corpId}&corpsecret=${secret}`)).toEqual({
			errcode: 0,
			errmsg: 'ok',
			access_token: expect.stringMatching(/^[\w-]{200,512}$/),
			expires_in: 7200,
		});
		expect(await ask(`corpsecret=${secret}`)).toMatchObject({ errcode: 41002 });
		expect(await ask(`corpid=${corpId}`)).toMatchObject({ errcode: 41004 });
		expect(await ask(`corpid=other&corpsecret=${secret}`)).toMatchObject({ errcode: 40013 });
		const wrong = await ask(`corpid=${corpId}&corpsecret=other`);
		expect(wrong).toMatchObject({ errcode: 40001 });
		expect(wrong.errmsg).toMatch(HINT);
	});

	test('every gettoken call hands out a new token, the old one stays valid', async () => {
		const next = await tokenOf(simulator);
		expect(next).not.toBe(client.token);
		expect(await send()).toMatchObject({ errcode: 0 });
		simulator.tokenMode('same');
		expect(await tokenOf(simulator)).toBe(next);
		simulator.revokeToken(next);
		expect(await tokenOf(simulator)).not.toBe(next);
	});

	test('in the mode for it, a new token ends the old ones of its app, and of no other', async () => {
		const { apps } = await getJson(`${simulator.url}/simulator/info`);
		const [, { secret }] = apps as Array<{ secret: string }>;
		const other = await tokenOf(simulator, secret);
		simulator.tokenMode('newEndsOld');
		const next = await tokenOf(simulator);
		expect(await send()).toMatchObject({ errcode: 40014 });
		const list = async (token: string) =>
			await getJson(`${simulator.url}/cgi-bin/agent/list?access_token=${token}`);
		expect(await list(next)).toMatchObject({ errcode: 0 });
		expect(await list(other)).toMatchObject({ errcode: 0 });
	});

	test('a token that was never handed out cannot be revoked', () => {
		expect(() => simulator.revokeToken('x')).toThrow('There is no such token');
	});

	test('missing, unknown, revoked and expired tokens', async () => {
		const url = `${simulator.url}/cgi-bin/agent/list`;
		expect(await getJson(url)).toMatchObject({ errcode: 41001 });
		expect(await getJson(`${url}?access_token=x`)).toMatchObject({ errcode: 40014 });
		const inBody = await fetch(`${simulator.url}/cgi-bin/message/send`, {
			method: 'POST',
			body: JSON.stringify(textMessage(simulator, { access_token: client.token })),
		});
		expect(await inBody.json()).toMatchObject({ errcode: 41001 });
		simulator.expireTokens();
		expect(await send()).toMatchObject({ errcode: 42001 });
		simulator.revokeToken();
		expect(await send()).toMatchObject({ errcode: 40014 });
	});

	test('the life time of tokens', async () => {
		simulator.setTokenTtl(60);
		client = await clientOf(simulator);
		simulator.advanceTime(59_000);
		expect(await send()).toMatchObject({ errcode: 0 });
		simulator.advanceTime(1000);
		expect(await send()).toMatchObject({ errcode: 42001 });
	});

	test('a secret reset', async () => {
		const old = simulator.secret;
		simulator.setSecret('n'.repeat(43));
		expect(await send()).toMatchObject({ errcode: 0 });
		const stale = await getJson(
			`${simulator.url}/cgi-bin/gettoken?corpid=${simulator.corpId}&corpsecret=${old}`,
		);
		expect(stale).toMatchObject({ errcode: 40001 });
		client = await clientOf(simulator);
		simulator.setSecret('m'.repeat(43), { revokeTokens: true });
		expect(await send()).toMatchObject({ errcode: 40014 });
		simulator.reset();
		expect(simulator.secret).toBe(old);
	});

	test('a disabled app', async () => {
		simulator.disableApp();
		expect(await send()).toMatchObject({ errcode: 50003 });
		expect(await tokenOf(simulator)).toBe('undefined');
		simulator.disableApp(false);
		expect(await send()).toMatchObject({ errcode: 0 });
	});

	test('callers outside the trusted IP list', async () => {
		simulator.trustedIp({ enforce: true, seenIp: '1.2.3.4' });
		const answer = await send();
		expect(answer).toMatchObject({ errcode: 60020 });
		expect(answer.errmsg).toMatch(
			/^not allow to access from your ip, hint: \[\d+\], from ip: 1\.2\.3\.4, more info at .*e=60020$/,
		);
		expect(await tokenOf(simulator)).not.toBe('undefined');
		simulator.trustedIp({ enforce: false });
		expect(await send()).toMatchObject({ errcode: 0 });
	});

	test('a rate limit per window', async () => {
		simulator.rateLimit({ path: 'message/send', max: 2 });
		expect(await send()).toMatchObject({ errcode: 0 });
		expect(await send()).toMatchObject({ errcode: 0 });
		expect(await send()).toMatchObject({ errcode: 45009 });
		expect(await client.get('agent/list')).toMatchObject({ errcode: 0 });
		simulator.advanceTime(60_000);
		expect(await send()).toMatchObject({ errcode: 0 });
		simulator.rateLimit(null);
		for (let index = 0; index < 3; index += 1) expect(await send()).toMatchObject({ errcode: 0 });
	});

	test('failNext with an errcode: path, skip and times', async () => {
		simulator.failNext({ path: 'message/send', skip: 1, times: 2, errcode: -1 });
		expect(await client.get('agent/list')).toMatchObject({ errcode: 0 });
		const codes = [];
		for (let index = 0; index < 4; index += 1) codes.push((await send()).errcode);
		expect(codes).toEqual([0, -1, -1, 0]);
		expect(simulator.inbox()).toHaveLength(2);
		simulator.failNext({ errcode: 45033, errmsg: 'busy' });
		expect(await send()).toEqual({ errcode: 45033, errmsg: 'busy' });
	});

	test('failNext with a status or a body', async () => {
		simulator.failNext({ status: 502 });
		const response = await fetch(client.url('agent/list'));
		expect([response.status, await response.text()]).toEqual([502, 'HTTP 502']);
		simulator.failNext({ status: 503, body: '<html>maintenance</html>' });
		const page = await fetch(client.url('agent/list'));
		expect([page.status, await page.text()]).toEqual([503, '<html>maintenance</html>']);
		expect(page.headers.get('content-type')).toContain('text/html');
		simulator.failNext({ body: { errcode: 0, errmsg: 'ok', agentlist: [] } });
		expect(await client.get('agent/list')).toEqual({ errcode: 0, errmsg: 'ok', agentlist: [] });
		expect(
			simulator.calls('agent/list').map((call) => [call.status, call.responseErrcode]),
		).toEqual([
			[502, undefined],
			[503, undefined],
			[200, 0],
		]);
	});

	test('a reset before processing delivers nothing, a reset afterwards does', async () => {
		simulator.failNext({ path: 'message/send', resetBefore: true });
		await expect(send()).rejects.toThrow();
		expect(simulator.inbox()).toHaveLength(0);
		simulator.failNext({ path: 'message/send', resetAfter: true });
		await expect(send()).rejects.toThrow();
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
		const calls = simulator.calls('message/send');
		expect(calls.map((call) => call.status)).toEqual([0, 0]);
		expect(calls[0].body).toMatchObject({ msgtype: 'text' });
		expect(await send()).toMatchObject({ errcode: 0 });
	});

	test('delays', async () => {
		const slow = async () => {
			const start = Date.now();
			await send();
			return Date.now() - start;
		};
		simulator.failNext({ delayMs: 150 });
		expect(await slow()).toBeGreaterThanOrEqual(140);
		simulator.setLatency(100);
		expect(await slow()).toBeGreaterThanOrEqual(90);
		expect(simulator.inbox()).toHaveLength(2);
	});

	test('wrong method, wrong path', async () => {
		expect(await client.get('message/send')).toMatchObject({ errcode: 40058 });
		expect(await client.post('agent/list', {})).toMatchObject({ errcode: 40058 });
		expect((await fetch(client.url('message/unknown'))).status).toBe(404);
		expect(simulator.count('message/unknown')).toBe(1);
	});

	test('every request is recorded', async () => {
		await send();
		const [login, call] = simulator.calls();
		expect(login).toMatchObject({ endpoint: 'gettoken', method: 'GET', responseErrcode: 0 });
		expect(call).toMatchObject({
			seq: login.seq + 1,
			method: 'POST',
			path: '/cgi-bin/message/send',
			endpoint: 'message/send',
			query: { access_token: client.token },
			body: textMessage(simulator),
			headers: { 'content-type': 'application/json' },
			responseErrcode: 0,
			status: 200,
			token: client.token,
		});
		expect(simulator.count('message/send')).toBe(1);
		expect(simulator.count('/cgi-bin/message/send')).toBe(1);
	});

	test('reset forgets tokens, calls, inbox and faults', async () => {
		await send();
		simulator.failNext({ errcode: -1 });
		simulator.setLatency(5000);
		simulator.reset();
		expect(simulator.calls()).toHaveLength(0);
		expect(simulator.inbox()).toHaveLength(0);
		expect(await send()).toMatchObject({ errcode: 40014 });
	});

	test('close ends waiting calls', async () => {
		const short = await startSimulator();
		const waiting = await clientOf(short);
		short.setLatency(60_000);
		const pending = expect(waiting.get('agent/list')).rejects.toThrow();
		while (short.count('agent/list') === 0) await new Promise((done) => setImmediate(done));
		await short.close();
		await pending;
	});
});
