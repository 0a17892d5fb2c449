import fc from 'fast-check';

import { InvalidInputError } from '../../../../nodes/WeCom/api/explained';
import type { Markup } from '../../../../nodes/WeCom/messages/markup/grammar';
import { cutApart, split } from '../../../../nodes/WeCom/messages/markup/split';
import { truncate } from '../../../../nodes/WeCom/messages/markup/truncate';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

type Kind = 'words' | 'unit' | 'color' | 'bold' | 'heading' | 'item';

/** What a text was made of; the test knows it from the making and not from reading it. */
interface Node {
	kind: Kind;
	text: string;
	inner?: Node[];
}

const words: fc.Arbitrary<Node> = fc
	.tuple(
		fc.array(
			fc.constantFrom(
				'disk',
				'web-01',
				'OK',
				'0%',
				'Failed.',
				'Why?',
				'磁盘',
				'今天开会。',
				'请大家，',
				'👨‍👩‍👧‍👦',
				'🇨🇳',
				'é',
				'12,5',
				'on call',
				'a'.repeat(70),
			),
			{ minLength: 1, maxLength: 8 },
		),
		fc.constantFrom(' ', '  ', '\n', '\n\n'),
	)
	.map(([all, between]) => ({ kind: 'words' as const, text: all.join(between) }));

const unit = (...texts: string[]): fc.Arbitrary<Node> =>
	fc.constantFrom(...texts).map((text) => ({ kind: 'unit' as const, text }));

const textUnits = unit(
	'<a href="https://example.com/a b">see (the) report, now</a>',
	"<a href='https://example.com/?q=1&r=2'>报告</a>",
	'https://example.com/a,b/(c)?d=e&f=g#h',
	'https://example.com/报告/1',
	'$userName=zhangsan$',
	'$departmentName=2$',
	'$userAliasOrName=li_si@example$',
	'<@zhangsan>',
	'&amp;',
);
const markdownUnits = fc.oneof(
	textUnits,
	unit(
		'[see the report](https://example.com/a)',
		'[[ALERT] disk (full)](https://example.com/a_(b)?x=[1])',
		'[https://example.com/a](https://example.com/a)',
		'![a picture](https://example.com/p.png)',
		'`npm run build`',
		'``a ` b, c``',
		'`**no bold** [no link](x)`',
	),
);

const nodes = (markup: Markup, depth: number): fc.Arbitrary<Node[]> => {
	const leaves = [words, markup === 'markdown' ? markdownUnits : textUnits];
	const styles =
		markup === 'markdown' && depth > 0
			? [
					nodes(markup, depth - 1).map((inner) => ({
						kind: 'color' as const,
						text: 'warning',
						inner,
					})),
					nodes(markup, depth - 1).map((inner) => ({
						kind: 'color' as const,
						text: 'info',
						inner,
					})),
					fc
						.oneof(words, markdownUnits)
						.map((inner) => ({ kind: 'bold' as const, text: '**', inner: [inner] })),
				]
			: [];
	const lines =
		markup === 'markdown' && depth === 2
			? [
					fc
						.constantFrom('alerts', 'on call today', '值班')
						.map((text) => ({ kind: 'heading' as const, text })),
					fc
						.constantFrom('- ', '1. ', '> ', '> - ')
						.map((text) => ({ kind: 'item' as const, text })),
				]
			: [];
	return fc.array(fc.oneof(...leaves, ...styles, ...lines), {
		minLength: 1,
		maxLength: depth === 2 ? 16 : 4,
	});
};

/** A visible character and how it looks. */
type Look = string;

interface Written {
	text: string;
	/** Stretches within which nothing may be cut. */
	units: Array<[number, number]>;
	/** Offsets behind headings and bullets. */
	starts: number[];
	looks: Look[];
}

