import fc from 'fast-check';
import MarkdownIt from 'markdown-it';

import { InvalidInputError } from '../../../../nodes/WeCom/api/explained';
import { cutApart, split } from '../../../../nodes/WeCom/messages/markup/split';
import { truncate } from '../../../../nodes/WeCom/messages/markup/truncate';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

const renderer = new MarkdownIt();

const wordsOf = (text: string) => text.split(/\s+/).filter((one) => one !== '');

/**
 * What a reader sees of a message: rows under their heads, lines of code in their language, and whatever else, as words,
 * with the quotes that all of it is in.
 */
function seen(message: string): string[] {
	const found: string[] = [];
	let quotes = '';
	const add = (what: string) => found.push(`${quotes} ${what}`);
	let head: string[] = [];
	let cells: string[] = [];
	let where: 'head' | 'body' | 'text' = 'text';
	for (const { type, content, info, children } of renderer.parse(message, {})) {
		if (type === 'blockquote_open') quotes += '>';
		else if (type === 'blockquote_close') quotes = quotes.slice(1);
		else if (type === 'thead_open') {
			where = 'head';
			head = [];
		} else if (type === 'tbody_open') where = 'body';
		else if (type === 'table_close') where = 'text';
		else if (type === 'tr_open') cells = [];
		else if (type === 'tr_close') {
			if (where === 'head') head = cells;
			else add(`row ${head.join('|')}: ${cells.join('|')}`);
		} else if (type === 'fence' || type === 'code_block') {
			for (const one of wordsOf(content)) add(`code ${info}: ${one}`);
		} else if (type === 'inline') {
			if (where !== 'text') cells.push(content);
			else for (const child of children ?? []) wordsOf(child.content).forEach(add);
		}
	}
	return found;
}

const word = fc.constantFrom(
	'disk',
	'web-01',
	'OK',
	'磁盘',
	'今天开会。',
	'Failed.',
	'👨‍👩‍👧‍👦',
	'on call',
);

const words = (most: number) =>
	fc.array(word, { minLength: 1, maxLength: most }).map((all) => all.join(' '));

const styled = fc.oneof(
	words(12),
	words(4).map((text) => `**${text}**`),
	words(4).map((text) => `*${text}*`),
	words(2).map((text) => `[${text}](https://example.com/a)`),
	fc.constant('`npm run build`'),
);

const paragraph = fc.array(styled, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '));

const items = fc
	.array(words(6), { minLength: 1, maxLength: 6 })
	.map((all) => all.map((text) => `- ${text}`).join('\n'));

const heading = words(3).map((text) => `## ${text}`);

const table = fc
	.tuple(
		fc.array(word, { minLength: 2, maxLength: 3 }),
		fc.array(
			fc.array(fc.oneof(word, fc.constant('`a`'), fc.constant('**b**')), {
				minLength: 3,
				maxLength: 3,
			}),
			{
				minLength: 1,
				maxLength: 24,
			},
		),
	)
	.map(([head, rows]) => {
		const row = (cells: readonly string[]) => `| ${cells.slice(0, head.length).join(' | ')} |`;
		return [row(head), row(head.map(() => ':---')), ...rows.map(row)].join('\n');
	});

const code = fc
	.tuple(
		fc.constantFrom('', 'js', 'python'),
		fc.constantFrom('```', '````', '~~~', '~~~~~'),
		fc.array(
			fc.constantFrom(
				'const a = 1;',
				'  return a;',
				'# comment',
				'- no list',
				'| a | b |',
				'**x',
				'',
				'`',
				'> no quote',
				'echo ~~ done',
				`${'run all '.repeat(50)}  \`\`\``,
				`${'run all '.repeat(50)} ~~~~~`,
			),
			{ minLength: 1, maxLength: 30 },
		),
	)
	.map(([info, fence, lines]) => [`${fence}${info}`, ...lines, fence].join('\n'));

const indented = fc
	.array(fc.constantFrom('const a = 1;', '  return a;', '> no quote', '| a | b |', '**x', 'x'), {
		minLength: 1,
		maxLength: 30,
	})
	.map((lines) => lines.map((line) => `    ${line}`).join('\n'));

/** Quotes go through everything, empty lines, too. */
const quoted = fc
	.tuple(
		fc.constantFrom('> ', '>', '> > '),
		fc.array(fc.oneof(paragraph, words(60), table, code), { minLength: 1, maxLength: 3 }),
	)
	.map(([mark, all]) =>
		all
			.join('\n\n')
			.split('\n')
			.map((line) => mark + line)
			.join('\n'),
	);

const documentText = fc
	.array(
		fc.tuple(
			fc.oneof(
				paragraph.map((text) => ({ text, joins: true })),
				items.map((text) => ({ text, joins: false })),
				heading.map((text) => ({ text, joins: true })),
				table.map((text) => ({ text, joins: false })),
				code.map((text) => ({ text, joins: true })),
				quoted.map((text) => ({ text, joins: false })),
				// Behind a list it would be a paragraph of the list.
				fc.tuple(heading, indented).map((all) => ({ text: all.join('\n\n'), joins: false })),
			),
			fc.boolean(),
		),
		{ minLength: 1, maxLength: 8 },
	)
	.map((blocks) =>
		blocks
			.map(([{ text, joins }, close], at) =>
				at === blocks.length - 1 ? text : `${text}${joins && close ? '\n' : '\n\n'}`,
			)
			.join(''),
	);

const repeatable = (numRuns: number) => ({ numRuns, seed: 20261127 });

/** Parts that are equal are refused: the duplicate check would hold one of them back. */
function partsOf(text: string, limit: number) {
	try {
		return cutApart(text, limit, 'markdownV2');
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInputError);
		return undefined;
	}
}

