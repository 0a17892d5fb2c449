import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import { getJson } from './client';
import {
	buttonLabeled,
	buttonsOf,
	having,
	noticeOf,
	outcomeOf,
	pageOf,
	press,
	textOf,
	type PageElement,
} from './page';
import { TestReceiver } from './receiver';

let simulator: Simulator;
let receiver: TestReceiver;

beforeEach(async () => {
	simulator = await startSimulator();
	receiver = await TestReceiver.start(simulator.corpId);
});
afterEach(async () => {
	await Promise.all([simulator.close(), receiver.close()]);
});

describe('where the app receives', () => {
	const save = async (settings: JsonObject) => {
		const response = await fetch(`${simulator.url}/simulator/callback`, {
			method: 'POST',
			body: JSON.stringify(settings),
		});
		return [response.status, ((await response.json()) as JsonObject).error ?? ''];
	};

	it('is not known at first, and the page says so', async () => {
		const button = buttonsOf(await pageOf(simulator, '?user=zhangsan')).get(
			'今日数据',
		) as PageElement;
		expect(noticeOf(await press(simulator, button))).toBe(
			'Nothing receives click (FIGURES) yet. Set up receiving first.',
		);
	});

	it.each([
		['http://example.com/webhook', 'not example.com'],
		['http://127.0.0.1.example.com/', 'not 127.0.0.1.example.com'],
		['http://192.168.0.1/', 'not 192.168.0.1'],
		['http://0.0.0.0/', 'not 0.0.0.0'],
		['http://[::ffff:127.0.0.1]/', 'calls only this machine'],
		['http://127.0.0.1@example.com/', 'contain a user name'],
		['http://2130706434/', 'n/a'],
		['ftp://127.0.0.1/', 'http:// or https://'],
		['webhook', 'production URL'],
	])('%s is refused', async (url, sentence) => {
		const [status, error] = await save({ ...receiver.settings, url });
		// 2130706434 is 127.0.0.2 in another notation: this machine, but nobody is there.
		expect([status, error]).toEqual([
			400,
			sentence === 'n/a'
				? expect.stringContaining('Nothing responds')
				: expect.stringContaining(sentence),
		]);
	});

	it('is refused with a sentence when Token or key cannot be, or do not fit', async () => {
		expect(await save({ ...receiver.settings, token: 'no-letters!' })).toEqual([
			400,
			'The Token must be 1 to 32 letters and digits.',
		]);
		expect(await save({ ...receiver.settings, encodingAesKey: 'short' })).toEqual([
			400,
			expect.stringContaining('this one has 5 characters'),
		]);
		receiver.status = 403;
		expect(await save(receiver.settings)).toEqual([
			400,
			expect.stringContaining('must be the same on both sides'),
		]);
		expect(await save({ ...receiver.settings, agentId: 5 })).toEqual([400, expect.any(String)]);
	});

	it('is not called through a redirect', async () => {
		const url = `${simulator.url}/simulator/files/redirect-to?url=${encodeURIComponent(receiver.url)}&x=`;
		expect(await save({ ...receiver.settings, url })).toEqual([
			400,
			expect.stringContaining('HTTP 302'),
		]);
	});

	it('is saved by the form of the page, which keeps what was typed when it cannot be', async () => {
		const page = await pageOf(simulator, `?user=lisi&app=1000003&show=settings`);
		const button = buttonsOf(page).get('Save') as PageElement;
		const fields = (settings: {
			url: string;
			token: string;
			encodingAesKey: string;
		}): Array<[string, string]> => [
			['url', settings.url],
			['token', settings.token],
			['key', settings.encodingAesKey],
		];
		const refused = await press(
			simulator,
			button,
			fields({ ...receiver.settings, url: 'http://example.com' }),
		);
		expect(outcomeOf(refused, 'settings-notice')).toEqual({
			tone: 'bad',
			text: expect.stringMatching(/^Not saved\. .*only this machine/) as string,
		});
		expect(having(refused, 'name', 'token')[0].attribs.value).toBe(receiver.settings.token);
		const saved = await press(simulator, button, fields(receiver.settings));
		expect(outcomeOf(saved, 'settings-notice')).toEqual({
			tone: 'good',
			text: expect.stringMatching(/^Saved: the app answered in \d+ ms\.$/) as string,
		});
		receiver.status = 404;
		const failed = await press(simulator, button, fields(receiver.settings));
		expect(outcomeOf(failed, 'settings-notice')).toEqual({
			tone: 'bad',
			text: expect.stringMatching(/^Not saved, the old settings stay\. .*HTTP 404/) as string,
		});
		const dismissed = await press(simulator, buttonLabeled(failed, 'Dismiss'));
		expect(outcomeOf(dismissed, 'settings-notice')).toEqual({ tone: '', text: '' });
		simulator.reset();
		expect((await getJson(`${simulator.url}/simulator/info`)).apps).toMatchObject([
			{},
			{ agentId: 1000003, callback: true },
		]);
	});

	it('gets new secrets from a button, which n8n accepts', async () => {
		const page = await pageOf(
			simulator,
			`?user=lisi&generate=1&url=${encodeURIComponent(receiver.url)}`,
		);
		expect(having(page, 'name', 'url')[0].attribs.value).toBe(receiver.url);
		expect(having(page, 'name', 'token')[0].attribs.value).toMatch(/^[A-Za-z0-9]{24}$/);
		expect(having(page, 'name', 'key')[0].attribs.value).toMatch(/^[A-Za-z0-9]{43}$/);
		expect(textOf(having(page, 'data-part', 'settings')[0])).toContain('These are new values.');
	});

	it.each(['press', 'menu', 'write', 'settings'])(
		'a form of another site cannot use %s',
		async (path) => {
			const headers = { origin: 'http://evil.example' };
			const response = await fetch(`${simulator.url}/simulator/inbox/${path}`, {
				method: 'POST',
				headers,
				body: new URLSearchParams({ user: 'zhangsan' }),
			});
			expect(response.status).toBe(403);
		},
	);
});