function write(
	all: readonly Node[],
	into: Written = { text: '', units: [], starts: [], looks: [] },
	style = '',
): Written {
	const whole = (text: string) => {
		into.units.push([into.text.length, into.text.length + text.length]);
		into.text += text;
	};
	for (const { kind, text, inner = [] } of all) {
		switch (kind) {
			case 'words':
			case 'unit':
				// Bold text knows no empty lines.
				for (const character of text.replace(/\s/g, '')) into.looks.push(`${character}${style}`);
				if (kind === 'unit') whole(text);
				else into.text += style.includes('*') ? text.replace(/\n+/g, '\n') : text;
				break;
			case 'color':
				whole(`<font color="${text}">`);
				write(inner, into, `${style}<${text}`);
				into.text = into.text.trimEnd();
				whole('</font>');
				break;
			case 'bold':
				whole('**');
				write(inner, into, `${style}*`);
				into.text = into.text.trimEnd();
				whole('**');
				break;
			default:
				into.text += `\n${kind === 'heading' ? `## ${text}\n` : text}`;
				into.starts.push(into.text.length);
				for (const character of `${kind === 'heading' ? '##' : ''}${text}`.replace(/[\s>]/g, ''))
					into.looks.push(`${character}${style}`);
				continue;
		}
		into.text += ' ';
	}
	return into;
}

/** How each visible character of a message looks, read anew, with units taken as they stand. */
function looksOf(message: string): Look[] {
	const found: Look[] = [];
	let style: string[] = [];
	const reader =
		/(`+)[^\n]*?(?<!`)\1(?!`)|<font color="(\w+)">|(<\/font>)|(\*\*)|!?\[(?:\[[^\]]*\]|[^\]])*\]\((?:\([^)]*\)|[^)])*\)|<a .*?<\/a>|[^]/gu;
	// The rest of a quote has a mark that the whole did not have there.
	for (const [all, , color, end, stars] of message.replace(/^\s*>(?: |$)/gm, '').matchAll(reader)) {
		if (color !== undefined) style.push(`<${color}`);
		else if (end !== undefined) style.splice(style.map((mark) => mark[0]).lastIndexOf('<'), 1);
		else if (stars !== undefined)
			style = style.includes('*') ? style.filter((mark) => mark !== '*') : [...style, '*'];
		else
			for (const character of all.replace(/\s/g, '')) found.push(`${character}${style.join('')}`);
	}
	return found;
}

const made = fc.oneof(
	nodes('text', 2).map((all) => ({ markup: 'text' as const, ...write(all) })),
	nodes('markdown', 2).map((all) => ({ markup: 'markdown' as const, ...write(all) })),
);

const hostile = fc
	.array(
		fc.constantFrom(
			'[',
			']',
			'](',
			'](x)',
			'![',
			'(',
			')',
			'`',
			'``',
			'*',
			'**',
			'***',
			'<',
			'>',
			'<a ',
			'<a href="',
			'">',
			'</a>',
			'<font',
			'<font color="info">',
			'</font>',
			'<div class="gray">',
			'</div>',
			'$',
			'$userName=',
			'$userName=a$',
			'https://',
			'https://a.b/c',
			'www.',
			'<@',
			'\\',
			'&amp;',
			'&',
			'#',
			'# ',
			'> ',
			'- ',
			'1. ',
			'\n',
			'\n\n',
			'\r\n',
			' ',
			'\t',
			'。',
			'，',
			'.',
			',',
			'"',
			"'",
			'a',
			'字',
			'😀',
			'👨‍👩‍👧‍👦',
			'\u0301',
			'\u200b',
			'\u0000',
			'\ud800',
			'word ',
			'x'.repeat(30),
		),
		{ minLength: 1, maxLength: 100 },
	)
	.map((all) => all.join(''));

const markups = fc.constantFrom<Markup>('plain', 'text', 'markdown', 'card');

/** Whether a text is another one with something added. */
function contains(text: string, source: string): boolean {
	let at = 0;
	for (let next = 0; next < text.length && at < source.length; next++)
		if (text[next] === source[at]) at++;
	return at === source.length;
}

const repeatable = (numRuns: number) => ({ numRuns, seed: 20260501 });

