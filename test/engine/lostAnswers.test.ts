/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { TINY_PNG, type FailNext } from '../simulator';
import { execute, itemWithFile, textFromItem, textItems, type NodeSettings } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator({ members: 4000 });

afterEach(() => jest.restoreAllMocks());

const member = (index: number) => `user${String(index + 1).padStart(4, '0')}`;

const toMembers = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({
		json: { text: `message ${index}`, user: member(index) },
	}));

const continues: NodeSettings = { onError: 'continueRegularOutput' };

const send = async (options: IDataObject, items = textItems(1), settings = continues) =>
	await execute(credentials, { ...textFromItem, options: options as never }, items, settings);

const onSend = (fault: Partial<FailNext>) =>
	simulator.failNext({ path: 'message/send', times: 1, ...fault });

describe('a message whose answer was lost', () => {
	it('is sent again only while WeCom certainly holds the repetition back', async () => {
		onSend({ resetAfter: true, delayMs: 1500 });
		const { items } = await send({ duplicateCheckInterval: 2, timeout: 3 });
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
		expect(simulator.count('message/send')).toBe(1);
		expect(items[0].json.details).toMatchObject({ delivered: 'unknown' });
	});

	it('does not go out late because the token had to be renewed first', async () => {
		await send({});
		onSend({ resetAfter: true });
		onSend({ errcode: 40014 });
		simulator.failNext({ path: 'gettoken', delayMs: 1200, times: 1 });
		const { items } = await send({ duplicateCheckInterval: 3, timeout: 1 });
		const sends = simulator.calls('message/send').slice(1);
		expect(sends.every(({ at }) => at - sends[0].at <= 1000 + 100)).toBe(true);
		expect(items[0].json.details).toMatchObject({ delivered: 'unknown' });
		expect(simulator.inbox('zhangsan')).toHaveLength(2);
	});

	it('is sent again within the interval, and delivered once', async () => {
		onSend({ resetAfter: true });
		const { items } = await send({ duplicateCheckInterval: 60, timeout: 5 });
		expect(items[0].json.msgid).toEqual(expect.any(String));
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});

	it.each<[string, Partial<FailNext>]>([
		['too many calls', { errcode: 45009 }],
		['an untrusted IP', { errcode: 60020 }],
		['a busy WeCom', { errcode: -1 }],
		['a wrong secret', { errcode: 40001 }],
		['a token refused twice', { errcode: 40014 }],
		['a relay that refuses', { status: 403, body: 'no' }],
		['a redirect', { status: 302, headers: { location: 'https://elsewhere.example.com/' } }],
	])('stays unknown when the repetition ends with %s', async (_, fault) => {
		onSend({ resetAfter: true });
		onSend({ times: 20, ...fault });
		const { items } = await send({ duplicateCheck: true, retries: 1, retryTime: 10 });
		expect(items[0].json.details).toMatchObject({ delivered: 'unknown' });
		expect((items[0].json.details as IDataObject).hint).toMatch(/may have been delivered/);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});
});

