/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createHook } from 'node:async_hooks';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { TINY_PNG, type FailNext } from '../simulator';
import { execute, itemWithFile, textFromItem, textItems } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator({ members: 1000 });

const member = (index: number) => `user${String(index + 1).padStart(4, '0')}`;

/** Texts of their own, in turn to so many members. */
const toMembers = (count: number, members: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({
		json: { text: `message ${index}`, user: member(index % members) },
	}));

const textsOf = (user: string) =>
	simulator.inbox(user).map(({ content }) => String(content.content));

describe('order', () => {
	it('of the messages to one member is that of the items, whatever the delays', async () => {
		for (let skip = 0; skip < 60; skip += 7)
			simulator.failNext({ path: 'message/send', skip, delayMs: 40 });
		await execute(credentials, textFromItem, toMembers(60, 3));
		for (let user = 0; user < 3; user++) {
			const expected = toMembers(60, 3).filter(({ json }) => json.user === member(user));
			expect(textsOf(member(user))).toEqual(expected.map(({ json }) => json.text));
		}
	});

	it('of the output is that of the items', async () => {
		simulator.failNext({ path: 'message/send', skip: 1, delayMs: 60 });
		const { items } = await execute(credentials, textFromItem, toMembers(20, 20));
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			toMembers(20, 20).map((_, item) => ({ item })),
		);
		expect(items.map(({ json }) => (json.recipients as { touser: string[] }).touser[0])).toEqual(
			toMembers(20, 20).map(({ json }) => json.user),
		);
	});

	it('a message to a department waits for all before it and holds all after it', async () => {
		simulator.setLatency(10);
		const users = ['user0001', 'user0002', '', 'user0003', 'user0001'];
		const items = users.map((user, index) => ({
			json: { text: `m${index}`, user, department: user === '' ? '2' : '' },
		}));
		await execute(credentials, { ...textFromItem, departments: '={{ $json.department }}' }, items);
		const order = simulator
			.calls('message/send')
			.map(({ body }) => (body as { text: { content: string } }).text.content);
		expect([...order.slice(0, 2)].sort()).toEqual(['m0', 'm1']);
		expect(order[2]).toBe('m2');
		expect([...order.slice(3)].sort()).toEqual(['m3', 'm4']);
	});
});

describe('parallel sending', () => {
	/** Most messages that the simulator had in hand at the same time. */
	async function mostAtOnce(maxConcurrency?: number): Promise<number> {
		simulator.setLatency(30);
		const options = maxConcurrency === undefined ? {} : { maxConcurrency };
		await execute(credentials, { ...textFromItem, options }, toMembers(40, 40));
		const times = simulator.calls('message/send').map(({ at }) => at);
		return Math.max(
			...times.map((start) => times.filter((at) => at >= start && at < start + 25).length),
		);
	}

	it('keeps to the limit that the option sets', async () =>
		expect(await mostAtOnce(4)).toBeLessThanOrEqual(4));

	it('with 1 sends strictly one after another, in the order of the items', async () => {
		await execute(
			credentials,
			{ ...textFromItem, options: { maxConcurrency: 1 } },
			toMembers(12, 12),
		);
		const order = simulator
			.calls('message/send')
			.map(({ body }) => (body as { text: IDataObject }).text.content);
		expect(order).toEqual(toMembers(12, 12).map(({ json }) => json.text));
	});

	it('reads the credential once and fetches one token, however many items there are', async () => {
		const { items } = await execute(credentials, textFromItem, toMembers(300, 300));
		expect(items).toHaveLength(300);
		expect(simulator.count('gettoken')).toBe(1);
		expect(credentials.reads).toBe(1);
	});

	it('uploads a file that many items need at the same time once', async () => {
		simulator.setLatency(10);
		const items = Array.from({ length: 50 }, (_, index) => ({
			...itemWithFile(TINY_PNG, 'a.png'),
			json: { user: member(index) },
		}));
		const { items: output } = await execute(
			credentials,
			{ messageType: 'image', users: '={{ $json.user }}' },
			items,
		);
		expect(output).toHaveLength(50);
		expect(simulator.count('media/upload')).toBe(1);
	});
});

