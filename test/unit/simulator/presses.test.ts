/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { toReplyXml } from '../../../nodes/WeCom/replies/xml';
import type { CardPress, JsonObject, Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import { fromXml } from '../../simulator/receiving/xml';
import { clientOf, type Client } from './client';
import { buttonsOf, elementsOf, messagesOf, pageOf, textOf } from './page';
import { TestReceiver } from './receiver';

const reasons = {
	question_key: 'reason',
	option_list: [
		{ id: 'budget', text: 'Budget' },
		{ id: 'date', text: 'Date' },
	],
	selected_id: 'date',
};
const approval = {
	card_type: 'button_interaction',
	button_list: [
		{ text: 'Approve', key: 'approve' },
		{ text: 'Decline', key: 'decline' },
	],
};
const vote = {
	card_type: 'vote_interaction',
	checkbox: {
		question_key: 'place',
		mode: 1,
		option_list: ['lake', 'hills'].map((id) => ({ id, text: id, is_checked: false })),
	},
	submit_button: { text: 'Vote', key: 'vote' },
};
const lists = {
	card_type: 'multiple_interaction',
	select_list: ['day', 'dish'].map((key) => ({
		question_key: key,
		option_list: [1, 2].map((number) => ({ id: `${key}${number}`, text: `${number}` })),
	})),
	submit_button: { text: 'Submit', key: 'submit' },
};
const withMenu = { action_menu: { action_list: [{ text: 'Mute', key: 'mute' }] } };

let simulator: Simulator;
let client: Client;
let receiver: TestReceiver;

beforeEach(async () => {
	simulator = await startSimulator();
	client = await clientOf(simulator);
	receiver = await TestReceiver.start(simulator.corpId);
	await simulator.setCallback(receiver.settings);
});
afterEach(async () => {
	await Promise.all([simulator.close(), receiver.close()]);
});

let cards = 0;
const request = (card: JsonObject): JsonObject => ({
	touser: 'zhangsan|lisi|wangwu',
	msgtype: 'template_card',
	agentid: simulator.agentId,
	template_card: { task_id: `task-${(cards += 1)}`, main_title: { title: 'Leave' }, ...card },
});
async function send(card: JsonObject): Promise<string> {
	const answer = await client.send(request(card));
	expect(answer).toMatchObject({ errcode: 0 });
	return String(answer.msgid);
}

const update = async (response_code: unknown, body: JsonObject) =>
	await client.post('message/update_template_card', {
		atall: 1,
		agentid: simulator.agentId,
		response_code,
		...body,
	});
const greyed = (replace_name: string) => ({ button: { replace_name } });
const whole = (title: string, more: JsonObject = {}) => ({
	template_card: { ...approval, main_title: { title }, ...more },
});
const answerWithButton = (to: string, replaceName: string) => {
	receiver.reply = toReplyXml(
		{ type: 'update_button', replaceName },
		{ to, from: simulator.corpId, at: Date.now() },
	);
};

const eventsOf = () => receiver.received.map((xml) => fromXml(xml) ?? {});
const lastEvent = () => eventsOf().at(-1) ?? {};
const press = async (msgid: string, more: Partial<CardPress> = {}) =>
	await simulator.press({ userid: 'zhangsan', msgid, key: 'approve', ...more });
const copyOf = (userid: string) => simulator.inbox(userid)[0];
const cardOn = async (userid: string) => {
	const page = await pageOf(simulator, `?user=${userid}&app=${simulator.agentId}`);
	return messagesOf(page)[0];
};
const openButtons = async (userid: string) =>
	[...buttonsOf(await cardOn(userid))].flatMap(([words, { attribs }]) =>
		'disabled' in attribs || 'data-copy' in attribs ? [] : [words],
	);

describe('a press', () => {
	it('tells the app who pressed what, and answers with the code of the event', async () => {
		const outcome = await press(await send(approval), { userid: 'LISI', key: 'decline' });
		expect(lastEvent()).toMatchObject({
			FromUserName: 'lisi',
			EventKey: 'decline',
			TaskId: copyOf('lisi').content.task_id,
			ResponseCode: outcome.responseCode,
		});
		expect(outcome).toMatchObject({ sent: true, answers: [{ status: 200, body: '', tries: 1 }] });
	});

	it('names a long key by its ends', async () => {
		const key = `nw1|/webhook-waiting/4711/${'n'.repeat(200)}&signature=${'a'.repeat(64)}|0|approve`;
		const { said } = await press(await send({ ...approval, button_list: [{ text: 'OK', key }] }), {
			key,
		});
		expect(said).toContain('template_card_event (nw1|/webhook…aaaaaa|0|approve)');
	});

	it.each<[string, JsonObject, Partial<CardPress>, JsonObject | JsonObject[]]>([
		[
			'the reason that the client has preselected',
			{ ...approval, button_selection: reasons },
			{},
			{ QuestionKey: 'reason', OptionIds: { OptionId: 'date' } },
		],
		[
			'another reason',
			{ ...approval, button_selection: reasons },
			{ chosen: { reason: 'budget' } },
			{ QuestionKey: 'reason', OptionIds: { OptionId: 'budget' } },
		],
		[
			'a vote for two',
			vote,
			{ key: 'vote', chosen: { place: ['hills', 'lake'] } },
			{ QuestionKey: 'place', OptionIds: { OptionId: ['lake', 'hills'] } },
		],
		[
			'one list as it was, and the other changed',
			lists,
			{ key: 'submit', chosen: { dish: 'dish2' } },
			[
				{ QuestionKey: 'day', OptionIds: { OptionId: 'day1' } },
				{ QuestionKey: 'dish', OptionIds: { OptionId: 'dish2' } },
			],
		],
	])('carries %s', async (_, card, more, items) => {
		await press(await send(card), more);
		expect(lastEvent().SelectedItems).toEqual({ SelectedItem: items });
	});

	it('is not sent by the client while a vote is empty', async () => {
		const outcome = await press(await send(vote), { key: 'vote' });
		expect(outcome).toMatchObject({ sent: false, said: 'Choose an option first.', answers: [] });
		expect(receiver.received).toEqual([]);
		await expect(outcome.repeat()).rejects.toThrow('Nothing was sent');
	});

	it.each<[string, JsonObject, Partial<CardPress>, string]>([
		['key', approval, { key: 'made up' }, 'no button made up'],
		['question', approval, { chosen: { reason: 'budget' } }, 'no question reason'],
		['option', vote, { key: 'vote', chosen: { place: 'sea' } }, 'no option sea'],
		[
			'second choice',
			lists,
			{ key: 'submit', chosen: { day: ['day1', 'day2'] } },
			'Question day takes one option',
		],
		['copy', approval, { userid: 'chenqi' }, 'chenqi has no such card'],
	])('fails in the test if there is no such %s', async (_, card, more, words) => {
		await expect(press(await send(card), more)).rejects.toThrow(words);
		expect(receiver.received).toEqual([]);
	});
});

describe("a member's own copy", () => {
	it('is locked by the press until an update comes, and the others are not', async () => {
		const msgid = await send(approval);
		const { responseCode } = await press(msgid);
		expect(await openButtons('zhangsan')).toEqual([]);
		expect(await openButtons('lisi')).toEqual(['Approve', 'Decline']);
		expect(await press(msgid, { key: 'decline' })).toMatchObject({
			sent: false,
			said: expect.stringContaining('pressed the card already') as string,
		});
		expect(receiver.received).toHaveLength(1);
		await update(responseCode, whole('1 of 2 so far'));
		expect(await openButtons('zhangsan')).toEqual(['Approve', 'Decline']);
		expect(await press(msgid)).toMatchObject({ sent: true });
	});

	it('is locked while the app has not answered yet', async () => {
		const msgid = await send(approval);
		let meanwhile: unknown;
		receiver.reply = async () => {
			simulator.advanceTime(60_000);
			meanwhile = await press(msgid);
			return '';
		};
		await press(msgid);
		expect(meanwhile).toMatchObject({ sent: false });
	});

	it('stays open if the update came before the answer to the press', async () => {
		const msgid = await send(approval);
		receiver.reply = async (message) => {
			await update(fromXml(message)?.ResponseCode, whole('Press again'));
			return '';
		};
		await press(msgid);
		expect(await press(msgid)).toMatchObject({ sent: true });
	});

	it('can be pressed again when nothing came for as long as WeCom waits', async () => {
		const msgid = await send(approval);
		await press(msgid);
		simulator.advanceTime(4000);
		expect(await press(msgid)).toMatchObject({ sent: false });
		simulator.advanceTime(1000);
		expect(await openButtons('zhangsan')).toEqual(['Approve', 'Decline']);
		expect(await press(msgid)).toMatchObject({ sent: true });
		expect(new Set(eventsOf().map(({ ResponseCode: code }) => code)).size).toBe(2);
	});

	it('tells the browser to look again when it can be pressed again', async () => {
		const again = async () => {
			const page = await pageOf(simulator, `?user=zhangsan&app=${simulator.agentId}`);
			return Number(elementsOf(page).find(({ name }) => name === 'body')?.attribs['data-again']);
		};
		const msgid = await send(approval);
		let whileAsked: unknown;
		receiver.reply = async () => {
			whileAsked = await again();
			return '';
		};
		await press(msgid);
		expect(whileAsked).toBeNaN();
		const soon = await again();
		expect(soon).toBeGreaterThan(0);
		expect(soon).toBeLessThanOrEqual(5000);
		simulator.advanceTime(soon);
		expect(await again()).toBeNaN();
		expect(await openButtons('zhangsan')).toEqual(['Approve', 'Decline']);
	});

	it('can be pressed again at once when the app did not take the press', async () => {
		const msgid = await send(approval);
		receiver.status = 500;
		expect(await press(msgid)).toMatchObject({ sent: true, answers: [{ status: 500 }] });
		receiver.status = 200;
		expect(await press(msgid)).toMatchObject({ answers: [{ status: 200 }] });
	});

	it('lets its menu be opened while it is locked', async () => {
		const msgid = await send({ ...approval, ...withMenu });
		await press(msgid);
		expect(await press(msgid, { key: 'mute' })).toMatchObject({ sent: true });
		expect(lastEvent()).toMatchObject({ Event: 'template_card_menu_event' });
		expect(await press(msgid)).toMatchObject({ sent: false });
	});
});

describe('updates', () => {
	it('reach every phone that got the card, and each shows the last that came', async () => {
		const msgid = await send(approval);
		const [one, two] = await simulator.pressTogether([
			{ userid: 'zhangsan', msgid, key: 'approve' },
			{ userid: 'lisi', msgid, key: 'decline' },
		]);
		await update(two.responseCode, whole('Declined by lisi', { replace_text: 'Declined' }));
		await update(one.responseCode, whole('Approved by zhangsan', { replace_text: 'Approved' }));
		for (const userid of ['zhangsan', 'lisi', 'wangwu']) {
			const shown = copyOf(userid).updates.map(({ template_card: card }) => card?.replace_text);
			expect(shown).toEqual(['Declined', 'Approved']);
			expect(textOf(await cardOn(userid))).toContain('Approved by zhangsan');
			expect(await openButtons(userid)).toEqual([]);
		}
		expect(simulator.inbox('chenqi')).toEqual([]);
	});

	it('that grey a card out leave the whole card of an earlier one as it is', async () => {
		const msgid = await send(approval);
		await update(
			simulator.issueResponseCode(msgid),
			whole('A new title', { replace_text: 'Done' }),
		);
		await update(simulator.issueResponseCode(msgid), greyed('Closed'));
		const card = await cardOn('wangwu');
		expect(textOf(card)).toContain('A new title');
		expect([...buttonsOf(card).keys()]).toContain('Closed');
		expect(await press(msgid)).toMatchObject({ sent: false });
		await update(simulator.issueResponseCode(msgid), whole('Open again'));
		expect(await openButtons('wangwu')).toEqual(['Approve', 'Decline']);
	});

	it('use the code of a press up', async () => {
		const { responseCode } = await press(await send(approval));
		expect(await update(responseCode, greyed('One'))).toMatchObject({ errcode: 0 });
		expect(await update(responseCode, greyed('Two'))).toMatchObject({ errcode: 42022 });
		expect(copyOf('lisi').updated).toMatchObject(greyed('One'));
	});

	it('translate the names of members where WeCom does, and not on buttons or in quotes', async () => {
		const msgid = await send(approval);
		const name = '$userName=lisi$';
		await update(simulator.issueResponseCode(msgid), {
			enable_id_trans: 1,
			...whole('Leave', {
				sub_title_text: `Approved by ${name}`,
				quote_area: { quote_text: `asked ${name}` },
				replace_text: `by ${name}`,
			}),
		});
		const words = textOf(await cardOn('zhangsan'));
		for (const text of ['Approved by 李四', `asked ${name}`, `by ${name}`])
			expect(words).toContain(text);
	});

	it('in an answer change the copy of whoever pressed, and no other', async () => {
		const msgid = await send(approval);
		answerWithButton('lisi', 'Too late');
		await press(msgid, { userid: 'lisi' });
		expect(copyOf('lisi').updates).toEqual([
			{ at: expect.any(Number) as number, passive: true, button: { replace_name: 'Too late' } },
		]);
		expect([copyOf('zhangsan').updates, copyOf('wangwu').updates]).toEqual([[], []]);
	});

	it('of buttons in an answer are ignored where the card has none', async () => {
		const msgid = await send({
			card_type: 'text_notice',
			card_action: { type: 1, url: 'https://example.com' },
			...withMenu,
		});
		answerWithButton('zhangsan', 'Done');
		expect(await press(msgid, { key: 'mute' })).toMatchObject({
			said: expect.stringContaining('The reply updates buttons') as string,
		});
		expect(copyOf('zhangsan').updates).toEqual([]);
	});
});

describe('presses at the same moment', () => {
	it('have a connection each before the first of them is sent', async () => {
		const msgid = await send(approval);
		receiver.awaited = 3;
		const connected = () => log.push('connected');
		const sent = () => log.push('sent');
		const log: string[] = [];
		subscribe('undici:client:connected', connected);
		subscribe('undici:request:bodySent', sent);
		const outcomes = await simulator.pressTogether(
			['zhangsan', 'lisi', 'wangwu'].map((userid) => ({ userid, msgid, key: 'approve' })),
		);
		expect(outcomes.map(({ answers }) => answers[0].status)).toEqual([200, 200, 200]);
		unsubscribe('undici:client:connected', connected);
		unsubscribe('undici:request:bodySent', sent);
		// One may take the connection on which the URL was verified.
		expect(log.slice(-3)).toEqual(['sent', 'sent', 'sent']);
		expect(new Set(log.slice(0, -3))).toEqual(new Set(['connected']));
	});

	it('do not wait for one that the client refuses, or that nobody takes', async () => {
		const msgid = await send(approval);
		await press(msgid);
		const [refused, sent] = await simulator.pressTogether([
			{ userid: 'zhangsan', msgid, key: 'approve' },
			{ userid: 'lisi', msgid, key: 'approve' },
		]);
		expect([refused.sent, sent.sent]).toEqual([false, true]);
		await receiver.close();
		const gone = await simulator.pressTogether([
			{ userid: 'lisi', msgid, key: 'approve', late: true },
			{ userid: 'wangwu', msgid, key: 'approve' },
		]);
		expect(gone.map(({ answers }) => answers)).toEqual([[], []]);
		receiver = await TestReceiver.start(simulator.corpId);
	});

	it('are all repetitions of one callback, if it is one press that WeCom sends often', async () => {
		const msgid = await send(approval);
		receiver.awaited = 4;
		const { answers } = await press(msgid, { times: 4 });
		expect(answers).toHaveLength(4);
		expect(receiver.received).toHaveLength(4);
		expect(new Set(receiver.received).size).toBe(1);
	});
});

it('a repetition has the same event and the same code, and its answer counts too', async () => {
	const outcome = await press(await send(approval));
	answerWithButton('zhangsan', 'No longer open');
	expect(await outcome.repeat(2)).toHaveLength(2);
	expect(receiver.received).toHaveLength(3);
	expect(new Set(receiver.received).size).toBe(1);
	expect(copyOf('zhangsan').updates).toHaveLength(2);
	expect(copyOf('zhangsan').updated).toMatchObject(greyed('No longer open'));
});

it('a phone that was offline presses a card that was decided elsewhere', async () => {
	const msgid = await send(approval);
	const { responseCode } = await press(msgid);
	await update(responseCode, whole('Approved', { replace_text: 'Approved' }));
	expect(await press(msgid, { userid: 'lisi' })).toMatchObject({
		sent: false,
		said: 'This is no longer available.',
	});
	const late = await press(msgid, { userid: 'lisi', key: 'decline', late: true });
	expect(late).toMatchObject({ sent: true });
	expect(lastEvent()).toMatchObject({ FromUserName: 'lisi', EventKey: 'decline' });
	expect(await update(late.responseCode, greyed('Still approved'))).toMatchObject({ errcode: 0 });
});

it('a task_id stays with one card of an app, even if that was recalled', async () => {
	const card = { ...approval, task_id: 'mine' };
	const msgid = await send(card);
	expect(await client.send(request({ ...card, sub_title_text: 'Another' }))).toMatchObject({
		errcode: 42014,
	});
	await client.post('message/recall', { msgid });
	expect(await client.send(request(card))).toMatchObject({ errcode: 42014 });
});
