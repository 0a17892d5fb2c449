import type { JsonObject, Simulator } from '../../simulator';
import { amrOf, startSimulator, TINY_AMR, TINY_MP4, TINY_PDF, TINY_PNG } from '../../simulator';
import type { Client } from './client';
import { clientOf, textMessage } from './client';

const DAY = 86_400_000;
const CHINESE = '中';

describe('message/send: content rules', () => {
	let simulator: Simulator;
	let client: Client;
	let image: string;
	let voice: string;
	let video: string;
	let file: string;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	afterAll(async () => await simulator.close());
	beforeEach(async () => {
		simulator.reset();
		client = await clientOf(simulator);
		image = await client.mediaId('image', TINY_PNG, 'a.png');
		voice = await client.mediaId('voice', TINY_AMR, 'a.amr');
		video = await client.mediaId('video', TINY_MP4, 'a.mp4');
		file = await client.mediaId('file', TINY_PDF, 'a.pdf');
	});

	/** Sends one type with the given body; extra fields go to the top level. */
	async function send(msgtype: string, body: unknown, more: JsonObject = {}): Promise<JsonObject> {
		return await client.send({
			touser: 'zhangsan',
			msgtype,
			agentid: simulator.agentId,
			[msgtype]: body,
			...more,
		});
	}

	async function refused(
		errcode: number,
		part: string,
		msgtype: string,
		body: unknown,
		more: JsonObject = {},
	): Promise<void> {
		const answer = await send(msgtype, body, more);
		expect(answer).toMatchObject({ errcode });
		expect(answer.errmsg).toContain(part);
		expect(simulator.inbox()).toHaveLength(0);
	}

	async function accepted(msgtype: string, body: unknown, more: JsonObject = {}): Promise<void> {
		expect(await send(msgtype, body, more)).toMatchObject({ errcode: 0 });
	}

	test.each<[string, number, string, JsonObject]>([
		['empty text', 44004, 'text.content', { text: { content: '' } }],
		['missing content', 44004, 'text.content', { text: {} }],
		['spaces and line breaks', 44004, 'text.content', { text: { content: ' \n\t\u3000' } }],
		[
			'zero-width characters',
			44004,
			'text.content',
			{ text: { content: '\u200b\u2060\ufe0f\u00ad' } },
		],
		['braille blanks', 44004, 'text.content', { text: { content: '\u2800' } }],
		['missing body', 44004, 'text missing', { text: undefined }],
		[
			'over 2048 bytes',
			45002,
			'exceed max length 2048',
			{ text: { content: CHINESE.repeat(683) } },
		],
		['number as text', 40058, 'text.content', { text: { content: 5 } }],
		['unknown field in the body', 40058, 'text.colour', { text: { content: 'x', colour: 1 } }],
		['unknown top level field', 40058, 'priority', { priority: 1 }],
		['body of another type', 40058, 'markdown', { markdown: { content: 'x' } }],
		['safe 2', 40058, 'safe', { safe: 2 }],
		['safe as text', 40058, 'safe', { safe: '1' }],
		['enable_id_trans 2', 40058, 'enable_id_trans', { enable_id_trans: 2 }],
		['interval above four hours', 40058, 'interval', { duplicate_check_interval: 14401 }],
		['agentid as text', 40056, 'integer', { agentid: '1000002' }],
		['no agentid', 41011, 'agentid', { agentid: undefined }],
		['another app', 301002, 'e=301002', { agentid: 1000003 }],
		['robot type', 40008, 'markdown_v2', { msgtype: 'markdown_v2', markdown_v2: { content: 'x' } }],
		['no type', 40008, 'msgtype', { msgtype: undefined }],
	])('text: %s', async (_name, errcode, part, more) => {
		const answer = await client.send(textMessage(simulator, more));
		expect(answer).toMatchObject({ errcode });
		expect(answer.errmsg).toContain(part);
		expect(simulator.inbox()).toHaveLength(0);
	});

	test('text accepts its limits and switches', async () => {
		const switches = {
			enable_id_trans: 1,
			enable_duplicate_check: 1,
			duplicate_check_interval: 14400,
		};
		await accepted('text', { content: CHINESE.repeat(682) }, { safe: 1, ...switches });
	});

	test('bodies that are no JSON object', async () => {
		expect(await client.send('{"a":')).toMatchObject({ errcode: 40058 });
		expect(await client.send('[]')).toMatchObject({ errcode: 40058 });
	});

	test('unicode escapes are refused, escaped backslashes are not', async () => {
		const body = JSON.stringify(textMessage(simulator, { text: { content: 'C:\\u4f60' } }));
		expect(await client.send(body)).toMatchObject({ errcode: 0 });
		expect(await client.send(body.replace('\\\\u4f60', '\\u4f60'))).toMatchObject({
			errcode: 40033,
		});
	});

	test('media types take only fresh ids of their own type', async () => {
		const own: Record<string, string> = { image, voice, video, file };
		for (const [type, id] of Object.entries(own)) {
			await accepted(type, { media_id: id });
			const other = type === 'image' ? voice : image;
			expect(await send(type, { media_id: other })).toMatchObject({ errcode: 40007 });
			expect(await send(type, { media_id: 'unknown' })).toMatchObject({ errcode: 40007 });
			expect(await send(type, { media_id: '' })).toMatchObject({ errcode: 41006 });
			expect(await send(type, undefined)).toMatchObject({ errcode: 41006 });
		}
		simulator.advanceTime(3 * DAY);
		simulator.setTokenTtl(10 * DAY);
		client = await clientOf(simulator);
		expect(await send('image', { media_id: image })).toMatchObject({ errcode: 40007 });
	});

	test('voice has no safe, image and file no id translation', async () => {
		await refused(40058, 'safe', 'voice', { media_id: voice }, { safe: 0 });
		await refused(40058, 'enable_id_trans', 'image', { media_id: image }, { enable_id_trans: 0 });
		await refused(40058, 'enable_id_trans', 'file', { media_id: file }, { enable_id_trans: 1 });
	});

	test('confidential files only in the listed formats', async () => {
		await accepted('file', { media_id: file }, { safe: 1 });
		const archive = await client.mediaId('file', TINY_PDF, 'a.zip');
		await accepted('file', { media_id: archive }, { safe: 0 });
		expect(await send('file', { media_id: archive }, { safe: 1 })).toMatchObject({
			errcode: 40004,
		});
	});

	test('video texts', async () => {
		await refused(40058, 'video.title', 'video', { media_id: video, title: 'x'.repeat(129) });
		await refused(40058, 'video.description', 'video', {
			media_id: video,
			description: 'x'.repeat(513),
		});
	});

	const card = { title: 't', description: 'd', url: 'https://example.com' };

	test.each<[number, string, JsonObject]>([
		[41016, 'textcard.title', { title: '' }],
		[40058, 'textcard.title', { title: 'x'.repeat(129) }],
		[41033, 'textcard.description', { description: '' }],
		[41033, 'textcard.description', { description: undefined }],
		[40058, 'textcard.description', { description: 'x'.repeat(513) }],
		[41010, 'textcard.url', { url: '' }],
		[45034, 'textcard.url', { url: 'example.com' }],
		[40039, 'textcard.url', { url: `https://${'x'.repeat(2041)}` }],
		[40058, 'textcard.btntxt', { btntxt: '查看更多啊' }],
	])('textcard: %i %s', async (errcode, part, change) => {
		await refused(errcode, part, 'textcard', { ...card, ...change });
	});

	test('textcard: a member sees 128 and 512 bytes, whatever the characters are', async () => {
		const whole = { ...card, title: CHINESE.repeat(128), description: `a${CHINESE.repeat(511)}` };
		await accepted('textcard', whole);
		expect(simulator.calls('message/send').at(-1)?.body).toMatchObject({ textcard: whole });
		expect(simulator.inbox().at(-1)?.content).toMatchObject({
			title: CHINESE.repeat(42),
			description: `a${CHINESE.repeat(170)}`,
		});
	});

	test('textcard has no safe', async () => {
		await refused(40058, 'safe', 'textcard', card, { safe: 1 });
		await accepted('textcard', { ...card, title: CHINESE.repeat(128), btntxt: '查看更多' });
	});

	const article = { title: 't', url: 'https://example.com' };

	test.each<[number, string, JsonObject]>([
		[41016, 'news.articles[0].title', { title: '' }],
		[40058, 'news.articles[0].title', { title: CHINESE.repeat(43) }],
		[40058, 'news.articles[0].description', { description: 'x'.repeat(513) }],
		[41010, 'news.articles[0].url', { url: undefined }],
		[45034, 'news.articles[0].url', { url: 'example.com' }],
		[40039, 'news.articles[0].picurl', { picurl: `https://${'x'.repeat(2041)}` }],
		[45034, 'news.articles[0].picurl', { picurl: 'example.com/a.png' }],
		[41016, 'news.articles[0].title', { title: ' ' }],
		[40058, 'news.articles[0].pagepath', { appid: 'wx1' }],
		[40058, 'news.articles[0].appid', { pagepath: 'p' }],
		[40058, 'news.articles[0].pagepath', { appid: 'wx1', pagepath: 'x'.repeat(129) }],
		[40058, 'news.articles[0].btntxt', { btntxt: 'x' }],
	])('news: %i %s', async (errcode, part, change) => {
		await refused(errcode, part, 'news', { articles: [{ ...article, ...change }] });
	});

	test('news: number of articles and safe', async () => {
		await refused(45008, 'news.articles', 'news', { articles: [] });
		await refused(45008, 'news.articles', 'news', {
			articles: Array.from({ length: 9 }, () => article),
		});
		await refused(40074, 'confidential', 'news', { articles: [article] }, { safe: 0 });
		await accepted('news', { articles: Array.from({ length: 8 }, () => article) });
		await accepted('news', { articles: [{ title: 't', appid: 'wx1', pagepath: 'p' }] });
	});

	test.each<[number, string, JsonObject]>([
		[41016, 'title', { title: undefined }],
		[41006, 'thumb_media_id', { thumb_media_id: undefined }],
		[40007, 'thumb_media_id', { thumb_media_id: 'unknown' }],
		[45032, 'author', { author: CHINESE.repeat(22) }],
		[44004, 'content', { content: '' }],
		[45002, 'content', { content: 'x'.repeat(666 * 1024 + 1) }],
		[40058, 'digest', { digest: 'x'.repeat(513) }],
	])('mpnews: %i %s', async (errcode, part, change) => {
		const body = { title: 't', thumb_media_id: image, content: 'c', ...change };
		await refused(errcode, `mpnews.articles[0].${part}`, 'mpnews', { articles: [body] });
	});

	test('mpnews: number of articles, safe 2', async () => {
		const item = { title: 't', thumb_media_id: image, content: 'c' };
		await refused(45008, 'mpnews.articles', 'mpnews', {
			articles: Array.from({ length: 9 }, () => item),
		});
		await refused(40058, 'safe', 'mpnews', { articles: [item] }, { safe: 3 });
		await accepted('mpnews', { articles: [item] }, { safe: 2 });
	});

	test('markdown: size, safe and id translation', async () => {
		await refused(44004, 'markdown.content', 'markdown', { content: '' });
		await refused(45002, 'markdown.content', 'markdown', { content: 'x'.repeat(2049) });
		await refused(40058, 'safe', 'markdown', { content: 'x' }, { safe: 0 });
		await refused(40058, 'enable_id_trans', 'markdown', { content: 'x' }, { enable_id_trans: 1 });
	});

	const notice = { appid: 'wx123123123123123', title: '会议室预订' };

	test.each<[number, string, JsonObject]>([
		[90200, 'appid', { appid: '' }],
		[90208, 'appid', { appid: 'wxother' }],
		[90204, 'page', { page: 'x'.repeat(1025) }],
		[40058, 'title', { title: '会议' }],
		[40058, 'title', { title: CHINESE.repeat(13) }],
		[40058, 'description', { description: '短' }],
		[
			90201,
			'content_item',
			{ content_item: Array.from({ length: 11 }, () => ({ key: 'k', value: 'v' })) },
		],
		[90202, 'content_item[0].key', { content_item: [{ key: '', value: 'v' }] }],
		[90202, 'content_item[0].key', { content_item: [{ key: CHINESE.repeat(11), value: 'v' }] }],
		[90203, 'content_item[0].value', { content_item: [{ key: 'k' }] }],
		[90203, 'content_item[0].value', { content_item: [{ key: 'k', value: CHINESE.repeat(31) }] }],
		[40058, 'emphasis_first_item', { emphasis_first_item: 1 }],
	])('miniprogram_notice: %i %s', async (errcode, part, change) => {
		await refused(
			errcode,
			`miniprogram_notice.${part}`.replace('.appid', ''),
			'miniprogram_notice',
			{
				...notice,
				...change,
			},
		);
	});

	test('miniprogram_notice: no @all, only bound apps, agentid may be absent', async () => {
		await refused(40058, '@all', 'miniprogram_notice', notice, { touser: '@all' });
		await accepted('miniprogram_notice', notice, { agentid: undefined });
		const plain = await secondApp();
		const answer = await plain.send({
			touser: 'lisi',
			msgtype: 'miniprogram_notice',
			miniprogram_notice: notice,
			agentid: 1000003,
		});
		expect(answer).toMatchObject({ errcode: 48002 });
	});

	const task = { title: 't', task_id: 'task-1', btn: [{ key: 'k', name: '批准' }] };

	test.each<[number, string, JsonObject]>([
		[41016, 'title', { title: '' }],
		[42014, 'task_id', { task_id: 'a b' }],
		[42014, 'task_id', { task_id: 'x'.repeat(129) }],
		[42014, 'task_id', { task_id: undefined }],
		[40058, 'btn', { btn: [] }],
		[40058, 'btn', { btn: [1, 2, 3].map((key) => ({ key: `k${key}`, name: 'n' })) }],
		[42019, 'btn[0].key', { btn: [{ name: 'n' }] }],
		[42018, 'btn[0].key', { btn: [{ key: '批', name: 'n' }] }],
		[42020, 'btn[0].name', { btn: [{ key: 'k', name: '' }] }],
		[40058, 'btn[0].name', { btn: [{ key: 'k', name: CHINESE.repeat(7) }] }],
		[40058, 'btn[0].color', { btn: [{ key: 'k', name: 'n', color: 'green' }] }],
	])('interactive_taskcard: %i %s', async (errcode, part, change) => {
		await refused(errcode, `interactive_taskcard.${part}`, 'interactive_taskcard', {
			...task,
			...change,
		});
	});

	test('interactive_taskcard needs a callback URL and a new task_id', async () => {
		await accepted('interactive_taskcard', task);
		expect(await send('interactive_taskcard', task)).toMatchObject({ errcode: 42014 });
		const plain = await secondApp();
		const answer = await plain.send({
			touser: 'lisi',
			msgtype: 'interactive_taskcard',
			agentid: 1000003,
			interactive_taskcard: task,
		});
		expect(answer).toMatchObject({ errcode: 43012 });
	});

	test('template_msg is for third-party apps', async () => {
		await refused(60206, 'third-party', 'template_msg', { template_id: 'x' });
	});

	test('voice longer than 60 seconds', async () => {
		expect(await client.upload('voice', amrOf(60), 'a.amr')).toMatchObject({ errcode: 0 });
		expect(await client.upload('voice', amrOf(61), 'a.amr')).toMatchObject({ errcode: 45007 });
	});

	async function secondApp(): Promise<Client> {
		const info = (await (await fetch(`${simulator.url}/simulator/info`)).json()) as {
			apps: Array<{ secret: string }>;
		};
		return await clientOf(simulator, info.apps[1].secret);
	}
});
