import { createHash } from 'node:crypto';
import type { JsonObject, Simulator } from '../../simulator';
import { amrOf, startSimulator, TINY_AMR, TINY_JPG, TINY_PDF, TINY_PNG } from '../../simulator';
import { RobotClient, clientOf } from './client';
import { moreExamples } from '../../fixtures/officialExamples';

const MEGABYTE = 1024 * 1024;
const SECOND_ROBOT = ['facade00', 'cafe', '4ace', 'bead', 'decade000002'].join('-');
const URL = 'https://example.com';

let simulator: Simulator;
let robot: RobotClient;
let other: RobotClient;

beforeAll(async () => {
	const { robotKey: key, ...demo } = await withDefaults();
	simulator = await startSimulator({
		robots: [
			{ key, chatid: demo.chatid },
			{ key: SECOND_ROBOT, chatid: 'second' },
		],
	});
	robot = new RobotClient(simulator);
	other = new RobotClient(simulator, SECOND_ROBOT);
});
afterAll(async () => await simulator.close());
beforeEach(() => simulator.reset());

/** What is there without any options. */
async function withDefaults(): Promise<{ robotKey: string; chatid: string }> {
	const plain = await startSimulator();
	const { robotKey } = plain;
	const { chatid } = plain.robot();
	await plain.close();
	return { robotKey, chatid };
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const imageOf = (bytes: Buffer) => ({ base64: bytes.toString('base64'), md5: md5(bytes) });
const sized = (bytes: Buffer, size: number) =>
	Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
const article = (more: JsonObject = {}) => ({ title: 'T', url: URL, ...more });
const articles = (count: number) => ({ articles: Array.from({ length: count }, () => article()) });
const textNotice = (more: JsonObject = {}) => ({
	card_type: 'text_notice',
	main_title: { title: 'T' },
	card_action: { type: 1, url: URL },
	...more,
});
const newsNotice = (more: JsonObject = {}) => ({
	card_type: 'news_notice',
	main_title: { title: 'T' },
	card_image: { url: URL },
	card_action: { type: 1, url: URL },
	...more,
});
const without = (value: JsonObject, field: string): JsonObject =>
	Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));

const posted = () => simulator.groupInbox();
const sentTexts = () => posted().map(({ content }) => content.content);

describe('the official examples are delivered', () => {
	const named = moreExamples.filter(({ name }) => /^webhook\.(?!upload|.*response)/.test(name));

	test('there are ten of them', () => expect(named).toHaveLength(10));

	test.each(named.map(({ name, payload }) => [name, payload as JsonObject]))(
		'%s',
		async (_, payload) => {
			const media: JsonObject = {
				file: await robot.mediaId('file', TINY_PDF, '周报.pdf'),
				voice: await robot.mediaId('voice', TINY_AMR, 'a.amr'),
			};
			const body = JSON.parse(JSON.stringify(payload), (field, value: unknown) => {
				if (field === 'media_id') return media[String(payload.msgtype)] ?? media.file;
				if (field === 'base64' || field === 'md5') return imageOf(TINY_PNG)[field];
				return value;
			}) as JsonObject;
			expect(await robot.send(body)).toEqual({ errcode: 0, errmsg: 'ok' });
			expect(posted()).toMatchObject([
				{ chatid: simulator.robot().chatid, robot: simulator.robotKey, msgtype: body.msgtype },
			]);
			expect(simulator.inbox()).toEqual([]);
		},
	);
});

