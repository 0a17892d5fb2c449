import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator, TINY_PNG, WHOLE_COMPANY } from '../../simulator';
import { clientOf, RobotClient, type Client } from './client';
import { elementsOf, having, messagesOf, pageOf, textOf, type PageElement } from './page';

let simulator: Simulator;
let client: Client;
let robot: RobotClient;

beforeAll(async () => {
	simulator = await startSimulator({ visible: WHOLE_COMPANY });
	robot = new RobotClient(simulator);
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
	simulator.reset();
	client = await clientOf(simulator);
});

const groupPage = async (chatid = simulator.group().chatid, more = '') =>
	await pageOf(simulator, `?group=${chatid}${more}`);
const named = (node: Parameters<typeof elementsOf>[0], name: string): PageElement[] =>
	elementsOf(node).filter((element) => element.name === name);
const withClass = (node: Parameters<typeof elementsOf>[0], name: string): PageElement[] =>
	elementsOf(node).filter(({ attribs }) => attribs.class?.split(' ').includes(name));

/** The message as everybody in the group sees it. */
async function shown(msgtype: string, content: JsonObject): Promise<PageElement> {
	expect(await robot.send({ msgtype, [msgtype]: content })).toMatchObject({ errcode: 0 });
	const message = messagesOf(await groupPage()).at(-1);
	if (message === undefined) throw new Error('No message on the page');
	return message;
}
const mentionsIn = (message: PageElement) => withClass(message, 'mention').map(textOf);

describe('the list', () => {
	const entries = async (query = '') => {
		const [part] = having(await pageOf(simulator, query), 'data-part', 'groups');
		return named(part, 'a').map(textOf);
	};

	test('has every group beside the members, with its last message', async () => {
		expect(await entries()).toEqual(['值值班群 5 membersNo messages']);
		await shown('text', { content: 'disk full' });
		expect(await entries()).toEqual([
			expect.stringMatching(/^值值班群 5 members告警机器人: disk full1Messages: 1$/),
		]);
	});

	test('has the groups with the newest messages first, and the rest only for those who search', async () => {
		for (let count = 0; count < 21; count++)
			await client.post('appchat/create', {
				chatid: `chat${count}`,
				name: `群${count}`,
				userlist: ['zhangsan', 'lisi'],
			});
		for (const chatid of ['chat5', 'chat20', 'chat5'])
			await client.post('appchat/send', { chatid, msgtype: 'text', text: { content: 'x' } });
		const names = (await entries()).map((text) => /群\d+|值班群/.exec(text)?.[0]);
		expect(names.slice(0, 4)).toEqual(['群5', '群20', '值班群', '群0']);
		expect(names).toHaveLength(20);
		const [part] = having(await pageOf(simulator), 'data-part', 'groups');
		expect(textOf(part)).toContain('2 more. Search to find them.');
		expect(await entries('?q=chat19')).toHaveLength(1);
	});

	test('is searched by name and id', async () => {
		expect(await entries('?q=值班')).toHaveLength(1);
		expect(await entries('?q=DUTY')).toHaveLength(1);
		expect(await entries('?q=zhangsan')).toEqual([]);
	});

	test('is in the language of whoever looks at it', async () => {
		const page = await pageOf(simulator, `?group=${simulator.group().chatid}`, {
			'accept-language': 'zh-CN',
		});
		const [part] = having(page, 'data-part', 'groups');
		expect(textOf(part)).toContain('5 人');
		expect(having(page, 'data-part', 'about').map(textOf).join()).toContain('群主');
	});
});

describe('mentions', () => {
	test('stand below the message, and in the text where it has them', async () => {
		const message = await shown('text', {
			content: 'Ask <@wangwu>, not <@nobody> or <@hidden>',
			mentioned_list: ['lisi'],
			mentioned_mobile_list: ['13800000001'],
		});
		const [bubble] = withClass(message, 'bubble');
		expect(textOf(bubble)).toBe('Ask @王五, not <@nobody> or <@hidden>');
		expect(mentionsIn(bubble)).toEqual(['@王五']);
		expect(withClass(message, 'mentioned').map(textOf)).toEqual(['Mentions:@张三@李四@王五']);
	});

	test('of everybody', async () => {
		const message = await shown('text', { content: 'x', mentioned_list: ['@all'] });
		expect(mentionsIn(message)).toEqual(['@everybody']);
	});

	test('in markdown, but not in its code', async () => {
		const message = await shown('markdown', { content: '> **<@lisi>** `<@wangwu>`' });
		const [bubble] = withClass(message, 'bubble');
		expect(mentionsIn(bubble)).toEqual(['@李四']);
		expect(named(bubble, 'code').map(textOf)).toEqual(['<@wangwu>']);
	});

	test('never in markdown_v2, in messages of apps to members, or by marks of our own', async () => {
		const message = await shown('markdown_v2', { content: '<@lisi>' });
		expect([textOf(withClass(message, 'bubble')[0]), mentionsIn(message)]).toEqual(['<@lisi>', []]);
		await client.send({
			touser: 'zhangsan',
			agentid: simulator.agentId,
			msgtype: 'text',
			text: { content: '<@lisi>' },
		});
		const [toMember] = messagesOf(await pageOf(simulator, '?user=zhangsan'));
		expect([textOf(withClass(toMember, 'bubble')[0]), mentionsIn(toMember)]).toEqual([
			'<@lisi>',
			[],
		]);
		const sly = await shown('text', { content: '\ue000<b>x</b>\ue001' });
		expect([named(sly, 'b'), mentionsIn(sly)]).toEqual([[], []]);
	});
});