describe('a failure without Continue On Fail', () => {
	it('stops new messages, and tells what had been sent, with the message IDs', async () => {
		simulator.setLatency(5);
		const items = toMembers(100, 100);
		items[10] = { json: { text: 'x', user: 'nobody' } };
		const { error } = await execute(
			credentials,
			{ ...textFromItem, options: { maxConcurrency: 4 } },
			items,
		);
		expect(error?.message).toMatch(/errcode 81013.*\[item 10\]$/);
		const delivered = simulator.inbox();
		expect(delivered.length).toBeLessThan(20);
		expect(error?.description).toContain(
			`In this run: ${delivered.length} messages sent, 1 item not delivered, `,
		);
		const { sent, unknown, refused, notStarted } = error?.context?.data as {
			sent: Array<{ msgid: string; item: number }>;
			unknown: unknown[];
			refused: Array<{ item: number }>;
			notStarted: number[];
		};
		expect(unknown).toEqual([]);
		expect(refused.map(({ item }) => item)).toEqual([10]);
		expect(
			[...sent, ...refused]
				.map(({ item }) => item)
				.concat(notStarted)
				.sort((a, b) => a - b),
		).toEqual(items.map((_, index) => index));
		expect(sent.map(({ msgid }) => msgid).sort()).toEqual(
			delivered.map(({ msgid }) => msgid).sort(),
		);
		expect(sent.map(({ item }) => item)).not.toContain(10);
	});

	it('in the second of several calls keeps what the first one sent', async () => {
		const users = Array.from({ length: 1000 }, (_, index) => member(index)).concat('nobody');
		const parameters = { messageType: 'text', content: 'x', users };
		const { items } = await execute(credentials, parameters, undefined, {
			onError: 'continueRegularOutput',
		});
		expect(items).toHaveLength(2);
		expect(items[0].json.msgid).toEqual(expect.any(String));
		expect(Object.keys(items[1].json)).toEqual(['error', 'details']);
		expect(items[1].json.details).toMatchObject({
			delivered: 'partly',
			invaliduser: ['nobody'],
		});
	});

	it('in the first of several calls, where nobody of it exists, still sends the others', async () => {
		const users = Array.from({ length: 1000 }, (_, index) => `nobody${index}`).concat('zhangsan');
		const { items } = await execute(
			credentials,
			{ messageType: 'text', content: 'x', users },
			undefined,
			{ onError: 'continueRegularOutput' },
		);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
		expect(items.map(({ json }) => Object.keys(json)[0])).toEqual(['msgid', 'error']);
	});
});

describe('retries', () => {
	const send = async (options: IDataObject = {}) =>
		await execute(credentials, { ...textFromItem, options: options as never }, textItems(1), {
			onError: 'continueRegularOutput',
		});

	it.each<[string, FailNext]>([
		['WeCom is busy (-1)', { errcode: -1 }],
		['too many run at once (45033)', { errcode: 45033 }],
	])('happen when %s, and deliver once', async (_, fault) => {
		simulator.failNext({ path: 'message/send', times: 1, ...fault });
		const { items } = await send();
		expect(items[0].json.msgid).toEqual(expect.any(String));
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});

	it.each<[string, FailNext]>([
		['a lost answer', { resetAfter: true }],
		['a status 502', { status: 502, body: 'bad gateway' }],
		['a timeout', { delayMs: 2500 }],
	])('do not happen after %s without Duplicate Check', async (_, fault) => {
		simulator.failNext({ path: 'message/send', times: 1, ...fault });
		const { items } = await send({ timeout: 1 });
		expect(items[0].json.details).toMatchObject({ delivered: 'unknown' });
		expect(simulator.count('message/send')).toBe(1);
	});

	it('happen after a lost answer with Duplicate Check, and the member gets the message once', async () => {
		simulator.failNext({ path: 'message/send', times: 1, resetAfter: true });
		const { items } = await send({ duplicateCheck: true });
		expect(items[0].json.errcode).toBe(0);
		expect(simulator.count('message/send')).toBe(2);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});

	it('happen after a lost upload, which delivers nothing', async () => {
		simulator.failNext({ path: 'media/upload', times: 1, resetAfter: true });
		const { items } = await execute(credentials, { messageType: 'image', users: 'zhangsan' }, [
			itemWithFile(TINY_PNG, 'a.png'),
		]);
		expect(items).toHaveLength(1);
		expect(simulator.count('media/upload')).toBe(2);
	});

	it('are as many as the option says', async () => {
		simulator.failNext({ path: 'message/send', times: 9, errcode: -1 });
		const { items } = await send({ retries: 1 });
		expect(items[0].json.details).toMatchObject({ errcode: -1 });
		expect(simulator.count('message/send')).toBe(2);
	});
});

