import type { JsonObject, Simulator } from '../../simulator';
import {
	startSimulator,
	TINY_AMR,
	TINY_MP4,
	TINY_PDF,
	TINY_PNG,
	WHOLE_COMPANY,
} from '../../simulator';
import { moreExamples } from '../../fixtures/officialExamples';
import { clientOf, inBatches, RobotClient, type Client } from './client';

const SECOND_APP = 'b'.repeat(45);
const URL = 'https://example.com';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let simulator: Simulator;
let client: Client;
let media: Record<string, string>;

beforeAll(async () => {
	simulator = await startSimulator({
		members: 2001,
		apps: [
			{ agentId: 1, secret: 'a'.repeat(45), visible: WHOLE_COMPANY },
			{ agentId: 2, secret: SECOND_APP, visible: WHOLE_COMPANY },
			{ agentId: 3, secret: 'c'.repeat(45) },
		],
	});
	client = await clientOf(simulator);
	media = {
		image: await client.mediaId('image', TINY_PNG, 'a.png'),
		voice: await client.mediaId('voice', TINY_AMR, 'a.amr'),
		video: await client.mediaId('video', TINY_MP4, 'a.mp4'),
		file: await client.mediaId('file', TINY_PDF, 'a.pdf'),
	};
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
	simulator.reset();
	client = await clientOf(simulator);
});

const generated = (count: number) =>
	Array.from({ length: count }, (_, index) => `user${String(index + 1).padStart(4, '0')}`);
const USERS = ['zhangsan', 'lisi', 'wangwu'];

const create = async (more: JsonObject = {}, by = client) =>
	await by.post('appchat/create', { userlist: USERS, chatid: 'war', owner: 'lisi', ...more });
const update = async (more: JsonObject) =>
	await client.post('appchat/update', { chatid: 'war', ...more });
const get = async (chatid = 'war', by = client) => await by.get('appchat/get', { chatid });
const send = async (msgtype: string, content: unknown, more: JsonObject = {}) =>
	await client.post('appchat/send', { chatid: 'war', msgtype, [msgtype]: content, ...more });
const example = (name: string) =>
	moreExamples.find((one) => one.name === name)?.payload as JsonObject;

describe('create, get and update follow the official examples', () => {
	const named = (value: JsonObject) =>
		JSON.parse(
			JSON.stringify(value).replace(/"userid(\d)"/g, (_, digit: string) => `"UserID${digit}"`),
		) as JsonObject;

	test('from one to the next', async () => {
		expect(await client.post('appchat/create', named(example('appchat.create')))).toEqual(
			example('appchat.create.response'),
		);
		await update({ chatid: 'CHATID', add_user_list: ['lisi'] });
		const changes = named(example('appchat.update'));
		expect(
			await update({ ...changes, del_user_list: ['UserID3', 'lisi'], add_user_list: ['wangwu'] }),
		).toEqual(example('appchat.update.response'));
		expect(await get('CHATID')).toEqual({
			errcode: 0,
			errmsg: 'ok',
			chat_info: {
				chatid: 'CHATID',
				name: 'NAME',
				owner: 'UserID2',
				userlist: ['UserID1', 'UserID2', 'wangwu'],
				chat_type: 0,
			},
		});
	});
});

