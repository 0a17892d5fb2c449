import { fromXml } from '../../simulator/receiving/xml';
import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator, TINY_PNG } from '../../simulator';
import { toReplyXml, type Reply } from '../../../nodes/WeCom/replies/xml';
import { clientOf, type Client } from './client';
import {
	buttonLabeled,
	buttonsOf,
	elementsOf,
	having,
	messagesOf,
	noticeOf,
	outcomeOf,
	pageOf,
	press,
	textOf,
	type PageElement,
} from './page';
import { TestReceiver } from './receiver';
import callbacks from '../../fixtures/callback-examples.json';

const CARDS: Record<string, JsonObject> = {
	button_interaction: {
		button_selection: {
			question_key: 'deputy',
			option_list: [
				{ id: 'a', text: 'A' },
				{ id: 'b', text: 'B' },
			],
		},
		button_list: [
			{ text: 'Reject', key: 'reject' },
			{ text: 'Approve', key: 'approve' },
			{ text: 'Look', type: 1, url: 'https://example.com' },
		],
		action_menu: { action_list: [{ text: 'Mute', key: 'mute' }] },
	},
	vote_interaction: {
		checkbox: {
			question_key: 'place',
			mode: 1,
			option_list: [
				{ id: 'lake', text: 'Lake', is_checked: false },
				{ id: 'hills', text: 'Hills', is_checked: false },
			],
		},
		submit_button: { text: 'Vote', key: 'vote' },
	},
	multiple_interaction: {
		select_list: ['day', 'dish'].map((key) => ({
			question_key: key,
			option_list: [
				{ id: `${key}1`, text: 'One' },
				{ id: `${key}2`, text: 'Two' },
			],
		})),
		submit_button: { text: 'Submit', key: 'submit' },
	},
};

let simulator: Simulator;
let client: Client;
let receiver: TestReceiver;

beforeEach(async () => {
	simulator = await startSimulator();
	client = await clientOf(simulator);
	receiver = await TestReceiver.start(simulator.corpId);
});
afterEach(async () => {
	await Promise.all([simulator.close(), receiver.close()]);
});

let cards = 0;
async function sendCard(type: string, more: JsonObject = {}): Promise<string> {
	const card = {
		card_type: type,
		task_id: `task-${(cards += 1)}`,
		main_title: { title: 'Title' },
		...CARDS[type],
		...more,
	};
	const { msgid } = await client.send({
		touser: 'zhangsan|lisi',
		msgtype: 'template_card',
		agentid: simulator.agentId,
		template_card: card,
	});
	return String(msgid);
}

const phone = async (user = 'zhangsan') =>
	await pageOf(simulator, `?user=${user}&app=${simulator.agentId}`);

/** Presses a button on the phone of zhangsan, chosen by its words. */
async function pressed(label: string, chosen: Array<[string, string]> = []) {
	const button = buttonsOf(await phone()).get(label);
	if (button === undefined) throw new Error(`No button ${label}`);
	return await press(simulator, button, chosen);
}

const event = (): JsonObject => fromXml(receiver.received.at(-1) ?? '') ?? {};

/** The workflow answers the last press by an update of the card. */
async function workflowUpdates(): Promise<void> {
	const update = {
		userids: ['zhangsan'],
		agentid: simulator.agentId,
		response_code: event().ResponseCode,
		button: { replace_name: 'Done' },
	};
	expect(await client.post('message/update_template_card', update)).toMatchObject({ errcode: 0 });
}

/** Names of all elements with their paths, once each and in order. */
function shapeOf(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return [...new Set(value.flatMap((item) => shapeOf(item, path)))];
	if (typeof value !== 'object' || value === null) return [path];
	const names = Object.entries(value).filter(([name]) => name !== '#text');
	return names.flatMap(([name, inner]) => shapeOf(inner, `${path}/${name}`));
}
const official = (name: keyof typeof callbacks.examples) =>
	shapeOf(fromXml(callbacks.examples[name].xml));

