import { startSimulator, type JsonObject, type Simulator } from '../../simulator';
import { linkTo } from '../../simulator/inbox/link';
import { fromXml } from '../../simulator/receiving/xml';
import { clientOf, textMessage, type Client } from '../../unit/simulator/client';
import { poisonedSimulator, USER } from '../../unit/simulator/hostile';
import { TestReceiver } from '../../unit/simulator/receiver';
import { DESKTOP, PHONE, TestBrowser } from './browser';
import { InboxPage, type Look } from './inboxPage';
import { sampleMessages } from './messages';

const SIZES = [
	['1400 px', DESKTOP],
	['390 px', PHONE],
] as const;

/** Each width in each theme; each language with both widths and both themes. */
const LOOKS = SIZES.flatMap(([width, size], index) =>
	(['light', 'dark'] as const).map((theme) => {
		const language = (theme === 'light') === (index === 0) ? 'en' : 'zh';
		return [`${width}, ${theme}, ${language}`, { size, theme, language }] as const;
	}),
);

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

const open = async (look: Look = {}, query = `?user=zhangsan&app=${simulator.agentId}`) => {
	inbox = await InboxPage.open(browser, simulator.url, query, look);
	return inbox.page;
};

async function send(body: JsonObject): Promise<JsonObject> {
	const answer = await client.send({ ...body, touser: 'zhangsan', agentid: simulator.agentId });
	expect(answer).toMatchObject({ errcode: 0 });
	return answer;
}

/** A message of every type, one with a watermark, and one that was recalled; answers with how many. */
async function sendEverything(): Promise<number> {
	const samples = Object.values(await sampleMessages(simulator, client));
	for (const body of samples) await send(body);
	await send({ ...textMessage(simulator), safe: 1 });
	const { msgid } = await send({ msgtype: 'text', text: { content: 'a slip' } });
	await client.post('message/recall', { msgid });
	return samples.length + 2;
}

describe.each(LOOKS)('at %s', (_, look) => {
	it('every message type is shown, whole, and without a barrier', async () => {
		const count = await sendEverything();
		const page = await open(look);
		expect(await page.locator('[data-msgid]').count()).toBe(count);
		expect(await inbox.empty()).toEqual([]);
		expect(await inbox.overflowing()).toEqual([]);
		expect(await inbox.barriers()).toEqual([]);
	});

	it('what came of something, and what was dropped, has no barrier', async () => {
		const page = await open(look);
		for (let index = 0; index < 31; index += 1) await send(textMessage(simulator));
		await page.locator('[data-dropped="1"]').waitFor();
		await page.locator('.app-menu > button').first().click();
		await page.locator('.phone .notice-line.bad').waitFor();
		expect(await inbox.overflowing()).toEqual([]);
		expect(await inbox.barriers()).toEqual([]);
	});

	it.each(['', '?user=lisi&show=settings'])('the page %s has no barrier', async (query) => {
		await open(look, query);
		expect(await inbox.overflowing()).toEqual([]);
		expect(await inbox.barriers()).toEqual([]);
	});
});

describe.each(SIZES)('at a width of %s', (_, size) => {
	it('everything that opens stays within its place', async () => {
		await sendEverything();
		const page = await open({ size });
		for (const details of await page.locator('summary').all()) {
			if (!(await details.isVisible())) continue;
			await details.click();
			expect(await inbox.overflowing()).toEqual([]);
			await page.keyboard.press('Escape');
		}
	});

	it.each(['W', '长'])(
		'a word of 300 times "%s" in every text stays within its place',
		async (letter) => {
			const long = await poisonedSimulator(letter.repeat(300));
			try {
				inbox = await InboxPage.open(browser, long.url, `?user=${USER}`, { size });
				expect(await inbox.overflowing()).toEqual([]);
			} finally {
				await long.close();
			}
		},
	);

	it('a link opens the page at its card, which stands out', async () => {
		const { button_interaction: card, text } = await sampleMessages(simulator, client);
		for (let index = 0; index < 8; index += 1) await send(text);
		const { msgid } = await send(card);
		for (let index = 0; index < 8; index += 1) await send(text);
		const { search, hash } = new URL(linkTo(simulator.url, 'zhangsan', String(msgid)));
		await open({ size }, `${search}${hash}`);
		const place = async () => await inbox.message(msgid).boundingBox();
		const list = await inbox.page.locator('#conversation').boundingBox();
		const shown = await place();
		if (shown === null || list === null) throw new Error('Nothing is shown');
		expect(shown.y).toBeGreaterThanOrEqual(list.y);
		expect(shown.y + shown.height).toBeLessThanOrEqual(list.y + list.height);
		const outlineOf = async (id: unknown) =>
			await inbox
				.message(id)
				.locator('.content')
				.evaluate((element) => getComputedStyle(element).outlineStyle);
		expect(await outlineOf(msgid)).toBe('solid');
		expect(await outlineOf(simulator.inbox('zhangsan')[0].msgid)).toBe('none');
		// What comes later does not take the card away.
		const { msgid: later } = await send(text);
		await inbox.message(later).waitFor({ state: 'attached' });
		expect(await place()).toEqual(shown);
	});
});