describe('create', () => {
	test.each<[string, number, JsonObject]>([
		['2 members', 0, { userlist: ['zhangsan', 'lisi'] }],
		['2000 members', 0, { userlist: generated(2000), owner: undefined }],
		['an id of 32 characters', 0, { chatid: 'a'.repeat(32) }],
		['no name and no owner', 0, { name: undefined, owner: undefined }],
		['user IDs in another case', 0, { userlist: ['ZhangSan', 'LISI'], owner: 'Lisi' }],
		['no members', 86204, { userlist: undefined }],
		['an empty list', 86204, { userlist: [] }],
		['1 member', 86006, { userlist: ['lisi'] }],
		['1 member twice', 86006, { userlist: ['lisi', 'LiSi'] }],
		['2001 members', 86006, { userlist: generated(2001), owner: 'user0001' }],
		['an unknown member', 86007, { userlist: [...USERS, 'nobody'] }],
		['members as text', 40058, { userlist: 'zhangsan|lisi' }],
		['an owner outside', 86207, { owner: 'zhaoliu' }],
		['an unknown owner', 86005, { owner: 'nobody' }],
		['an id of 33 characters', 86205, { chatid: 'a'.repeat(33) }],
		['an id with a dash', 86001, { chatid: 'war-room' }],
		['a Chinese id', 86001, { chatid: '值班' }],
		['an empty id', 86001, { chatid: '' }],
		['an empty name', 86004, { name: ' ' }],
		['a name with a line break', 86004, { name: 'a\nb' }],
		['an unknown field', 40058, { agentid: 1 }],
	])('%s', async (_, errcode, more) => {
		expect(await create(more)).toMatchObject({ errcode });
	});

	test('an id is taken once, whoever asks, and whatever became of it', async () => {
		expect(await create()).toEqual({ errcode: 0, errmsg: 'ok', chatid: 'war' });
		expect(await create()).toMatchObject({ errcode: 86215 });
		expect(await create({}, await clientOf(simulator, SECOND_APP))).toMatchObject({
			errcode: 86215,
		});
		expect(await create({ chatid: 'War' })).toMatchObject({ errcode: 0 });
		simulator.dissolveGroup('war');
		expect(await create()).toMatchObject({ errcode: 86215 });
	});

	test('without an id each chat gets its own', async () => {
		const ids = new Set<unknown>();
		for (let count = 0; count < 3; count++) {
			const { chatid } = await create({ chatid: undefined });
			expect(chatid).toMatch(/^[0-9a-zA-Z]{1,32}$/);
			ids.add(chatid);
		}
		expect(ids.size).toBe(3);
	});

	test('a name is cut at 50 characters', async () => {
		await create({ name: '群'.repeat(50) });
		expect(simulator.group('war').name).toBe('群'.repeat(50));
		await create({ chatid: 'longer', name: `${'😀'.repeat(50)}x` });
		expect(simulator.group('longer').name).toBe('😀'.repeat(50));
	});

	test('someone owns a chat for which nobody was named', async () => {
		await create({ owner: undefined });
		expect(USERS).toContain(simulator.group('war').owner);
	});

	test('1000 a day', async () => {
		const codes = await inBatches(1001, async () => (await create({ chatid: undefined })).errcode);
		expect(codes.filter((code) => code === 0)).toHaveLength(1000);
		expect(codes.filter((code) => code === 45009)).toHaveLength(1);
		simulator.advanceTime(DAY);
		expect(await create({}, await clientOf(simulator))).toMatchObject({ errcode: 0 });
	});
});

describe('update', () => {
	beforeEach(async () => await create());

	test.each<[string, number, JsonObject, JsonObject]>([
		['a name', 0, { name: '作战室' }, { name: '作战室' }],
		['a long name', 0, { name: '群'.repeat(51) }, { name: '群'.repeat(50) }],
		['a new owner', 0, { owner: 'wangwu' }, { owner: 'wangwu' }],
		[
			'a new owner who just comes in',
			0,
			{ owner: 'zhaoliu', add_user_list: ['zhaoliu'], del_user_list: ['lisi'] },
			{ owner: 'zhaoliu', users: ['zhangsan', 'wangwu', 'zhaoliu'] },
		],
		['somebody who is there already', 0, { add_user_list: ['lisi'] }, { users: USERS }],
		['an unknown one to add', 86216, { add_user_list: ['nobody'] }, { users: USERS }],
		['an unknown one to remove', 86216, { del_user_list: ['nobody'] }, { users: USERS }],
		['a stranger to remove', 86216, { del_user_list: ['zhaoliu'] }, { users: USERS }],
		['the owner, without a new one', 86203, { del_user_list: ['lisi'] }, { users: USERS }],
		[
			'the owner, who also is the new one',
			86207,
			{ del_user_list: ['lisi'], owner: 'lisi' },
			{ owner: 'lisi' },
		],
		['an owner outside', 86207, { owner: 'zhaoliu' }, { owner: 'lisi' }],
		['an unknown owner', 86005, { owner: 'nobody' }, { owner: 'lisi' }],
		['all but one', 86006, { del_user_list: ['zhangsan', 'wangwu'] }, { users: USERS }],
		['more than 2000', 86006, { add_user_list: generated(1998) }, { users: USERS }],
		['an empty name', 86004, { name: '' }, { owner: 'lisi' }],
		['an unknown field', 40058, { userlist: USERS }, { users: USERS }],
		['an unknown chat', 86003, { chatid: 'other' }, {}],
		['a malformed id', 86001, { chatid: 'a b' }, {}],
	])('%s', async (_, errcode, more, expected) => {
		expect(await update(more)).toMatchObject({ errcode });
		expect(simulator.group('war')).toMatchObject(expected);
	});

	test('up to 2000 members', async () => {
		expect(await update({ add_user_list: generated(1997) })).toMatchObject({ errcode: 0 });
		expect(simulator.group('war').users).toHaveLength(2000);
	});

	test('1000 changes an hour', async () => {
		const codes = await inBatches(1001, async () => (await update({ name: 'x' })).errcode);
		expect(codes.filter((code) => code === 45009)).toHaveLength(1);
		simulator.advanceTime(HOUR);
		expect(await update({ name: 'x' })).toMatchObject({ errcode: 0 });
	});
});