describe('what goes to the app', () => {
	beforeEach(async () => await simulator.setCallback(receiver.settings));

	it('a button with its question looks as the official example does', async () => {
		const msgid = await sendCard('button_interaction');
		const page = await pressed('Approve', [['question:deputy', 'b']]);
		expect(shapeOf(event())).toEqual(official('event.template_card_event'));
		expect(event()).toMatchObject({
			ToUserName: simulator.corpId,
			FromUserName: 'zhangsan',
			EventKey: 'approve',
			TaskId: simulator.inbox('zhangsan')[0].content.task_id,
			CardType: 'button_interaction',
			AgentID: String(simulator.agentId),
			SelectedItems: { SelectedItem: { QuestionKey: 'deputy', OptionIds: { OptionId: 'b' } } },
		});
		expect(noticeOf(page)).toMatch(/^Sent template_card_event \(approve\), answered in \d+ ms\. /);
		await workflowUpdates();
		expect(
			simulator.inbox('zhangsan').find((message) => message.msgid === msgid)?.updated?.button,
		).toEqual({ replace_name: 'Done' });
	});

	it('a vote for two, in one item', async () => {
		await sendCard('vote_interaction');
		await pressed('Vote', [
			['question:place', 'lake'],
			['question:place', 'hills'],
			['question:place', 'made up'],
		]);
		expect(event().SelectedItems).toEqual({
			SelectedItem: { QuestionKey: 'place', OptionIds: { OptionId: ['lake', 'hills'] } },
		});
	});

	it('a list with two questions, in two items', async () => {
		await sendCard('multiple_interaction');
		await pressed('Submit', [
			['question:dish', 'dish1'],
			['question:day', 'day2'],
		]);
		expect(event().SelectedItems).toEqual({
			SelectedItem: [
				{ QuestionKey: 'day', OptionIds: { OptionId: 'day2' } },
				{ QuestionKey: 'dish', OptionIds: { OptionId: 'dish1' } },
			],
		});
	});

	it('nothing, while nothing is chosen', async () => {
		await sendCard('vote_interaction');
		expect(noticeOf(await pressed('Vote'))).toBe('Choose an option first.');
		expect(receiver.received).toEqual([]);
	});

	it('an entry of the menu of a card', async () => {
		await sendCard('button_interaction');
		await pressed('Mute');
		expect(shapeOf(event())).toEqual(official('event.template_card_menu_event'));
		expect(event()).toMatchObject({ Event: 'template_card_menu_event', EventKey: 'mute' });
	});

	it('a button of a legacy task card', async () => {
		const card = { title: 'Gift', task_id: 'legacy-1', btn: [{ key: 'yes', name: 'Yes' }] };
		await client.send({
			touser: 'zhangsan',
			msgtype: 'interactive_taskcard',
			agentid: simulator.agentId,
			interactive_taskcard: card,
		});
		await pressed('Yes');
		expect(shapeOf(event())).toEqual(official('event.taskcard_click'));
		expect(event()).toMatchObject({ EventKey: 'yes', TaskId: 'legacy-1' });
	});

	it('an entry of the menu of the app', async () => {
		await pressed('今日数据');
		expect(shapeOf(event())).toEqual(official('event.click'));
		expect(event()).toMatchObject({ Event: 'click', EventKey: 'FIGURES' });
		expect(noticeOf(await pressed('帮助'))).toContain('WeCom opens https://example.com/help now.');
		expect(shapeOf(event())).toEqual(official('event.view'));
		await pressed('值班表');
		expect(event()).toMatchObject({ EventKey: 'ON_CALL' });
	});

	const write = async (content: string, picture?: Blob) => {
		const form = new FormData();
		for (const [name, value] of Object.entries({
			user: 'zhangsan',
			app: String(simulator.agentId),
			content,
		}))
			form.append(name, value);
		form.append('picture', picture ?? new Blob([]), picture ? '猫.png' : '');
		await fetch(`${simulator.url}/simulator/inbox/write`, { method: 'POST', body: form });
	};

	it('a text, which stands at the right of the conversation', async () => {
		await write('你好 ]]> <b>&amp;');
		expect(shapeOf(event())).toEqual(official('message.text'));
		expect(event()).toMatchObject({ MsgType: 'text', Content: '你好 ]]> <b>&amp;' });
		expect(event().MsgId).toMatch(/^\d{10,19}$/);
		const [message] = messagesOf(await phone());
		expect(message.attribs.class).toContain('own');
		expect(textOf(message)).toContain('你好 ]]> <b>&amp;');
		expect(simulator.inbox('zhangsan')).toEqual([]);
	});

	it('a picture, which the app can fetch', async () => {
		await write('', new Blob([new Uint8Array(TINY_PNG)]));
		expect(shapeOf(event())).toEqual(official('message.image'));
		const file = simulator.media(String(event().MediaId));
		expect(file).toMatchObject({ filename: '猫.png', size: TINY_PNG.length });
		expect((await fetch(String(event().PicUrl))).status).toBe(200);
		await write('', new Blob(['no picture']));
		expect(noticeOf(await phone())).toBe('The picture must be a JPG or PNG of up to 10 MB.');
		expect(receiver.received).toHaveLength(1);
	});

	it('nothing of a button that is no longer there', async () => {
		const msgid = await sendCard('button_interaction');
		const button = buttonsOf(await phone()).get('Reject') as PageElement;
		await client.post('message/recall', { msgid });
		expect(noticeOf(await press(simulator, button))).toBe('This is no longer available.');
		button.attribs.value = 'made up';
		await sendCard('button_interaction');
		expect(noticeOf(await press(simulator, button))).toBe('This is no longer available.');
		expect(receiver.received).toEqual([]);
	});
});

