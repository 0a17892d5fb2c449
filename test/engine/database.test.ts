import { sleep, UserError } from 'n8n-workflow';

import { execute, listSearch, textFromItem, textItems, type NodeSettings } from './harness';
import { failure } from './olderCore';
import { startWorker } from './workers';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator();

/** What drivers throw, and n8n's mapper around them, while a database goes away, is away, and comes back. */
const FAULTS: Record<string, () => Error> = {
	'a connection is cut': () => new Error('Connection terminated unexpectedly'),
	'nobody listens': () =>
		Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
			code: 'ECONNREFUSED',
			syscall: 'connect',
			address: '127.0.0.1',
		}),
	'the pool waits too long': () => new Error('timeout exceeded when trying to connect'),
	'PostgreSQL starts': () =>
		Object.assign(new Error('the database system is starting up'), {
			name: 'QueryFailedError',
			query: 'SELECT "CredentialsEntity"."data" FROM "public"."credentials_entity"',
			code: '57P03',
			severity: 'FATAL',
		}),
	'SQLite is locked': () =>
		Object.assign(new Error('SQLITE_BUSY: database is locked'), {
			name: 'QueryFailedError',
			code: 'SQLITE_BUSY',
			errno: 5,
		}),
};

const DRIVER_WORDS =
	/terminated|ECONNREFUSED|5432|timeout exceeded|starting up|SQLITE|locked|QueryFailed|SELECT/;

const MESSAGE = "n8n couldn't read the credential from its database [item 0]";

const away = (fault = FAULTS['nobody listens']) => {
	credentials.row.away = async () => await Promise.reject(fault());
};
const back = () => {
	credentials.row.away = undefined;
};

const send = async (count = 1, retryTime = 1, settings: NodeSettings = {}) =>
	await execute(
		credentials,
		{ ...textFromItem, options: { retryTime } },
		textItems(count),
		settings,
	);

const deliveredTexts = () => simulator.inbox('zhangsan').map(({ content }) => content.content);

const texts = (count: number) => textItems(count).map(({ json }) => json.text);

describe('while the database is away at the start', () => {
	it.each(Object.entries(FAULTS))(
		'(%s) nothing is sent, and the error says so without the words of the driver',
		async (_, fault) => {
			away(fault);
			const { error, run } = await send(2);
			expect(error?.message).toBe(MESSAGE);
			expect(error?.description).toBe(
				"Nothing was sent. Check that n8n's database is running and that n8n can reach it. Then try again.",
			);
			expect(error?.failure).toEqual(failure('temporarily-unavailable'));
			expect(JSON.stringify(run)).not.toMatch(DRIVER_WORDS);
			expect(simulator.calls()).toEqual([]);
		},
	);

	it('each item says so if the node continues on failures', async () => {
		away();
		const { items } = await send(2, 1, { onError: 'continueRegularOutput' });
		expect(items.map(({ json }) => json)).toMatchObject([
			{ error: MESSAGE, details: { delivered: 'no' } },
			{ error: MESSAGE.replace('0', '1') },
		]);
	});

	it('an execution waits for it within Retry Time, and sends', async () => {
		away();
		const sending = send(3, 60);
		await sleep(700);
		back();
		const { items, error } = await sending;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(deliveredTexts()).toEqual(texts(3));
		expect(credentials.reads).toBeGreaterThan(1);
	});

	it('an execution waits no longer than Retry Time for a database that does not even refuse', async () => {
		credentials.row.away = async () => await new Promise(() => undefined);
		const { error } = await send();
		expect(error?.message).toBe(MESSAGE);
	});

	it('Retry Time may be an expression, and counts by default where that cannot be computed', async () => {
		away();
		const settings: NodeSettings = { onError: 'continueRegularOutput' };
		const options = { retryTime: '={{ $json.retryTime }}' };
		const run = async (retryTime: unknown) =>
			await execute(
				credentials,
				{ ...textFromItem, options },
				[{ json: { text: 'x', user: 'zhangsan', retryTime: retryTime as number } }],
				settings,
			);
		expect((await run(1)).items[0].json.error).toBe(MESSAGE);
		const wrong = run('soon');
		await sleep(1200);
		back();
		// It has waited longer than a second, and the form refuses the value.
		expect((await wrong).items[0].json.error).toContain('Retry Time');
	});

	it('a canceled execution ends at once', async () => {
		away();
		let cancel = () => {};
		const sending = send(1, 600, { cancelable: (how) => (cancel = how) });
		await sleep(300);
		cancel();
		await sending;
		expect(simulator.calls()).toEqual([]);
	});

	it.each([
		'Credential with ID "1" does not exist for type "weComApi".',
		'This credential cannot be used in workflows',
	])('what n8n itself says of a credential is told at once: %s', async (says) => {
		away(() => new UserError(says));
		const { error } = await send(1, 600);
		expect(error?.message).toBe(`${says} [item 0]`);
		expect(credentials.reads).toBe(1);
	});

	it('a list of the editor says so', async () => {
		away();
		const failed = await listSearch(credentials, 'searchMembers').catch((error: unknown) => error);
		expect(failed).toMatchObject({ message: "n8n couldn't read the credential from its database" });
		expect(JSON.stringify(failed)).not.toMatch(DRIVER_WORDS);
	});
});

describe('what needs no database goes on', () => {
	it('an execution that has its token', async () => {
		await send();
		simulator.setLatency(20);
		const sending = send(20);
		while (simulator.count('message/send') < 5) await sleep(5);
		away();
		const { items, error } = await sending;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(20);
		expect(deliveredTexts().slice(1)).toEqual(texts(20));
	});

	it.each(Object.entries(FAULTS))(
		'an execution whose token is revoked meanwhile, with one that cannot be stored (%s)',
		async (_, fault) => {
			await send();
			simulator.setLatency(20);
			const sending = send(20);
			while (simulator.count('message/send') < 5) await sleep(5);
			away(fault);
			simulator.revokeToken();
			const { items, error } = await sending;
			expect(error).toBeUndefined();
			expect(items).toHaveLength(20);
			expect(deliveredTexts().slice(1)).toEqual(texts(20));
			expect(simulator.count('gettoken')).toBe(2);

			back();
			await send();
			// The stored token is the old one; this process knows better.
			expect(simulator.count('gettoken')).toBe(2);
		},
	);

	it('also if the database does not even refuse', async () => {
		await send();
		simulator.setLatency(20);
		const sending = send(20);
		while (simulator.count('message/send') < 5) await sleep(5);
		credentials.row.away = async () => await new Promise(() => undefined);
		simulator.revokeToken();
		const { items, error } = await sending;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(20);
		expect(deliveredTexts().slice(1)).toEqual(texts(20));
	});

	it('a first token, if the database goes away just after the credential was read', async () => {
		simulator.failNext({ path: 'gettoken', delayMs: 300 });
		const sending = send(3);
		while (simulator.count('gettoken') < 1) await sleep(5);
		away();
		const { items, error } = await sending;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
	});

	it('another process gets a token of its own when the database is back', async () => {
		simulator.failNext({ path: 'gettoken', delayMs: 300 });
		const sending = send(3);
		while (simulator.count('gettoken') < 1) await sleep(5);
		away();
		await sending;
		back();
		const { store, nodeType } = await startWorker();
		const { error } = await execute(store, textFromItem, textItems(1), { nodeType });
		expect(error).toBeUndefined();
		expect(simulator.count('gettoken')).toBe(2);
		expect(credentials.stored.accessToken).not.toBe('');
	});
});
