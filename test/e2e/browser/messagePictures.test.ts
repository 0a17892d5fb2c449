/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Page } from 'playwright-core';
import { startSimulator, type Simulator } from '../../simulator';
import { clientOf, type Client } from '../../unit/simulator/client';
import { TestReceiver } from '../../unit/simulator/receiver';
import { DESKTOP, PHONE, picture, TestBrowser } from './browser';
import { sampleMessages } from './messages';

/** The pictures of docs/images/messages, by the name of the page that shows them. */
const NAMES = [
	'text',
	'markdown',
	'image',
	'voice',
	'video',
	'file',
	'textcard',
	'news',
	'mpnews',
	'miniprogram_notice',
	'interactive_taskcard',
	'custom',
	'text_notice',
	'news_notice',
	'button_interaction',
	'vote_interaction',
	'multiple_interaction',
];

let simulator: Simulator;
let receiver: TestReceiver;
let browser: TestBrowser;

beforeAll(async () => {
	[simulator, browser] = await Promise.all([startSimulator(), TestBrowser.launch()]);
	receiver = await TestReceiver.start(simulator.corpId);
});
afterAll(async () => {
	await browser?.close();
	await Promise.all([simulator?.close(), receiver?.close()]);
});

const send = async (client: Client, body: object, touser = 'zhangsan') => {
	expect(await client.send({ ...body, touser, agentid: simulator.agentId })).toMatchObject({
		errcode: 0,
	});
};

const conversation = (user = 'zhangsan') =>
	`${simulator.url}/simulator/inbox?user=${user}&app=${simulator.agentId}`;

/** The only message of a page, with a margin of the background around it. */
async function onlyMessage(page: Page) {
	const message = page.locator('[data-msgid]');
	await message.waitFor();
	await message.evaluate((element) => {
		element.style.margin = '0 -12px';
		element.style.padding = '12px';
		// The button of the page is no part of the message.
		element.querySelector('.facts')?.remove();
	});
	return message;
}

describe('a picture of every message type', () => {
	let page: Page;

	beforeAll(async () => {
		page = await browser.open({ ...PHONE, height: 1000, density: 2 });
	});

	it.each(NAMES)('%s', async (name) => {
		simulator.reset();
		const client = await clientOf(simulator);
		const samples = await sampleMessages(simulator, client);
		expect(Object.keys(samples)).toEqual(NAMES);
		await send(client, samples[name]);
		await page.goto(conversation());
		const message = await onlyMessage(page);
		const { width, height } = (await message.boundingBox()) ?? { width: 0, height: 0 };
		expect(width).toBe(PHONE.width);
		expect(height).toBeGreaterThan(50);
		const content = message.locator('.content');
		expect(
			(await content.innerText()).trim() +
				((await content.locator('img').count()) > 0 ? 'picture' : ''),
		).not.toBe('');
		await picture(message, `messages/${name}`);
	});
});

describe('pictures of the whole page', () => {
	beforeAll(async () => {
		simulator.reset();
		// What is sent today is shown with its time alone, at any hour of the day on which the picture is made.
		const morning = new Date().setHours(9, 41, 0, 0);
		simulator.advanceTime(morning - Date.now());
		await simulator.setCallback(receiver.settings);
		const client = await clientOf(simulator);
		const {
			text,
			markdown,
			button_interaction: card,
			file,
			vote_interaction: vote,
		} = await sampleMessages(simulator, client);
		await send(client, file, 'wangwu');
		await send(client, markdown, 'zhaoliu');
		await send(client, vote, 'lisi|wangwu');
		await send(client, text);
		await send(client, card);
	});

	it.each([
		['desktop', DESKTOP],
		['phone', PHONE],
	])('%s', async (name, size) => {
		const page = await browser.open(size);
		await page.goto(conversation());
		await expect(page.locator('[data-msgid]').count()).resolves.toBe(2);
		for (const column of name === 'desktop' ? ['.members', '.phone', '.settings'] : ['.phone']) {
			expect(await page.locator(column).isVisible()).toBe(true);
		}
		await picture(page, `inbox/${name}`);
	});
});
