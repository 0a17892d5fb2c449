import { startSimulator, WHOLE_COMPANY, type Simulator } from '../../simulator';
import { clientOf, RobotClient } from '../../unit/simulator/client';
import { DESKTOP, PHONE, TestBrowser } from './browser';
import { robotMessages } from './groupMessages';
import { InboxPage, type Look } from './inboxPage';

const LOOKS = [
	['1400 px, light, English', { size: DESKTOP, theme: 'light', language: 'en' }],
	['1400 px, dark, Chinese', { size: DESKTOP, theme: 'dark', language: 'zh' }],
	['390 px, light, Chinese', { size: PHONE, theme: 'light', language: 'zh' }],
	['390 px, dark, English', { size: PHONE, theme: 'dark', language: 'en' }],
] as const satisfies ReadonlyArray<readonly [string, Look]>;

let simulator: Simulator;
let robot: RobotClient;
let browser: TestBrowser;
let inbox: InboxPage;

beforeAll(async () => {
	[simulator, browser] = await Promise.all([
		startSimulator({ visible: WHOLE_COMPANY }),
		TestBrowser.launch(),
	]);
	robot = new RobotClient(simulator);
});
afterAll(async () => {
	await browser?.close();
	await simulator?.close();
});
beforeEach(() => simulator.reset());
afterEach(async () => {
	const { complaints } = inbox;
	await inbox.close();
	expect(complaints).toEqual([]);
	expect([...browser.foreign, ...browser.errors]).toEqual([]);
});

const open = async (look: Look = {}, query = `?group=${simulator.group().chatid}`) => {
	inbox = await InboxPage.open(browser, simulator.url, query, look);
	return inbox.page;
};
const say = async (content: string, mentioned: string[] = []) =>
	expect(
		await robot.send({ msgtype: 'text', text: { content, mentioned_list: mentioned } }),
	).toMatchObject({ errcode: 0 });

describe.each(LOOKS)('at %s', (_width, look) => {
	it('every message of a robot is shown, whole, and without a barrier', async () => {
		const messages = await robotMessages(simulator, robot);
		for (const body of messages) expect(await robot.send(body)).toMatchObject({ errcode: 0 });
		const page = await open(look);
		expect(await page.locator('[data-msgid]').count()).toBe(messages.length);
		expect(await inbox.empty()).toEqual([]);
		expect(await inbox.overflowing()).toEqual([]);
		expect(await inbox.barriers()).toEqual([]);
		if (look.size === PHONE) expect(await inbox.smallTargets()).toEqual([]);
	});

	it.each([
		['the list of groups', 'members'],
		['an empty group', 'phone'],
		['who is in it', 'settings'],
	])('%s has no barrier', async (_, column) => {
		await open(look, `?group=${simulator.group().chatid}&show=${column}`);
		expect(await inbox.overflowing()).toEqual([]);
		expect(await inbox.barriers()).toEqual([]);
		if (look.size === PHONE) expect(await inbox.smallTargets()).toEqual([]);
	});
});

it('a phone goes from the list to a group, to who is in it, and back', async () => {
	await say('hello');
	const page = await open({ size: PHONE }, '');
	await page.getByRole('link', { name: /值班群/ }).click();
	await page.locator('.phone').getByText('hello').waitFor();
	await page.getByRole('link', { name: 'Group info' }).click();
	await page.locator('.settings').getByRole('link', { name: /李四/ }).waitFor();
	await page.getByRole('link', { name: '‹ Conversation' }).click();
	await page.getByRole('link', { name: 'All members' }).click();
	await page.getByRole('searchbox').fill('值班');
	await page.getByRole('link', { name: /张三/ }).waitFor({ state: 'detached' });
	expect(await page.getByRole('link', { name: /值班群/ }).isVisible()).toBe(true);
});

it('messages, new groups and new members appear while the page is open', async () => {
	const page = await open();
	await say('first', ['lisi']);
	const message = page.locator('[data-msgid]', { hasText: 'first' });
	await message.getByText('@李四').waitFor();
	const client = await clientOf(simulator);
	const chat = { chatid: 'war', name: '作战室', userlist: ['zhangsan', 'lisi'], owner: 'lisi' };
	await client.post('appchat/create', chat);
	await page.getByRole('link', { name: /作战室.*2 members/ }).click();
	await page.getByText("some WeCom clients don't show").waitFor();
	await client.post('appchat/update', { chatid: 'war', add_user_list: ['wangwu'] });
	await page.locator('.settings').getByRole('link', { name: /王五/ }).waitFor();
	await client.post('appchat/send', {
		chatid: 'war',
		msgtype: 'markdown',
		markdown: { content: '<@wangwu> **joined**' },
	});
	await page.locator('#conversation').getByText('joined').waitFor();
	expect(await page.locator('#conversation .bubble .mention').textContent()).toBe('@王五');
});

it('a file of a robot is downloaded under its name', async () => {
	const id = await robot.mediaId('file', Buffer.from('report'), '周报.txt');
	await robot.send({ msgtype: 'file', file: { media_id: id } });
	const page = await open();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: /周报\.txt/ }).click(),
	]);
	expect(download.suggestedFilename()).toBe('周报.txt');
});

it('the webhook URL of the robot is copied', async () => {
	const page = await open();
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.getByRole('button', { name: 'Copy Webhook URL' }).click();
	await page.locator('#toast').getByText('Copied').waitFor();
	expect(await page.evaluate(async () => await navigator.clipboard.readText())).toBe(
		simulator.robotWebhook,
	);
});
