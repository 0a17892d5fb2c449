import type { IDataObject } from 'n8n-workflow';

import type { Visitor } from '../simulator/login';
import { verifyUrl } from '../simulator/callback';
import { askingWorkflow } from './askingWorkflows';
import { PHONE, TestBrowser } from './browser/browser';
import { until } from './until';
import { AskingHouse, linkOf, type Running } from './waiting';

/** How often a page is looked at. */
const LOOKS = 100;
const AT_ONCE = 4;

let house: AskingHouse;

beforeAll(async () => {
	house = await AskingHouse.start();
	house.simulator.setTrustedDomain(new URL(house.n8n.url).host);
});

afterAll(async () => await house?.stop());

interface Shown {
	status: number;
	headers: Headers;
	html: string;
}

async function load(url: string, init: RequestInit = {}): Promise<Shown> {
	const response = await fetch(url, { redirect: 'manual', ...init });
	return { status: response.status, headers: response.headers, html: await response.text() };
}

/** Sends the form of a page as a browser does from inside its sandbox: its origin is no more than "null". */
const submit = async (url: string, fields: Record<string, string>): Promise<Shown> =>
	await load(url, {
		method: 'POST',
		headers: { origin: 'null' },
		body: new URLSearchParams(fields),
	});

const statusOf = async ({ executionId }: Running) =>
	(await house.n8n.getExecution(executionId)).status;

const PAGE = { answerIn: 'page' };
const LOGIN = { ...PAGE, options: { webLogin: true } };

/** Starts a workflow that asks on a page; gives it with the link in the card. */
async function asks(parameters: Parameters<typeof askingWorkflow>[0]) {
	const running = await house.begin(askingWorkflow(parameters));
	const card = await house.card('lisi', running);
	return { running, card, link: linkOf(card) };
}

/** Opens the link in the client of a visitor, who gets a page with a code. */
async function enters(link: string, visitor: Visitor) {
	const url = house.simulator.openLogin(link, visitor);
	const page = await load(url);
	const [, ticket = ''] = /name="ticket" value="([^"]+)"/.exec(page.html) ?? [];
	return { url, page, ticket };
}

