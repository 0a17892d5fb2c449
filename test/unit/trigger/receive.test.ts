/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject } from 'n8n-workflow';

import { handleCallback } from '../../../nodes/WeCom/trigger/receive';
import { callback, n8n, sealed, secrets, type Call, type N8nOptions } from './n8n';

/** Hands a call to the trigger, and lets n8n go on with what comes of it. */
async function take(
	call: Call,
	options: N8nOptions = {},
	end?: Parameters<ReturnType<typeof n8n>['goOn']>[1],
	handle = handleCallback,
) {
	const { context, answers, goOn, log } = n8n(call, options);
	const result = await handle(context);
	const before = [...answers];
	goOn(result, end);
	return {
		started: result.workflowData !== undefined,
		item: result.workflowData?.[0][0].json,
		before,
		answers,
		log,
	};
}

/** As the driver of PostgreSQL throws it. */
const driverError = () =>
	Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
		code: 'ECONNREFUSED',
		syscall: 'connect',
	});

const empty = { status: 200, body: '', type: 'text/plain' };

describe('an answer', () => {
	it('is given by n8n after it has stored the execution', async () => {
		const { before, answers, started } = await take(callback(''));
		expect({ before, answers, started }).toEqual({ before: [], answers: [empty], started: true });
	});

	it('with a fixed reply is given by n8n after it has stored the execution', async () => {
		const { before, answers } = await take(callback(''), {
			parameters: { respond: 'reply', replyType: 'text', replyContent: 'ok' },
		});
		expect(before).toEqual([]);
		expect(answers).toEqual([
			{
				status: 200,
				body: expect.stringContaining('<Encrypt>') as string,
				type: 'application/xml',
			},
		]);
	});

	it('of the workflow is left to n8n', async () => {
		const { context } = n8n(callback(''), { parameters: { respond: 'node' } });
		expect(Object.keys(await handleCallback(context))).toEqual(['workflowData']);
	});
});

describe.each(['immediately', 'reply', 'node'])('a repetition (Respond is %s)', (respond) => {
	const options = (): N8nOptions => ({
		parameters: { respond, replyType: 'text', replyContent: 'ok' },
		database: { staticData: '{}' },
	});
	const well = respond === 'node' ? 'replied' : 'stored';

	it('starts nothing, and is answered with 200', async () => {
		const [call, given] = [callback(''), options()];
		await take(call, given, well);
		expect(await take(call, given)).toMatchObject({ started: false, answers: [empty] });
	});

	it('starts the workflow if n8n could not store the first', async () => {
		const [call, given] = [callback(''), options()];
		expect((await take(call, given, 'not stored')).answers).toMatchObject([{ status: 500 }]);
		expect(given.database?.staticData).toBe('{}');
		expect((await take(call, given, well)).started).toBe(true);
		expect((await take(call, given, well)).started).toBe(false);
	});

	it('waits for the end of the first, and starts nothing if that one is stored', async () => {
		const [call, given] = [callback(''), options()];
		const first = n8n(call, given);
		const result = await handleCallback(first.context);
		const second = take(call, given);
		expect(
			await Promise.race([second, new Promise((resolve) => setImmediate(resolve, 'waits'))]),
		).toBe('waits');
		first.goOn(result, well);
		expect(await second).toMatchObject({ started: false, answers: [empty] });
	});

	it('waits for the end of the first, and starts the workflow if that one is not stored', async () => {
		const [call, given] = [callback(''), options()];
		const first = n8n(call, given);
		const result = await handleCallback(first.context);
		const [second, third] = [take(call, given, well), take(call, given, well)];
		first.goOn(result, 'not stored');
		expect([(await second).started, (await third).started]).toEqual([true, false]);
	});
});

it('a repetition of a callback whose workflow failed before it replied starts nothing', async () => {
	const [call, options] = [callback(''), { parameters: { respond: 'node' } }];
	expect((await take(call, options, 'failed')).answers).toMatchObject([{ status: 500 }]);
	expect(await take(call, options)).toMatchObject({ started: false, answers: [empty] });
});

it('a callback that a failing form keeps from starting is left to n8n, once', async () => {
	const [call, options] = [
		callback(''),
		{ parameters: { events: new Error('The expression fails') as unknown as IDataObject } },
	];
	await expect(handleCallback(n8n(call, options).context)).rejects.toThrow('The expression fails');
	expect(await take(call, options)).toMatchObject({ started: false, answers: [empty] });
});

it('what nobody wants is not remembered', async () => {
	const call = callback('');
	expect((await take(call, { parameters: { events: ['click'] } })).started).toBe(false);
	expect((await take(call)).started).toBe(true);
});

it.each([
	['message.image', true],
	['message.images', false],
	['image', false],
	[['click', 'message.image'], true],
	[['click'], false],
	[[], false],
	[null, true],
])('Events given as %j starts the workflow: %p', async (events, started) => {
	expect((await take(callback(''), { parameters: { events } as IDataObject })).started).toBe(
		started,
	);
});

