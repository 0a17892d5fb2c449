import { startSimulator, type JsonObject, type Simulator } from '../../simulator';
import { fromXml } from '../../simulator/receiving/xml';
import { clientOf, textMessage, type Client } from '../../unit/simulator/client';
import { poisonedSimulator, USER } from '../../unit/simulator/hostile';
import { TestReceiver } from '../../unit/simulator/receiver';
import { DESKTOP, PHONE, TestBrowser } from './browser';
import { InboxPage } from './inboxPage';
import { sampleMessages } from './messages';

const SIZES = [
	['1400 px', DESKTOP],
	['390 px', PHONE],
] as const;

let simulator: Simulator;
let client: Client;
let browser: TestBrowser;
let inbox: InboxPage;

beforeAll(async () => {
	[simulator, browser] = await Promise.all([startSimulator(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
	await simulator?.close();
});
beforeEach(async () => {
	simulator.reset();
	client = await clientOf(simulator);
});
afterEach(async () => {
	const { complaints } = inbox;
	await inbox.close();
	expect(complaints).toEqual([]);
	expect([...browser.foreign, ...browser.errors]).toEqual([]);
});

const open = async (size = DESKTOP, query = `?user=zhangsan&app=${simulator.agentId}`) => {
	inbox = await InboxPage.open(browser, simulator.url, query, size);
	return inbox.page;
};

async function send(body: JsonObject): Promise<JsonObject> {
	const answer = await client.send({ ...body, touser: 'zhangsan', agentid: simulator.agentId });
	expect(answer).toMatchObject({ errcode: 0 });
	return answer;
}

describe.each(SIZES)('at a width of %s', (_, size) => {
	it('every message type is shown, whole, and without a barrier', async () => {
		const samples = Object.values(await sampleMessages(simulator, client));
		for (const body of samples) await send(body);
		await send({ ...textMessage(simulator), safe: 1 });
		const { msgid } = await send({ msgtype: 'text', text: { content: 'a slip' } });
		await client.post('message/recall', { msgid });
		const page = await open(size);
		expect(await page.locator('[data-msgid]').count()).toBe(samples.length + 2);
		expect(await inbox.empty()).toEqual([]);
		expect(await inbox.overflowing()).toEqual([]);
		expect(await inbox.barriers()).toEqual([]);
		for (const details of await page.locator('[data-msgid] summary').all()) {
			await details.click();
			expect(await inbox.overflowing()).toEqual([]);
		}
	});

	it.each(['W', '长'])(
		'a word of 300 times "%s" in every text stays within its place',
		async (letter) => {
			const long = await poisonedSimulator(letter.repeat(300));
			try {
				inbox = await InboxPage.open(browser, long.url, `?user=${USER}`, size);
				expect(await inbox.overflowing()).toEqual([]);
			} finally {
				await long.close();
			}
		},
	);

	it.each(['', '?user=lisi&show=settings'])('the page %s has no barrier', async (query) => {
		await open(size, query);
		expect(await inbox.overflowing()).toEqual([]);
		expect(await inbox.barriers()).toEqual([]);
	});
});

it('a phone goes from the list to a conversation, to the settings and back', async () => {
	const page = await open(PHONE, '');
	const column = async () =>
		(
			await Promise.all(
				['.members', '.phone', '.settings'].map(async (name) =>
					(await page.locator(name).isVisible()) ? name : '',
				),
			)
		).join('');
	expect(await column()).toBe('.members');
	await page.getByRole('searchbox').fill('李');
	await page.getByRole('link', { name: '赵六' }).waitFor({ state: 'detached' });
	await page.getByRole('link', { name: '李四' }).click();
	await page.locator('.phone').getByText('李四').waitFor();
	expect(await column()).toBe('.phone');
	await page.getByRole('link', { name: 'Set up receiving' }).click();
	await page.getByRole('heading', { name: 'Receive Messages' }).waitFor();
	expect(await column()).toBe('.settings');
	await page.getByRole('link', { name: '‹ Conversation' }).click();
	await page.getByRole('link', { name: 'All members' }).click();
	await page.getByRole('searchbox').waitFor();
	expect(await column()).toBe('.members');
});

it('recalls and updates change the page as it is, and leave what somebody has entered', async () => {
	const {
		button_interaction: buttons,
		vote_interaction: vote,
		text,
	} = await sampleMessages(simulator, client);
	const slip = await send(text);
	const card = await send(buttons);
	await send(vote);
	const page = await open();
	await page.evaluate(() => Object.assign(window, { sameDocument: true }));
	await page.locator('#words').fill('half a sen');
	await page.getByLabel('莫干山').check();
	await page.locator('#words').focus();

	await client.post('message/recall', { msgid: slip.msgid });
	await inbox.message(slip.msgid).getByText('撤回了一条消息').waitFor();
	const update = {
		userids: ['zhangsan'],
		agentid: simulator.agentId,
		response_code: card.response_code,
		button: { replace_name: '已批准' },
	};
	expect(await client.post('message/update_template_card', update)).toMatchObject({ errcode: 0 });
	await inbox.message(card.msgid).getByRole('button', { name: '已批准' }).waitFor();
	await send({ msgtype: 'text', text: { content: 'a new one' } });
	await page.locator('#conversation').getByText('a new one').waitFor();

	expect(await page.locator('#words').inputValue()).toBe('half a sen');
	expect(
		await page.locator('#words').evaluate((element) => element === document.activeElement),
	).toBe(true);
	expect(await page.getByLabel('莫干山').isChecked()).toBe(true);
	expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
});

describe('with the keyboard alone', () => {
	let receiver: TestReceiver;

	beforeEach(async () => {
		receiver = await TestReceiver.start(simulator.corpId);
		await simulator.setCallback(receiver.settings);
	});
	afterEach(async () => await receiver.close());

	const messageOf =
		({ msgid }: JsonObject) =>
		() =>
			inbox.message(msgid);
	const press = async (...keys: string[]) => {
		for (const key of keys) await inbox.page.keyboard.press(key);
	};

	it.each(SIZES)('cards, menus and words go to the app at a width of %s', async (_, size) => {
		const {
			button_interaction: buttons,
			vote_interaction: vote,
			text_notice: notice,
		} = await sampleMessages(simulator, client);
		const approval = messageOf(await send(buttons));
		const ballot = messageOf(await send(vote));
		const report = messageOf(await send(notice));
		const page = await open(size);
		const event = async (count: number) => {
			await inbox.notice.getByText(/^Sent /).waitFor();
			expect(receiver.received).toHaveLength(count);
			return fromXml(receiver.received[count - 1]);
		};

		await press('Tab', 'Enter');
		await inbox.tabTo(approval().getByRole('button', { name: '批准' }));
		await press('Enter');
		expect(await event(1)).toMatchObject({
			Event: 'template_card_event',
			EventKey: 'approve',
			FromUserName: 'zhangsan',
		});

		await inbox.tabTo(ballot().getByLabel('千岛湖'));
		await press('ArrowDown');
		await inbox.tabTo(ballot().getByRole('button'));
		await press('Enter');
		expect(await event(2)).toMatchObject({
			SelectedItems: { SelectedItem: { QuestionKey: 'place', OptionIds: { OptionId: 'hills' } } },
		});

		await inbox.tabTo(report().locator('summary'));
		await press('Enter', 'Tab', 'Enter');
		expect(await event(3)).toMatchObject({ Event: 'template_card_menu_event', EventKey: 'mute' });

		await inbox.tabTo(page.locator('.app-menu summary'));
		await press('Enter', 'Tab', 'Tab', 'Enter');
		expect(await event(4)).toMatchObject({ Event: 'click', EventKey: 'REPAIR' });

		await inbox.tabTo(page.locator('#words'));
		await page.keyboard.type('printer on fire');
		await press('Enter');
		expect(await event(5)).toMatchObject({ MsgType: 'text', Content: 'printer on fire' });
		await page.locator('.own').getByText('printer on fire').waitFor();
		expect(await page.locator('#words').inputValue()).toBe('');

		if (size === PHONE) {
			await inbox.tabTo(page.getByRole('link', { name: 'All members' }));
			await press('Enter');
			await page.waitForURL(/inbox$/);
		}
		await inbox.tabTo(page.getByRole('link', { name: '李四' }));
		await press('Enter');
		await page.waitForURL(/user=lisi/);
		expect(receiver.received).toHaveLength(5);
	});
});