describe('who may use a chat', () => {
	const calls = (): Array<[number, () => Promise<JsonObject>]> => [
		[86003, async () => await get('war')],
		[86003, async () => await update({ name: 'x' })],
		[40050, async () => await send('text', { content: 'x' })],
	];

	test('nobody, if it is not there', async () => {
		for (const [unknown, call] of calls()) expect(await call()).toMatchObject({ errcode: unknown });
	});

	test('only the app that has created it', async () => {
		await create({}, await clientOf(simulator, SECOND_APP));
		for (const [, call] of calls()) expect(await call()).toMatchObject({ errcode: 86008 });
	});

	test('no app, if members have made it', async () => {
		expect(await get('demoDutyGroup')).toMatchObject({ errcode: 86003 });
		const answer = await client.post('appchat/send', {
			chatid: 'demoDutyGroup',
			msgtype: 'text',
			text: { content: 'x' },
		});
		expect(answer).toMatchObject({ errcode: 40050 });
	});

	test('nobody, once it is dissolved', async () => {
		await create();
		simulator.dissolveGroup('war');
		for (const [, call] of calls()) expect(await call()).toMatchObject({ errcode: 49008 });
	});

	test('only an app that sees the root department', async () => {
		await create();
		simulator.setVisible({ users: ['lisi'], parties: [2], tags: [1] });
		for (const [, call] of calls()) expect(await call()).toMatchObject({ errcode: 48002 });
		expect(await create({ chatid: 'second' })).toMatchObject({ errcode: 48002 });
		simulator.setVisible(WHOLE_COMPANY);
		expect(await get()).toMatchObject({ errcode: 0 });
	});

	test('a robot of a dissolved group is gone, too', async () => {
		simulator.dissolveGroup();
		const robot = new RobotClient(simulator);
		expect(await robot.send({ msgtype: 'text', text: { content: 'x' } })).toMatchObject({
			errcode: 93000,
		});
	});
});

