import type { JsonObject, Simulator } from '../../simulator';
import { amrOf, startSimulator, TINY_MP4, TINY_PDF, TINY_PNG } from '../../simulator';
import { linkTo } from '../../simulator/inbox/link';
import { clientOf, textMessage, type Client } from './client';
import { elementsOf, having, messagesOf, noticeOf, pageOf, textOf, type PageElement } from './page';
import examples from '../../fixtures/officialExamples';

let simulator: Simulator;
let client: Client;
let media: Record<string, string>;

beforeAll(async () => {
	simulator = await startSimulator({ members: 60 });
	client = await clientOf(simulator);
	media = {
		image: await client.mediaId('image', TINY_PNG, '合影.png'),
		voice: await client.mediaId('voice', amrOf(12), 'a.amr'),
		video: await client.mediaId('video', TINY_MP4, 'a.mp4'),
		file: await client.mediaId('file', TINY_PDF, '季度报告.pdf'),
	};
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
	simulator.reset();
	client = await clientOf(simulator);
});

const example = (name: string) => examples.find((one) => one.name === name)?.payload as JsonObject;

/** The official example, as our simulator accepts it. */
function adapted(name: string): JsonObject {
	const body = JSON.parse(JSON.stringify(example(name)), (key, value: unknown) => {
		if (key === 'thumb_media_id') return media.image;
		if (key === 'media_id') return media[name.split('.')[1]] ?? media.file;
		return value;
	}) as JsonObject;
	return { ...body, touser: 'zhangsan', toparty: '', totag: '', agentid: simulator.agentId };
}

async function shown(body: JsonObject): Promise<PageElement> {
	expect(await client.send(body)).toMatchObject({ errcode: 0 });
	const message = messagesOf(await pageOf(simulator, '?user=zhangsan')).at(-1);
	if (message === undefined) throw new Error('No message on the page');
	return message;
}

const linksOf = (element: PageElement) =>
	elementsOf(element).flatMap(({ name, attribs }) => (name === 'a' ? [attribs.href] : []));
const picturesOf = (element: PageElement) =>
	elementsOf(element).flatMap(({ name, attribs }) => (name === 'img' ? [attribs.src] : []));

describe('every message type shows what it carries', () => {
	test.each([
		['text', ['你的快递已到，请携带工卡前往邮件中心领取。', '邮件中心视频实况']],
		['voice', ['12″']],
		['video', ['Title', 'Description']],
		['file', ['季度报告.pdf', '327 B', 'PDF']],
		['textcard', ['领奖通知', '2016年9月26日', '恭喜你抽中iPhone 7一台', '更多']],
		['news', ['中秋节礼品领取', '今年中秋节公司有豪礼相送']],
		['mpnews', ['Title', 'Digest description', 'Author', 'Read original']],
		['markdown', ['您的会议室已经预定', '事项详情', '开会', '修改会议信息']],
		[
			'miniprogram_notice',
			['会议室预订成功通知', '4月27日 16:16', '会议室', '402', '周剑轩', 'Open in mini program'],
		],
		['interactive_taskcard', ['赵明登的礼物申请', '礼品：A31茶具套装', '批准', '驳回']],
		[
			'template_card.text_notice',
			[
				'企业微信',
				'欢迎使用企业微信',
				'100',
				'核心数据',
				'下载企业微信还能抢红包！',
				'引用样式',
				'邀请人',
				'张三',
				'点击访问',
				'企业微信.apk',
				'跳转小程序',
			],
		],
		[
			'template_card.news_notice',
			['左图右文样式', '惊喜红包等你来拿', '引用样式', '邀请人', '企业微信官网'],
		],
		['template_card.button_interaction', ['企业微信评分', '100分', '按钮1', '按钮2', '引用样式']],
		['template_card.vote_interaction', ['欢迎使用企业微信', '选择题选项1', '选择题选项2', '提交']],
		[
			'template_card.multiple_interaction',
			['选择器标签1', '选择器选项1', '选择器标签2', '选择器选项3', '提交'],
		],
	])('%s', async (name, words) => {
		const message = await shown(adapted(`send.${name}`));
		const [type, cardType] = name.split('.');
		expect(message.attribs).toMatchObject({
			'data-type': type,
			...(cardType ? { 'data-card-type': cardType } : {}),
		});
		const text = textOf(message);
		for (const word of words) expect(text).toContain(word);
	});

	test('image and the picture of an article come from the simulator', async () => {
		expect(picturesOf(await shown(adapted('send.image')))).toEqual([
			`/simulator/media/${media.image}`,
		]);
		expect(picturesOf(await shown(adapted('send.mpnews')))).toEqual([
			`/simulator/media/${media.image}`,
		]);
	});

	test('template_msg of a third-party app', async () => {
		const other = await startSimulator({
			apps: [{ agentId: 10086, secret: 'x'.repeat(43), thirdParty: true }],
		});
		try {
			const partner = await clientOf(other);
			await partner.send({
				...example('send.template_msg'),
				touser: 'zhangsan',
				toparty: '',
				totag: '',
				only_unauth: false,
			});
			const [message] = messagesOf(await pageOf(other, '?user=zhangsan'));
			const { content_item: items } = example('send.template_msg').template_msg as {
				content_item: Array<{ key: string; value: string }>;
			};
			for (const { key } of items) expect(textOf(message)).toContain(key);
		} finally {
			await other.close();
		}
	});
});

