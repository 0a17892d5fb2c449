import { isBlank, trimmed, visibly, withoutEscapes } from '../../../nodes/WeCom/api/characters';

/** What a text can consist of and still show nothing, by the name that Unicode has for it. */
const NOTHING: ReadonlyArray<[name: string, text: string]> = [
	['nothing', ''],
	['spaces', '   '],
	['line breaks', '\r\n\n'],
	['tabs', '\t\v\f'],
	['no-break space', '\u00a0'],
	['narrow no-break space', '\u202f'],
	['ideographic space', '\u3000'],
	['en quad to hair space', '\u2000\u2003\u200a'],
	['zero width space', '\u200b'],
	['zero width joiner', '\u200c\u200d'],
	['byte order mark', '\ufeff'],
	['word joiner', '\u2060'],
	['soft hyphen', '\u00ad'],
	['marks of direction', '\u200e\u200f\u202a\u202e\u2066\u2069\u061c'],
	['line and paragraph separator', '\u2028\u2029'],
	['braille blank', '\u2800'],
	['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
	['variation selectors', '\ufe0f\u180b'],
	['tags', '\u{e0001}\u{e0041}'],
	['control characters', '\u0000\u0007\u001b\u007f\u0085'],
	['annotation marks', '\ufff9\ufffb'],
];

describe.each(NOTHING)('%s', (_, nothing) => {
	it('shows nothing', () => expect(isBlank(nothing.repeat(3))).toBe(true));

	it('is taken off around a text, and not out of it', () => {
		expect(trimmed(`${nothing}a${nothing}b${nothing}`)).toBe(`a${nothing}b`);
		expect(trimmed(nothing)).toBe('');
	});
});

it.each(['a', '字', '.', '😀', '👨‍👩‍👧', '❤️', '\ud83d', '0'])(
	'%s shows something, between blanks too',
	(text) => {
		expect(isBlank(`\u200b ${text}\n`)).toBe(false);
		expect(trimmed(`\u200b ${text}\n`)).toBe(trimmed(text));
	},
);

it.each([
	['zhang\u200bsan', 'zhang\\u200bsan'],
	['\ufeffa', '\\ufeffa'],
	['a\u202eb', 'a\\u202eb'],
	['a\u00a0b', 'a\\u00a0b'],
	['\u001b[31m', '\\u001b[31m'],
	['\u{e0041}', '\\udb40\\udc41'],
	['half \ud83d', 'half \\ud83d'],
	['张三 and\ta 😀\n', '张三 and\ta 😀\n'],
])('%j is shown as %s', (text, shown) => expect(visibly(text)).toBe(shown));

describe('a body', () => {
	it.each([
		['the colors of a terminal', '\u001b[31mred\u001b[0m', '[31mred[0m'],
		['half an emoji', 'cut \ud83d', 'cut \ufffd'],
		['the other half', '\ude00 cut', '\ufffd cut'],
		['a null character', 'a\u0000b', 'ab'],
	])('goes out without %s, which WeCom refuses (40033), however deep it is', (_, given, sent) =>
		expect(withoutEscapes({ a: [{ b: given, c: 1, d: null }] })).toEqual({
			a: [{ b: sent, c: 1, d: null }],
		}),
	);

	it('keeps line breaks, tabs, and whole emoji beside what is taken out', () =>
		expect(withoutEscapes({ a: '\u0007\b\t\n\f\r😀' })).toEqual({ a: '\b\t\n\f\r😀' }));

	it('is not copied where there is nothing to take out', () => {
		const body = { a: 'line\nbreak 😀', b: '\\u' };
		expect(withoutEscapes(body)).toBe(body);
	});
});
