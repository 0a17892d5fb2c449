import { parseDocument } from 'htmlparser2';
import { controlsOf } from '../../simulator/controls';
import { buildServer } from '../../simulator/server';
import { State } from '../../simulator/state';
import type { JsonObject } from '../../simulator';
import { elementsOf, messagesOf, type PageElement } from './page';
import examples from '../../fixtures/official-examples.json';

const ORIGIN = 'http://127.0.0.1:8765';
const USER = 'mallory';
/** Values that decide which message this is; hostile ones would be refused or shown as plain JSON. */
const KEPT = new Set(['msgtype', 'card_type']);

const HOSTILE = [
	'"><img src=x onerror=alert(1)><script>alert(2)</script>',
	"' autofocus onfocus='alert(1)",
	'`-alert(1)-`</textarea></title></select></style><svg/onload=alert(1)>',
	'javascript:alert(1)',
	' jAvAsCrIpT:alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'http://evil.example/"onload="alert(1)',
	'//evil.example/x.png',
	`${ORIGIN}@evil.example/x.png`,
	`${ORIGIN}/simulator/files/" onerror="alert(1)`,
	'<a href="javascript:alert(1)" onclick="alert(1)" style="position:fixed">x</a>',
	'<a href="http://evil.example" target="_self" rel="opener">x</a>',
	'[x](javascript:alert(1)) ![x](http://evil.example/x.png) [x](http://e.example/"onclick="alert(1))',
	'<font color="info" onmouseover=alert(1) style="background:url(//evil.example)">x</font><font color="red">y</font>',
	'<div class="gray" id="conversation" data-msgid="1" onclick=alert(1)>x</div>',
	'<iframe src="//evil.example"></iframe><object data="//evil.example"></object><embed src="//evil.example">',
	'<style>@import "//evil.example";</style><link rel=stylesheet href="//evil.example"><base href="//evil.example">',
	'<form action="//evil.example"><input name=user><button formaction="//evil.example">x</button></form>',
	'<meta http-equiv="refresh" content="0;url=//evil.example"><video src="//evil.example" poster="//evil.example">',
	'<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
	'</li></ol></main><script src="//evil.example"></script>',
];

/** Puts the text in the place of every text, however deep. */
function poisoned(value: unknown, text: string): unknown {
	if (typeof value === 'string') return text;
	if (Array.isArray(value)) return value.map((item) => poisoned(item, text));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, KEPT.has(key) ? inner : poisoned(inner, text)]));
}

const sends = examples.filter(({ name }) => name.startsWith('send.')).map(({ payload }) => payload as JsonObject);
const updates = examples.filter(({ name }) => name.startsWith('update_template_card.')).map(({ payload }) => payload as JsonObject);