describe('splitting whatever people write', () => {
	it('keeps every unit whole and every character as it looked, in parts within the limit that all differ', () => {
		fc.assert(
			fc.property(
				made,
				fc.integer({ min: 200, max: 420 }),
				({ markup, text, units, starts, looks }, limit) => {
					fc.pre(bytes(text) < limit * 14);
					const parts = cutApart(text, limit, markup);
					const sent = split(text, limit, markup);
					expect(parts.map(({ source }) => source).join('')).toBe(text);
					let at = 0;
					const cuts = parts.map(({ source }) => (at += source.length));
					expect(parts.filter(({ text: part }) => bytes(part) > limit)).toEqual([]);
					expect(
						units.filter(([start, end]) => cuts.some((cut) => start < cut && cut < end)),
					).toEqual([]);
					expect(starts.filter((start) => start < text.length && cuts.includes(start))).toEqual([]);
					expect(new Set(sent.map((part) => part.trim())).size).toBe(sent.length);
					expect(sent.every((part) => part.trim() !== '')).toBe(true);
					expect(sent.flatMap(looksOf)).toEqual(looks);
				},
			),
			repeatable(6000),
		);
	});

	it('loses nothing of hostile markup', () => {
		let refused = 0;
		fc.assert(
			fc.property(hostile, fc.integer({ min: 100, max: 300 }), markups, (text, limit, markup) => {
				try {
					const parts = cutApart(text, limit, markup);
					const sent = parts.filter(({ blank }) => !blank).map((part) => part.text.trim());
					expect(parts.map(({ source }) => source).join('')).toBe(text);
					expect(
						parts.filter((part) => bytes(part.text) > limit || !contains(part.text, part.source)),
					).toEqual([]);
					expect(new Set(sent).size).toBe(sent.length);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidInputError);
					refused++;
				}
			}),
			repeatable(5000),
		);
		expect(refused).toBeLessThan(100);
	});

	it('finds different parts in texts that repeat themselves', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(
					'a',
					'字',
					'ab ',
					'web-01  CPU  OK   0%\n',
					'- **OK**\n',
					'\n\nx',
					'# H\n',
					'<font color="info">ok</font> ',
					'😀',
					'[a](b) ',
					'https://a.b ',
				),
				fc.integer({ min: 1, max: 260 }),
				fc.integer({ min: 150, max: 400 }),
				(piece, times, limit) => {
					const text = piece.repeat(times);
					// Of such a text there are only as many different parts as it has pieces in one part.
					const most = Math.floor(limit / bytes(piece));
					fc.pre(times <= (most * most) / 4);
					const parts = split(text, limit, 'markdown');
					expect(parts.join('').trim()).toBe(text.trim());
					expect(new Set(parts.map((part) => part.trim())).size).toBe(parts.length);
					expect(parts.every((part) => bytes(part) <= limit)).toBe(true);
				},
			),
			repeatable(2000),
		);
	});
});

describe('truncating whatever people write', () => {
	it('cuts no unit, closes what is open and keeps within the limit', () => {
		fc.assert(
			fc.property(
				made,
				fc.integer({ min: 120, max: 400 }),
				({ markup, text, units, looks }, limit) => {
					const short = truncate(text, limit, 'bytes', markup);
					expect(bytes(short)).toBeLessThanOrEqual(limit);
					if (bytes(text) <= limit) {
						expect(short).toBe(text);
						return;
					}
					expect(short.endsWith('…')).toBe(true);
					const kept = looksOf(short.slice(0, -1));
					expect(kept.length).toBeGreaterThan(0);
					expect(looks.slice(0, kept.length)).toEqual(kept);
					// The longest prefix that is in the text as it stands.
					let common = 0;
					while (common < short.length && short[common] === text[common]) common++;
					expect(
						units.find(
							([start, end]) =>
								start < common && common < end && !/^[<*]/.test(text.slice(start, end)),
						),
					).toBeUndefined();
				},
			),
			repeatable(4000),
		);
	});

	it('keeps hostile markup within the limit of each unit', () => {
		fc.assert(
			fc.property(
				hostile,
				fc.integer({ min: 12, max: 300 }),
				fc.constantFrom('bytes' as const, 'characters' as const, 'chinese' as const),
				markups,
				(text, limit, of, markup) => {
					const short = truncate(text, limit, of, markup);
					if (short === text) return;
					const length =
						of === 'bytes'
							? bytes(short)
							: [...short].reduce(
									(sum, character) => sum + (of === 'chinese' && character < '\u0080' ? 0.5 : 1),
									0,
								);
					expect(length).toBeLessThanOrEqual(limit);
					expect(short.endsWith('…')).toBe(true);
					expect(short.slice(0, -1).trim()).not.toBe('');
				},
			),
			repeatable(3000),
		);
	});
});