describe('a message with a file', () => {
	it('starts the workflow also where the credential for the file is gone', async () => {
		const { answers, item } = await take(callback('<MediaId>M</MediaId>'), {
			parameters: { downloadMedia: true },
		});
		expect(answers).toEqual([empty]);
		expect(item).toMatchObject({ MediaId: 'M', mediaError: 'The credential is gone' });
	});

	it('starts the workflow also while the database is away, without the words of its driver', async () => {
		const { started, item } = await take(callback('<MediaId>M</MediaId>'), {
			parameters: { downloadMedia: true },
			media: async () => await Promise.reject(driverError()),
		});
		expect(started).toBe(true);
		expect(item?.mediaError).toMatch(
			/^n8n couldn't read the credential from its database\. Fetch it in the workflow/,
		);
	});
});

describe('a fixed reply that cannot be sent', () => {
	it('does not keep the workflow from starting, and the item says why', async () => {
		const parameters = { respond: 'reply', replyType: 'text', replyContent: '好'.repeat(683) };
		const { answers, item } = await take(callback(''), { parameters });
		expect(answers).toEqual([empty]);
		expect(item).toMatchObject({
			FromUserName: 'zhangsan',
			replyError: expect.stringContaining('2049 bytes') as string,
		});
	});
});

it('a key that differs from another one in case only starts the workflow too', async () => {
	const parameters = { additionalOptions: { eventKeys: 'Approve, approve' } };
	expect((await take(callback('<EventKey>approve</EventKey>'), { parameters })).started).toBe(true);
});

describe('an old callback', () => {
	const refused = { started: false, answers: [{ status: 403, body: '', type: 'text/plain' }] };
	const within = (maxAge: unknown): N8nOptions => ({
		parameters: { additionalOptions: { maxAge } as IDataObject },
	});

	it.each([undefined, null, 'soon', '', NaN, -1, 600, '600', [0], true])(
		'is refused with a Max Age of %p',
		async (maxAge) => {
			expect(await take(callback('', { age: 3600 }), within(maxAge))).toMatchObject(refused);
		},
	);

	it.each([0, '0', 7200, '7200'])('is taken with a Max Age of %p', async (maxAge) => {
		expect((await take(callback('', { age: 3600 }), within(maxAge))).started).toBe(true);
	});

	it('is refused by the default if Max Age cannot be computed', async () => {
		const failing = {
			parameters: {
				additionalOptions: new Error('The expression fails') as unknown as IDataObject,
			},
		};
		expect(await take(callback('', { age: 3600 }), failing)).toMatchObject(refused);
	});

	it('is refused also if its time was swapped for its nonce, which is signed as well', async () => {
		expect(await take(callback('', { createdAge: 3600 }))).toMatchObject(refused);
		const call = callback('', { createdAge: 3600 });
		const { timestamp, nonce } = call.query;
		expect(
			await take({ ...call, query: { ...call.query, timestamp: nonce, nonce: timestamp } }),
		).toMatchObject(refused);
	});

	it('goes by the time of the URL if it has none of its own', async () => {
		expect((await take(callback('', { createdAge: null }))).started).toBe(true);
		expect(await take(callback('', { age: 3600, createdAge: null }))).toMatchObject(refused);
	});

	it('of half a minute, which WeCom repeats, is taken also with a small Max Age', async () => {
		expect((await take(callback('', { createdAge: 20 }), within(5))).started).toBe(true);
	});
});

describe("a call that cannot be known to be WeCom's starts nothing", () => {
	it.each<[string, (call: Call) => Call, number]>([
		['with a packed body', (call) => ({ ...call, headers: { 'content-encoding': 'gzip' } }), 400],
		['with another body', (call) => ({ ...call, body: '{"a":1}' }), 400],
		[
			'without signature',
			(call) => ({ ...call, query: { ...call.query, msg_signature: undefined } }),
			400,
		],
		[
			'with two signatures',
			(call) => ({ ...call, query: { ...call.query, msg_signature: ['a', 'b'] } }),
			400,
		],
		[
			'with another signature',
			(call) => ({ ...call, query: { ...call.query, msg_signature: 'a' } }),
			403,
		],
	])('%s', async (_, change, status) => {
		expect(await take(change(callback('')))).toMatchObject({
			started: false,
			answers: [{ status, body: '' }],
		});
	});

	it('while the credential cannot be read, which n8n logs without the words of the driver', async () => {
		const call = callback('');
		const credential = async () => await Promise.reject(driverError());
		const { started, answers, log } = await take(call, { credential });
		expect({ started, answers }).toMatchObject({
			started: false,
			answers: [{ status: 500, body: '' }],
		});
		expect(log).toEqual([
			'A callback could not be checked',
			JSON.stringify({ reason: "n8n couldn't read the credential from its database" }),
		]);
		expect(
			(await take(call, { credential: async () => await Promise.resolve(secrets) })).started,
		).toBe(true);
	});
});