describe('send', () => {
	beforeEach(async () => await create());

	const named = moreExamples.filter(({ name }) => /^appchat\.send\.(?!response)/.test(name));
	test('there are nine official examples', () => expect(named).toHaveLength(9));

	test.each(named.map(({ name, payload }) => [name, payload as JsonObject]))(
		'%s',
		async (_, payload) => {
			const body = JSON.parse(JSON.stringify(payload), (field, value: unknown) => {
				if (field === 'chatid') return 'war';
				if (field === 'thumb_media_id') return media.image;
				return field === 'media_id' ? media[String(payload.msgtype)] : value;
			}) as JsonObject;
			expect(await client.post('appchat/send', body)).toEqual({ errcode: 0, errmsg: 'ok' });
			expect(simulator.groupInbox('war')).toMatchObject([
				{ chatid: 'war', agentid: 1, msgtype: body.msgtype, message: body, missed: [] },
			]);
			expect(simulator.inbox()).toEqual([]);
		},
	);

	const news = (more: JsonObject = {}) => ({ articles: [{ title: 'T', url: URL, ...more }] });
	const card = (more: JsonObject = {}) => ({ title: 'T', description: 'D', url: URL, ...more });
	const mpnews = (more: JsonObject = {}) => ({
		articles: [{ title: 'T', thumb_media_id: media.image, content: 'C', ...more }],
	});

	test.each<[string, number, string, () => unknown, JsonObject]>([
		['text of 2048 bytes', 0, 'text', () => ({ content: `${'中'.repeat(682)}ab` }), {}],
		['text of 2049 bytes', 45002, 'text', () => ({ content: '中'.repeat(683) }), {}],
		['text of nothing', 44004, 'text', () => ({ content: '' }), {}],
		['markdown of 2048 bytes', 0, 'markdown', () => ({ content: `${'中'.repeat(682)}ab` }), {}],
		['markdown of 2049 bytes', 45002, 'markdown', () => ({ content: '中'.repeat(683) }), {}],
		['8 articles', 0, 'news', () => ({ articles: Array(8).fill({ title: 'T', url: URL }) }), {}],
		[
			'9 articles',
			45008,
			'news',
			() => ({ articles: Array(9).fill({ title: 'T', url: URL }) }),
			{},
		],
		['an article without url', 41010, 'news', () => news({ url: undefined }), {}],
		['an article with appid', 40058, 'news', () => news({ appid: 'wx1', pagepath: 'p' }), {}],
		['a button text of 4', 0, 'textcard', () => card({ btntxt: '更多详情' }), {}],
		['a button text of 5', 40058, 'textcard', () => card({ btntxt: '更多的详情' }), {}],
		['a title of 128 bytes', 0, 'mpnews', () => mpnews({ title: 'T'.repeat(128) }), {}],
		['a title of 129 bytes', 40058, 'mpnews', () => mpnews({ title: 'T'.repeat(129) }), {}],
		['a body of 666 KB', 0, 'mpnews', () => mpnews({ content: 'C'.repeat(666 * 1024) }), {}],
		['a larger one', 45002, 'mpnews', () => mpnews({ content: 'C'.repeat(666 * 1024 + 1) }), {}],
		['a digest of 513 bytes', 40058, 'mpnews', () => mpnews({ digest: 'D'.repeat(513) }), {}],
		[
			'a cover that is no picture',
			40007,
			'mpnews',
			() => mpnews({ thumb_media_id: media.file }),
			{},
		],
		['an unknown picture', 40007, 'image', () => ({ media_id: 'x' }), {}],
		['a file as picture', 40007, 'image', () => ({ media_id: media.file }), {}],
		['safe text', 0, 'text', () => ({ content: 'x' }), { safe: 1 }],
		['safe mpnews', 0, 'mpnews', () => mpnews(), { safe: 1 }],
		['mpnews inside the company', 40058, 'mpnews', () => mpnews(), { safe: 2 }],
		['safe news', 40058, 'news', () => news(), { safe: 1 }],
		['safe textcard', 40058, 'textcard', () => card(), { safe: 1 }],
		['safe markdown', 40058, 'markdown', () => ({ content: 'x' }), { safe: 0 }],
		['safe voice', 40058, 'voice', () => ({ media_id: media.voice }), { safe: 0 }],
		['IDs to translate', 40058, 'text', () => ({ content: 'x' }), { enable_id_trans: 1 }],
		['a duplicate check', 40058, 'text', () => ({ content: 'x' }), { enable_duplicate_check: 1 }],
		['a receiver', 40058, 'text', () => ({ content: 'x' }), { touser: 'lisi' }],
		['mobiles', 40058, 'text', () => ({ content: 'x', mentioned_mobile_list: [] }), {}],
		['a card', 86214, 'template_card', () => ({ card_type: 'text_notice' }), {}],
		['a mini program notice', 86214, 'miniprogram_notice', () => ({}), {}],
		['markdown_v2', 40008, 'markdown_v2', () => ({ content: 'x' }), {}],
	])('%s', async (_, errcode, msgtype, content, more) => {
		expect(await send(msgtype, content(), more)).toMatchObject({ errcode });
		expect(simulator.groupInbox()).toHaveLength(errcode === 0 ? 1 : 0);
	});

	test('titles and descriptions of text cards, articles and videos are cut', async () => {
		const title = '标'.repeat(43);
		const description = '述'.repeat(171);
		const cut = { title: '标'.repeat(42), description: '述'.repeat(170) };
		await send('textcard', card({ title, description }));
		await send('news', news({ title, description }));
		await send('video', { media_id: media.video, title, description });
		const [first, second, third] = simulator.groupInbox().map(({ content }) => content);
		expect(first).toMatchObject(cut);
		expect(second).toMatchObject({ articles: [cut] });
		expect(third).toMatchObject(cut);
	});

	test('mentions members of the group, and nobody else', async () => {
		await send('text', { content: '<@wangwu>', mentioned_list: ['lisi', 'zhaoliu'] });
		await send('text', { content: 'x', mentioned_list: ['@all'] });
		await send('markdown', { content: '<@zhangsan> <@zhaoliu>' });
		expect(simulator.groupInbox().map(({ mentioned }) => mentioned)).toEqual([
			['lisi', 'wangwu'],
			'all',
			['zhangsan'],
		]);
	});
});

