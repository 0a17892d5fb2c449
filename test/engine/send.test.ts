import { TINY_PNG } from '../simulator';
import { execute, itemWithFile, textFromItem, textItems } from './harness';
import { credentials, lastingSimulator, simulator } from './world';

lastingSimulator({ members: 2500 });

const text = { messageType: 'text', content: 'x' };
const lastRequest = () => simulator.calls('message/send').at(-1)?.body as Record<string, unknown>;

describe('the output', () => {
	it("has WeCom's names, with lists that are always there, paired with the input item", async () => {
		const { items } = await execute(credentials, textFromItem, textItems(2));
		expect(items).toEqual(
			[0, 1].map((item) => ({
				json: {
					msgid: expect.any(String),
					errcode: 0,
					errmsg: 'ok',
					invaliduser: [],
					invalidparty: [],
					invalidtag: [],
					unlicenseduser: [],
					recipients: { touser: ['zhangsan'], toparty: [], totag: [] },
				},
				pairedItem: { item },
			})),
		);
	});

	it('lists who did not get the message, in the spelling that was given', async () => {
		const { items, error } = await execute(credentials, {
			...text,
			users: 'ZhangSan, NoBody, nolicense, Hidden',
			departments: '2, 99',
			tags: ['1', 77],
		});
		expect(error).toBeUndefined();
		expect(items[0].json).toMatchObject({
			errcode: 0,
			invaliduser: ['NoBody', 'Hidden'],
			invalidparty: ['99'],
			invalidtag: ['77'],
			unlicenseduser: ['nolicense'],
		});
	});
});

describe('recipients', () => {
	it.each([
		['text with any separators', 'zhangsan|lisi,wangwu; zhaoliu\nUserID1，UserID2；UserID3'],
		[
			'an array from an expression',
			['zhangsan', 'lisi', 'wangwu', 'zhaoliu', 'UserID1', 'UserID2', 'UserID3'],
		],
		[
			'a JSON array as text',
			'["zhangsan","lisi","wangwu","zhaoliu","UserID1","UserID2","UserID3"]',
		],
	])('may be %s', async (_, users) => {
		await execute(credentials, { ...text, users });
		expect(lastRequest().touser).toBe('zhangsan|lisi|wangwu|zhaoliu|UserID1|UserID2|UserID3');
	});

	it('named twice in different case get one message', async () => {
		await execute(credentials, { ...text, users: 'zhangsan, ZHANGSAN' });
		expect(lastRequest().touser).toBe('zhangsan');
	});

	it('are everyone by choice, or by @all among the users, and then nobody else', async () => {
		const byChoice = await execute(credentials, { ...text, sendTo: 'all', users: 'lisi' });
		expect(lastRequest()).toMatchObject({ touser: '@all' });
		const byName = await execute(credentials, { ...text, users: '@all', departments: '2' });
		expect(lastRequest()).not.toHaveProperty('toparty');
		for (const { items } of [byChoice, byName]) {
			expect(items[0].json.recipients).toEqual({ touser: ['@all'], toparty: [], totag: [] });
		}
	});

	it('beyond 1000 get several calls, one item each, and nobody is left out', async () => {
		const users = Array.from(
			{ length: 2500 },
			(_, index) => `user${String(index + 1).padStart(4, '0')}`,
		);
		const before = simulator.inbox().length;
		const { items } = await execute(credentials, { ...text, users });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 0 },
			{ item: 0 },
		]);
		expect(new Set(items.map(({ json }) => json.msgid)).size).toBe(3);
		expect(simulator.inbox().length - before).toBe(2500);
	});
});

