import { sleep } from 'n8n-workflow';

import { TINY_PNG } from '../simulator';
import { execute, itemWithFile, textFromItem, textItems } from './harness';
import { failure } from './olderCore';
import { credentials, freshSimulator, simulator } from './world';

// A simulator for each test: a token just fetched is handed to executions of the same credential for a few seconds.
freshSimulator();

afterEach(() => jest.restoreAllMocks());

const send = async (count = 1, store = credentials) =>
	await execute(store, textFromItem, textItems(count));

const deliveredTexts = () => simulator.inbox('zhangsan').map(({ content }) => content.content);

const texts = (count: number) => textItems(count).map(({ json }) => json.text);

function moveClock(milliseconds: number): void {
	const now = Date.now.bind(Date);
	jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
}

describe('the access token', () => {
	it('is fetched once for the first execution, however many items it has', async () => {
		const { items } = await send(5);
		expect(items).toHaveLength(5);
		expect(simulator.count('gettoken')).toBe(1);
	});

	it('is used again by the next execution', async () => {
		await send();
		const { items } = await send(3);
		expect(items).toHaveLength(3);
		expect(simulator.count('gettoken')).toBe(1);
		expect(deliveredTexts()).toHaveLength(4);
	});

	it('is renewed by the clock before WeCom refuses it', async () => {
		await send();
		moveClock(7200_000 - 299_000);
		const { items } = await send();
		expect(items).toHaveLength(1);
		expect(simulator.count('gettoken')).toBe(2);
		expect(
			simulator.calls('message/send').every(({ responseErrcode }) => responseErrcode === 0),
		).toBe(true);
	});

	it('is kept until five minutes before its end', async () => {
		await send();
		moveClock(7200_000 - 310_000);
		await send();
		expect(simulator.count('gettoken')).toBe(1);
	});

	it.each([
		['first', 0],
		['middle', 3],
		['last', 6],
	])(
		'revoked at the %s of seven items is renewed once; nothing is lost or sent twice',
		async (_, position) => {
			await send();
			simulator.failNext({ path: 'message/send', skip: position, times: 1, errcode: 40014 });
			const { items, error } = await send(7);
			expect(error).toBeUndefined();
			expect(items).toHaveLength(7);
			expect(simulator.count('gettoken')).toBe(2);
			expect(deliveredTexts().slice(1)).toEqual(texts(7));
		},
	);

	it('that WeCom really no longer knows is renewed once', async () => {
		await send();
		simulator.revokeToken();
		const { items } = await send(3);
		expect(items).toHaveLength(3);
		expect(simulator.count('gettoken')).toBe(2);
		expect(deliveredTexts().slice(1)).toEqual(texts(3));
	});

	it('that has expired on the side of WeCom (42001) is renewed once', async () => {
		await send();
		simulator.expireTokens();
		const { items } = await send(2);
		expect(items).toHaveLength(2);
		expect(simulator.count('gettoken')).toBe(2);
	});

	it('revoked on a cold start, right after it came, is renewed once', async () => {
		simulator.failNext({ path: 'message/send', times: 1, errcode: 40014 });
		const { items } = await send();
		expect(items).toHaveLength(1);
		expect(simulator.count('gettoken')).toBe(2);
	});

	it('revoked during an upload is renewed once, and the file goes up once', async () => {
		await send();
		simulator.revokeToken();
		const parameters = { messageType: 'image', users: 'lisi' };
		const { items, error } = await execute(credentials, parameters, [
			itemWithFile(TINY_PNG, 'a.png'),
		]);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(simulator.count('gettoken')).toBe(2);
		const uploads = simulator.calls('media/upload');
		expect(uploads.filter(({ responseErrcode }) => responseErrcode === 0)).toHaveLength(1);
		expect(simulator.inbox('lisi')).toHaveLength(1);
	});

	it('is renewed although gettoken answers the same token again', async () => {
		simulator.tokenMode('same');
		await send();
		simulator.failNext({ path: 'message/send', times: 1, errcode: 42001 });
		const { items, error } = await send(2);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		expect(simulator.count('gettoken')).toBe(2);
	});

	it('of the old secret is not used after the secret was changed', async () => {
		await send();
		simulator.setSecret('a-new-secret', { revokeTokens: false });
		credentials.edit({ corpSecret: 'a-new-secret' });
		const { items } = await send();
		expect(items).toHaveLength(1);
		expect(simulator.count('gettoken')).toBe(2);
		const [first, second] = simulator.calls('message/send');
		expect(second.token).not.toBe(first.token);
	});

	it('is used where the credential says that was changed in the meantime', async () => {
		simulator.setLatency(100);
		const parameters = { ...textFromItem, options: { maxConcurrency: 1 } };
		const sending = execute(credentials, parameters, textItems(2));
		while (simulator.count('message/send') === 0) await sleep(10);
		const { port } = new URL(simulator.url);
		credentials.edit({ baseUrl: `http://localhost:${port}` });
		simulator.revokeToken();
		expect((await sending).items).toHaveLength(2);
		const hosts = ['gettoken', 'message/send'].map(
			(path) => simulator.calls(path).at(-1)?.headers.host,
		);
		expect(hosts).toEqual(Array.from({ length: 2 }, () => `localhost:${port}`));
	});

	it('is fetched once by five executions that start together', async () => {
		const outcomes = await Promise.all(Array.from({ length: 5 }, async () => await send(3)));
		expect(outcomes.flatMap(({ items }) => items)).toHaveLength(15);
		expect(simulator.count('gettoken')).toBe(1);
	});

	it('is renewed once by five executions that all find it revoked', async () => {
		await send();
		simulator.revokeToken();
		const outcomes = await Promise.all(Array.from({ length: 5 }, async () => await send(2)));
		expect(outcomes.flatMap(({ items }) => items)).toHaveLength(10);
		expect(simulator.count('gettoken')).toBe(2);
		expect(deliveredTexts()).toHaveLength(11);
	});

	it('that expires again and again before the call is sent is told as not sent', async () => {
		const now = Date.now.bind(Date);
		let late = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => now() + (late += 4000_000));
		const parameters = { ...textFromItem, options: { retries: 0 } };
		const { error } = await execute(credentials, parameters, textItems(1));
		expect(error?.message).toBe('The access token expired before the call was sent [item 0]');
		expect(error?.description).toContain('Nothing was sent.');
		expect(error?.failure).toEqual(failure('temporarily-unavailable'));
		expect(simulator.count('message/send')).toBe(0);
	});

	it('is not asked for again and again when WeCom refuses every one', async () => {
		simulator.failNext({ path: 'message/send', times: 10, errcode: 40014 });
		const { error } = await send();
		expect(error?.message).toContain('40014');
		expect(simulator.count('gettoken')).toBe(4);
		expect(simulator.count('message/send')).toBe(4);
	});

	it('is not asked for by each of many items when WeCom refuses every one', async () => {
		simulator.failNext({ path: 'message/send', times: 1000, errcode: 40014 });
		const items = textItems(100).map((item, index) => ({
			json: { ...item.json, user: index % 2 === 0 ? 'zhangsan' : 'lisi' },
		}));
		const outcome = await execute(credentials, textFromItem, items, {
			onError: 'continueRegularOutput',
		});
		expect(outcome.items.every(({ json }) => String(json.error).includes('40014'))).toBe(true);
		expect(simulator.count('gettoken')).toBe(4);
		expect(simulator.count('message/send')).toBeLessThan(10);
	});
});