describe('markdown_v2', () => {
	const bubbleOf = async (content: string) =>
		withClass(await shown('markdown_v2', { content }), 'bubble')[0];

	test('shows what it knows', async () => {
		const bubble = await bubbleOf(
			[
				'###### small',
				'*italic* **bold** `code` [link](https://example.com/a)',
				'- a',
				'  - b',
				'1. c',
				'',
				'> q',
				'>>> deep',
				'',
				'---',
				'```',
				'| no | table |',
				'```',
			].join('\n'),
		);
		const count = (name: string) => named(bubble, name).length;
		expect(
			['h6', 'em', 'strong', 'ul', 'ol', 'li', 'blockquote', 'hr', 'pre', 'table'].map(count),
		).toEqual([1, 1, 1, 2, 1, 3, 3, 1, 1, 0]);
		expect(named(bubble, 'a').map(({ attribs }) => attribs.href)).toEqual([
			'https://example.com/a',
		]);
	});

	test('aligns the columns of a table, without styles in attributes', async () => {
		const bubble = await bubbleOf('| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |');
		expect(named(bubble, 'td').map(({ attribs }) => attribs.class)).toEqual([
			'left',
			'center',
			'right',
			undefined,
		]);
		expect(having(bubble, 'style')).toEqual([]);
	});

	test('knows no tags and no colors', async () => {
		const bubble = await bubbleOf('<font color="info">x</font> <b>y</b>');
		expect(textOf(bubble)).toBe('<font color="info">x</font> <b>y</b>');
	});

	test('names pictures of other hosts, and shows those from here', async () => {
		const own = `${simulator.url}/simulator/files/tiny.png`;
		const bubble = await bubbleOf(`![a](https://example.com/a.png) ![b](${own})`);
		expect(named(bubble, 'img').map(({ attribs }) => attribs.src)).toEqual([
			'/simulator/files/tiny.png',
		]);
		expect(withClass(bubble, 'placeholder').map(textOf)).toEqual(['a.png · example.com']);
	});
});

describe('group info', () => {
	const about = async (chatid?: string) =>
		textOf(having(await groupPage(chatid, '&show=settings'), 'data-part', 'about')[0]);

	test('says who is in the group, who owns it, and how its robot is called', async () => {
		const text = await about();
		for (const word of ['张三 zhangsan Owner', '李四 lisi', '告警机器人', simulator.robotWebhook])
			expect(text.replace(/\s/g, '')).toContain(word.replace(/\s/g, ''));
	});

	test('says which app has created it, and that it is gone', async () => {
		const chat = { chatid: 'war', userlist: ['zhangsan', 'lisi'] };
		await client.post('appchat/create', chat);
		expect(await about('war')).toContain('Created by 通知助手 (Notifications)');
		simulator.dissolveGroup('war');
		expect(await about('war')).toContain('dissolved this group');
	});
});

test('an unknown group leads to the members', async () => {
	const page = await groupPage('nothing');
	expect(having(page, 'aria-label', 'App menu')).toHaveLength(1);
});

test('a new chat says that it may be invisible until its first message', async () => {
	await client.post('appchat/create', { chatid: 'war', userlist: ['zhangsan', 'lisi'] });
	const hint = "some WeCom clients don't show the group";
	const text = async () => textOf(named(await groupPage('war'), 'main')[0]);
	expect(await text()).toContain(hint);
	await client.post('appchat/send', { chatid: 'war', msgtype: 'text', text: { content: 'x' } });
	expect(await text()).not.toContain(hint);
});

test('a message that some members did not get says so', async () => {
	await client.post('appchat/create', { chatid: 'war', userlist: ['zhangsan', 'lisi'] });
	for (let sent = 0; sent < 201; sent++)
		await client.post('appchat/send', { chatid: 'war', msgtype: 'text', text: { content: 'x' } });
	const page = await groupPage('war');
	expect(messagesOf(page)).toHaveLength(201);
	const [remark, ...more] = having(page, 'data-dropped', '2');
	expect(more).toEqual([]);
	expect(textOf(remark)).toContain('for 张三, 李四:');
});

test('a robot that was removed still stands at what it has said', async () => {
	await shown('text', { content: 'last words' });
	simulator.removeRobot();
	const page = await groupPage();
	expect(textOf(messagesOf(page)[0])).toContain('告警机器人');
	expect(having(page, 'data-part', 'about').map(textOf).join()).not.toContain('Webhook URL');
});

test('an article shows pictures that were uploaded for its body, and names all others', async () => {
	const thumb = await client.mediaId('image', TINY_PNG, 'a.png');
	const { url } = await client.upload('', TINY_PNG, 'b.png', 'media', 'media/uploadimg');
	const content = `<p>x</p><img src="${String(url)}"><img src="https://example.com/c.png" onerror="x"><img src="data:image/png;base64,AAAA"><span class="watermark" role="img">y</span>`;
	await client.send({
		touser: 'zhangsan',
		agentid: simulator.agentId,
		msgtype: 'mpnews',
		mpnews: { articles: [{ title: 'T', thumb_media_id: thumb, content }] },
	});
	const [message] = messagesOf(await pageOf(simulator, '?user=zhangsan'));
	const [body] = withClass(message, 'body');
	expect(named(body, 'img')).toHaveLength(1);
	const { src } = named(body, 'img')[0].attribs;
	const picture = await fetch(`${simulator.url}${src}`);
	expect(Buffer.from(await picture.arrayBuffer()).equals(TINY_PNG)).toBe(true);
	expect(withClass(body, 'placeholder').map(textOf)).toEqual([
		'c.png · example.com',
		expect.anything(),
	]);
	expect(withClass(body, 'watermark')).toEqual([]);
});
