import { HOSTILE, poisonedSimulator, USER } from '../../unit/simulator/hostile';
import { PHONE, TestBrowser } from './browser';
import { InboxPage } from './inboxPage';

let browser: TestBrowser;

beforeAll(async () => {
	browser = await TestBrowser.launch();
});
afterAll(async () => await browser?.close());

describe('hostile contents in every text run nothing, call nobody and break nothing', () => {
	it.each(HOSTILE)('%s', async (text) => {
		const simulator = await poisonedSimulator(text);
		const inbox = await InboxPage.open(browser, simulator.url, `?user=${USER}`);
		const { page } = inbox;
		try {
			// What comes while the page is open goes another way than what was there before.
			const before = simulator.count();
			simulator.deliver();
			const messages = page.locator('#conversation > [data-msgid]');
			await messages.nth(simulator.count() - 1).waitFor({ state: 'attached' });
			expect(await messages.count()).toBe(2 * before);

			await page.evaluate(() => {
				for (const details of Array.from(document.querySelectorAll('details'))) details.open = true;
				document.addEventListener('click', (event) => event.preventDefault(), true);
				for (const element of Array.from(document.querySelectorAll('body *'))) {
					for (const type of ['mouseover', 'focus', 'click', 'load'])
						element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
				}
			});
			const links = await page
				.locator('a')
				.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol));
			expect(new Set(links)).not.toContain('javascript:');
			await page.setViewportSize(PHONE);
			expect(await inbox.overflowing()).toEqual([]);
			expect(inbox.complaints).toEqual([]);
		} finally {
			await Promise.all([inbox.close(), simulator.close()]);
		}
	});

	it('a check that would see it', async () => {
		const simulator = await poisonedSimulator('x');
		const inbox = await InboxPage.open(browser, simulator.url, `?user=${USER}`);
		const stopped = inbox.page.waitForEvent('console');
		await inbox.page.evaluate(() => {
			document
				.querySelector('.bubble')
				?.insertAdjacentHTML('beforeend', '<img src="https://evil.example/x.png">');
		});
		await stopped;
		expect(inbox.complaints.join()).toContain('evil.example');
		await Promise.all([inbox.close(), simulator.close()]);
	});

	afterAll(() => {
		expect(browser.foreign).toEqual([]);
	});
});