it('a finger finds everything that can be pressed', async () => {
	await sendEverything();
	const page = await open({ size: PHONE });
	await page.locator('.app-menu > button').first().click();
	await page.locator('.notice-line.bad').waitFor();
	expect(await inbox.smallTargets()).toEqual([]);
	await page.evaluate(() => {
		for (const details of Array.from(document.querySelectorAll('details'))) details.open = true;
	});
	expect(await inbox.smallTargets()).toEqual([]);
	for (const column of ['members', 'settings']) {
		await page.goto(`${simulator.url}/simulator/inbox?user=zhangsan&show=${column}`);
		expect(await inbox.smallTargets()).toEqual([]);
	}
	// A check that would see it.
	await page.evaluate(() => document.documentElement.style.setProperty('--touch', '30px'));
	expect(await inbox.smallTargets()).not.toEqual([]);
});

it('the page is dark where the system is, and Chinese for whoever chooses that', async () => {
	const page = await open({ theme: 'dark' });
	const background = async () =>
		await page.locator('.phone').evaluate((element) => getComputedStyle(element).backgroundColor);
	const dark = await background();
	await page.emulateMedia({ colorScheme: 'light' });
	expect([dark, await background()]).toEqual(['rgb(26, 29, 35)', 'rgb(255, 255, 255)']);

	await page.getByRole('link', { name: '中文' }).click();
	await page.getByRole('heading', { name: '企业微信模拟器' }).waitFor();
	await page.reload();
	await page.getByRole('searchbox', { name: '搜索成员' }).waitFor();
	await page.getByRole('link', { name: 'English' }).click();
	await page.getByRole('searchbox', { name: 'Search members' }).waitFor();
});

it('values are copied, and the page says so', async () => {
	const { msgid } = await send(textMessage(simulator));
	const page = await open();
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	const copied = async () => await page.evaluate(async () => await navigator.clipboard.readText());
	await page.getByRole('button', { name: 'Copy App Secret' }).click();
	await page.locator('#toast').getByText('Copied').waitFor();
	expect(await copied()).toBe(simulator.secret);
	await inbox.message(msgid).locator('summary').click();
	await inbox.message(msgid).getByRole('button', { name: 'Copy msgid' }).click();
	await inbox.message(msgid).locator('.copy.done').waitFor();
	expect(await copied()).toBe(msgid);
	await page.getByLabel('Token', { exact: true }).fill('TypedIn1');
	await page.getByRole('button', { name: 'Copy Token' }).click();
	await page.locator('.field .copy.done').waitFor();
	expect(await copied()).toBe('TypedIn1');
});

