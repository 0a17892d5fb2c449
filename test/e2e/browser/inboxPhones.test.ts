/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator } from 'playwright-core';
import { toReplyXml } from '../../../nodes/WeCom/replies/xml';
import { startSimulator, type JsonObject, type Simulator } from '../../simulator';
import { fromXml } from '../../simulator/receiving/xml';
import { clientOf, type Client } from '../../unit/simulator/client';
import { TestReceiver } from '../../unit/simulator/receiver';
import { DESKTOP, PHONE, TestBrowser } from './browser';
import { InboxPage, type Look } from './inboxPage';

const THREE = ['zhangsan', 'lisi', 'wangwu'];
const NAMES: Record<string, string> = { zhangsan: '张三', lisi: '李四', wangwu: '王五' };

let simulator: Simulator;
let client: Client;
let browser: TestBrowser;
let inbox: InboxPage;
let receiver: TestReceiver;

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
	receiver = await TestReceiver.start(simulator.corpId);
	await simulator.setCallback(receiver.settings);
});
afterEach(async () => {
	const { complaints } = inbox;
	await inbox.close();
	await receiver.close();
	expect(complaints).toEqual([]);
	expect([...browser.foreign, ...browser.errors]).toEqual([]);
});

const open = async (users: string[], look: Look = {}) => {
	const query = `?users=${users.join()}&app=${simulator.agentId}`;
	inbox = await InboxPage.open(browser, simulator.url, query, look);
	for (const user of users) await phone(user).locator('.composer').waitFor();
	return inbox.page;
};
const phone = (user: string): FrameLocator => inbox.page.frameLocator(`iframe[data-user=${user}]`);

const approval = {
	card_type: 'button_interaction',
	main_title: { title: '请假申请', desc: '张三 · 3 天' },
	sub_title_text: '家里有事，请批准。',
	horizontal_content_list: [{ keyname: '日期', value: '7 月 1 日至 3 日' }],
	button_list: [
		{ text: '批准', key: 'approve', style: 1 },
		{ text: '驳回', key: 'decline', style: 3 },
	],
};
let cards = 0;
async function send(touser = THREE.join('|')): Promise<JsonObject> {
	const answer = await client.send({
		touser,
		msgtype: 'template_card',
		agentid: simulator.agentId,
		template_card: { ...approval, task_id: `phones-${(cards += 1)}` },
	});
	expect(answer).toMatchObject({ errcode: 0 });
	return answer;
}

/** An app that goes by the first press, and tells everybody; whoever comes later reads that on their own card. */
function decideByFirst(): { decision?: string } {
	const state: { decision?: string } = {};
	receiver.reply = async (message) => {
		const { FromUserName: who, EventKey: key, ResponseCode: code } = fromXml(message) ?? {};
		if (state.decision !== undefined)
			return toReplyXml(
				{ type: 'update_button', replaceName: '已由他人处理' },
				{ to: String(who), from: simulator.corpId, at: Date.now() },
			);
		const word = key === 'approve' ? '已批准' : '已驳回';
		state.decision = `${word}：${NAMES[String(who)]}`;
		const { button_list: buttons, ...rest } = approval;
		await client.post('message/update_template_card', {
			atall: 1,
			agentid: simulator.agentId,
			response_code: code,
			enable_id_trans: 1,
			template_card: {
				...rest,
				button_list: buttons,
				sub_title_text: `${word}：$userName=${String(who)}$`,
				replace_text: word,
			},
		});
		return '';
	};
	return state;
}

const LOOKS = [
	['three phones at 1400 px, light, en', THREE, { size: DESKTOP }],
	['three phones at 1400 px, dark, zh', THREE, { size: DESKTOP, theme: 'dark', language: 'zh' }],
	['one phone at 390 px, light, zh', ['lisi'], { size: PHONE, language: 'zh' }],
	['one phone at 390 px, dark, en', ['lisi'], { size: PHONE, theme: 'dark' }],
] as const;

describe.each(LOOKS)('%s', (_, users, look) => {
	it('fit, and have no barrier, with a card and without', async () => {
		await open([...users], look);
		expect(await inbox.overflowing()).toEqual([]);
		await send();
		await phone(users[0]).getByRole('button', { name: '批准' }).waitFor();
		await inbox.page.locator('.together select').first().waitFor();
		expect(await inbox.overflowing()).toEqual([]);
		for (const frame of inbox.page.frames().slice(1)) {
			const { scroll, client: room } = await frame.evaluate(() => ({
				scroll: document.documentElement.scrollWidth,
				client: document.documentElement.clientWidth,
			}));
			expect(scroll).toBe(room);
		}
		expect(await inbox.barriers()).toEqual([]);
	});
});