describe('splitting markdown with tables and code', () => {
	it('loses nothing: each part is within the limit, and shows its rows and its code as the whole did', () => {
		let refused = 0;
		fc.assert(
			fc.property(documentText, fc.integer({ min: 260, max: 500 }), (text, limit) => {
				const parts = partsOf(text, limit);
				if (parts === undefined) {
					refused += 1;
					return;
				}
				expect(parts.map(({ source }) => source).join('')).toBe(text);
				const sent = split(text, limit, 'markdownV2');
				expect(sent.filter((part) => bytes(part) > limit)).toEqual([]);
				expect(sent.flatMap(seen)).toEqual(seen(text));
			}),
			repeatable(2500),
		);
		expect(refused).toBeLessThan(250);
	});

	it('loses nothing of whatever else somebody writes', () => {
		const hostile = fc
			.array(
				fc.constantFrom(
					'|',
					'| a | b |\n',
					'|---|---|\n',
					'| :-: |',
					'```',
					'```js\n',
					'````\n',
					'\n',
					'\n\n',
					'*',
					'**',
					'`',
					'- ',
					'> ',
					'\\|',
					'~~~\n',
					'~~~~',
					'> ```\n',
					'>>',
					'    ',
					' ',
					'字',
					'😀',
					'\ud800',
					'word ',
					'x'.repeat(30),
				),
				{ minLength: 1, maxLength: 100 },
			)
			.map((all) => all.join(''));
		fc.assert(
			fc.property(hostile, fc.integer({ min: 100, max: 300 }), (text, limit) => {
				const parts = partsOf(text, limit) ?? [];
				if (parts.length > 0) expect(parts.map(({ source }) => source).join('')).toBe(text);
				expect(parts.filter((part) => bytes(part.text) > limit)).toEqual([]);
			}),
			repeatable(4000),
		);
	});

	it('a cut text shows the beginning of the whole', () => {
		fc.assert(
			fc.property(documentText, fc.integer({ min: 120, max: 400 }), (text, limit) => {
				const short = truncate(text, limit, 'bytes', 'markdownV2');
				expect(bytes(short)).toBeLessThanOrEqual(limit);
				if (short === text) return;
				const whole = seen(text);
				const kept = seen(short)
					.map((one) => one.replace(/…$/, ''))
					.filter((one) => !/^>* $/.test(one));
				// The last one may have lost its end.
				expect(whole.slice(0, kept.length - 1)).toEqual(kept.slice(0, -1));
			}),
			repeatable(1500),
		);
	});
});