describe('a page without web login', () => {
	it('decides nothing when it is looked at, and decides once when it is sent', async () => {
		const { running, link } = await asks(PAGE);
		const { status, headers, html } = await load(link);
		expect(status).toBe(200);
		expect(html).toContain('Request 0');
		expect(html).toContain('Please decide');
		expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(headers.get('cache-control')).toBe('no-store');
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.get('content-security-policy')).toBe(
			"sandbox allow-forms; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
		);
		let looks = 0;
		const look = async () => {
			while (looks < LOOKS) {
				looks += 1;
				expect((await load(link)).status).toBe(200);
				expect((await load(link, { method: 'HEAD' })).status).toBeLessThan(500);
				expect((await load(`${link}&decision=approve`)).status).toBe(401);
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, look));
		expect(await statusOf(running)).toBe('waiting');

		const sent = await submit(link, { decision: 'approve' });
		expect(sent.status).toBe(200);
		expect(sent.html).toContain('Answer recorded');
		expect(sent.headers.get('cache-control')).toBe('no-store');
		expect(sent.headers.get('content-security-policy')).toContain('sandbox');
		expect(await house.ends(running.executionId)).toBe('success');
		const decided = await house.answer(running.executionId, 'After');
		expect(decided).toMatchObject({
			approved: true,
			decision: 'approve',
			verified: false,
			responder: null,
		});
		const again = await submit(link, { decision: 'decline' });
		expect(again.html).not.toContain('Answer recorded');
		expect(await house.output(running.executionId, 'After')).toHaveLength(1);
		expect(await house.answer(running.executionId, 'After')).toEqual(decided);
	});

	it('says in Chinese what is asked, to those who read Chinese', async () => {
		const { link } = await asks({ responseType: 'freeText' });
		const { html } = await load(link, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
		expect(html).toContain('<html lang="zh-CN">');
	});

	it('tells what is wrong with a decision that no button gives', async () => {
		const { running, link } = await asks(PAGE);
		for (const fields of [{}, { decision: 'maybe' }, { decision: '' }]) {
			const { status, html } = await submit(link, fields as Record<string, string>);
			expect(status).toBe(422);
			expect(html).toContain('Answer with one of the buttons');
		}
		expect(await statusOf(running)).toBe('waiting');
	});

	it('takes a free text, and tells that it is missing', async () => {
		const { running, link } = await asks({ responseType: 'freeText' });
		const empty = await submit(link, { answer0: ' \r\n' });
		expect(empty.status).toBe(422);
		expect(empty.html).toContain('This is required');
		expect(empty.headers.get('content-security-policy')).toContain('sandbox');
		expect(await statusOf(running)).toBe('waiting');
		await submit(link, { answer0: 'Take the train <b>\r\n明天' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await house.answer(running.executionId)).toMatchObject({
			approved: true,
			decision: 'answer',
			text: 'Take the train <b>\n明天',
			verified: false,
		});
	});

	it('takes a form, and tells which field is missing or wrong, with the others as they were', async () => {
		const { running, link } = await asks({
			responseType: 'form',
			formFields: {
				values: [
					{ label: 'Why', fieldType: 'text' },
					{ label: 'Amount', fieldType: 'number' },
					{ label: 'Day', fieldType: 'date' },
					{ label: 'By', fieldType: 'choice', choices: 'Train\nPlane' },
					{ label: 'Note', fieldType: 'text', requiredField: 'no' },
				],
			},
		});
		const { html } = await load(link);
		const [, train] = /<option value="([^"]+)">Train</.exec(html) ?? [];
		const good = {
			answer0: 'Fair & square',
			answer1: '12.5',
			answer2: '2026-12-01',
			answer3: train,
		};
		const bad: Array<[Record<string, string>, string]> = [
			[{ answer0: '' }, 'This is required'],
			[{ answer1: 'many' }, 'Enter a number in digits'],
			[{ answer2: '2026-02-30' }, 'Enter a date'],
			[{ answer3: 'bus' }, 'Choose again'],
			[{ answer3: '' }, 'Choose one'],
		];
		for (const [change, said] of bad) {
			const page = await submit(link, { ...good, ...change });
			expect(page.status).toBe(422);
			expect(page.html).toContain(said);
			if (!('answer0' in change)) expect(page.html).toContain('value="Fair &amp; square"');
		}
		expect(await statusOf(running)).toBe('waiting');
		await submit(link, good);
		expect(await house.ends(running.executionId)).toBe('success');
		expect((await house.answer(running.executionId)).answers).toEqual({
			Why: 'Fair & square',
			Amount: 12.5,
			Day: '2026-12-01',
			By: [train],
			Note: '',
		});
	});

	it('is one decision where two come at the same moment', async () => {
		const { running, link } = await asks(PAGE);
		const pages = await Promise.all(
			['approve', 'decline'].map(async (decision) => await submit(link, { decision })),
		);
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await house.output(running.executionId, 'After')).toHaveLength(1);
		expect(pages.filter(({ html }) => html.includes('Answer recorded'))).toHaveLength(1);
		// Of the slower one, n8n may have said no before the node ran.
		for (const { status, html } of pages)
			if (status === 500) expect(html).toContain('Your answer wasn&#39;t recorded');
	});

	it.each([
		['a list of those who may answer', { whoMayAnswer: 'members', approvers: 'lisi' }],
		['more than one answer', { decision: 'everybody' }],
	])('is refused with %s when the node starts, and nothing is sent', async (_, parameters) => {
		const running = await house.begin(askingWorkflow({ ...PAGE, ...parameters }));
		expect(await statusOf(running)).toBe('error');
		expect(house.cards('lisi', running)).toEqual([]);
		const { data } = await house.n8n.getExecution(running.executionId);
		const { message = '', description = '' } = (data.resultData.error ?? {}) as IDataObject;
		expect(`${String(message)} ${String(description)}`).toContain(
			"web page doesn't know who answers",
		);
	});
});

