/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomUtils, parseDocument } from 'htmlparser2';
import type { Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import { languageOf, say, sayAll, saying } from '../../simulator/language';
import { menuEvent } from '../../simulator/receiving/events';
import { TEXTS, type TextKey } from '../../simulator/texts';
import { clientOf, textMessage } from './client';
import { elementsOf, having, pageOf, type PageElement } from './page';

const folder = join(__dirname, '..', '..', 'simulator');
const keys = Object.keys(TEXTS) as TextKey[];

const sources = (readdirSync(folder, { recursive: true }) as string[])
	.filter((name) => /\.tsx?$/.test(name) && name !== 'texts.ts')
	.map((name) => readFileSync(join(folder, name), 'utf8'))
	.join('\n');

describe('the table of texts', () => {
	test.each(keys)('%s stands there in both languages, with the same values', (key) => {
		const [english, chinese] = TEXTS[key];
		const valuesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
		expect(english).not.toBe('');
		expect(valuesOf(chinese)).toEqual(valuesOf(english));
		expect(english).not.toMatch(/\p{Script=Han}/u);
		const hasWords = /\p{Letter}/u.test(english.replace(/\{\w+\}/g, ''));
		if (hasWords) expect(chinese).toMatch(/\p{Script=Han}/u);
	});

	test('has no text that nothing says', () => {
		// Names that are put together: the tones, and the messages of a member.
		const composed = ['good', 'bad', 'note', 'busy', 'open', 'textMessage', 'imageMessage'];
		expect(keys.filter((key) => !sources.includes(`'${key}'`) && !composed.includes(key))).toEqual(
			[],
		);
	});

	test('no text of the page stands anywhere else', () => {
		const pages = readdirSync(join(folder, 'inbox')).filter((name) => name.endsWith('.tsx'));
		const literal = /(?:aria-label|title|placeholder|alt)="[^"]+"|>\s*[A-Z][a-z]+[^<{}();=]*[<{]/g;
		const found = pages.flatMap(
			(name) => readFileSync(join(folder, 'inbox', name), 'utf8').match(literal) ?? [],
		);
		// An address is the same in every language.
		expect(found.filter((text) => !text.includes('http://127.0.0.1'))).toEqual([]);
	});
});

describe('what is said', () => {
	test('has its values in it, and what they say is in the same language', () => {
		const sent = saying('sent', { name: saying('textMessage'), ms: 7 });
		expect(say('en', sent)).toBe('Sent the text message, answered in 7 ms.');
		expect(say('zh', sent)).toBe('已发送文本消息，7 毫秒后收到应答。');
	});

	test('names an event in Chinese as WeCom does', () => {
		const at = { corpId: 'ww1', agentId: 1, userid: 'zhangsan', at: 0 };
		const { name } = menuEvent(at, 'click', 'FIGURES');
		expect(say('en', name)).toBe('click (FIGURES)');
		expect(say('zh', saying('sentOnly', { name }))).toBe('已发送菜单点击事件（FIGURES）。');
	});

	test('is several sentences if need be', () => {
		const both = [saying('notSaved'), saying('checkLog')];
		expect(sayAll('en', both)).toBe('Not saved. Check the n8n log.');
		expect(sayAll('zh', both)).toBe('未保存。请查看 n8n 日志。');
	});

	test('keeps a value that looks like a place for one', () => {
		expect(say('en', saying('plain', { text: '{text} $& {ms}' }))).toBe('{text} $& {ms}');
	});
});

test.each([
	[undefined, 'en'],
	['*', 'en'],
	['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
	['zh-TW', 'zh'],
	['en-US,en;q=0.9,zh;q=0.8', 'en'],
	['de-DE,de;q=0.9,zh;q=0.8,en;q=0.7', 'zh'],
	['fr, en;q=0.5, zh;q=0.9', 'zh'],
	['zh;q=0', 'en'],
	['constructor, toString', 'en'],
])('a browser that accepts %s gets %s', (accepted, language) => {
	expect(languageOf(accepted)).toBe(language);
});

describe('the page', () => {
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator();
		await (await clientOf(simulator)).send(textMessage(simulator));
	});
	afterAll(async () => await simulator.close());

	const languageOfPage = (page: ReturnType<typeof parseDocument>) =>
		elementsOf(page).find(({ name }) => name === 'html')?.attribs.lang;

	test("follows the browser's language", async () => {
		expect(languageOfPage(await pageOf(simulator))).toBe('en');
		const chinese = await pageOf(simulator, '', { 'accept-language': 'zh-CN,zh;q=0.9' });
		expect(languageOfPage(chinese)).toBe('zh-CN');
	});

	test('keeps the language that was chosen there, wherever one was', async () => {
		const response = await fetch(
			`${simulator.url}/simulator/inbox?user=lisi&app=1000003&q=x&show=settings&lang=zh`,
			{ redirect: 'manual' },
		);
		expect([response.status, response.headers.get('location')]).toEqual([
			303,
			'/simulator/inbox?user=lisi&app=1000003&q=x&show=settings',
		]);
		const cookie = response.headers.get('set-cookie') ?? '';
		expect(cookie).toMatch(/Max-Age=31536000/);
		const headers = { cookie: `other=1; ${cookie.split(';')[0]}`, 'accept-language': 'en' };
		expect(languageOfPage(await pageOf(simulator, '', headers))).toBe('zh-CN');
	});

	test.each(['xx', 'constructor', ''])('knows no language "%s"', async (lang) => {
		const response = await fetch(`${simulator.url}/simulator/inbox?lang=${lang}`);
		expect(response.headers.get('set-cookie')).toBeNull();
		expect(response.status).toBe(200);
	});

	test('has no English left in Chinese but names', async () => {
		const page = await pageOf(simulator, '?user=zhangsan', { 'accept-language': 'zh' });
		const isTexts = ({ name, attribs }: PageElement) =>
			['script', 'style'].includes(name) || 'data-msgid' in attribs;
		for (const element of elementsOf(page).filter(isTexts)) DomUtils.removeElement(element);
		const names =
			/\b(English|URL|Token|EncodingAESKey|Corp ID|Agent ID|App Secret|Base URL|WeCom Trigger|n8n)\b|http\S+|\bsimulator-\S+|\bww\w+|\b[a-z]+\d?\b(?=暂|$)|\bUserID\d\b/g;
		const said = [
			...elementsOf(page).flatMap(({ attribs }) => [
				attribs['aria-label'],
				attribs.title,
				attribs.placeholder?.startsWith('http') ? '' : attribs.placeholder,
			]),
			...elementsOf(page)
				.filter(({ name, childNodes }) => name !== 'small' && childNodes.length > 0)
				.flatMap(({ childNodes }) =>
					childNodes.flatMap((node) => ('data' in node ? [String(node.data)] : [])),
				),
		];
		expect(said.filter((text) => /[a-z]/i.test((text ?? '').replace(names, '')))).toEqual([]);
		expect(having(page, 'data-msgid')).toEqual([]);
	});
});
