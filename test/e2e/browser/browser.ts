/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium, selectors, type BrowserContext, type Locator, type Page } from 'playwright-core';

/** Where the usual systems keep a Chromium; playwright-core brings none. */
const PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** A browser that calls home would be refused by a closed network, over and over. */
const QUIET = [
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** n8n's editor needs no more than this for anything that a test waits for, even on a busy machine. */
const PATIENCE_MS = 60_000;

const pictureFolder = process.env.N8N_E2E_PICTURES ?? join(__dirname, '..', 'pictures');

export interface Size {
	width: number;
	height: number;
	/** Points of the screen for each pixel of the page; 1 without it. */
	density?: number;
}

export const DESKTOP: Size = { width: 1400, height: 900 };
export const PHONE: Size = { width: 390, height: 844 };

function findChromium(): string {
	const found = [process.env.N8N_E2E_BROWSER ?? '', ...PLACES].find(
		(path) => path !== '' && existsSync(path),
	);
	if (found === undefined) {
		throw new Error(
			'The browser tests need Chromium or Chrome. Install one, or set N8N_E2E_BROWSER to its program.',
		);
	}
	return found;
}

/**
 * Where nothing listens. To turn other calls away one by one would take the browser's cache away, and n8n's editor, which is
 * several megabytes, would come anew for each page.
 */
const NOWHERE = { server: 'http://127.0.0.1:1', bypass: '127.0.0.1' };

/** A headless browser that reaches nothing but this machine, and remembers who tried. */
export class TestBrowser {
	/** Addresses of other hosts that a page has asked for. None of these calls left the browser. */
	readonly foreign: string[] = [];

	/** What pages have reported as errors of their scripts. */
	readonly errors: string[] = [];

	private constructor(
		private readonly close_: () => Promise<void>,
		private readonly newContext: (size: Size, locale: string) => Promise<BrowserContext>,
	) {}

	static async launch(): Promise<TestBrowser> {
		selectors.setTestIdAttribute('data-test-id');
		const isRoot = process.getuid?.() === 0;
		const browser = await chromium.launch({
			executablePath: findChromium(),
			proxy: NOWHERE,
			args: [...QUIET, ...(isRoot ? ['--no-sandbox'] : [])],
		});
		return new TestBrowser(
			async () => await browser.close(),
			async ({ density, ...viewport }, locale) =>
				await browser.newContext({
					viewport,
					deviceScaleFactor: density ?? 1,
					locale,
					timezoneId: 'Asia/Shanghai',
					reducedMotion: 'reduce',
					// n8n would compress its editor and the descriptions of its nodes, 19 MB, for each page.
					extraHTTPHeaders: { 'accept-encoding': 'identity' },
				}),
		);
	}

	/**
	 * Opens an empty page in a window of its own.
	 *
	 * @param cookies those of a session that is open already
	 * @param locale the language that it asks pages for
	 */
	async open(
		size: Size = DESKTOP,
		cookies: Array<{ name: string; value: string; url: string }> = [],
		locale = 'en-US',
	): Promise<Page> {
		const context = await this.newContext(size, locale);
		await context.addCookies(cookies);
		// What the page's own policy forbids was no call.
		context.on('requestfailed', (request) => {
			const isForbidden = request.failure()?.errorText === 'csp';
			if (!isForbidden && new URL(request.url()).hostname !== '127.0.0.1')
				this.foreign.push(request.url());
		});
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		page.on('pageerror', ({ message }) => this.errors.push(message));
		return page;
	}

	async close(): Promise<void> {
		await this.close_();
	}
}

/**
 * Keeps a picture of a page or a part of it, for the documents.
 *
 * @param name path below the folder of pictures, without the ending
 * @param clip the part of the page, in CSS pixels
 */
export async function picture(
	of: Page | Locator,
	name: string,
	clip?: Size & { x: number; y: number },
): Promise<void> {
	const path = join(pictureFolder, `${name}.png`);
	mkdirSync(dirname(path), { recursive: true });
	await of.screenshot({ path, animations: 'disabled', caret: 'hide', ...(clip && { clip }) });
}