describe('what comes back', () => {
	beforeEach(async () => await simulator.setCallback(receiver.settings));
	const answerWith = (reply: Reply, to = 'zhangsan') => {
		receiver.reply = toReplyXml(reply, { to, from: simulator.corpId, at: Date.now() });
	};
	const lastMessage = async (user = 'zhangsan') =>
		messagesOf(await phone(user)).at(-1) as PageElement;

	it.each<[string, Reply, string]>([
		['text', { type: 'text', content: '今日订单：1204' }, '今日订单：1204'],
		[
			'news',
			{ type: 'news', articles: [{ title: 'One', url: 'https://example.com' }, { title: 'Two' }] },
			'One',
		],
		['video', { type: 'video', mediaId: 'unknown', title: 'Training' }, 'Training'],
	])('a reply of the type %s stands in the conversation', async (type, reply, words) => {
		answerWith(reply);
		expect(noticeOf(await pressed('今日数据'))).toContain(`The app replied: ${type}.`);
		const message = await lastMessage();
		expect(message.attribs['data-type']).toBe(type);
		expect(textOf(message)).toContain(words);
		expect(message.attribs.class).not.toContain('own');
	});

	it.each(['image', 'voice'] as const)('a reply of the type %s names an upload', async (type) => {
		const mediaId = await client.mediaId('image', TINY_PNG, 'a.png');
		answerWith({ type, mediaId });
		await pressed('今日数据');
		expect((await lastMessage()).attribs['data-type']).toBe(type);
	});

	it('update_button changes the card for the member who has pressed it, and for nobody else', async () => {
		await sendCard('button_interaction');
		answerWith({ type: 'update_button', replaceName: '已批准' });
		await pressed('Approve', [['question:deputy', 'a']]);
		expect(buttonsOf(await lastMessage()).get('已批准')?.attribs).toHaveProperty('disabled');
		expect(buttonsOf(await lastMessage('lisi')).get('Approve')?.attribs).not.toHaveProperty(
			'disabled',
		);
		expect(having(await lastMessage(), 'disabled').some(({ name }) => name === 'fieldset')).toBe(
			true,
		);
	});

	it('update_template_card shows a new card', async () => {
		await sendCard('button_interaction');
		const horizontal = [{ keyname: 'Decided by', value: '张三', type: 3, userid: 'zhangsan' }];
		answerWith({
			type: 'update_template_card',
			card: {
				card_type: 'text_notice',
				source: { desc: 'Leave', desc_color: 3 },
				main_title: { title: 'Approved' },
				horizontal_content_list: horizontal,
				card_action: { type: 1, url: 'https://example.com' },
			},
		});
		await pressed('Approve', [['question:deputy', 'a']]);
		expect(simulator.inbox('zhangsan')[0].updated?.template_card).toEqual({
			card_type: 'text_notice',
			source: { desc: 'Leave', desc_color: 3 },
			main_title: { title: 'Approved' },
			horizontal_content_list: horizontal,
			card_action: { type: 1, url: 'https://example.com' },
		});
		expect(textOf(await lastMessage())).toContain('Approved');
	});

	it.each([
		'text_notice',
		'news_notice',
		'button_interaction',
		'vote_interaction',
		'multiple_interaction',
	] as const)('the official reply with a %s card', async (type) => {
		await sendCard('button_interaction');
		receiver.reply = callbacks.examples[`reply.update_template_card.${type}`].xml.replace(
			/(<ToUserName>).*(<\/ToUserName>)/,
			'$1zhangsan$2',
		);
		await pressed('Mute');
		const message = await lastMessage();
		expect(message.attribs['data-card-type']).toBe(type);
		expect(textOf(message)).toContain('更新后的卡片标题');
		expect(elementsOf(message).some(({ name }) => name === 'pre')).toBe(false);
	});

	it.each([
		['an answer that is no reply', 'success', 'WeCom ignores it'],
		[
			'a reply of an unknown type',
			'<xml><ToUserName>zhangsan</ToUserName><MsgType>markdown</MsgType></xml>',
			"WeCom doesn't support replies of type markdown",
		],
		[
			'a reply to somebody else',
			'<xml><ToUserName>lisi</ToUserName><MsgType>text</MsgType><Content>x</Content></xml>',
			'addressed to lisi, not to zhangsan',
		],
		[
			'an update where no card was pressed',
			'<xml><ToUserName>zhangsan</ToUserName><MsgType>update_button</MsgType><Button><ReplaceName>x</ReplaceName></Button></xml>',
			'no card was clicked',
		],
	])('%s is named', async (_, reply, sentence) => {
		receiver.reply = reply;
		expect(noticeOf(await pressed('今日数据'))).toContain(sentence);
		expect(messagesOf(await phone())).toEqual([]);
	});

	it('an app that is gone is named', async () => {
		await receiver.close();
		expect(outcomeOf(await pressed('今日数据'))).toEqual({
			tone: 'bad',
			text: 'Sent click (FIGURES). No response in 4 tries: ECONNREFUSED',
		});
		receiver = await TestReceiver.start(simulator.corpId);
	});
});