describe('limits and fields', () => {
	test.each<[string, string, JsonObject]>([
		['text of 2048 bytes', 'text', { content: '中'.repeat(682) + 'ab' }],
		['markdown of 4096 bytes', 'markdown', { content: '中'.repeat(1365) + 'a' }],
		['markdown_v2 of 4096 bytes', 'markdown_v2', { content: '中'.repeat(1365) + 'a' }],
		['nobody to mention', 'text', { content: 'x', mentioned_list: [], mentioned_mobile_list: [] }],
		['1 article', 'news', articles(1)],
		['8 articles', 'news', articles(8)],
		['picture of 2 MB', 'image', imageOf(sized(TINY_PNG, 2 * MEGABYTE))],
		['JPG', 'image', imageOf(TINY_JPG)],
		[
			'text_notice with only a text',
			'template_card',
			textNotice({ main_title: {}, sub_title_text: 'T' }),
		],
		['news_notice without a text area', 'template_card', newsNotice()],
	])('delivered: %s', async (_, msgtype, content) => {
		expect(await robot.send({ msgtype, [msgtype]: content })).toMatchObject({ errcode: 0 });
		expect(posted()).toHaveLength(1);
	});

	test.each<[string, number, string, JsonObject]>([
		['no type', 40008, '', {}],
		['a type that robots lack', 40008, 'textcard', { msgtype: 'textcard', textcard: {} }],
		['no text', 93017, 'text missing', { msgtype: 'text' }],
		['no content', 93017, 'text.content', { msgtype: 'text', text: {} }],
		['an empty text', 93017, 'text.content', { msgtype: 'text', text: { content: ' ' } }],
		[
			'text of 2049 bytes',
			40058,
			'text.content exceed max length 2048',
			{ msgtype: 'text', text: { content: '中'.repeat(683) } },
		],
		[
			'markdown of 4097 bytes',
			40058,
			'markdown.content exceed max length 4096',
			{ msgtype: 'markdown', markdown: { content: '中'.repeat(1365) + 'ab' } },
		],
		[
			'markdown_v2 of 4097 bytes',
			40058,
			'markdown_v2.content exceed max length 4096',
			{ msgtype: 'markdown_v2', markdown_v2: { content: '中'.repeat(1365) + 'ab' } },
		],
		['an agent', 40058, 'agentid', { msgtype: 'text', text: { content: 'x' }, agentid: 1 }],
		['safe', 40058, 'safe', { msgtype: 'text', text: { content: 'x' }, safe: 0 }],
		['a receiver', 40058, 'touser', { msgtype: 'text', text: { content: 'x' }, touser: 'lisi' }],
		[
			'mentions as text',
			40058,
			'text.mentioned_list',
			{ msgtype: 'text', text: { content: 'x', mentioned_list: 'lisi' } },
		],
		[
			'a mobile as number',
			40058,
			'mentioned_mobile_list[0]',
			{ msgtype: 'text', text: { content: 'x', mentioned_mobile_list: [13800000001] } },
		],
		[
			'mentions in markdown',
			40058,
			'mentioned_list',
			{ msgtype: 'markdown', markdown: { content: 'x', mentioned_list: [] } },
		],
		[
			'mentions in markdown_v2',
			40058,
			'mentioned_list',
			{ msgtype: 'markdown_v2', markdown_v2: { content: 'x', mentioned_list: [] } },
		],
		['no articles', 45008, 'news.articles', { msgtype: 'news', news: articles(0) }],
		['9 articles', 45008, 'news.articles', { msgtype: 'news', news: articles(9) }],
		[
			'an article without title',
			41016,
			'articles[0].title',
			{ msgtype: 'news', news: { articles: [without(article(), 'title')] } },
		],
		[
			'an article without url',
			41010,
			'articles[0].url',
			{ msgtype: 'news', news: { articles: [without(article(), 'url')] } },
		],
		[
			'a url without scheme',
			45034,
			'articles[0].url',
			{ msgtype: 'news', news: { articles: [article({ url: 'www.example.com' })] } },
		],
		[
			'an article that opens a mini program',
			40058,
			'appid',
			{ msgtype: 'news', news: { articles: [article({ appid: 'wx1' })] } },
		],
		[
			'a voice by its URL',
			40058,
			'voice.url',
			{ msgtype: 'voice', voice: { media_id: 'x', url: URL } },
		],
		['a file without media_id', 41006, 'file.media_id', { msgtype: 'file', file: {} }],
		['an unknown file', 40007, 'file.media_id', { msgtype: 'file', file: { media_id: 'x' } }],
		[
			'a card with buttons',
			42031,
			'button_interaction',
			{ msgtype: 'template_card', template_card: { card_type: 'button_interaction' } },
		],
		[
			'a card with a task_id',
			40058,
			'task_id',
			{ msgtype: 'template_card', template_card: textNotice({ task_id: '1' }) },
		],
		[
			'a card with a menu',
			40058,
			'action_menu',
			{ msgtype: 'template_card', template_card: newsNotice({ action_menu: {} }) },
		],
		[
			'text_notice with nothing to read',
			41016,
			'sub_title_text',
			{ msgtype: 'template_card', template_card: textNotice({ main_title: { desc: 'x' } }) },
		],
		[
			'news_notice without card_image',
			42044,
			'card_image',
			{ msgtype: 'template_card', template_card: without(newsNotice(), 'card_image') },
		],
		[
			'a picture that is too flat',
			40058,
			'aspect_ratio',
			{
				msgtype: 'template_card',
				template_card: newsNotice({ card_image: { url: URL, aspect_ratio: 2.26 } }),
			},
		],
		[
			'text_notice without card_action',
			42045,
			'card_action',
			{ msgtype: 'template_card', template_card: without(textNotice(), 'card_action') },
		],
	])('refused: %s', async (_, errcode, part, body) => {
		const answer = await robot.send(body);
		expect(answer).toMatchObject({ errcode });
		expect(answer.errmsg).toContain(part);
		expect(posted()).toEqual([]);
	});

	test('lists of a card: one more than fits is refused', async () => {
		const lists: Array<[string, number, JsonObject]> = [
			['horizontal_content_list', 6, { keyname: 'k', value: 'v' }],
			['jump_list', 3, { type: 1, url: URL, title: 'T' }],
			['vertical_content_list', 4, { title: 'T' }],
		];
		for (const [field, most, entry] of lists) {
			const send = async (count: number) =>
				await robot.send({
					msgtype: 'template_card',
					template_card: newsNotice({ [field]: Array.from({ length: count }, () => entry) }),
				});
			expect(await send(most)).toMatchObject({ errcode: 0 });
			expect((await send(most + 1)).errcode).not.toBe(0);
		}
	});

	test('title and description of an article are cut at 128 and 512 bytes', async () => {
		const title = '标'.repeat(43);
		const description = '述'.repeat(171);
		await robot.send({ msgtype: 'news', news: { articles: [article({ title, description })] } });
		expect(posted()[0].content.articles).toEqual([
			{ title: '标'.repeat(42), description: '述'.repeat(170), url: URL },
		]);
	});
});