describe('what a message says', () => {
	test('links work, pictures of other hosts are only named', async () => {
		const articles = [
			{ title: 'Gifts', url: 'https://example.com/gifts', picurl: 'https://example.com/gifts.png' },
		];
		const message = await shown({ ...adapted('send.news'), news: { articles } });
		expect(linksOf(message)).toEqual(['https://example.com/gifts']);
		expect(picturesOf(message)).toEqual([]);
		expect(
			having(message, 'aria-label')
				.map(({ attribs }) => attribs['aria-label'])
				.join(),
		).toContain('not loaded');
	});

	test('pictures of the simulator are shown', async () => {
		const articles = [
			{
				title: 'Gifts',
				url: 'https://example.com',
				picurl: `${simulator.url}/simulator/files/cover.png`,
			},
		];
		expect(picturesOf(await shown({ ...adapted('send.news'), news: { articles } }))).toEqual([
			'/simulator/files/cover.png',
		]);
		const picture = await fetch(`${simulator.url}/simulator/files/cover.png`);
		expect(
			Buffer.from(await picture.arrayBuffer())
				.subarray(16, 24)
				.toString('hex'),
		).toBe('0000042c000001c7');
	});

	test('a text stays as it was written', async () => {
		const content = 'a < b && c > d; &amp; <b>bold</b> "quoted" \'x\'';
		expect(textOf(await shown(textMessage(simulator, { text: { content } })))).toContain(content);
	});

	test('markdown knows headings, bold, code, quotes, links and three colors', async () => {
		const content =
			'# One\n**bold** `code` [link](https://example.com)\n> quote\n<font color="warning">late</font> *plain* <font color="red">x</font>';
		const message = await shown({ ...adapted('send.markdown'), markdown: { content } });
		const names = elementsOf(message).map(({ name }) => name);
		expect(names).toEqual(
			expect.arrayContaining(['h1', 'strong', 'code', 'a', 'blockquote', 'font']),
		);
		expect(having(message, 'color').map(({ attribs }) => attribs.color)).toEqual(['warning', '']);
	});

	test('ids become names when the message asks for it', async () => {
		const text = { content: '$userName=lisi$ of $departmentName=4$, $userName=nobody$' };
		expect(textOf(await shown(textMessage(simulator, { text })))).toContain('$userName=lisi$');
		expect(textOf(await shown(textMessage(simulator, { text, enable_id_trans: 1 })))).toContain(
			'李四 of 平台, $userName=nobody$',
		);
	});

	test.each([
		[0, '', false],
		[1, "Confidential message. Can't be forwarded.", true],
		[2, 'Can only be shared inside the company', false],
	])(
		'safe %d is marked as "%s", and 1 has the name of the member all over',
		async (safe, mark, watermark) => {
			const text = textOf(await shown({ ...adapted('send.mpnews'), safe }));
			expect(text).toContain(mark);
			expect(/Confidential|shared/.test(text)).toBe(mark !== '');
			expect(text.includes('张三张三')).toBe(watermark);
		},
	);

	test('a recalled message leaves a remark', async () => {
		const { msgid } = await client.send(textMessage(simulator, { text: { content: 'a slip' } }));
		await client.post('message/recall', { msgid });
		const [message] = messagesOf(await pageOf(simulator, '?user=zhangsan'));
		expect(textOf(message)).toBe('“通知助手” recalled a message');
		expect(message.attribs['data-msgid']).toBe(msgid);
	});

	test('an updated button is grey, and the card is as it was', async () => {
		const { response_code: code } = await client.send(
			adapted('send.template_card.button_interaction'),
		);
		await client.post('message/update_template_card', {
			userids: ['zhangsan'],
			agentid: simulator.agentId,
			response_code: code,
			button: { replace_name: '已批准' },
		});
		const [message] = messagesOf(await pageOf(simulator, '?user=zhangsan'));
		const buttons = elementsOf(message).filter(
			({ name, attribs }) =>
				name === 'button' && attribs.name !== 'key' && !('data-copy' in attribs),
		);
		expect(buttons.map((button) => [textOf(button), 'disabled' in button.attribs])).toEqual([
			['已批准', true],
		]);
		expect(textOf(message)).toContain('企业微信评分');
	});

	test.each([
		'text_notice',
		'news_notice',
		'button_interaction',
		'vote_interaction',
		'multiple_interaction',
	])('a card updated to %s', async (type) => {
		const { response_code: code } = await client.send(
			adapted('send.template_card.vote_interaction'),
		);
		const { template_card: card } = adapted(`update_template_card.${type}`);
		const body = {
			userids: ['zhangsan'],
			agentid: simulator.agentId,
			response_code: code,
			template_card: card,
		};
		expect(await client.post('message/update_template_card', body)).toMatchObject({ errcode: 0 });
		const [message] = messagesOf(await pageOf(simulator, '?user=zhangsan'));
		expect(message.attribs['data-card-type']).toBe(type);
		const { main_title: title } = card as { main_title: { title: string } };
		expect(textOf(message)).toContain(title.title);
	});
});

