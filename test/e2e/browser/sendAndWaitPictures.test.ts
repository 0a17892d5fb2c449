/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IDataObject } from 'n8n-workflow';
import type { Locator, Page } from 'playwright-core';

import { CREDENTIALS } from '../credentials';
import { readExamples, type Example } from '../examples';
import { until } from '../until';
import { AskingHouse, type Running } from '../waiting';
import { PHONE, picture, TestBrowser } from './browser';
import { Editor } from './editor';

/** Room for the whole form, so that it need not be scrolled. */
const TALL = { width: 1200, height: 2400 };

let house: AskingHouse;
let browser: TestBrowser;
let phone: Page;
let running: Running;

const votes = readExamples(CREDENTIALS.api, CREDENTIALS.callback).find(
	({ file }) => file === 'two-of-three-managers.json',
) as Example;

beforeAll(async () => {
	[house, browser] = await Promise.all([AskingHouse.start({ whole: true }), TestBrowser.launch()]);
	running = await house.begin(votes);
	phone = await browser.open({ ...PHONE, height: 1000, density: 2 });
});

afterAll(async () => {
	await Promise.all([browser?.close(), house?.stop()]);
});

/** A card as a member sees it now, with a margin of the background around it. */
async function cardOf(member: string): Promise<Locator> {
	const { agentId, url } = house.simulator;
	await phone.goto(`${url}/simulator/inbox?user=${member}&app=${agentId}`);
	const card = phone.locator('[data-msgid]').last();
	await card.waitFor();
	await card.evaluate((element) => {
		element.style.margin = '0 -12px';
		element.style.padding = '12px';
		// The button of the page is no part of the message.
		element.querySelector('.facts')?.remove();
	});
	return card;
}

it('a card shows the votes so far', async () => {
	await house.press('wangwu', { card: await house.card('wangwu', running), button: 'Approve' });
	await until('the first vote', () => {
		const [card] = house.cards('lisi', running);
		return card.updated?.template_card as IDataObject | undefined;
	});
	const card = await cardOf('lisi');
	await card.getByText('1 of 2').waitFor();
	await picture(card, 'steps/send-and-wait-votes');
});

it('a card shows the outcome', async () => {
	await house.reaches(running.executionId, 'waiting');
	const card = await house.card('lisi', running);
	await house.press('lisi', { card, button: 'Approve' });
	expect(await house.ends(running.executionId)).toBe('success');
	const decided = await cardOf('zhangsan');
	await decided.getByText('Approved by').waitFor();
	await picture(decided, 'steps/send-and-wait-decided');
});

it('the form shows what is asked, and who decides', async () => {
	const editor = new Editor(await browser.open(TALL, house.n8n.session), house.n8n.url);
	await editor.openWorkflow(running.workflowId);
	await editor.openNode('Ask the Managers');
	expect(await editor.form.locator('[data-test-id=parameter-issues]:visible').count()).toBe(0);
	const [frame, first, last] = await Promise.all(
		[editor.form, editor.field('title'), editor.field('ask')].map(
			async (part) => await part.boundingBox(),
		),
	);
	if (frame === null || first === null || last === null) throw new Error('The form is not there');
	// The label of a field stands above it.
	const y = first.y - 32;
	const height = last.y + last.height + 12 - y;
	await picture(editor.page, 'steps/send-and-wait', { ...frame, y, height });
});
