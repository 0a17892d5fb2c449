/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Page } from 'playwright-core';
import type { Simulator } from '../../simulator';
import { verifyUrl } from '../../simulator/callback';
import { apiCredential, CALLBACK_SECRETS } from '../credentials';
import { picture } from './browser';
import type { Editor } from './editor';
import { openHouse, type House } from './house';

let house: House;
let simulator: Simulator;
let editor: Editor;
let inbox: Page;

beforeAll(async () => {
	house = await openHouse({
		furnish: async (n8n, wecom) => await n8n.createCredentials([apiCredential(wecom)]),
	});
	({ simulator, editor } = house);
	inbox = await house.browser.open();
	await inbox.goto(`${simulator.url}/simulator/inbox?user=lisi`);
});

afterAll(async () => await house?.close());

const shownIn = async (page: Page, words: string) =>
	await page.locator('[data-msgid]').filter({ hasText: words }).last().waitFor();

it('recipients are picked from lists of what the app may see', async () => {
	await editor.newMessage();
	await editor.press('Add Recipient');
	await editor.pick('member', '李四');
	await editor.press('Add Recipient');
	await editor.choose('kind', 'Tag', 1);
	const found = await editor.openList('tag');
	await found.filter({ hasText: '值班' }).waitFor();
	await picture(editor.page, 'steps/pick-recipients');
	await found.filter({ hasText: '值班' }).click();
	await editor.fill('content', 'Deployment at 21:10. 今晚 21:10 上线，请值班同事留意。');
	expect(await editor.execute()).toContain('success');
	const request = simulator.calls('message/send').at(-1)?.body;
	expect(request).toMatchObject({
		touser: 'lisi',
		totag: '1',
		text: { content: 'Deployment at 21:10. 今晚 21:10 上线，请值班同事留意。' },
	});
	await shownIn(inbox, '今晚 21:10 上线');
});

it('a news message is put together by hand', async () => {
	await editor.newMessage();
	await editor.choose('messageType', 'News');
	await editor.fill('users', 'lisi');
	await editor.fill('title', '中秋节礼品领取');
	await editor.fill('description', '今年中秋节公司有豪礼相送');
	await editor.fill('url', 'https://example.com/gifts');
	await editor.fill('picUrl', `${simulator.url}/simulator/files/cover.png`);
	await editor.press('Add Article');
	await editor.fill('title', '放假安排', 1);
	await editor.fill('url', 'https://example.com/holidays', 1);
	await editor.fill('picUrl', `${simulator.url}/simulator/files/square.png`, 1);
	expect(await editor.execute()).toContain('success');
	await editor.showOutputAs('JSON');
	await editor.output.getByText(/"msgid"/).waitFor();
	await picture(editor.window, 'steps/news');
	await shownIn(inbox, '放假安排');
});

it('a card with buttons takes a title and a recipient; its output has the response code', async () => {
	await editor.newMessage();
	await editor.choose('messageType', 'Template Card');
	await editor.choose('cardType', 'Buttons');
	editor.effort();
	await editor.fill('users', 'lisi');
	await editor.fill('title', '请假申请：王五，年假三天');
	expect(editor.effort().fields).toBe(2);
	expect(await editor.execute()).toContain('success');
	await editor.showOutputAs('JSON');
	await editor.output.getByText(/"response_code"/).waitFor();
	await picture(editor.window, 'steps/button-card');
	await shownIn(inbox, '请假申请：王五');
});

it('the trigger is set up by hand, and WeCom verifies its URL', async () => {
	await editor.newWorkflow();
	await editor.addWeCom('Triggers', 'On anything');
	await editor.connect();
	await editor.fillCredential({ ...CALLBACK_SECRETS, receiveId: simulator.corpId });
	await editor.saveCredential();
	await editor.credentialDialog.waitFor({ state: 'hidden' });
	const url = await editor.productionUrl();
	await editor.dismissToasts();
	await picture(editor.window, 'steps/trigger');
	await editor.closeNode();
	await editor.publish();
	const settings = { ...CALLBACK_SECRETS, url, corpId: simulator.corpId };
	expect(await verifyUrl(settings, '1616140317555161061')).toMatchObject({
		status: 200,
		body: '1616140317555161061',
	});
	await simulator.setCallback({ url, ...CALLBACK_SECRETS });
});

it("a press on the card's button in the inbox starts the workflow", async () => {
	const card = inbox.locator('[data-msgid]').filter({ hasText: '请假申请：王五' });
	await card.getByRole('button', { name: 'Approve' }).click();
	await inbox.locator('[data-part=notice]').filter({ hasText: 'answered' }).waitFor();
	await picture(inbox, 'steps/inbox-button');

	await editor.showExecution();
	await editor.openNode('WeCom Trigger');
	await editor.showOutputAs('JSON');
	await editor.output
		.getByText(/"template_card_event"/)
		.first()
		.waitFor();
	await picture(editor.window, 'steps/trigger-execution');
	const [{ id }] = await house.n8n.executionsOf(editor.workflowId);
	const { data } = await house.n8n.getExecution(id);
	const [item] = data.resultData.runData['WeCom Trigger'][0].data?.main[0] ?? [];
	expect(item.json).toMatchObject({
		event: 'template_card_event',
		FromUserName: 'lisi',
		ResponseCode: expect.any(String) as string,
	});
});