describe('a table', () => {
	const table = `| Name | State |\n| :--- | ---: |\n${'| web-01 | OK |\n'.repeat(4)}`;

	it('that fits stays in one piece', () => {
		const text = `${'word '.repeat(50)}\n\n${table}`;
		const [, second] = split(text, 300, 'markdownV2');
		expect(second.trim()).toBe(table.trim());
	});

	it('that does not fit has its head in each part', () => {
		const rows = Array.from({ length: 40 }, (_, row) => `| web-${row} | OK |\n`).join('');
		const parts = split(`| Name | State |\n| :--- | ---: |\n${rows}`, 200, 'markdownV2');
		expect(parts.length).toBeGreaterThan(3);
		for (const part of parts)
			expect(part).toMatch(/^\| Name \| State \|\n\| :--- \| ---: \|\n\| web/);
	});

	it.each([200, 160])(
		'with a row of %i bytes and its head above the limit is refused: the rest would stand in other columns',
		(size) => {
			const row = `| web | ${'x'.repeat(size - 15)} | OK |\n`;
			const head = '| Name | Log | State |\n| --- | --- | --- |\n';
			expect(() => split(`${head}| a | b | c |\n${row}`, 190, 'markdownV2')).toThrow(
				`${head.length + row.length} bytes and must stay in one piece; the maximum is 190`,
			);
		},
	);
});

describe('a block of code', () => {
	it('that does not fit is closed and opened again with its language', () => {
		const lines = Array.from({ length: 40 }, (_, line) => `const a${line} = ${line};\n`).join('');
		const parts = split(`\`\`\`js\n${lines}\`\`\`\nThe end`, 200, 'markdownV2');
		expect(parts.length).toBeGreaterThan(3);
		for (const part of parts) expect(part).toMatch(/^```js\nconst/);
		for (const part of parts.slice(0, -1)) expect(part).toMatch(/;\n```\s*$/);
		expect(parts.at(-1)).toMatch(/```\nThe end$/);
	});

	it.each([
		['a longer fence', '````md', '', '````'],
		['tildes', '~~~sql', '', '~~~'],
		['a fence in a quote', '> ````', '> ', '> ````'],
		['tildes in a quote in a quote', '> > ~~~~', '> > ', '> > ~~~~'],
		['a fence in an item', '- ```js', '  ', '  ```'],
	])('between %s has both in each part, and its beginning in each line', (_, open, mark, close) => {
		// Cut in the middle of lines, too, and before what looks like a fence.
		const lines = Array.from(
			{ length: 18 },
			(_each, line) => `${mark}const a${line} = ${'value '.repeat(line)} \`\`\`\n`,
		);
		const text = `${open}\n${lines.join('')}${close}\nThe end`;
		const parts = split(text, 120, 'markdownV2');
		for (const part of parts) {
			const [first, ...rest] = part.trimEnd().split('\n');
			expect(first).toBe(open);
			expect(rest.filter((line) => line === close)).toHaveLength(1);
			expect(rest.filter((line) => line !== 'The end' && !line.startsWith(mark.trim()))).toEqual(
				[],
			);
			expect(bytes(part)).toBeLessThanOrEqual(120);
		}
		expect(parts.at(-1)).toContain(`${close}\nThe end`);
	});

	it('by its indent has it in each part', () => {
		const text = `    ${'value '.repeat(60).trim()}\n\n    end`;
		for (const part of split(text, 120, 'markdownV2')) expect(part).toMatch(/^ {4}(value|end)/);
	});
});

describe('a quote', () => {
	it('has its table with its head in each part', () => {
		const rows = Array.from({ length: 40 }, (_, row) => `> | web-${row} | OK |\n`).join('');
		for (const part of split(`> | Name | State |\n> | --- | --- |\n${rows}`, 200, 'markdownV2'))
			expect(part).toMatch(
				/^> \| Name \| State \|\n> \| --- \| --- \|\n(> \| web-\d+ \| OK \|\n?)+$/,
			);
	});
});