describe('a repetition that reaches another process', () => {
	/** The trigger as another process has loaded it. */
	async function n8nProcess() {
		jest.resetModules();
		const { handleCallback: handle } = await import('../../../nodes/WeCom/trigger/receive');
		return async (call: Call, database: { staticData: string }, parameters: IDataObject = {}) =>
			(
				await take(
					call,
					{ parameters, database },
					parameters.respond === 'node' ? 'replied' : 'stored',
					handle,
				)
			).started;
	}

	it('starts nothing, also the oldest of 2000', async () => {
		const [one, other] = [await n8nProcess(), await n8nProcess()];
		const database = { staticData: '{}' };
		const all = Array.from({ length: 2000 }, () => callback(''));
		for (const call of all) await one(call, database);
		expect(await other(all[0], database)).toBe(false);
		expect(await other(all[1999], database)).toBe(false);
	});

	it('starts nothing, also if the workflow has replied', async () => {
		const [one, other] = [await n8nProcess(), await n8nProcess()];
		const [call, database] = [callback(''), { staticData: '{}' }];
		await one(call, database, { respond: 'node' });
		expect(await other(call, database)).toBe(false);
	});

	it('starts the workflow if the first was not stored', async () => {
		const [one, other] = [await n8nProcess(), await n8nProcess()];
		const [call, database] = [callback(''), { staticData: '{}' }];
		const { context } = n8n(call, { database });
		await handleCallback(context);
		await one(callback(''), database);
		expect(await other(call, database)).toBe(true);
	});

	it('starts nothing, also if other callbacks came at the same moment', async () => {
		const { handleCallback: handle } = await import('../../../nodes/WeCom/trigger/receive');
		const other = await n8nProcess();
		const database = { staticData: '{}' };
		const all = [callback(''), callback(''), callback('')];
		// All have read the static data before any of them stores it.
		const open = all.map((call) => ({ call, n8n: n8n(call, { database }) }));
		const results = await Promise.all(
			open.map(async ({ n8n: { context } }) => await handle(context)),
		);
		results.reverse().forEach((result, index) => open[2 - index].n8n.goOn(result));
		for (const call of all) expect(await other(call, database)).toBe(false);
	});

	it('starts nothing, also if a reply that took longer was stored after it', async () => {
		const { handleCallback: handle } = await import('../../../nodes/WeCom/trigger/receive');
		const other = await n8nProcess();
		const database = { staticData: '{}' };
		const slow = n8n(callback(''), { parameters: { respond: 'node' }, database });
		const result = await handle(slow.context);
		const call = callback('');
		await take(call, { database }, 'stored', handle);
		slow.goOn(result, 'replied');
		expect(await other(call, database)).toBe(false);
	});

	it('starts nothing, also if another process has stored its own since', async () => {
		const [one, other, third] = [await n8nProcess(), await n8nProcess(), await n8nProcess()];
		const [call, database] = [callback(''), { staticData: '{}' }];
		await one(call, database);
		await other(callback(''), database);
		expect(await third(call, database)).toBe(false);
	});

	it('starts nothing after a call that starts nothing, if another process has overwritten what was stored', async () => {
		const [one, other, third] = [await n8nProcess(), await n8nProcess(), await n8nProcess()];
		const [call, database] = [callback(''), { staticData: '{}' }];
		await one(call, database);
		database.staticData = '{}';
		await other(callback(''), database);
		expect(await one(callback(''), database, { events: ['click'] })).toBe(false);
		expect(await third(call, database)).toBe(false);
	});

	it('starts nothing after the next callback, if another process has overwritten what was stored', async () => {
		const [one, other, third] = [await n8nProcess(), await n8nProcess(), await n8nProcess()];
		const [call, database] = [callback(''), { staticData: '{}' }];
		await one(call, database);
		database.staticData = '{}';
		await other(callback(''), database);
		await one(callback(''), database);
		expect(await third(call, database)).toBe(false);
	});
});

describe('a fixed reply to an event of WeCom itself', () => {
	it.each([
		'<FromUserName>sys</FromUserName>',
		'<FromUserName>SYS</FromUserName>',
		'<FromUserName/>',
		'',
	])('is not sent, and the item says why (%j)', async (from) => {
		const call = sealed(
			`<xml>${from}<MsgType>event</MsgType><Event>change_contact</Event><UserID>lisi</UserID></xml>`,
		);
		const { answers, item } = await take(call, {
			parameters: { respond: 'reply', replyType: 'text', replyContent: 'Thank you' },
		});
		expect(answers).toEqual([empty]);
		expect(item).toMatchObject({
			event: 'change_contact',
			replyError:
				"There's no one to reply to: change_contact comes from WeCom itself, not from a member",
		});
	});
});

it('a reply of our own that somebody sends back starts nothing', async () => {
	const call = sealed(
		'<xml><ToUserName>zhangsan</ToUserName><FromUserName>WWcorp</FromUserName><MsgType>text</MsgType><Content>x</Content></xml>',
	);
	expect(await take(call)).toMatchObject({ started: false, answers: [{ status: 403, body: '' }] });
});