it('a phone goes from the list to a conversation, to the settings and back', async () => {
	const page = await open({ size: PHONE }, '');
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

it('finds what was entered before its scripts were there', async () => {
	const page = await open();
	let arrive: () => void = () => undefined;
	const entered = new Promise<void>((resolve) => {
		arrive = resolve;
	});
	await page.route('**/assets/inbox.js', async (route) => {
		await entered;
		await route.continue();
	});
	await page.reload({ waitUntil: 'commit' });
	await page.getByRole('searchbox').fill('李');
	arrive();
	await page.getByRole('link', { name: '赵六' }).waitFor({ state: 'detached' });
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
	await inbox.message(slip.msgid).getByText('recalled a message').waitFor();
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

describe('of a long conversation', () => {
	const lines = 30;
	const isAtEnd = async () =>
		await inbox.page
			.locator('#conversation')
			.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight < 80);

	beforeEach(async () => {
		for (let line = 1; line <= lines; line++)
			await send({ msgtype: 'text', text: { content: `line ${line}` } });
		await open({ size: PHONE });
		expect(await isAtEnd()).toBe(true);
		await inbox.page.locator('#conversation').evaluate((list) => (list.scrollTop = 0));
	});

	it('a new message further down is announced, and is found with the keyboard', async () => {
		const chip = inbox.page.getByRole('button', { name: 'New messages' });
		expect(await chip.isVisible()).toBe(false);
		simulator.advanceTime(61_000);
		await send({ msgtype: 'text', text: { content: 'the latest' } });
		await chip.waitFor();
		expect((await chip.boundingBox())!.height).toBeGreaterThanOrEqual(44);
		await chip.focus();
		await inbox.page.keyboard.press('Enter');
		await chip.waitFor({ state: 'hidden' });
		expect(await isAtEnd()).toBe(true);
	});

	it("a member's own message is in view", async () => {
		await inbox.page.getByLabel('Message to the app').fill('I wrote this');
		await inbox.page.keyboard.press('Enter');
		await inbox.page.locator('.message.own').waitFor();
		expect(await isAtEnd()).toBe(true);
		expect(await inbox.page.getByRole('button', { name: 'New messages' }).isVisible()).toBe(false);
	});
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
		const page = await open({ size });
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

		await inbox.tabTo(report().locator('.source summary'));
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

describe('what came of something', () => {
	let receiver: TestReceiver;

	beforeEach(async () => {
		receiver = await TestReceiver.start(simulator.corpId);
		await simulator.setCallback(receiver.settings);
	});
	afterEach(async () => await receiver.close());

	const notice = (tone: string) => inbox.page.locator(`.phone .notice-line.${tone}`);
	/** Lets time go by, both there and here. */
	const pass = async (milliseconds: number) => {
		simulator.advanceTime(milliseconds);
		await inbox.page.clock.fastForward(milliseconds);
	};
	const pressMenu = async () => await inbox.page.getByRole('button', { name: '今日数据' }).click();

	it('is open at first, and turns by itself into a note that stays until it is dismissed', async () => {
		const page = await open();
		await page.clock.install();
		await page.reload();
		await pressMenu();
		await notice('open').waitFor();
		await pass(5000);
		await notice('note').getByText("doesn't take this event").waitFor();
		await notice('note').getByRole('button', { name: 'Dismiss' }).click();
		await notice('note').waitFor({ state: 'detached' });
		expect(
			await page.locator('#conversation').evaluate((list) => list === document.activeElement),
		).toBe(true);
		await page.reload();
		expect(await inbox.notice.textContent()).toBe('');
	});

	it('goes away when it went well, but not while somebody reads it', async () => {
		const page = await open();
		await page.clock.install();
		await page.reload();
		await pressMenu();
		await notice('open').waitFor();
		await send(textMessage(simulator));
		await notice('good').getByText('The workflow acted on it.').waitFor();
		await notice('good').hover();
		await pass(20_000);
		await send({ msgtype: 'text', text: { content: 'meanwhile' } });
		await page.locator('#conversation').getByText('meanwhile').waitFor();
		expect(await notice('good').isVisible()).toBe(true);
		await page.locator('.members h1').hover();
		await pass(1000);
		await notice('good').waitFor({ state: 'detached' });
	});

	it('is a failure when the settings cannot be saved, and what was typed stays when that is dismissed', async () => {
		const page = await open();
		await page.getByLabel('Token', { exact: true }).fill('not-allowed!');
		await page.getByRole('button', { name: 'Save' }).click();
		const failure = page.locator('.settings .notice-line.bad');
		await failure.getByText('Not saved, the old settings stay.').waitFor();
		await failure.getByRole('button', { name: 'Dismiss' }).click();
		await failure.waitFor({ state: 'detached' });
		expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe('not-allowed!');
	});
});