describe('the IDs of a message', () => {
	const copied = (element: PageElement) =>
		having(element, 'data-copy').map(({ attribs }) => [attribs['aria-label'], attribs.value]);

	test('can be copied: msgid, and the task_id and newest usable code of a card', async () => {
		const { msgid, response_code: code } = await client.send(
			adapted('send.template_card.button_interaction'),
		);
		const shownIds = async () =>
			copied(messagesOf(await pageOf(simulator, '?user=zhangsan'))[0]).map(([, value]) => value);
		const [{ content }] = simulator.inbox('zhangsan');
		expect(await shownIds()).toEqual([msgid, code, content.task_id]);
		const newer = simulator.issueResponseCode(String(msgid));
		expect(await shownIds()).toEqual([msgid, newer, content.task_id]);
		for (const used of [newer, code]) {
			await client.post('message/update_template_card', {
				userids: ['zhangsan'],
				agentid: simulator.agentId,
				response_code: used,
				button: { replace_name: 'x' },
			});
		}
		expect(await shownIds()).toEqual([msgid, content.task_id]);
	});

	test('and the values for the credentials, and those in the form, have such buttons too', async () => {
		const [settings] = elementsOf(await pageOf(simulator)).filter(({ name }) => name === 'aside');
		expect(copied(settings)).toEqual([
			['Copy URL', ''],
			['Copy Token', ''],
			['Copy EncodingAESKey', ''],
			['Copy Corp ID', simulator.corpId],
			['Copy Agent ID', String(simulator.agentId)],
			['Copy App Secret', simulator.secret],
			['Copy Base URL', simulator.url],
		]);
	});

	test('a link leads to the message', async () => {
		const { msgid } = await client.send(textMessage(simulator));
		const { pathname, search, hash } = new URL(linkTo(simulator.url, 'zhangsan', String(msgid)));
		expect(pathname).toBe('/simulator/inbox');
		const [message] = messagesOf(await pageOf(simulator, search));
		expect(`#${message.attribs.id}`).toBe(hash);
	});
});

