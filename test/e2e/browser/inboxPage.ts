/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import type { Size, TestBrowser } from './browser';

/** More than a page of this test has, so that a control out of reach is an error and no endless search. */
const MOST_STOPS = 80;

/** What a finger needs, in CSS pixels. */
const FINGER = 44;

/** Those of browsers that ask for a language. */
const LOCALES = { en: 'en-US', zh: 'zh-CN' };

/** How the page looks. */
export interface Look {
	size?: Size;
	theme?: 'light' | 'dark';
	/** What the browser asks for. */
	language?: 'en' | 'zh';
}

/** One page of the inbox, with an ear for everything that it must not do. */
export class InboxPage {
	/** Dialogs, calls to other servers, broken scripts and what the security policy has stopped. */
	readonly complaints: string[] = [];

	private constructor(readonly page: Page) {}

	static async open(
		browser: TestBrowser,
		url: string,
		query = '',
		{ size, theme = 'light', language = 'en' }: Look = {},
	): Promise<InboxPage> {
		const page = await browser.open(size, [], LOCALES[language]);
		await page.emulateMedia({ colorScheme: theme });
		const inbox = new InboxPage(page);
		page.on('dialog', (dialog) => {
			inbox.complaints.push(`dialog ${dialog.message()}`);
			void dialog.dismiss();
		});
		page.on('request', (request) => {
			if (!request.url().startsWith(`${url}/simulator/`))
				inbox.complaints.push(`request ${request.url()}`);
		});
		page.on('pageerror', (error) => inbox.complaints.push(error.message));
		page.on('console', (line) => {
			// A picture whose address is nonsense is not found: the request has been judged above.
			if (line.type() === 'error' && !line.text().startsWith('Failed to load resource'))
				inbox.complaints.push(line.text());
		});
		await page.goto(`${url}/simulator/inbox${query}`);
		return inbox;
	}

	message(msgid: unknown): Locator {
		return this.page.locator(`[data-msgid="${String(msgid)}"]`);
	}

	get notice(): Locator {
		return this.page.locator('[data-part=notice]');
	}

	/** Everything that is wider than its place, as the beginning of its HTML. */
	async overflowing(): Promise<string[]> {
		return await this.page.evaluate(() => {
			// Made to be cut or scrolled: fields, lines that end in an ellipsis, words for screen readers,
			// the row of apps, tables.
			const free = 'img, input, select, .hidden, .skip, .last, .watermark, .apps, .table';
			return Array.from(document.querySelectorAll('html, body, body *'))
				.filter(
					(element) =>
						!element.matches(free) &&
						element.clientWidth > 0 &&
						element.scrollWidth > element.clientWidth,
				)
				.map((element) => element.outerHTML.slice(0, 120));
		});
	}

	/** Messages without words and pictures, and pictures without an extent, as the beginning of their HTML. */
	async empty(): Promise<string[]> {
		// One that never comes is told below.
		await this.page
			.waitForFunction(() => Array.from(document.images).every((one) => one.naturalWidth > 0))
			.catch(() => undefined);
		return await this.page.evaluate(() => {
			const pictures = Array.from(document.querySelectorAll('img'));
			const isFlat = (element: Element) =>
				element.getBoundingClientRect().width < 8 || element.getBoundingClientRect().height < 8;
			const messages = Array.from(document.querySelectorAll('[data-msgid]'));
			return [
				...messages.filter(
					(message) =>
						isFlat(message) ||
						(message.querySelector('.content')?.textContent === '' &&
							!message.querySelector('img')),
				),
				...pictures.filter((picture) => picture.naturalWidth === 0 || isFlat(picture)),
			].map((element) => element.outerHTML.slice(0, 200));
		});
	}

	/** What can be pressed, but is too small for a finger, as the beginning of its HTML. Links in a sentence are part of it. */
	async smallTargets(): Promise<string[]> {
		return await this.page.evaluate((least) => {
			const inSentence = ':is(.bubble, .description, .body) a';
			const controls = 'a[href], button, input:not([type=hidden]), select, summary';
			return Array.from(document.querySelectorAll(controls))
				.filter((element) => element.checkVisibility() && !element.matches(`${inSentence}, .skip`))
				.filter((element) => {
					const pressed =
						(element.matches('[type=radio], [type=checkbox], [type=file]') &&
							element.closest('label')) ||
						element;
					const { width, height } = pressed.getBoundingClientRect();
					return Math.min(width, height) < least;
				})
				.map((element) => element.outerHTML.slice(0, 120));
		}, FINGER);
	}

	/** Serious and critical violations of WCAG, with what they were found on. */
	async barriers(): Promise<string[]> {
		await this.page.addInitScript({ content: axe.source });
		await this.page.reload();
		const { violations } = await this.page.evaluate(async () => {
			const { axe: judge } = window as unknown as { axe: typeof axe };
			// A watermark is there to be seen through.
			return await judge.run({ exclude: ['.watermark'] }, { resultTypes: ['violations'] });
		});
		return violations
			.filter(({ impact }) => impact === 'serious' || impact === 'critical')
			.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
	}

	/** Presses Tab until the control has the focus. */
	async tabTo(control: Locator): Promise<void> {
		for (let stop = 0; stop < MOST_STOPS; stop += 1) {
			await this.page.keyboard.press('Tab');
			if (await control.evaluate((element) => element === document.activeElement)) return;
		}
		throw new Error(`The Tab key does not reach ${control.toString()}.`);
	}

	async close(): Promise<void> {
		await this.page.context().close();
	}
}