describe('how much gets through', () => {
	const many = async (count: number, chatid = 'war') => {
		const codes: unknown[] = [];
		for (let sent = 0; sent < count; sent++)
			codes.push((await send('text', { content: 'x' }, { chatid })).errcode);
		return codes;
	};

	test('200 messages a minute to one member, in all chats together; the rest is dropped', async () => {
		await create();
		await create({ chatid: 'second', userlist: ['lisi', 'zhaoliu'] });
		expect(await many(199)).toEqual(Array(199).fill(0));
		expect(await many(2, 'second')).toEqual([0, 0]);
		const missed = simulator.groupInbox().map((message) => message.missed);
		expect(missed.slice(0, 200)).toEqual(Array(200).fill([]));
		expect(missed[200]).toEqual(['lisi']);
		expect(simulator.calls('appchat/send').at(-1)).toMatchObject({
			responseErrcode: 0,
			dropped: 1,
		});
		simulator.advanceTime(60_001);
		await many(1);
		expect(simulator.groupInbox().at(-1)?.missed).toEqual([]);
	});

	test('20,000 members times messages a minute, in the whole corp', async () => {
		await create({ userlist: generated(2000), owner: undefined });
		expect(await many(11)).toEqual([...Array(10).fill(0), 45009]);
		simulator.advanceTime(60_001);
		expect(await many(1)).toEqual([0]);
	});
});

test('info, controls and inbox.json are there for other processes', async () => {
	const control = async (body: JsonObject) => {
		const response = await fetch(`${simulator.url}/simulator/faults`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return response.status;
	};
	await create();
	await send('text', { content: 'x', mentioned_list: ['lisi'] });
	const inbox = await fetch(`${simulator.url}/simulator/inbox.json?chatid=war`);
	expect(await inbox.json()).toMatchObject([{ agentid: 1, mentioned: ['lisi'] }]);
	expect(await control({ setVisible: { users: [], parties: [2], tags: [], agentId: 1 } })).toBe(
		200,
	);
	expect(await get()).toMatchObject({ errcode: 48002 });
	expect(await control({ setVisible: { ...WHOLE_COMPANY, agentId: 1 } })).toBe(200);
	expect(await control({ dissolveGroup: 'war' })).toBe(200);
	expect(await get()).toMatchObject({ errcode: 49008 });
	expect(await control({ dissolveGroup: 'nothing' })).toBe(400);
	expect(await control({ removeRobot: true })).toBe(200);
	expect(() => simulator.robot()).toThrow('93000');
	expect(await control({ removeRobot: true })).toBe(400);
});
