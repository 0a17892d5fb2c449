import fc from 'fast-check';

import { InvalidInputError } from '../../../../nodes/WeCom/api/errors';
import { split } from '../../../../nodes/WeCom/messages/markup/split';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

describe('splitting a text', () => {
	it('leaves a text that fits as it is', () => expect(split('短', 3, 'text')).toEqual(['短']));

	it.each([
		['paragraphs', 'First line.\nSecond line.\n\nNext paragraph.\nMore of it.', 30, ['First line.\nSecond line.\n\n', 'Next paragraph.\nMore of it.']],
		['lines', 'alpha beta gamma\ndelta epsilon zeta', 22, ['alpha beta gamma\n', 'delta epsilon zeta']],
		['sentences', 'Hello there. How are you today?', 20, ['Hello there. ', 'How are you today?']],
		['Chinese sentences', '今天开会。请大家准时参加会议', 27, ['今天开会。', '请大家准时参加会议']],
		['words', 'one two three four', 10, ['one two ', 'three four']],
	])('cuts between %s', (_, text, limit, parts) => {
		expect(split(text, limit, 'text')).toEqual(parts);
	});

	it('cuts between characters where there is no other border', () => {
		expect(split('一二三四五六七', 9, 'text')).toEqual(['一二三', '四五六', '七']);
	});

	it('never cuts inside an emoji made of several code points', () => {
		const family = '👨‍👩‍👧‍👦';
		expect(split(`1${family}2${family}3${family}`, bytes(family) + 5, 'text')).toEqual([`1${family}2`, `${family}3`, family]);
	});

	it.each([
		['a link', 'text', '<a href="https://example.com/a b">see the report here</a>'],
		['a markdown link', 'markdown', '[see the report](https://example.com/a)'],
		['code', 'markdown', '`npm run build now`'],
		['a colour', 'markdown', '<font color="warning">three servers are down</font>'],
		['bold text', 'markdown', '**this is very important**'],
	] as const)('keeps %s in one piece', (_, markup, unit) => {
		const parts = split(`before ${unit} after the unit more words`, bytes(unit) + 8, markup);
		expect(parts.some((part) => part.includes(unit))).toBe(true);
		expect(parts.join('')).toBe(`before ${unit} after the unit more words`);
	});

	it('refuses a link that is longer than a message, with its length', () => {
		const link = `<a href="https://example.com/${'x'.repeat(100)}">a</a>`;
		expect(() => split(`text ${link}`, 60, 'text')).toThrow(InvalidInputError);
		expect(() => split(`text ${link}`, 60, 'text')).toThrow(/has \d+ bytes and must stay in one piece; WeCom takes at most 60 bytes/);
	});

	const fragment = fc.oneof(
		fc.string({ unit: 'grapheme', maxLength: 20 }),
		fc.constantFrom('\n', '\n\n', '。', '. ', ' ', '<a href="u">链接</a>', '[x](y)', '`c`', '<font color="info">绿</font>', '**b**', '😀', '字'),
	);

	it('gives parts within the limit that are the text again when joined', () => {
		fc.assert(
			fc.property(
				fc.array(fragment, { maxLength: 60 }),
				fc.integer({ min: 60, max: 200 }),
				fc.constantFrom('text' as const, 'markdown' as const),
				(fragments, limit, markup) => {
					const text = fragments.join('');
					const parts = split(text, limit, markup);
					expect(parts.join('')).toBe(text);
					for (const part of parts) {
						expect(bytes(part)).toBeLessThanOrEqual(limit);
						// Half a surrogate pair does not survive the way through UTF-8.
						expect(Buffer.from(part, 'utf8').toString('utf8')).toBe(part);
					}
					for (const unit of text.match(/<a href="u">链接<\/a>/g) ?? []) {
						expect(parts.some((part) => part.includes(unit))).toBe(true);
					}
				},
			),
			{ numRuns: 2000, seed: 7 },
		);
	});
});
