import fc from 'fast-check';
import MarkdownIt from 'markdown-it';

import { InvalidInputError } from '../../../../nodes/WeCom/api/explained';
import { cutApart, split } from '../../../../nodes/WeCom/messages/markup/split';
import { truncate } from '../../../../nodes/WeCom/messages/markup/truncate';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

const renderer = new MarkdownIt();

/** What a reader sees of a message: rows under their heads, lines of code in their language, and whatever else, as words. */
function seen(message: string): string[] {
	const found: string[] = [];
	let head: string[] = [];
	let cells: string[] = [];
	let where: 'head' | 'body' | 'text' = 'text';
	for (const { type, content, info, children } of renderer.parse(message, {})) {
		if (type === 'thead_open') {
			where = 'head';
			head = [];
		} else if (type === 'tbody_open') where = 'body';
		else if (type === 'table_close') where = 'text';
		else if (type === 'tr_open') cells = [];
		else if (type === 'tr_close') {
			if (where === 'head') head = cells;
			else found.push(`row ${head.join('|')}: ${cells.join('|')}`);
		} else if (type === 'fence') {
			for (const line of content.split('\n'))
				if (line.trim() !== '') found.push(`code ${info}: ${line.trim()}`);
		} else if (type === 'inline') {
			if (where !== 'text') cells.push(content);
			else
				for (const child of children ?? [])
					found.push(...child.content.split(/\s+/).filter((word) => word !== ''));
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
		fc.constantFrom('```', '````'),
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
			),
			{ minLength: 1, maxLength: 30 },
		),
	)
	.map(([info, fence, lines]) => [`${fence}${info}`, ...lines, fence].join('\n'));

const documentText = fc
	.array(
		fc.tuple(
			fc.oneof(
				paragraph.map((text) => ({ text, joins: true })),
				items.map((text) => ({ text, joins: false })),
				heading.map((text) => ({ text, joins: true })),
				table.map((text) => ({ text, joins: false })),
				code.map((text) => ({ text, joins: true })),
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
					.filter((one) => one !== '');
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
});
