import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import { fromXml } from '../../simulator/receiving/xml';
import { clientOf, type Client } from './client';
import { buttonsOf, elementsOf, having, outcomeOf, pageOf, press, textOf } from './page';
import { TestReceiver } from './receiver';

const THREE = '?users=zhangsan,lisi,wangwu';

let simulator: Simulator;
let client: Client;
let receiver: TestReceiver;

beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
	simulator.reset();
	client = await clientOf(simulator);
	receiver = await TestReceiver.start(simulator.corpId);
	await simulator.setCallback(receiver.settings);
});
afterEach(async () => await receiver.close());

let cards = 0;
async function send(card: JsonObject, touser: string): Promise<JsonObject> {
	const answer = await client.send({
		touser,
		msgtype: 'template_card',
		agentid: simulator.agentId,
		template_card: { task_id: `task-${(cards += 1)}`, main_title: { title: 'Leave' }, ...card },
	});
	expect(answer).toMatchObject({ errcode: 0 });
	return answer;
}
const approval = {
	card_type: 'button_interaction',
	button_list: [
		{ text: 'Approve', key: 'approve' },
		{ text: 'Decline', key: 'decline' },
		{ text: 'Look', type: 1, url: 'https://example.com' },
	],
};
const vote = {
	card_type: 'vote_interaction',
	checkbox: {
		question_key: 'place',
		option_list: ['lake', 'hills'].map((id) => ({ id, text: id, is_checked: false })),
	},
	submit_button: { text: 'Vote', key: 'vote' },
};

type Page = Awaited<ReturnType<typeof pageOf>>;
const phonesOn = (page: Page) =>
	elementsOf(page).flatMap(({ name, attribs }) => (name === 'iframe' ? [attribs.src] : []));
const choices = (page: Page) =>
	elementsOf(page)
		.filter(({ name }) => name === 'select')
		.map((select) => [
			select.attribs.name,
			...elementsOf(select).map(
				(option) => `${textOf(option)}${'selected' in option.attribs ? ' *' : ''}`,
			),
		]);
const together = (page: Page) => having(page, 'data-part', 'together')[0];
const pressAll = async (page: Page, keys: Record<string, string>) => {
	const button = buttonsOf(page).get('Press on all at once');
	if (button === undefined) throw new Error('No button to press on all');
	return await press(
		simulator,
		button,
		Object.entries(keys).map(([userid, key]) => [`key:${userid}`, key]),
	);
};
const noticeOn = async (userid: string) =>
	outcomeOf(await pageOf(simulator, `?user=${userid}&app=${simulator.agentId}`));

describe('several phones', () => {
	it('are an inbox each, in the order of the address, once, and only of members', async () => {
		const page = await pageOf(simulator, '?users=wangwu,zhangsan,nobody,WangWu,%3Cb%3E');
		expect(phonesOn(page)).toEqual(
			['wangwu', 'zhangsan'].map(
				(user) => `/simulator/inbox?user=${user}&app=${simulator.agentId}`,
			),
		);
	});

	it('show the app that the address names', async () => {
		expect(phonesOn(await pageOf(simulator, '?users=lisi&app=1000003'))).toEqual([
			'/simulator/inbox?user=lisi&app=1000003',
		]);
	});

	it('become one more by the form, and one less by a link', async () => {
		const page = await pageOf(simulator, '?users=zhangsan,lisi&add=wangwu');
		expect(phonesOn(page)).toHaveLength(3);
		const [remove] = having(page, 'aria-label', 'Remove the phone of 李四');
		const query = new URL(remove.attribs.href, simulator.url).search;
		expect(phonesOn(await pageOf(simulator, query))).toEqual(
			['zhangsan', 'wangwu'].map(
				(user) => `/simulator/inbox?user=${user}&app=${simulator.agentId}`,
			),
		);
		expect(phonesOn(await pageOf(simulator, '?users=lisi&add=nobody'))).toHaveLength(1);
	});

	it('are reached from the inbox, which an address without a member still shows', async () => {
		const page = await pageOf(simulator, '?users=nobody');
		expect(having(page, 'id', 'conversation')).toHaveLength(1);
		const link = elementsOf(page).find((one) => textOf(one) === 'Several phones side by side');
		expect(link?.attribs.href).toMatch(/^\/simulator\/inbox\?users=\w+&app=\d+$/);
	});

	it('speak the language that is chosen there', async () => {
		const answer = await fetch(`${simulator.url}/simulator/inbox${THREE}&lang=zh`, {
			redirect: 'manual',
		});
		expect(decodeURIComponent(String(answer.headers.get('location')))).toContain(
			'users=zhangsan,lisi,wangwu',
		);
		const cookie = String(answer.headers.get('set-cookie')).split(';')[0];
		const page = await pageOf(simulator, THREE, { cookie });
		expect(having(page, 'aria-label', '同时点击')).toHaveLength(1);
	});

	it('may stand in a page of the simulator, and in no other', async () => {
		const { headers } = await fetch(`${simulator.url}/simulator/inbox${THREE}`);
		const policy = String(headers.get('content-security-policy'));
		expect(policy).toContain("frame-src 'self'");
		expect(policy).toContain("frame-ancestors 'self'");
	});
});