describe('over-long texts', () => {
	const long = Array.from(
		{ length: 80 },
		(_, index) => `第${index}行：今天的值班情况一切正常，没有需要处理的事情。`,
	).join('\n');
	const parameters = { messageType: 'text', users: 'zhangsan', content: '={{ $json.long }}' };

	it('are an error by default', async () => {
		const { error } = await execute(credentials, parameters, [{ json: { long } }]);
		expect(error?.message).toMatch(/^Content is \d+ bytes; the maximum is 2048/);
		expect(simulator.calls()).toEqual([]);
	});

	it('go out as several messages in order, which are the text again when joined', async () => {
		const { items } = await execute(
			credentials,
			{ ...parameters, options: { overLongText: 'split' } },
			[{ json: { long } }],
		);
		expect(items.length).toBeGreaterThan(2);
		expect(items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(true);
		expect(textsOf('zhangsan').join('')).toBe(long);
		expect(
			textsOf('zhangsan')
				.slice(0, -1)
				.every((text) => text.endsWith('\n')),
		).toBe(true);
	});

	it.each([
		['lines that repeat themselves', 'text', 'web-01  CPU  OK   0%\n'.repeat(260)],
		['one letter', 'text', 'a'.repeat(5000)],
		[
			'Markdown that repeats itself',
			'markdown',
			'> **web-01** <font color="info">OK</font>\n'.repeat(200),
		],
		['blanks between', 'text', `${'disk full'}${' '.repeat(700)}`.repeat(9)],
	])('go out in full with Duplicate Check on: %s', async (_, messageType, content) => {
		const options = { overLongText: 'split', duplicateCheck: true };
		const { items } = await execute(credentials, {
			messageType,
			users: 'zhangsan',
			content,
			options,
		});
		const sent = textsOf('zhangsan');
		expect(simulator.calls('message/send').filter(({ suppressed }) => suppressed)).toEqual([]);
		expect(items).toHaveLength(sent.length);
		expect(sent.join('').trimEnd()).toBe(content.trimEnd());
	});

	it('go to all portions of the recipients part by part', async () => {
		const users = Array.from({ length: 1001 }, (_, index) => `user${index}`);
		const options = { overLongText: 'split', duplicateCheck: true };
		await execute(credentials, { ...parameters, users: ['zhangsan', ...users], options }, [
			{ json: { long } },
		]);
		const calls = simulator
			.calls('message/send')
			.map(({ body }) => (body as { text: { content: string } }).text.content);
		expect(calls.length).toBeGreaterThan(4);
		for (let at = 0; at < calls.length; at += 2) expect(calls[at]).toBe(calls[at + 1]);
	});

	it('are refused before anything goes out where they would need more messages than a member gets in a minute', async () => {
		const options = { overLongText: 'split' };
		const { error } = await execute(credentials, { ...parameters, options }, [
			{ json: { long: 'word '.repeat(20_000) } },
		]);
		expect(error?.message).toMatch(
			/^Content is 100000 bytes and would need more than 30 messages of 2048 bytes/,
		);
		expect(error?.description).toContain('send it as a file');
		expect(simulator.calls('message/send')).toEqual([]);
	});

	it('do not go out as an empty message where only blanks are left over', async () => {
		const content = `${'x'.repeat(2048)}\n \n`;
		await execute(credentials, {
			messageType: 'text',
			users: 'zhangsan',
			content,
			options: { overLongText: 'split' },
		});
		expect(textsOf('zhangsan')).toEqual(['x'.repeat(2048)]);
	});

	it('are cut with an ellipsis within the limit', async () => {
		await execute(credentials, { ...parameters, options: { overLongText: 'truncate' } }, [
			{ json: { long } },
		]);
		const [text] = textsOf('zhangsan');
		expect(text.endsWith('…')).toBe(true);
		expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2048);
		expect(Buffer.byteLength(text)).toBeGreaterThan(2040);
		expect(long.startsWith(text.slice(0, -1))).toBe(true);
	});

	it('are cut in the articles of a news message too', async () => {
		const articles = { values: [{ title: '标'.repeat(50), url: 'https://example.com' }] };
		const options = { overLongText: 'truncate' };
		await execute(credentials, { messageType: 'news', users: 'zhangsan', articles, options });
		const { articles: sent } = simulator.inbox('zhangsan')[0].content as {
			articles: Array<{ title: string }>;
		};
		expect(sent[0].title).toBe(`${'标'.repeat(41)}…`);
	});
});