describe('options', () => {
	it('that are not set are not sent', async () => {
		await execute(credentials, { ...text, users: 'zhangsan' });
		expect(Object.keys(lastRequest())).toEqual(['touser', 'msgtype', 'agentid', 'text']);
	});

	it('are sent under their API names', async () => {
		const options = {
			safe: 1,
			idTranslation: true,
			duplicateCheck: true,
			duplicateCheckInterval: 600,
		};
		await execute(credentials, { ...text, users: 'zhangsan', options });
		expect(lastRequest()).toMatchObject({
			safe: 1,
			enable_id_trans: 1,
			enable_duplicate_check: 1,
			duplicate_check_interval: 600,
		});
	});

	it('left over from another type are not sent', async () => {
		const options = { safe: 1, idTranslation: true };
		await execute(credentials, {
			messageType: 'markdown',
			content: 'x',
			users: 'zhangsan',
			options,
		});
		expect(Object.keys(lastRequest())).toEqual(['touser', 'msgtype', 'agentid', 'markdown']);
	});

	it('an interval alone switches the duplicate check on', async () => {
		await execute(credentials, {
			...text,
			users: 'zhangsan',
			options: { duplicateCheckInterval: 60 },
		});
		expect(lastRequest()).toMatchObject({
			enable_duplicate_check: 1,
			duplicate_check_interval: 60,
		});
	});

	/** Lets a call take longer than its timeout. */
	async function timeOut(fault: object): Promise<void> {
		simulator.failNext({ path: 'message/send', ...fault });
		const options = { timeout: 1 };
		const { error } = await execute(credentials, { ...text, users: 'zhangsan', options });
		expect(error?.message).toBe(`WeCom didn't respond in time at ${simulator.url} [item 0]`);
		expect(error?.description).toContain('may have been delivered');
	}

	it('a timeout that passes says that the message may have been delivered', async () =>
		await timeOut({ delayMs: 3000 }));

	it('a timeout ends an answer that comes byte by byte, too', async () => {
		const before = simulator.inbox('zhangsan').length;
		await timeOut({ trickleMs: 100 });
		expect(simulator.inbox('zhangsan')).toHaveLength(before + 1);
	});
});

describe('the task ID of cards', () => {
	const buttons = {
		messageType: 'template_card',
		cardType: 'button_interaction',
		title: 'T',
		users: 'zhangsan',
		buttonList: { values: [{ text: 'B', key: 'k' }] },
	};
	const taskIdOf = () => (lastRequest().template_card as Record<string, unknown>).task_id;

	it('is made up where it is empty, differs between items, and is put out', async () => {
		const { items, error } = await execute(credentials, buttons, [{ json: {} }, { json: {} }]);
		expect(error?.message).toBeUndefined();
		const [first, second] = items.map(({ json }) => json.task_id);
		expect(first).toMatch(/^n8n-[0-9a-f]{8}-[0-9A-Za-z]+-0-0$/);
		expect(second).not.toBe(first);
		expect(taskIdOf()).toBe(second);
	});

	it('is the given one where there is one', async () => {
		const { items } = await execute(credentials, { ...buttons, cardParts: { taskId: 'mine-1' } });
		expect(items[0].json.task_id).toBe('mine-1');
	});

	it('differs between the calls for more than 1000 recipients', async () => {
		const users = Array.from(
			{ length: 1001 },
			(_, index) => `user${String(index + 1).padStart(4, '0')}`,
		);
		const { items, error } = await execute(credentials, {
			...buttons,
			users,
			cardParts: { taskId: 'mine-2' },
		});
		expect(error?.message).toBeUndefined();
		expect(items.map(({ json }) => json.task_id)).toEqual(['mine-2', 'mine-2-2']);
	});

	it('stays away from notices without a menu', async () => {
		const { items } = await execute(credentials, {
			messageType: 'template_card',
			title: 'T',
			users: 'zhangsan',
			cardActionUrl: 'https://example.com',
		});
		expect(items[0].json).not.toHaveProperty('task_id');
		expect(items[0].json).not.toHaveProperty('response_code');
	});
});

describe('media', () => {
	it('that many items send are uploaded once', async () => {
		const before = simulator.count('media/upload');
		const file = itemWithFile(TINY_PNG, 'a.png');
		const { items } = await execute(credentials, { messageType: 'image', users: 'zhangsan' }, [
			file,
			file,
			file,
		]);
		expect(items).toHaveLength(3);
		expect(simulator.count('media/upload') - before).toBe(1);
	});

	it('with the same content keep their own names', async () => {
		await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			itemWithFile(TINY_PNG, 'a.png'),
			itemWithFile(TINY_PNG, 'b.png'),
		]);
		const names = simulator
			.inbox('zhangsan')
			.slice(-2)
			.map(({ content }) => simulator.media(String(content.media_id))?.filename);
		expect(names).toEqual(['a.png', 'b.png']);
	});

	it('keep a Chinese file name, or get the one that the form gives', async () => {
		const parameters = { messageType: 'file', users: 'zhangsan' };
		await execute(credentials, parameters, [itemWithFile(TINY_PNG, '图 1（终）.png')]);
		const nameOf = () =>
			simulator.media(String((lastRequest().file as Record<string, unknown>).media_id))?.filename;
		expect(nameOf()).toBe('图 1（终）.png');
		await execute(credentials, { ...parameters, mediaFileName: '周报.pdf' }, [
			itemWithFile(TINY_PNG, 'x.png'),
		]);
		expect(nameOf()).toBe('周报.pdf');
	});
});