describe('what the page says about it', () => {
	beforeEach(async () => await simulator.setCallback(receiver.settings));

	it.each([
		[404, 'Not Found', 'The app answered with HTTP 404. Nothing is at this URL.'],
		[
			404,
			JSON.stringify({
				code: 404,
				message: 'The requested webhook "POST x/wecom" is not registered.',
			}),
			'is not registered.” n8n is running, but no published workflow has this URL.',
		],
		[
			500,
			JSON.stringify({ message: 'Error in workflow' }),
			'HTTP 500: “Error in workflow” Check the n8n log.',
		],
		[403, '', 'HTTP 403. Token, EncodingAESKey, and Corp ID must be the same on both sides.'],
	])('HTTP %d with the body %s is a failure, with what helps', async (status, body, sentence) => {
		receiver.status = status;
		receiver.reply = body;
		const { tone, text } = outcomeOf(await pressed('今日数据'));
		expect(tone).toBe('bad');
		expect(text).toMatch(/^click \(FIGURES\) was rejected\. /);
		expect(text).toContain(sentence);
	});

	it('an answer with a reply has gone well, and that goes away', async () => {
		receiver.reply = toReplyXml(
			{ type: 'text', content: 'x' },
			{ to: 'zhangsan', from: simulator.corpId, at: Date.now() },
		);
		expect(outcomeOf(await pressed('今日数据')).tone).toBe('good');
		simulator.advanceTime(10_000);
		expect(outcomeOf(await phone())).toEqual({ tone: '', text: '' });
	});

	it('an answer without a reply is open until the workflow does something', async () => {
		await sendCard('button_interaction');
		simulator.advanceTime(60_000);
		const { tone, text } = outcomeOf(await pressed('Mute'));
		expect([tone, text]).toEqual([
			'open',
			expect.stringContaining('Waiting for what the workflow'),
		]);
		await workflowUpdates();
		expect(outcomeOf(await phone())).toEqual({
			tone: 'good',
			text: expect.stringContaining('The workflow acted on it.') as string,
		});
	});

	it('and says that nothing came of it if the workflow does nothing, until somebody has read it', async () => {
		await pressed('今日数据');
		simulator.advanceTime(5000);
		const page = await phone();
		expect(outcomeOf(page)).toEqual({
			tone: 'note',
			text: expect.stringMatching(
				/The workflow at http:\S+ doesn't take this event.* an app has only one/,
			) as string,
		});
		simulator.advanceTime(3_600_000);
		expect(outcomeOf(await phone()).tone).toBe('note');
		expect(outcomeOf(await phone('lisi')).tone).toBe('');
		const otherApp = await pageOf(simulator, '?user=zhangsan&app=1000003');
		expect(outcomeOf(otherApp).tone).toBe('');
		expect(outcomeOf(await press(simulator, buttonLabeled(page, 'Dismiss')))).toEqual({
			tone: '',
			text: '',
		});
	});

	it('a page that opens is what there is to be seen of a link in the menu', async () => {
		expect(outcomeOf(await pressed('帮助'))).toMatchObject({ tone: 'good' });
	});

	it('tells the browser when to look again', async () => {
		const again = (page: Awaited<ReturnType<typeof phone>>) =>
			elementsOf(page).find(({ name }) => name === 'body')?.attribs['data-again'];
		expect(again(await phone())).toBeUndefined();
		const page = await pressed('今日数据');
		expect(Number(again(page))).toBeGreaterThan(0);
		simulator.advanceTime(5000);
		expect(again(await phone())).toBeUndefined();
	});
});