describe('press on all at once', () => {
	it('offers the newest card that is open, to whoever got it, with a race preselected', async () => {
		expect(textOf(together(await pageOf(simulator, THREE)))).toContain('When a card with buttons');
		await send(approval, 'zhangsan|lisi|wangwu');
		await client.send({
			touser: 'zhangsan',
			msgtype: 'text',
			agentid: simulator.agentId,
			text: { content: 'later' },
		});
		await send({ ...approval, main_title: { title: 'Newest' } }, 'zhangsan|wangwu');
		const page = await pageOf(simulator, THREE);
		expect(textOf(together(page))).toContain('Newest');
		expect(choices(page)).toEqual([
			['key:zhangsan', 'Approve *', 'Decline', "Don't press"],
			['key:wangwu', 'Approve', 'Decline *', "Don't press"],
		]);
	});

	it('presses on each phone what was chosen there, and all at the same moment', async () => {
		await send(approval, 'zhangsan|lisi|wangwu');
		receiver.awaited = 2;
		const page = await pressAll(await pageOf(simulator, THREE), {
			zhangsan: 'approve',
			lisi: '',
			wangwu: 'decline',
		});
		const pressed = receiver.received
			.map((xml) => fromXml(xml) ?? {})
			.map(({ FromUserName: who, EventKey: key }) => `${String(who)} ${String(key)}`);
		expect(pressed.sort()).toEqual(['wangwu decline', 'zhangsan approve']);
		expect(textOf(having(page, 'data-part', 'said')[0])).toBe('Pressed at once: 2');
		expect((await noticeOn('zhangsan')).text).toContain('Sent template_card_event (approve)');
		expect((await noticeOn('wangwu')).text).toContain('Sent template_card_event (decline)');
		expect(await noticeOn('lisi')).toEqual({ tone: '', text: '' });
	});

	it('votes for the first option where none is chosen', async () => {
		await send(vote, 'zhangsan|lisi');
		const page = await pageOf(simulator, '?users=zhangsan,lisi');
		await pressAll(page, { zhangsan: 'vote', lisi: 'vote' });
		expect(receiver.received.map((xml) => fromXml(xml)?.SelectedItems)).toEqual(
			Array.from({ length: 2 }, () => ({
				SelectedItem: { QuestionKey: 'place', OptionIds: { OptionId: 'lake' } },
			})),
		);
	});

	it('says on its phone that one was too late for its card', async () => {
		const { msgid, response_code } = await send(approval, 'zhangsan|lisi');
		const page = await pageOf(simulator, '?users=zhangsan,lisi');
		await client.post('message/update_template_card', {
			userids: ['lisi'],
			agentid: simulator.agentId,
			response_code,
			button: { replace_name: 'Closed' },
		});
		await pressAll(page, { zhangsan: 'approve', lisi: 'decline' });
		expect(receiver.received).toHaveLength(1);
		expect((await noticeOn('lisi')).text).toBe('This is no longer available.');
		expect(simulator.inbox('lisi')[0].msgid).toBe(msgid);
		expect(choices(await pageOf(simulator, '?users=zhangsan,lisi'))).toEqual([
			['key:zhangsan', 'Approve *', 'Decline', "Don't press"],
			['key:lisi', "Don't press"],
		]);
	});

	it('is no longer offered once the card is closed everywhere, or recalled', async () => {
		const { response_code } = await send(approval, 'zhangsan|lisi');
		const second = await send(approval, 'zhangsan|lisi');
		const offered = async () => choices(await pageOf(simulator, '?users=zhangsan,lisi')).length;
		expect(await offered()).toBe(2);
		await client.post('message/recall', { msgid: second.msgid });
		expect(await offered()).toBe(2);
		await client.post('message/update_template_card', {
			atall: 1,
			agentid: simulator.agentId,
			response_code,
			button: { replace_name: 'Closed' },
		});
		expect(await offered()).toBe(0);
	});

	it('takes no form of another site', async () => {
		await send(approval, 'zhangsan');
		const answer = await fetch(`${simulator.url}/simulator/inbox/press-all`, {
			method: 'POST',
			headers: { origin: 'https://evil.example' },
			body: new URLSearchParams({ users: 'zhangsan', 'key:zhangsan': 'approve' }),
		});
		expect(answer.status).toBe(403);
		expect(receiver.received).toEqual([]);
	});
});