describe('the texts of a card that WeCom shows in part', () => {
	const card = {
		messageType: 'textcard',
		users: 'zhangsan',
		title: '={{ $json.title }}',
		descriptionText: '={{ $json.text }}',
		url: 'https://example.com',
	};
	const chinese = { title: '标'.repeat(60), text: `<div class="gray">${'今天'.repeat(100)}</div>` };

	it('go out whole, with a warning that names field, length, items and the way out', async () => {
		const { error, hints } = await execute(credentials, card, [
			{ json: { title: 'T', text: 'x' } },
			{ json: chinese },
		]);
		expect(error).toBeUndefined();
		expect(hints).toEqual([
			expect.stringMatching(
				/^Title is 180 bytes \(item 1\)\. WeCom may show only the first 128 bytes.* set Over-Long Text to Truncate/,
			),
			expect.stringMatching(
				/^Description is 624 bytes \(item 1\)\. WeCom may show only the first 512 bytes/,
			),
		]);
		const sent = simulator.calls('message/send')[1].body as { textcard: { title: string } };
		expect(sent.textcard.title).toBe(chinese.title);
		expect(simulator.inbox('zhangsan')[1].content.title).toBe('标'.repeat(42));
	});

	it('name the first items only, and the longest text', async () => {
		const items = Array.from({ length: 8 }, (_, index) => ({
			json: { title: '标'.repeat(50 + index), text: 'x' },
		}));
		const { hints } = await execute(credentials, card, items);
		expect(hints).toEqual([
			expect.stringMatching(/^Title is up to 171 bytes \(items 0, 1, 2, 3, 4 and 3 more\)/),
		]);
	});

	it('are warned of in JSON as well', async () => {
		const json = JSON.stringify({
			...chinese,
			description: 'x',
			text: undefined,
			url: 'https://example.com',
		});
		const { hints } = await execute(credentials, {
			messageType: 'textcard',
			users: 'zhangsan',
			inputMode: 'json',
			bodyJson: json,
		});
		expect(hints).toEqual([expect.stringMatching(/^Title is 180 bytes/)]);
	});

	it('are cut at the bytes if they are to be truncated, with their marks closed, and without a warning', async () => {
		const { hints } = await execute(
			credentials,
			{ ...card, options: { overLongText: 'truncate' } },
			[{ json: chinese }],
		);
		expect(hints).toEqual([]);
		const { textcard } = simulator.calls('message/send')[0].body as {
			textcard: { title: string; description: string };
		};
		expect(textcard.title).toBe(`${'标'.repeat(41)}…`);
		expect(textcard.description).toMatch(/^<div class="gray">[今天]+<\/div>…$/);
		expect(simulator.inbox('zhangsan')[0].content).toMatchObject(textcard);
	});

	it('are refused above the characters', async () => {
		const { error } = await execute(credentials, card, [
			{ json: { title: 'x'.repeat(129), text: 'x' } },
		]);
		expect(error?.message).toMatch(/^Title is 129 characters; the maximum is 128/);
	});
});