describe('a run that ends early', () => {
	const statesOf = (data: unknown) => {
		const { sent, unknown, refused, notStarted } = data as Record<
			'sent' | 'unknown' | 'refused',
			Array<{ item: number }>
		> & {
			notStarted: number[];
		};
		const items = (list: Array<{ item: number }>) => list.map(({ item }) => item);
		return { sent: items(sent), unknown: items(unknown), refused: items(refused), notStarted };
	};

	it('lists every item by its state: sent, unknown, refused, not started', async () => {
		simulator.setLatency(20);
		simulator.failNext({ path: 'message/send', skip: 20, times: 16, resetAfter: true });
		const { error } = await send({}, toMembers(60), {});
		const { sent, unknown, refused, notStarted } = statesOf(error?.context?.data);
		expect(
			[...sent, ...unknown, ...refused, ...notStarted].sort((one, other) => one - other),
		).toEqual(toMembers(60).map((_, item) => item));
		const arrived = simulator.inbox().map(({ userid }) => Number(userid.slice(4)) - 1);
		expect(arrived.filter((item) => ![...sent, ...unknown].includes(item))).toEqual([]);
		expect(sent.filter((item) => !arrived.includes(item))).toEqual([]);
		expect(unknown.length).toBeGreaterThan(1);
		expect(error?.description).toContain(`${unknown.length} items possibly delivered`);
		const data = error?.context?.data as { sent: IDataObject[] };
		expect(data.sent.every(({ msgid }) => typeof msgid === 'string')).toBe(true);
	});

	it('lists the same when it was canceled', async () => {
		simulator.setLatency(150);
		let cancel = () => {};
		const running = send({}, toMembers(40), { cancelable: (stop) => (cancel = stop) });
		while (simulator.count('message/send') < 20)
			await new Promise((resolve) => setImmediate(resolve));
		cancel();
		const { run } = await running;
		const [result] = run.data.resultData.runData.WeCom;
		const { sent, unknown, refused, notStarted } = statesOf(
			(result.error as { context?: { data?: unknown } }).context?.data,
		);
		expect(
			[...sent, ...unknown, ...refused, ...notStarted].sort((one, other) => one - other),
		).toEqual(toMembers(40).map((_, item) => item));
		expect(unknown.length).toBeGreaterThan(0);
		expect(notStarted.length).toBeGreaterThan(0);
	});
});

describe('an item of several calls', () => {
	const users = Array.from({ length: 3500 }, (_, index) => member(index));
	const parameters = { messageType: 'text', content: 'x', users };

	it.each<[string, Partial<FailNext>, string]>([
		['was refused', { errcode: 40058 }, 'refused'],
		['was lost', { resetAfter: true }, 'unknown'],
	])('goes on where one of them %s, and tells for each who got it', async (_, fault, state) => {
		onSend({ skip: 1, ...fault });
		const { items } = await execute(credentials, parameters, undefined, continues);
		expect(simulator.count('message/send')).toBe(4);
		expect(items.map(({ json }) => Object.keys(json)[0])).toEqual([
			'msgid',
			'msgid',
			'msgid',
			'error',
		]);
		const { calls, delivered } = items[3].json.details as unknown as {
			calls: Array<{ state: string; msgid?: string; recipients: { touser: string[] } }>;
			delivered: string;
		};
		expect(calls.map((call) => call.state)).toEqual(['sent', state, 'sent', 'sent']);
		expect(calls.flatMap(({ recipients }) => recipients.touser)).toEqual(users);
		expect(delivered).toBe(state === 'unknown' ? 'unknown' : 'partly');
		expect(items[3].json.error).toContain('calls for this item: 3 sent, 1');
	});

	it('names who was not tried where the reason concerns all', async () => {
		onSend({ skip: 1, times: 9, errcode: 60020 });
		const { items } = await execute(credentials, parameters, undefined, continues);
		expect(simulator.count('message/send')).toBe(2);
		const { calls } = items[1].json.details as unknown as { calls: Array<{ state: string }> };
		expect(calls.map(({ state }) => state)).toEqual(['sent', 'refused', 'notTried', 'notTried']);
	});

	it('tells the same in the error that ends the execution', async () => {
		onSend({ skip: 1, resetAfter: true });
		const { error } = await execute(credentials, parameters);
		expect(error?.name).toBe('NodeApiError');
		const { calls, sent, unknown } = error?.context?.data as Record<string, unknown[]>;
		expect(calls).toHaveLength(4);
		expect(sent).toHaveLength(3);
		expect(unknown).toHaveLength(1);
	});
});