describe('pictures', () => {
	test('the bytes are there to look at', async () => {
		await robot.send({ msgtype: 'image', image: imageOf(TINY_PNG) });
		const file = simulator.media(String(posted()[0].content.media_id));
		expect(file?.bytes.equals(TINY_PNG)).toBe(true);
	});

	const { base64, md5: sum } = imageOf(TINY_PNG);
	test.each<[string, number, JsonObject]>([
		['no base64', 93017, { md5: sum }],
		['no md5', 301019, { base64 }],
		['the md5 of something else', 301019, { base64, md5: md5(TINY_JPG) }],
		['the md5 of the base64 text', 301019, { base64, md5: md5(Buffer.from(base64)) }],
		['a data URL', 40058, { base64: `data:image/png;base64,${base64}`, md5: sum }],
		['line breaks', 40058, { base64: `${base64.slice(0, 76)}\n${base64.slice(76)}`, md5: sum }],
		['base64 for URLs', 40058, { base64: base64.replaceAll('+', '-'), md5: sum }],
		['no padding', 40058, { base64: base64.replace(/=+$/, ''), md5: sum }],
		['a PDF', 40004, imageOf(TINY_PDF)],
		['one byte over 2 MB', 93018, imageOf(sized(TINY_PNG, 2 * MEGABYTE + 1))],
		['a media_id', 40058, { ...imageOf(TINY_PNG), media_id: 'x' }],
	])('refused: %s', async (_, errcode, image) => {
		expect(await robot.send({ msgtype: 'image', image })).toMatchObject({ errcode });
		expect(posted()).toEqual([]);
	});
});