describe('the page', () => {
	test('lists members with messages first, and finds others', async () => {
		await client.send(textMessage(simulator, { touser: 'lisi' }));
		const names = async (query: string) =>
			having(having(await pageOf(simulator, query), 'data-part', 'members')[0], 'href').map(
				({ attribs }) => attribs.href,
			);
		const listed = await names('');
		expect(listed[0]).toBe('/simulator/inbox?user=lisi');
		expect(listed).toHaveLength(50);
		expect(await names('?q=user0060')).toEqual(['/simulator/inbox?user=user0060&q=user0060']);
		expect(await names('?q=%E5%BC%A0')).toEqual(['/simulator/inbox?user=zhangsan&q=%E5%BC%A0']);
	});

	test('shows the conversation of one member with one app', async () => {
		await client.send(textMessage(simulator, { touser: 'lisi', text: { content: 'for lisi' } }));
		await client.send(textMessage(simulator, { text: { content: 'for zhangsan' } }));
		const texts = async (query: string) => messagesOf(await pageOf(simulator, query)).map(textOf);
		expect(await texts('?user=lisi')).toEqual([expect.stringContaining('for lisi')]);
		expect(await texts('?user=zhangsan&app=1000003')).toEqual([]);
	});

	test('tells the browser to load and send nothing elsewhere', async () => {
		const { headers } = await fetch(`${simulator.url}/simulator/inbox`);
		const policy = headers.get('content-security-policy') ?? '';
		expect(policy).toContain("default-src 'none'");
		expect(policy).toContain("form-action 'self'");
		expect(policy).not.toMatch(/unsafe|\*|https?:/);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
	});

	test('loads styles and scripts that name no other host', async () => {
		const page = await pageOf(simulator);
		const types: Record<string, string> = {
			css: 'text/css',
			js: 'text/javascript',
			svg: 'image/svg+xml',
		};
		const assets = elementsOf(page).flatMap(({ attribs: { href, src } }) =>
			[href, src].filter((address) => address?.startsWith('/simulator/inbox/assets/')),
		);
		const modules = ['live.js', 'parts.js', 'copy.js'].map(
			(name) => `/simulator/inbox/assets/${name}`,
		);
		expect(assets.length).toBeGreaterThan(3);
		for (const address of [...assets, ...modules]) {
			const response = await fetch(`${simulator.url}${address}`);
			const type = types[address.split('.').pop() ?? ''];
			expect([address, response.headers.get('content-type')]).toEqual([
				address,
				expect.stringContaining(type),
			]);
			expect((await response.text()).replace('http://www.w3.org/2000/svg', '')).not.toMatch(
				/https?:\/\/|url\(/,
			);
		}
	});

	test('serves uploads, and lets the browser show only what it may', async () => {
		const head = async (id: string) => {
			const { headers, status } = await fetch(`${simulator.url}/simulator/media/${id}`);
			return [
				status,
				headers.get('content-type'),
				headers.get('content-disposition')?.split(';')[0],
			];
		};
		expect(await head(media.image)).toEqual([200, 'image/png', 'inline']);
		expect(await head(media.voice)).toEqual([200, 'audio/amr', 'inline']);
		expect(await head(media.video)).toEqual([200, 'video/mp4', 'inline']);
		expect(await head(media.file)).toEqual([200, 'application/octet-stream', 'attachment']);
		expect((await head('unknown'))[0]).toBe(404);
	});

	test('has one heading per column, landmarks, and a name for every control', async () => {
		await client.send(adapted('send.template_card.button_interaction'));
		await client.send(adapted('send.template_card.multiple_interaction'));
		const page = await pageOf(simulator, '?user=zhangsan');
		const elements = elementsOf(page);
		for (const name of ['nav', 'main', 'aside', 'h1'])
			expect(elements.some((element) => element.name === name)).toBe(true);
		const ids = new Set(
			elements.filter(({ name }) => name === 'label').map(({ attribs }) => attribs.for),
		);
		const inLabel = ({ parent }: PageElement): boolean =>
			parent !== null &&
			((parent as PageElement).name === 'label' || inLabel(parent as PageElement));
		const controls = elements.filter(
			({ name, attribs }) => ['input', 'select'].includes(name) && attribs.type !== 'hidden',
		);
		expect(controls.length).toBeGreaterThan(5);
		expect(controls.filter((control) => !ids.has(control.attribs.id) && !inLabel(control))).toEqual(
			[],
		);
		expect(
			elements.filter(
				(element) =>
					element.name === 'button' && textOf(element) === '' && !element.attribs['aria-label'],
			),
		).toEqual([]);
		expect(noticeOf(page)).toBe('');
	});
});

test('events tell of deliveries, updates and recalls as they happen', async () => {
	const stream = await fetch(`${simulator.url}/simulator/inbox/events`);
	const reader = stream.body?.getReader();
	if (reader === undefined) throw new Error('No stream');
	let text = '';
	const next = async (what: string) => {
		while (!text.includes(`"what":"${what}"`))
			text += Buffer.from((await reader.read()).value ?? []).toString('utf8');
	};
	const { msgid, response_code: code } = await client.send(
		adapted('send.template_card.button_interaction'),
	);
	await next('delivered');
	await client.post('message/update_template_card', {
		userids: ['zhangsan'],
		agentid: simulator.agentId,
		response_code: code,
		button: { replace_name: 'x' },
	});
	await next('updated');
	await client.post('message/recall', { msgid });
	await next('recalled');
	simulator.reset();
	await next('cleared');
	expect(text.match(/^data: .*$/gm)?.map((line) => JSON.parse(line.slice(6)) as unknown)).toEqual([
		{ what: 'delivered', msgid },
		{ what: 'updated', msgid },
		{ what: 'recalled', msgid },
		{ what: 'cleared' },
	]);
	await reader.cancel();
});
