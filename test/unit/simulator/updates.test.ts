import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import type { Client } from './client';
import { clientOf, textMessage } from './client';

const HOUR = 3_600_000;

const buttons = {
	card_type: 'button_interaction',
	main_title: { title: 't' },
	task_id: 'b',
	button_list: [{ text: '批准', key: 'yes' }],
};
const notice = {
	card_type: 'text_notice',
	main_title: { title: 't' },
	card_action: { type: 1, url: 'https://example.com' },
};
const menu = { action_list: [{ text: '不再推送', key: 'A' }] };
const button = { replace_name: '已批准' };

describe('message/recall and message/update_template_card', () => {
	let simulator: Simulator;
	let client: Client;
	let other: Client;
	const otherSecret = 'z'.repeat(43);

	beforeAll(async () => {
		simulator = await startSimulator({
			tokenTtl: 100 * 3600,
			apps: [
				{ agentId: 1, secret: 'w'.repeat(43), callback: true },
				{ agentId: 2, secret: otherSecret, callback: true },
			],
		});
	});
	afterAll(async () => await simulator.close());
	beforeEach(async () => {
		simulator.reset();
		client = await clientOf(simulator);
		other = await clientOf(simulator, otherSecret);
	});

	async function recall(body: JsonObject, by = client): Promise<JsonObject> {
		return await by.post('message/recall', body);
	}

	async function sendCard(card: JsonObject = buttons): Promise<string> {
		const answer = await client.send({
			touser: 'zhangsan|lisi|wangwu',
			msgtype: 'template_card',
			agentid: 1,
			template_card: card,
		});
		expect(answer).toMatchObject({ errcode: 0 });
		return String(answer.response_code);
	}

	async function update(body: JsonObject, by = client): Promise<JsonObject> {
		return await by.post('message/update_template_card', { agentid: 1, ...body });
	}

	test('recall marks the message in every inbox', async () => {
		const { msgid } = await client.send(textMessage(simulator, { touser: 'lisi|wangwu' }));
		await client.send(textMessage(simulator, { touser: 'lisi' }));
		expect(await recall({ msgid })).toEqual({ errcode: 0, errmsg: 'ok' });
		expect(simulator.inbox('lisi').map((entry) => entry.recalled)).toEqual([true, false]);
		expect(simulator.inbox('wangwu')[0].recalled).toBe(true);
	});

	test('recall refuses unknown, foreign and old messages', async () => {
		const { msgid } = await client.send(textMessage(simulator));
		expect(await recall({ msgid: 'unknown' })).toMatchObject({ errcode: 40058 });
		expect(await recall({})).toMatchObject({ errcode: 40058 });
		expect(await recall({ msgid, agentid: 1 })).toMatchObject({ errcode: 40058 });
		expect(await recall({ msgid }, other)).toMatchObject({ errcode: 40058 });
		simulator.advanceTime(24 * HOUR - 60_000);
		expect(await recall({ msgid })).toMatchObject({ errcode: 0 });
		simulator.advanceTime(60_000);
		expect(await recall({ msgid })).toMatchObject({ errcode: 42052 });
	});

	test('the button form changes only the named members', async () => {
		const response_code = await sendCard();
		expect(await update({ userids: ['LISI'], response_code, button })).toEqual({
			errcode: 0,
			errmsg: 'ok',
			invaliduser: [],
		});
		expect(simulator.inbox('lisi')[0].updated).toMatchObject({ button });
		expect(simulator.inbox('zhangsan')[0].updated).toBeUndefined();
	});

	test('the card form shows the new card', async () => {
		const response_code = await sendCard();
		const card = { ...notice, main_title: { title: '已处理' } };
		await update({ atall: 1, response_code, enable_id_trans: 1, template_card: card });
		for (const userid of ['zhangsan', 'lisi', 'wangwu']) {
			expect(simulator.inbox(userid)[0].updated?.template_card).toEqual(card);
		}
	});

	test('departments and tags select among the recipients', async () => {
		await update({ partyids: [4], response_code: await sendCard(), button });
		const updated = simulator.inbox().filter((entry) => entry.updated);
		expect(updated.map((entry) => entry.userid).sort()).toEqual(['lisi', 'wangwu']);
		await update({
			tagids: [1],
			response_code: await sendCard({ ...buttons, task_id: 'c' }),
			button,
		});
		expect(simulator.inbox('zhangsan')[1].updated).toBeDefined();
		expect(simulator.inbox('wangwu')[1].updated).toBeUndefined();
	});

	test('members who did not get the card come back as a lower-case list', async () => {
		const response_code = await sendCard();
		const userids = ['lisi', 'NoBody', 'UserID1'];
		expect(await update({ userids, response_code, button })).toMatchObject({
			errcode: 0,
			invaliduser: ['nobody', 'userid1'],
		});
	});

	test('targets: none, and none that got the card', async () => {
		const response_code = await sendCard();
		expect(await update({ response_code, button })).toMatchObject({ errcode: 82101 });
		expect(await update({ atall: 0, userids: [], response_code, button })).toMatchObject({
			errcode: 82101,
		});
		expect(await update({ userids: ['UserID1'], response_code, button })).toMatchObject({
			errcode: 82102,
		});
		expect(await update({ userids: ['lisi'], response_code, button })).toMatchObject({
			errcode: 0,
		});
	});

	test('a response_code works once, for 72 hours, for the sending app', async () => {
		const response_code = await sendCard();
		const body = { atall: 1, response_code, button };
		expect(await update({ ...body, agentid: 2 }, other)).toMatchObject({ errcode: 42015 });
		expect(await update({ ...body, response_code: 'unknown' })).toMatchObject({ errcode: 60140 });
		expect(await update({ ...body, response_code: undefined })).toMatchObject({ errcode: 60140 });
		expect(await update(body)).toMatchObject({ errcode: 0 });
		expect(await update(body)).toMatchObject({ errcode: 42022 });
		const late = await sendCard({ ...buttons, task_id: 'late' });
		simulator.advanceTime(72 * HOUR);
		expect(await update({ ...body, response_code: late })).toMatchObject({ errcode: 60140 });
	});

	test('a click hands out a new response_code', async () => {
		await update({ atall: 1, response_code: await sendCard(), button });
		const response_code = simulator.issueResponseCode(simulator.inbox('lisi')[0].msgid);
		const again = { replace_name: '再次' };
		expect(await update({ userids: ['lisi'], response_code, button: again })).toMatchObject({
			errcode: 0,
		});
		expect(simulator.inbox('lisi')[0].updated).toMatchObject({ button: again });
	});

	test('the button form needs a card with buttons', async () => {
		const response_code = await sendCard({ ...notice, task_id: 'n', action_menu: menu });
		expect(await update({ atall: 1, response_code, button })).toMatchObject({ errcode: 40058 });
		expect(await update({ atall: 1, response_code, template_card: notice })).toMatchObject({
			errcode: 0,
		});
	});

	test.each<[string, number, JsonObject]>([
		['both forms', 40058, { button, template_card: notice }],
		['no form', 40058, {}],
		['userids as text', 40035, { button, userids: 'lisi|wangwu' }],
		['too many userids', 40035, { button, userids: Array.from({ length: 1001 }, () => 'u') }],
		['too many departments', 40035, { button, partyids: Array.from({ length: 101 }, () => 1) }],
		['too many tags', 40035, { button, tagids: Array.from({ length: 101 }, () => 1) }],
		['departments as text', 40058, { button, partyids: ['2'] }],
		['empty caption', 40058, { button: { replace_name: '' } }],
		['id translation in the button form', 40058, { button, enable_id_trans: 0 }],
		['duplicate check', 40058, { template_card: notice, enable_duplicate_check: 1 }],
		['task_id in the card', 40058, { template_card: buttons }],
		['wrong card type', 42031, { template_card: { card_type: 'poster' } }],
		['replace_text on a notice', 40058, { template_card: { ...notice, replace_text: 'x' } }],
		['bad card', 42045, { template_card: { ...notice, card_action: undefined } }],
		['agentid as text', 40056, { button, agentid: '1' }],
		['no agentid', 41011, { button, agentid: undefined }],
		['another app', 301002, { button, agentid: 2 }],
	])('refuses %s', async (_name, errcode, change) => {
		const response_code = await sendCard();
		expect(await update({ atall: 1, response_code, ...change })).toMatchObject({ errcode });
		expect(simulator.inbox('lisi')[0].updated).toBeUndefined();
	});
});