describe('keys', () => {
	const body = { msgtype: 'text', text: { content: 'x' } };

	test('an unknown key, none, or the whole URL in its place', async () => {
		for (const key of ['', 'nobody', simulator.robotWebhook]) {
			const stranger = new RobotClient(simulator, key);
			expect(await stranger.send(body)).toMatchObject({
				errcode: 93000,
				errmsg: expect.stringMatching(/^invalid webhook url, hint: /),
			});
			expect(await stranger.upload('file', TINY_PDF, 'a.pdf')).toMatchObject({ errcode: 93000 });
		}
	});

	test('the URL that members copy works', async () => {
		const response = await fetch(simulator.robotWebhook, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		expect(await response.json()).toEqual({ errcode: 0, errmsg: 'ok' });
		const info = await fetch(`${simulator.url}/simulator/info`);
		expect(await info.json()).toMatchObject({
			robotKey: simulator.robotKey,
			robotWebhook: simulator.robotWebhook,
		});
	});

	test('a robot that was removed, until a reset', async () => {
		simulator.removeRobot(SECOND_ROBOT);
		expect(await other.send(body)).toMatchObject({ errcode: 93000 });
		expect(await robot.send(body)).toMatchObject({ errcode: 0 });
		simulator.reset();
		expect(await other.send(body)).toMatchObject({ errcode: 0 });
	});

	test('robots need neither a token nor a trusted address', async () => {
		simulator.trustedIp({ enforce: true });
		simulator.disableApp();
		expect(await robot.send(body)).toMatchObject({ errcode: 0 });
	});

	test('a faulty answer on demand', async () => {
		simulator.failNext({ path: 'webhook/send', errcode: 93004 });
		expect(await robot.send(body)).toMatchObject({ errcode: 93004 });
	});
});

describe('20 messages in any minute', () => {
	const text = (content: string) => ({ msgtype: 'text', text: { content } });
	const burst = async (count: number, by = robot) => {
		const codes: unknown[] = [];
		for (let sent = 0; sent < count; sent++) codes.push((await by.send(text('x'))).errcode);
		return codes;
	};

	test('the 21st is refused, and whoever has another robot sends on', async () => {
		expect(await burst(21)).toEqual([...Array(20).fill(0), 45009]);
		expect(await burst(20, other)).toEqual(Array(20).fill(0));
		expect(posted()).toHaveLength(40);
	});

	test('the minute slides: what was sent first makes room first', async () => {
		await burst(10);
		simulator.advanceTime(40_000);
		await burst(10);
		simulator.advanceTime(20_001);
		expect(await burst(11)).toEqual([...Array(10).fill(0), 45009]);
	});

	test('what was refused for its content counts, what came too often does not', async () => {
		for (let sent = 0; sent < 20; sent++) await robot.send({ msgtype: 'text' });
		expect(await burst(5)).toEqual(Array(5).fill(45009));
		simulator.advanceTime(60_001);
		expect(await burst(20)).toEqual(Array(20).fill(0));
	});

	test('uploads do not count', async () => {
		for (let sent = 0; sent < 21; sent++)
			expect(await robot.upload('file', TINY_PDF, 'a.pdf')).toMatchObject({ errcode: 0 });
		expect(await burst(1)).toEqual([0]);
	});

	test('another limit on request', async () => {
		const slow = await startSimulator({ robotLimitPerMinute: 2 });
		try {
			expect(await burst(3, new RobotClient(slow))).toEqual([0, 0, 45009]);
		} finally {
			await slow.close();
		}
	});
});

describe('files of robots', () => {
	const fileOf = (id: string) => ({ msgtype: 'file', file: { media_id: id } });

	test('an upload answers like the official example', async () => {
		const answer = await robot.upload('file', TINY_PDF, '值班 表.pdf');
		expect(answer).toEqual({
			errcode: 0,
			errmsg: 'ok',
			type: 'file',
			media_id: expect.stringMatching(/^[\w-]{44}$/),
			created_at: expect.stringMatching(/^\d{10}$/),
		});
		expect(await robot.send(fileOf(String(answer.media_id)))).toMatchObject({ errcode: 0 });
	});

	test.each<[string, string, Buffer, number]>([
		['five bytes', 'file', Buffer.alloc(5), 40006],
		['six bytes', 'file', Buffer.alloc(6), 0],
		['20 MB', 'file', Buffer.alloc(20 * MEGABYTE), 0],
		['one byte more', 'file', Buffer.alloc(20 * MEGABYTE + 1), 45001],
		['far too large', 'file', Buffer.alloc(33 * MEGABYTE), 45001],
		['voice of 60 seconds', 'voice', amrOf(60), 0],
		['a longer voice', 'voice', amrOf(60.02), 45007],
		['voice over 2 MB', 'voice', sized(TINY_AMR, 2 * MEGABYTE + 1), 45001],
		['PNG as voice', 'voice', TINY_PNG, 301017],
		['image', 'image', TINY_PNG, 40005],
		['video', 'video', TINY_PNG, 40005],
		['no type', '', TINY_PDF, 40005],
	])('upload: %s', async (_, type, bytes, errcode) =>
		expect(await robot.upload(type, bytes, 'a.bin')).toMatchObject({ errcode }),
	);

	test('belong to one robot, for three days', async () => {
		const client = await clientOf(simulator);
		const own = await robot.mediaId('file', TINY_PDF, 'a.pdf');
		expect(await other.send(fileOf(own))).toMatchObject({ errcode: 40007 });
		const message = { touser: 'zhangsan', agentid: simulator.agentId, ...fileOf(own) };
		expect(await client.send(message)).toMatchObject({ errcode: 40007 });
		expect(await client.get('media/get', { media_id: own })).toMatchObject({ errcode: 40007 });
		const ofApp = await client.mediaId('file', TINY_PDF, 'a.pdf');
		expect(await robot.send(fileOf(ofApp))).toMatchObject({ errcode: 40007 });
		simulator.advanceTime(3 * 86_400_000);
		expect(await robot.send(fileOf(own))).toMatchObject({ errcode: 40007 });
	});

	test('a voice is no file', async () => {
		const voice = await robot.mediaId('voice', TINY_AMR, 'a.amr');
		expect(await robot.send(fileOf(voice))).toMatchObject({ errcode: 40007 });
		expect(await robot.send({ msgtype: 'voice', voice: { media_id: voice } })).toMatchObject({
			errcode: 0,
		});
	});

	test('an attachment of a card has to be its own, too', async () => {
		const cardWith = (media_id: string) => ({
			msgtype: 'template_card',
			template_card: textNotice({
				horizontal_content_list: [{ keyname: 'k', value: 'a.pdf', type: 2, media_id }],
			}),
		});
		const foreign = await other.mediaId('file', TINY_PDF, 'a.pdf');
		expect(await robot.send(cardWith(foreign))).toMatchObject({ errcode: 40007 });
		const own = await robot.mediaId('file', TINY_PDF, 'a.pdf');
		expect(await robot.send(cardWith(own))).toMatchObject({ errcode: 0 });
	});
});

describe('mentions', () => {
	/** Zhang San, Li Si and Wang Wu are in the demo group, `UserID1` is not. */
	test.each<[string, string, JsonObject, string[] | 'all']>([
		['nobody', 'text', {}, []],
		['by user ID', 'text', { mentioned_list: ['lisi', 'zhangsan'] }, ['zhangsan', 'lisi']],
		['whatever the case', 'text', { mentioned_list: ['LiSi'] }, ['lisi']],
		['by mobile', 'text', { mentioned_mobile_list: ['13800000002'] }, ['lisi']],
		['a mobile with country code', 'text', { mentioned_mobile_list: ['+8613800000002'] }, []],
		['all', 'text', { mentioned_list: ['lisi', '@all'] }, 'all'],
		['all by mobile', 'text', { mentioned_mobile_list: ['@all'] }, 'all'],
		['strangers', 'text', { mentioned_list: ['nobody'], mentioned_mobile_list: ['1'] }, []],
		['members of no group', 'text', { mentioned_list: ['UserID1'] }, []],
		['in the text', 'text', { content: '<@wangwu> and <@nobody>' }, ['wangwu']],
		['in markdown', 'markdown', { content: '**<@wangwu>** <@lisi>' }, ['lisi', 'wangwu']],
		['not in markdown_v2', 'markdown_v2', { content: '<@wangwu>' }, []],
		['not with @all in a text', 'text', { content: '<@all> @all' }, []],
	])('%s', async (_, msgtype, content, mentioned) => {
		expect(await robot.send({ msgtype, [msgtype]: { content: 'x', ...content } })).toMatchObject({
			errcode: 0,
		});
		expect(posted()).toMatchObject([{ mentioned }]);
	});
});

test('groups keep their messages apart, and inbox.json has them', async () => {
	await robot.send({ msgtype: 'text', text: { content: 'first' } });
	await other.send({ msgtype: 'text', text: { content: 'second' } });
	expect(sentTexts()).toEqual(['first', 'second']);
	const inbox = await fetch(`${simulator.url}/simulator/inbox.json?chatid=second`);
	expect(await inbox.json()).toMatchObject([
		{ chatid: 'second', robot: SECOND_ROBOT, content: { content: 'second' }, mentioned: [] },
	]);
});