describe('a wrong secret', () => {
	beforeEach(() => credentials.edit({ corpSecret: 'not-the-secret' }));

	it('ends the execution with one sentence, after one gettoken and no message', async () => {
		const { error } = await send(3);
		expect(error?.message).toMatch(
			/^App Secret is empty, was reset, or .*\(errcode 40001\) \[item 0\]$/,
		);
		expect(error?.description).toContain('Corp ID and App Secret in the credential');
		expect(error?.httpCode).toBe('40001');
		expect(error?.failure).toEqual(failure('credential-invalid'));
		expect(simulator.count('gettoken')).toBe(1);
		expect(simulator.count('message/send')).toBe(0);
	});

	it('asks for a token once per execution also if the node continues on failures', async () => {
		const { items } = await execute(credentials, textFromItem, textItems(4), {
			onError: 'continueRegularOutput',
		});
		expect(items).toHaveLength(4);
		expect(items.every(({ json }) => String(json.error).includes('40001'))).toBe(true);
		expect(simulator.count('gettoken')).toBe(1);
	});
});

describe('what n8n stores', () => {
	it('is the token with its life time, and neither secret nor token in the execution', async () => {
		const { run } = await send(2);
		const { accessToken, validUntil, fetchedAt, issuedFor } = credentials.stored;
		expect([accessToken, validUntil, fetchedAt, issuedFor].every(Boolean)).toBe(true);
		expect(Object.keys(credentials.stored).sort()).toEqual(
			[
				'accessToken',
				'agentId',
				'baseUrl',
				'corpId',
				'corpSecret',
				'fetchedAt',
				'issuedFor',
				'validUntil',
			].sort(),
		);
		const stored = JSON.stringify(run);
		expect(stored).not.toContain(String(accessToken));
		expect(stored).not.toContain(simulator.secret);
	});

	it('holds no token when a call breaks', async () => {
		await send();
		simulator.failNext({ path: 'message/send', resetBefore: true });
		const { run, error } = await send();
		expect(error?.message).toContain('was lost before WeCom responded');
		expect(JSON.stringify(run)).not.toContain(String(credentials.stored.accessToken));
	});
});

describe('the HTTP Request node', () => {
	const readApp = async () =>
		await execute(
			credentials,
			{ url: `${simulator.url}/cgi-bin/agent/get?agentid=${simulator.agentId}` },
			[{ json: {} }],
			{ type: 'httpRequest' },
		);

	it('calls with the token of the credential', async () => {
		const { items } = await readApp();
		expect(items[0].json).toMatchObject({ errcode: 0, agentid: simulator.agentId });
		await readApp();
		expect(simulator.count('gettoken')).toBe(1);
	});

	it('gets a new token when the stored one has run out', async () => {
		await readApp();
		moveClock(7200_000);
		const { items } = await readApp();
		expect(items[0].json).toMatchObject({ errcode: 0 });
		expect(simulator.count('gettoken')).toBe(2);
	});
});
