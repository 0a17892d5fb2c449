import { parseDocument } from 'htmlparser2';
import { GROUP, HOSTILE, poisonedSimulator, USER } from './hostile';
import { elementsOf, having, messagesOf, type PageElement } from './page';

/** The page that such a simulator shows. */
async function poisonedPage(text: string) {
	const simulator = await poisonedSimulator(text);
	try {
		const answer = await fetch(
			`${simulator.url}/simulator/inbox?user=${USER}&q=${encodeURIComponent(text.slice(0, 40))}`,
		);
		const group = await fetch(`${simulator.url}/simulator/inbox?group=${GROUP}`);
		const phones = await fetch(`${simulator.url}/simulator/inbox?users=${USER}`);
		const { headers } = await fetch(`${simulator.url}/simulator/media/${simulator.fileId}`);
		return {
			page: parseDocument(await answer.text()),
			group: parseDocument(await group.text()),
			phones: parseDocument(await phones.text()),
			headers,
			count: simulator.count(),
			posted: simulator.count(GROUP),
		};
	} finally {
		await simulator.close();
	}
}

const ALLOWED_TAGS = new Set(
	`html head meta title link script body nav main aside header footer section article form label input button select option fieldset legend
	details summary a span div p ul ol li dl dt dd strong small em i u b br hr code pre blockquote font img video svg path time h1 h2 h3 h4 h5 h6
	table thead tbody tr th td datalist`.split(/\s+/),
);
const ADDRESSES = [
	'src',
	'href',
	'action',
	'formaction',
	'poster',
	'data',
	'srcset',
	'background',
	'ping',
	'xlink:href',
];

const SCRIPTS = ['inbox', 'phones'].map((name) => `/simulator/inbox/assets/${name}.js`);

/** Everything on an element that could run, load or send something elsewhere. */
function dangersOf({ name, attribs, childNodes }: PageElement): string[] {
	const dangers = Object.entries(attribs).flatMap(([attribute, value]) => {
		if (/^on|^style$|^srcdoc$|^http-equiv$/i.test(attribute)) return [`${attribute}=${value}`];
		if (!ADDRESSES.includes(attribute.toLowerCase())) return [];
		if (/^(\/simulator\/|#)/.test(value)) return [];
		const opensElsewhere =
			name === 'a' &&
			/^https?:\/\//i.test(value) &&
			attribs.target === '_blank' &&
			attribs.rel === 'noopener noreferrer';
		return opensElsewhere ? [] : [`${attribute}=${value}`];
	});
	const isPhone = name === 'iframe' && attribs.src?.startsWith('/simulator/inbox?user=');
	if (!ALLOWED_TAGS.has(name) && !isPhone) dangers.push(name);
	if (name === 'script' && (!SCRIPTS.includes(attribs.src) || childNodes.length > 0))
		dangers.push('script');
	return dangers;
}

describe('hostile contents in every text', () => {
	test.each(HOSTILE)('%s', async (text) => {
		const { page, group, phones, headers, count, posted } = await poisonedPage(text);
		const elements = elementsOf(page);
		const everywhere = [...elements, ...elementsOf(group), ...elementsOf(phones)];
		expect(everywhere.flatMap(dangersOf)).toEqual([]);
		expect(messagesOf(group)).toHaveLength(posted);
		expect(having(group, 'id', 'conversation')).toHaveLength(1);
		expect(elementsOf(phones).filter(({ name }) => name === 'iframe')).toHaveLength(1);
		expect(elements.filter(({ name }) => name === 'script')).toHaveLength(1);
		expect(elements.filter(({ attribs }) => attribs.id === 'conversation')).toHaveLength(1);
		expect(messagesOf(page)).toHaveLength(count);
		expect(
			elements
				.filter(({ name }) => name === 'form')
				.every(({ attribs }) => attribs.action.startsWith('/simulator/inbox')),
		).toBe(true);
		expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
			'application/octet-stream',
			'nosniff',
		]);
		expect(headers.get('content-disposition')).toMatch(
			/^attachment; filename\*=UTF-8''[\w%.!~*'()-]+$/,
		);
	});

	test('a check that would see it', () => {
		const seen = elementsOf(
			parseDocument(
				'<img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a><script>x</script><iframe></iframe>',
			),
		);
		expect(seen.map((element) => dangersOf(element).length > 0)).toEqual([true, true, true, true]);
	});
});
