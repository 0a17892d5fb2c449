/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'node:querystring';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

import { askPage, PAGE_HEADERS } from '../../../nodes/WeCom/waiting/page';
import { saidPage, toldPage } from '../../../nodes/WeCom/waiting/toldPage';
import { readPageAnswer } from '../../../nodes/WeCom/waiting/pageAnswer';
import type { Answer, Answerable } from '../../../nodes/WeCom/waiting/question';
import { HOSTILE } from '../../unit/simulator/hostile';
import { ANSWERABLES, approval, form, freeText, leave } from '../../unit/waiting/questions';
import { DESKTOP, PHONE, TestBrowser } from './browser';

/** What a finger needs, in CSS pixels. */
const FINGER = 44;

/** Where the link of the question leads: it needs its scripts. */
const ELSEWHERE = `<!doctype html><title>Elsewhere</title><script>document.title = 'Elsewhere, running'</script>`;

/** End of an address that is served without the security policy, under which no timer of axe would ever go off. */
const BARE = '&bare';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };

let browser: TestBrowser;
let server: Server;
let url: string;
/** Of the pages that are opened from here on. */
let asked: Answerable;
const answers: Answer[] = [];
const referrers: Array<string | undefined> = [];

beforeAll(async () => {
	browser = await TestBrowser.launch();
	server = createServer((request, response) => {
		if (request.url === '/elsewhere') {
			referrers.push(request.headers.referer);
			response.writeHead(200, { 'Content-Type': 'text/html' }).end(ELSEWHERE);
			return;
		}
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = request.method === 'POST' ? parse(Buffer.concat(chunks).toString()) : undefined;
			const policy = request.url?.endsWith(BARE) ? {} : PAGE_HEADERS;
			response.writeHead(200, { ...HTML, ...policy }).end(answerWith(body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	await browser?.close();
	server?.close();
	expect(browser.foreign).toEqual([]);
});

/** What the page becomes when it is opened, or when something was sent. */
function answerWith(given: Record<string, unknown> | undefined): string {
	const question = { ...leave, link: { text: 'Open the request', url: `${url}/elsewhere` } };
	if (given === undefined) return askPage(question, asked);
	const result = readPageAnswer(asked, given);
	if ('problems' in result) return askPage(question, asked, { given, problems: result.problems });
	answers.push(result.answer);
	return toldPage('recorded');
}

async function open(answerable: Answerable, size = PHONE, policy = ''): Promise<Page> {
	asked = answerable;
	const page = await browser.open(size);
	await page.goto(`${url}/waiting?signature=secret${policy}`);
	return page;
}

/** Sends the form although the browser itself would see that something is missing. */
async function sendUnchecked(page: Page) {
	await page.locator('form').evaluate((element: HTMLFormElement) => (element.noValidate = true));
	await page.locator('button').first().click();
}

describe('under the security policy of the page', () => {
	it('a button answers, with what was chosen', async () => {
		const page = await open(approval);
		await page.getByLabel('Reason').selectOption({ label: 'No budget' });
		await page.getByRole('button', { name: 'Decline' }).click();
		await page.getByRole('heading', { name: 'Answer recorded' }).waitFor();
		expect(answers.pop()).toEqual({ decision: 'decline', answers: { reason: ['budget'] } });
	});

	it('a form is filled in, refused, put right, and taken', async () => {
		const page = await open(form);
		await page.getByLabel('Supplier').fill('Acme & Söhne');
		await page.getByLabel('Amount').fill('about 12');
		await page.getByLabel('Due').fill('2026-12-01');
		await page.getByLabel('Plan').selectOption({ label: 'Tuesday' });
		await page.getByRole('button', { name: 'Send' }).click();

		await page.getByRole('link', { name: 'Amount' }).click();
		expect(await page.getByLabel('Amount').inputValue()).toBe('about 12');
		expect(await page.getByLabel('Supplier').inputValue()).toBe('Acme & Söhne');
		await page.getByLabel('Amount').fill('12');
		await page.getByRole('button', { name: 'Send' }).click();
		await page.getByRole('heading', { name: 'Answer recorded' }).waitFor();
		expect(answers.pop()?.answers).toMatchObject({
			name: 'Acme & Söhne',
			amount: 12,
			due: '2026-12-01',
			plan: ['tue'],
		});
	});

	it('what is written survives a refusal, line breaks and all', async () => {
		const text = `\n\nHello,\n<b>world</b> &amp; "all"${'.'.repeat(4000)}`;
		const page = await open(freeText);
		await page.getByLabel('Your answer').fill(text);
		await page.getByRole('button', { name: 'Send' }).click();
		await page.getByText('At most 4000 characters').waitFor();
		expect(await page.getByLabel('Your answer').inputValue()).toBe(text);
	});

	it('the link leads out of the sandbox, and back', async () => {
		const page = await open(approval);
		await page.getByRole('link', { name: 'Open the request' }).click();
		await page.waitForFunction(() => document.title === 'Elsewhere, running');
		expect(referrers.pop()).toBeUndefined();
		await page.goBack();
		await page.getByRole('button', { name: 'Approve' }).waitFor();
	});
});

describe.each([
	['a phone', PHONE],
	['a desktop', DESKTOP],
])('on %s', (_, size) => {
	describe.each(['light', 'dark'] as const)('in the %s', (colorScheme) => {
		it.each(Object.keys(ANSWERABLES))(
			'everybody can read and reach everything, before and after a problem: %s',
			async (name) => {
				const page = await open(ANSWERABLES[name], size, BARE);
				await page.emulateMedia({ colorScheme });
				expect(await faultsOf(page)).toEqual([]);
				if (name === 'approval') return;
				await sendUnchecked(page);
				await page.getByRole('alert').waitFor();
				expect(await faultsOf(page)).toEqual([]);
			},
		);
	});
});

/** What is too wide, too small for a finger, or hard to read. */
async function faultsOf(page: Page): Promise<string[]> {
	await page.evaluate(axe.source);
	return await page.evaluate(async (finger) => {
		const begin = (element: Element) => element.outerHTML.slice(0, 100);
		const all = Array.from(document.querySelectorAll('html, body, body *'));
		const wide = all.filter(
			(element) =>
				!element.matches('input, select, textarea') &&
				element.clientWidth > 0 &&
				element.scrollWidth > element.clientWidth,
		);
		const small = Array.from(
			document.querySelectorAll('a, button, select, textarea, div > input, fieldset label'),
		).filter((element) => element.getBoundingClientRect().height < finger);
		const { axe: judge } = window as unknown as { axe: typeof axe };
		const { violations } = await judge.run();
		return [
			...wide.map((element) => `wide: ${begin(element)}`),
			...small.map((element) => `small: ${begin(element)}`),
			...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`),
		];
	}, FINGER);
}

describe("to the browser's own parser, every text in every place is text", () => {
	it.each(HOSTILE)('%s', async (text) => {
		const page = await browser.open();
		const pages = (said: string) => [
			saidPage(said, said),
			askPage(
				{
					title: said,
					message: said,
					details: [{ label: said, value: said }],
					link: { text: said, url: `https://a.example/${said}` },
				},
				{
					...approval,
					buttons: approval.buttons.map((button) => ({ ...button, text: said })),
					lists: [{ key: said, label: said, choices: [{ id: said, text: said }] }],
				},
				{ ticket: said, member: said, given: { answer0: said } },
			),
			...[form, freeText].map((answerable) =>
				askPage(
					leave,
					{
						...answerable,
						submitText: said,
						fields: answerable.fields.map((field) => ({
							...field,
							key: said,
							label: said,
							...(field.choices && { choices: [{ id: said, text: said }] }),
						})),
					},
					{
						given: Object.fromEntries(answerable.fields.map((_, at) => [`answer${at}`, said])),
						problems: [{ at: 'answer0', text: 'missing' }],
					},
				),
			),
		];
		const shapesOf = async (all: string[]) =>
			await page.evaluate(
				(sources) =>
					sources.map((source) =>
						Array.from(
							new DOMParser().parseFromString(source, 'text/html').querySelectorAll('*'),
						).map((element) => [element.localName, ...element.getAttributeNames()].join(' ')),
					),
				all,
			);
		expect(await shapesOf(pages(text))).toEqual(await shapesOf(pages('x')));
	});
});
