import { InvalidInputError } from '../../../../nodes/WeCom/api/explained';
import { split } from '../../../../nodes/WeCom/messages/markup/split';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

describe('splitting a text', () => {
	it('leaves a text that fits as it is', () => expect(split('短', 3, 'text')).toEqual(['短']));

	it.each([
		[
			'paragraphs',
			'First line.\nSecond line.\n\nNext paragraph.\nMore of it.',
			30,
			['First line.\nSecond line.\n\n', 'Next paragraph.\nMore of it.'],
		],
		[
			'lines',
			'alpha beta gamma\ndelta epsilon zeta',
			22,
			['alpha beta gamma\n', 'delta epsilon zeta'],
		],
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
		expect(split(`1${family}2${family}3${family}`, bytes(family) + 5, 'text')).toEqual([
			`1${family}2`,
			`${family}3`,
			family,
		]);
	});

	it.each([
		['a link', 'text', '<a href="https://example.com/a b">see the report here</a>'],
		['a markdown link', 'markdown', '[see the report](https://example.com/a)'],
		['code', 'markdown', '`npm run build now`'],
		[
			'a link with brackets and parentheses',
			'markdown',
			'[[ALERT] disk (full)](https://example.com/a_(b)?x=[1])',
		],
		[
			'a link whose text is its address',
			'markdown',
			'[https://example.com/a](https://example.com/a)',
		],
		['a bare address with a comma', 'text', 'https://example.com/d?from=1,2&list=(a,b),c#here'],
		['a bare address in Markdown', 'markdown', 'https://example.com/d?from=1,2&list=(a,b),c#here'],
		['an address behind letters', 'text', 'Link:https://example.com/d?from=1,2'],
		['an address with Chinese letters', 'text', 'https://example.com/文档/周报'],
		['a member to be named', 'text', '$userName=zhangsan$'],
		['a department to be named', 'text', '$departmentName=2$'],
		['a mention', 'markdown', '<@zhangsan>'],
		['code between two backticks', 'markdown', '``echo `date`, and so on``'],
	] as const)('keeps %s in one piece', (_, markup, unit) => {
		const parts = split(`before ${unit} after the unit more words`, bytes(unit) + 8, markup);
		expect(parts.some((part) => part.includes(unit))).toBe(true);
		expect(parts.join('')).toBe(`before ${unit} after the unit more words`);
	});

	it.each([
		['a color', '<font color="warning">', 'disk full, '.repeat(400), '</font>'],
		['bold text', '**', 'disk full, '.repeat(400).trim(), '**'],
		['code', '`', 'disk full, '.repeat(400).trim(), '`'],
		[
			'the text of a link with a long address',
			'[',
			'disk full, '.repeat(400).trim(),
			`](https://example.com/${'x'.repeat(1400)})`,
		],
		['the text of a link', '[', 'disk full, '.repeat(400).trim(), '](https://example.com/a?b=c)'],
	])('closes %s that is longer than a message and opens it again', (_, open, inner, close) => {
		const parts = split(`Alert: ${open}${inner}${close} end`, 2048, 'markdown');
		expect(parts.length).toBeGreaterThan(2);
		for (const part of parts) {
			expect(bytes(part)).toBeLessThanOrEqual(2048);
			expect(part.split(open).length - 1).toBe(open === close ? 2 : 1);
			expect(part.split(close).length - 1).toBe(open === close ? 2 : 1);
		}
		expect(parts.map((part) => part.replaceAll(close, '').replaceAll(open, '')).join('')).toBe(
			`Alert: ${inner} end`,
		);
	});

	it('closes and opens nested colors from the inside out', () => {
		const inner = 'word '.repeat(30).trim();
		const [first, second] = split(
			`<font color="info">a <font color="warning">${inner}</font> b</font>`,
			160,
			'markdown',
		);
		expect(first).toMatch(/^<font color="info">a <font color="warning">[word ]+<\/font><\/font> $/);
		expect(second).toMatch(
			/^<font color="info"><font color="warning">word [word ]+<\/font> b<\/font>$/,
		);
	});

	it('opens a color behind the bullet of a line, which would be none otherwise', () => {
		const lines = '- disk full\n> web-01\n'.repeat(10).trim();
		const parts = split(`<font color="info">${lines}</font>`, 120, 'markdown');
		for (const part of parts.slice(1)) expect(part).toMatch(/^(- |> )<font color="info">/);
	});

	it.each([
		[
			'a heading',
			`${'word '.repeat(12)}\n\n## Alerts\n\nDisk full on web-01 and web-02`,
			'## Alerts\n\nDisk',
		],
		[
			'a heading and the one below it',
			`${'word '.repeat(12)}\n# Alerts\n## Disks\nfull on web-01 and web-02`,
			'# Alerts\n## Disks\nfull',
		],
		['a bullet', `${'word '.repeat(15)}\n- disk full on web-01 and web-02`, '- disk'],
		['a number', `${'word '.repeat(15)}\n1. disk full on web-01 and web-02`, '1. disk'],
		['a quote mark', `${'word '.repeat(15)}\n> disk full on web-01 and web-02`, '> disk'],
	])('leaves %s with what follows, wherever the limit is', (_, text, together) => {
		for (let limit = 40; limit < 100; limit++) {
			expect(split(text, limit, 'markdown').some((part) => part.includes(together))).toBe(true);
		}
	});

	it.each(['> ', '>', '> > ', '>> '])('begins the rest of a quote with %j, too', (mark) => {
		const text = `${mark}${'word '.repeat(40)}**${'bold '.repeat(20).trim()}**\nEnd`;
		const parts = split(text, 80, 'markdown');
		for (const part of parts.slice(0, -1)) expect(part.startsWith(mark)).toBe(true);
		expect(parts.join('').replaceAll(mark, '').replaceAll('**', '')).toBe(
			text.replaceAll(mark, '').replaceAll('**', ''),
		);
		expect(parts.at(-1)).toMatch(/\nEnd$/);
	});

	it('begins no part with what would then be a heading or a list', () => {
		for (let limit = 20; limit < 60; limit++) {
			for (const part of split(
				'The sum of 3 - 4 and 5 # 6 is > 1. and more of it',
				limit,
				'markdown',
			).slice(1)) {
				expect(part).not.toMatch(/^(?:[-#>]|1\.) /);
			}
		}
	});

	it('takes marks without a partner as text', () => {
		const text = '[a ** `b <font color="info"> <a href="x"> $c </font '.repeat(8);
		expect(split(text, 150, 'markdown').join('')).toBe(text);
	});

	it.each([
		'web-01  CPU  OK   0%\n'.repeat(260),
		'a'.repeat(20_000),
		'字'.repeat(9000),
		'\n\nx'.repeat(5000),
	])('gives different parts of a text that repeats itself', (text) => {
		const parts = split(text, 2048, 'text');
		expect(parts.join('').trimEnd()).toBe(text.trimEnd());
		expect(new Set(parts.map((part) => part.trim())).size).toBe(parts.length);
	});

	it('tells parts apart by what arrives: control characters do not', () => {
		const text = `${'\u0001'.repeat(3)}word ${'\u0002'.repeat(3)}word ${'\u0003'.repeat(3)}word`;
		const arrived = split(text, 12, 'text').map((part) => part.replace(/\p{Cc}/gu, '').trim());
		expect(new Set(arrived).size).toBe(arrived.length);
	});

	it('says so if there are no different parts', () => {
		expect(() => split(`a${' '.repeat(60)}`.repeat(5), 30, 'text')).toThrow(
			/can't be split into messages that differ/,
		);
	});

	it('says so if there would be too many parts', () => {
		expect(() => split('word '.repeat(13_000), 2048, 'text')).toThrow(
			'Content is 65000 bytes and would need more than 30 messages of 2048 bytes',
		);
	});

	it('refuses a link that is longer than a message, with its length', () => {
		const link = `<a href="https://example.com/${'x'.repeat(100)}">a</a>`;
		expect(() => split(`text ${link}`, 60, 'text')).toThrow(InvalidInputError);
		expect(() => split(`text ${link}`, 60, 'text')).toThrow(
			/is \d+ bytes and must stay in one piece; the maximum is 60/,
		);
	});
});