describe('a page with web login', () => {
	it('takes the answer of the member who has logged in', async () => {
		const { running, link } = await asks(LOGIN);
		const { url, page, ticket } = await enters(link, { userid: 'lisi' });
		expect(page.status).toBe(200);
		expect(page.html).toContain('You answer as lisi');
		expect(page.headers.get('content-security-policy')).toContain('sandbox allow-forms');
		expect(await statusOf(running)).toBe('waiting');
		const sent = await submit(url, { ticket, decision: 'decline' });
		expect(sent.html).toContain('Answer recorded');
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await house.answer(running.executionId)).toMatchObject({
			approved: false,
			decision: 'decline',
			verified: true,
			responder: { id: 'lisi', source: 'wecom', verified: true, by: 'login' },
		});
	});

	it('keeps who it is when a field is wrong', async () => {
		const { running, link } = await asks({ responseType: 'freeText', options: { webLogin: true } });
		const { url, ticket } = await enters(link, { userid: 'zhangsan' });
		const wrong = await submit(url, { ticket, answer0: '' });
		expect(wrong.status).toBe(422);
		expect(wrong.html).toContain(ticket);
		await submit(url, { ticket, answer0: 'Fine' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await house.answer(running.executionId)).toMatchObject({
			text: 'Fine',
			responder: { id: 'zhangsan', by: 'login' },
		});
	});

	it('refuses everybody else, and waits on', async () => {
		const { running, link } = await asks(LOGIN);
		const member = await enters(link, { userid: 'lisi' });
		const stranger = await enters(link, { openid: 'o-stranger' });
		expect(stranger.page).toMatchObject({ status: 403 });
		expect(stranger.page.html).toContain('You aren&#39;t a member');
		const other = await enters(link, { userid: 'wangwu' });
		expect(other.page.status).toBe(403);
		expect([stranger.ticket, other.ticket]).toEqual(['', '']);

		const used = await load(member.url);
		expect(used.status).toBe(403);
		expect(used.html).toContain('This login has expired');
		const fresh = new URL(house.simulator.openLogin(link, { userid: 'lisi' }));
		for (const state of ['', 'wrong', '0'.repeat(64)]) {
			const url = new URL(fresh);
			url.searchParams.set('state', state);
			expect((await load(url.href)).status).toBe(403);
		}
		const withoutCode = new URL(fresh);
		withoutCode.searchParams.delete('code');
		expect((await load(withoutCode.href)).status).toBe(403);

		const next = await asks(LOGIN);
		const elsewhere = await enters(next.link, { userid: 'lisi' });
		const [at, , seal] = member.ticket.split('.');
		const asZhangsan = [at, Buffer.from('zhangsan').toString('base64url'), seal].join('.');
		const later = [String(Number(at) + 1), ...member.ticket.split('.').slice(1)].join('.');
		for (const ticket of [undefined, '', 'x', elsewhere.ticket, asZhangsan, later]) {
			const fields = { decision: 'approve', ...(ticket === undefined ? {} : { ticket }) };
			const { status, html } = await submit(member.url, fields);
			expect({ ticket, status }).toEqual({ ticket, status: 403 });
			expect(html).not.toContain('Answer recorded');
		}
		expect(await statusOf(running)).toBe('waiting');
		expect(await statusOf(next.running)).toBe('waiting');
		// The state that was wrong has not used the code up.
		expect((await load(fresh.href)).status).toBe(200);
		await submit(member.url, { ticket: member.ticket, decision: 'approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect((await house.answer(running.executionId)).responder).toMatchObject({ id: 'lisi' });
	});

	it('counts each member once, in a vote of all', async () => {
		const { running, link } = await asks({ ...LOGIN, decision: 'everybody' });
		const first = await enters(link, { userid: 'lisi' });
		await submit(first.url, { ticket: first.ticket, decision: 'approve' });
		await house.reaches(running.executionId, 'waiting');
		await submit(first.url, { ticket: first.ticket, decision: 'approve' });
		await house.reaches(running.executionId, 'waiting');
		const second = await enters(link, { userid: 'zhangsan' });
		await submit(second.url, { ticket: second.ticket, decision: 'approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		const { approved, votes } = await house.answer(running.executionId);
		expect(approved).toBe(true);
		expect((votes as IDataObject[]).map(({ id, verified }) => [id, verified])).toEqual([
			['lisi', true],
			['zhangsan', true],
		]);
	});

	it('on a domain that the app does not trust says so', async () => {
		const { link } = await asks(LOGIN);
		const url = house.simulator.openLogin(link, { userid: 'lisi' });
		house.simulator.setTrustedDomain('elsewhere.example.com');
		const { status, html } = await load(url);
		house.simulator.setTrustedDomain(new URL(house.n8n.url).host);
		expect(status).toBe(403);
		expect(html).toContain('trust this address');
	});
});

it('a phone logs in, sees the question, and answers, all inside the sandbox of the page', async () => {
	const browser = await TestBrowser.launch();
	try {
		const { running, link } = await asks(LOGIN);
		const cookie = house.simulator.loginCookie({ userid: 'lisi' });
		const page = await browser.open(PHONE, [cookie]);
		await page.goto(house.simulator.loginUrlHere(link));
		await page.getByRole('heading', { name: 'Request 0' }).waitFor();
		await page.getByText('You answer as lisi').waitFor();
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('heading', { name: 'Answer recorded' }).waitFor();
		expect(await house.ends(running.executionId)).toBe('success');
		expect((await house.answer(running.executionId)).responder).toMatchObject({ id: 'lisi' });
		expect([...browser.foreign, ...browser.errors]).toEqual([]);
	} finally {
		await browser.close();
	}
});

it('a press and a page decide after n8n was stopped and started while they waited', async () => {
	const pressed = await house.begin(askingWorkflow({}));
	const card = await house.card('lisi', pressed);
	const { running, link } = await asks(LOGIN);
	const { url, ticket } = await enters(link, { userid: 'lisi' });
	await house.n8n.end();
	await house.n8n.launch();
	await until('the trigger answers', async () => {
		const { status } = await verifyUrl(house.settings, '1');
		return status === 200 || undefined;
	});
	expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject({
		status: 200,
		body: '',
	});
	expect(await house.ends(pressed.executionId)).toBe('success');
	expect(await house.answer(pressed.executionId)).toMatchObject({
		approved: true,
		responder: { id: 'lisi', by: 'callback' },
	});
	expect(await house.outcome('zhangsan', card.msgid)).toMatch(/^Approved by \$userName=lisi\$/);
	await submit(url, { ticket, decision: 'approve' });
	expect(await house.ends(running.executionId)).toBe('success');
	expect((await house.answer(running.executionId)).responder).toMatchObject({ by: 'login' });
});