it('a finger finds everything that can be pressed on one phone', async () => {
	await send();
	await open(['lisi'], { size: PHONE });
	await inbox.page.locator('.together select').first().waitFor();
	expect(await inbox.smallTargets()).toEqual([]);
});

it('of two phones, a press on one shows on the other at once, and the late one reads why', async () => {
	const state = decideByFirst();
	await open(['zhangsan', 'lisi']);
	await send('zhangsan|lisi');
	const button = (user: string, name: string) => phone(user).getByRole('button', { name });
	await button('lisi', '驳回').waitFor();
	await button('zhangsan', '批准').click();
	for (const user of ['zhangsan', 'lisi']) {
		await phone(user).getByText('已批准：张三').waitFor();
		await phone(user).locator('.buttons button[disabled]').getByText('已批准').waitFor();
	}
	expect(state.decision).toBe('已批准：张三');
	expect(await button('lisi', '驳回').count()).toBe(0);

	// lisi's phone was offline meanwhile.
	const [{ msgid }] = simulator.inbox('lisi');
	await simulator.press({ userid: 'lisi', msgid, key: 'decline', late: true });
	await phone('lisi').locator('.buttons button[disabled]').getByText('已由他人处理').waitFor();
	expect(await phone('zhangsan').getByText('已由他人处理').count()).toBe(0);
});

it('a press on all at once is one race, whose outcome every phone shows', async () => {
	const state = decideByFirst();
	receiver.awaited = 3;
	const page = await open(THREE);
	await send();
	const chosen = page.locator('.together select');
	await chosen.nth(2).waitFor();
	expect(
		await chosen.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value)),
	).toEqual(['approve', 'decline', 'approve']);
	await chosen.nth(2).selectOption('decline');
	await page.getByRole('button', { name: 'Press on all at once' }).click();
	await page.getByText('Pressed at once: 3').waitFor();
	expect(receiver.received).toHaveLength(3);
	const outcome = String(state.decision);
	for (const user of THREE) await phone(user).getByText(outcome).waitFor();
	expect(THREE.map((user) => simulator.inbox(user)[0].updates.length).sort()).toEqual([1, 2, 2]);
	await page.getByText('When a card with buttons arrives').waitFor();
});

it('says what came of a press on all even to a mouse that rests on the words before', async () => {
	const page = await open(THREE);
	await send();
	receiver.awaited = 3;
	receiver.reply = async () => {
		await page.getByText('Waiting for the app').first().hover();
		return '';
	};
	await page.getByRole('button', { name: 'Press on all at once' }).click();
	await page.getByText('Pressed at once: 3').waitFor();
});

it('a phone comes and goes, and the others stay', async () => {
	const page = await open(['zhangsan']);
	await page.getByRole('combobox', { name: 'Member' }).fill('wangwu');
	await page.getByRole('button', { name: 'Add phone' }).click();
	await phone('wangwu').locator('.composer').waitFor();
	await page.getByRole('link', { name: 'Remove the phone of 张三' }).click();
	await page.locator('iframe[data-user=zhangsan]').waitFor({ state: 'detached' });
	await phone('wangwu').locator('.composer').waitFor();
});

describe('a page that asks who opens it', () => {
	let server: Server;
	let host: string;

	beforeEach(async () => {
		server = createServer((request, response) => {
			const code = new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('code');
			void client.get('auth/getuserinfo', { code: String(code) }).then(({ userid }) => {
				response.setHeader('content-type', 'text/html');
				response.end(`<h1>Hello ${String(userid)}</h1>`);
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
		simulator.setTrustedDomain(host);
	});
	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	it('opens from each phone as its member', async () => {
		const query = new URLSearchParams({
			appid: simulator.corpId,
			redirect_uri: `http://${host}/page`,
			response_type: 'code',
			scope: 'snsapi_base',
			agentid: String(simulator.agentId),
			state: 'n1',
		});
		const url = `https://open.weixin.qq.com/connect/oauth2/authorize?${query.toString()}#wechat_redirect`;
		await client.send({
			touser: 'zhangsan|lisi',
			msgtype: 'textcard',
			agentid: simulator.agentId,
			textcard: { title: '请假申请', description: '请在页面上处理', url },
		});
		const page = await open(['zhangsan', 'lisi']);
		for (const user of ['lisi', 'zhangsan', 'lisi']) {
			const [tab] = await Promise.all([
				page.context().waitForEvent('page'),
				phone(user).getByRole('link', { name: '请假申请' }).click(),
			]);
			await tab.getByRole('heading', { name: `Hello ${user}` }).waitFor();
			await tab.close();
		}
	});
});