/** A page with every message, every update and every text around them poisoned with one text. */
async function poisonedPage(text: string) {
	const member = { userid: USER, name: text, alias: text, departments: [1], licensed: true };
	const state = new State({
		corpId: text,
		directory: { departments: [{ id: 1, name: text, nameEn: text, parentId: 0, order: 1, leaders: [] }], members: [member], tags: [] },
		apps: [
			{
				agentId: 1,
				secret: text,
				name: text,
				menu: [
					{ name: text, type: 'click', key: text },
					{ name: text, entries: [{ name: text, type: 'view', url: text }] },
				],
			},
		],
	});
	const file = state.storeMedia({ type: 'file', filename: text, contentType: text, bytes: Buffer.from('<script>') });
	const withMedia = (body: JsonObject): JsonObject => JSON.parse(JSON.stringify(body), (key, value: unknown) => (key.endsWith('media_id') ? file.id : value)) as JsonObject;
	const members = new Set([member]);
	for (const send of sends) {
		const body = poisoned(send, text) as JsonObject;
		state.mailbox.deliver(1, body, members, 1);
		state.mailbox.deliver(1, { ...withMedia(body), safe: 1, enable_id_trans: 1 }, members, 1);
	}
	for (const { button, template_card: card } of updates) {
		const { msgid } = state.mailbox.deliver(1, poisoned(sends.find(({ msgtype }) => msgtype === 'template_card'), text) as JsonObject, members, 1);
		const update = card ? { template_card: poisoned(card, text) as JsonObject, translateIds: true } : { button: poisoned(button, text) as JsonObject };
		state.mailbox.update(msgid, members, { at: 1, ...update });
	}
	state.mailbox.say({ userid: USER, agentid: 1, msgtype: 'text', content: { content: text }, at: 1, own: true });
	state.mailbox.deliver(1, { msgtype: text, [text]: { x: text } }, members, 1);
	state.notices.set(USER, text);
	state.receivers.set(1, { url: text, token: text, encodingAesKey: text, corpId: text });
	const server = buildServer(state, controlsOf(state), '', () => ({ url: ORIGIN }));
	const url = await server.listen({ host: '127.0.0.1', port: 0 });
	try {
		const answer = await fetch(`${url}/simulator/inbox?user=${USER}&q=${encodeURIComponent(text.slice(0, 40))}`);
		const { headers } = await fetch(`${url}/simulator/media/${file.id}`);
		return { page: parseDocument(await answer.text()), headers, count: state.mailbox.all.length };
	} finally {
		await server.close();
	}
}

const ALLOWED_TAGS = new Set(
	`html head meta title link script body nav main aside header footer section article form label input button select option fieldset legend
	details summary a span div p ul ol li dl dt dd strong small em i u b br hr code pre blockquote font img video svg path time h1 h2 h3 h4 h5 h6
	table thead tbody tr th td`.split(/\s+/),
);
const ADDRESSES = ['src', 'href', 'action', 'formaction', 'poster', 'data', 'srcset', 'background', 'ping', 'xlink:href'];

/** Everything on an element that could run, load or send something elsewhere. */
function dangersOf({ name, attribs, childNodes }: PageElement): string[] {
	const dangers = Object.entries(attribs).flatMap(([attribute, value]) => {
		if (/^on|^style$|^srcdoc$|^http-equiv$/i.test(attribute)) return [`${attribute}=${value}`];
		if (!ADDRESSES.includes(attribute.toLowerCase())) return [];
		if (/^(\/simulator\/|#)/.test(value)) return [];
		const opensElsewhere = name === 'a' && /^https?:\/\//i.test(value) && attribs.target === '_blank' && attribs.rel === 'noopener noreferrer';
		return opensElsewhere ? [] : [`${attribute}=${value}`];
	});
	if (!ALLOWED_TAGS.has(name)) dangers.push(name);
	if (name === 'script' && (attribs.src !== '/simulator/inbox/assets/inbox.js' || childNodes.length > 0)) dangers.push('script');
	return dangers;
}

describe('hostile contents in every text', () => {
	test.each(HOSTILE)('%s', async (text) => {
		const { page, headers, count } = await poisonedPage(text);
		const elements = elementsOf(page);
		expect(elements.flatMap(dangersOf)).toEqual([]);
		expect(elements.filter(({ name }) => name === 'script')).toHaveLength(1);
		expect(elements.filter(({ attribs }) => attribs.id === 'conversation')).toHaveLength(1);
		expect(messagesOf(page)).toHaveLength(count);
		expect(elements.filter(({ name }) => name === 'form').every(({ attribs }) => attribs.action.startsWith('/simulator/inbox'))).toBe(true);
		expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual(['application/octet-stream', 'nosniff']);
		expect(headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w%.!~*'()-]+$/);
	});

	test('a check that would see it', () => {
		const seen = elementsOf(parseDocument('<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><script>x</script><iframe></iframe>'));
		expect(seen.map((element) => dangersOf(element).length > 0)).toEqual([true, true, true, true]);
	});
});