describe('the hint about dropped messages', () => {
	it('names the member who got more than 30 a minute', async () => {
		const { hints } = await execute(credentials, textFromItem, [
			...textItems(31),
			...toMembers(5, 5),
		]);
		expect(hints).toEqual([
			expect.stringMatching(/^More than 30 messages a minute went to zhangsan\. /),
		]);
	});

	it('does not appear with 30', async () => {
		const { hints } = await execute(credentials, textFromItem, textItems(30));
		expect(hints).toEqual([]);
	});
});

describe('cancelling an execution', () => {
	it('stops within one message, tells what was sent, and leaves no request and no timer behind', async () => {
		simulator.setLatency(300);
		await execute(credentials, textFromItem, textItems(1));
		const before = simulator.count('message/send');
		const timers = new Map<number, NodeJS.Timeout>();
		const hook = createHook({
			init: (id, type, _, timer) =>
				void (type === 'Timeout' && timers.set(id, timer as NodeJS.Timeout)),
			destroy: (id) => void timers.delete(id),
		});
		const { run, error } = await execute(credentials, textFromItem, toMembers(1000, 1000), {
			cancelable: (cancel) => {
				const looking = setInterval(() => {
					if (simulator.count('message/send') <= before) return;
					clearInterval(looking);
					// Halfway through the second calls of the lanes: none is just setting out.
					setTimeout(cancel, 450);
				}, 5).unref();
				hook.enable();
			},
		});
		const sent = simulator.count('message/send');
		expect(run.status).toBe('canceled');
		expect(error?.message).toBe('The execution was canceled');
		expect(sent).toBeLessThan(100);
		// Answers that were on their way end on the side of the simulator.
		const created = [...timers.keys()];
		await new Promise((resolve) => setTimeout(resolve, 300));
		hook.disable();
		expect(simulator.count('message/send')).toBe(sent);
		// Those of a call's time limit hold nothing up, and go with the call.
		expect(created.filter((id) => timers.get(id)?.hasRef())).toEqual([]);
	});

	it('prepares no further item, and starts none', async () => {
		const items = 3000;
		const parameters = { ...textFromItem, content: '={{ $json.text + $execution.id }}' };
		const { run, error } = await execute(credentials, parameters, toMembers(items, 1000), {
			onError: 'continueRegularOutput',
			cancelable: (cancel) => setTimeout(cancel, 30),
		});
		expect(run.status).toBe('canceled');
		expect(error?.message).toBe('The execution was canceled');
		const { notStarted } = error?.context?.data as { notStarted: number[] };
		expect(notStarted).toEqual(Array.from({ length: items }, (_, index) => index));
		expect(simulator.count('message/send')).toBe(0);
	});

	it('does not count the items that could not be sent among the sent', async () => {
		simulator.setLatency(100);
		const items = [{ json: { text: '', user: 'zhangsan' } }, ...toMembers(200, 200)];
		const { error } = await execute(credentials, textFromItem, items, {
			onError: 'continueRegularOutput',
			cancelable: (cancel) => setTimeout(cancel, 250),
		});
		const { sent } = error?.context?.data as { sent: Array<{ msgid?: string; item: number }> };
		expect(sent.every(({ msgid, item }) => msgid !== undefined && item > 0)).toBe(true);
	});

	it('ends a wait between two attempts', async () => {
		simulator.failNext({ path: 'message/send', times: 50, errcode: 45009 });
		const { run } = await execute(
			credentials,
			{ ...textFromItem, options: { retries: 10, retryTime: 600 } },
			textItems(1),
			{
				cancelable: (cancel) => {
					setTimeout(cancel, 200);
				},
			},
		);
		expect(run.status).toBe('canceled');
		expect(simulator.count('message/send')).toBeLessThan(10);
	});
});