describe('fetching the token', () => {
	it.each<[string, Partial<FailNext>]>([
		['cut before', { resetBefore: true }],
		['cut after', { resetAfter: true }],
		['answered 502', { status: 502, body: 'bad gateway' }],
		['busy', { errcode: -1 }],
	])('is repeated after a hiccup (%s), with Duplicate Check off', async (_, fault) => {
		simulator.failNext({ path: 'gettoken', times: 1, ...fault });
		const { error, items } = await send({}, toMembers(20), {});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(20);
		expect(simulator.inbox()).toHaveLength(20);
	});

	it('is repeated when it is renewed in the middle', async () => {
		await send({}, toMembers(1));
		simulator.revokeToken();
		simulator.failNext({ path: 'gettoken', times: 2, resetBefore: true });
		const { error } = await send({}, toMembers(20), {});
		expect(error).toBeUndefined();
		expect(simulator.inbox()).toHaveLength(21);
	});

	it('is not hammered when WeCom has had enough', async () => {
		simulator.failNext({ path: 'gettoken', times: 99, errcode: 45009 });
		const { items } = await send({ retries: 2, retryTime: 60 }, toMembers(40));
		expect(simulator.count('gettoken')).toBeLessThanOrEqual(1 + 4);
		expect(simulator.count('message/send')).toBe(0);
		expect(items.every(({ json }) => (json.details as IDataObject).errcode === 45009)).toBe(true);
	}, 30_000);
});

describe('too many calls (45009)', () => {
	it('holds all calls back, and fails the rest at once when the retries are used up', async () => {
		simulator.setLatency(5);
		onSend({ skip: 4, times: 999, errcode: 45009 });
		const { items } = await send({ retries: 2, retryTime: 60 }, toMembers(40));
		// 4 were taken; 16 at most were on their way when the first was refused; 2 more tried.
		expect(simulator.count('message/send')).toBeLessThanOrEqual(4 + 16 + 2);
		const untried = items.filter(({ json }) =>
			/^Not tried: WeCom refused an earlier call/.test(String(json.error)),
		);
		expect(untried.length).toBeGreaterThanOrEqual(40 - 4 - 16);
		expect(untried[0].json.details).toMatchObject({
			errcode: 45009,
			delivered: 'no',
			hint: expect.any(String),
		});
	}, 30_000);

	it('of uploads obeys Retries, too, and no message goes out', async () => {
		simulator.failNext({ path: 'media/upload', times: 99, errcode: 45009 });
		const users = Array.from({ length: 1500 }, (_, index) => member(index));
		const items = Array.from({ length: 4 }, (_, index) =>
			itemWithFile(Buffer.concat([TINY_PNG, Buffer.from(`upload ${index}`)]), 'a.png'),
		);
		const parameters = {
			messageType: 'image',
			users,
			options: { retries: 0, maxConcurrency: 1 } as never,
		};
		const { items: output } = await execute(credentials, parameters, items, continues);
		expect(simulator.count('media/upload')).toBe(1);
		expect(output.map(({ json }) => (json.details as IDataObject).delivered)).toEqual([
			'no',
			'no',
			'no',
			'no',
		]);
		const { error } = await execute(
			credentials,
			{ ...parameters, options: { retries: 0, maxConcurrency: 4 } as never },
			items,
		);
		expect(error?.message).toMatch(/\(errcode 45009\) \[item 0\]$/);
		expect(error?.context?.data).toMatchObject({ errcode: 45009, delivered: 'no' });
		expect(simulator.count('message/send')).toBe(0);
	}, 30_000);

	it('that pass cost no message', async () => {
		onSend({ skip: 4, times: 16, errcode: 45009 });
		const { items, error } = await send({ retries: 3, retryTime: 60 }, toMembers(40), {});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(40);
		expect(simulator.inbox()).toHaveLength(40);
	}, 30_000);
});

describe('a clock that is set back', () => {
	it('does not hang a wait', async () => {
		const real = Date.now.bind(Date);
		let back = 0;
		jest.spyOn(Date, 'now').mockImplementation(() => real() - back);
		onSend({ errcode: -1, times: 2 });
		const running = send({ retries: 3 });
		while (simulator.count('message/send') < 1)
			await new Promise((resolve) => setImmediate(resolve));
		back = 3_600_000;
		const { items } = await running;
		expect(items[0].json.msgid).toEqual(expect.any(String));
	});
});
