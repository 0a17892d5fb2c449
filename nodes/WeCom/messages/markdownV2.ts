import { shown } from '../api/explained';
import { text, type Issue, type Rule } from './fields/field';
import { brokenTable, withoutCode } from './markup/blocks';
import type { MessageType } from './messageType';

/** What Markdown has and this type does not: WeCom would show it as text. */
const FOREIGN: ReadonlyArray<{ pattern: RegExp; what: string; hint: string }> = [
	{
		pattern: /<font[\s>]/i,
		what: 'colors',
		hint: 'Remove the <font> tags, or set Message Type to Markdown. If they are code, put it between lines of ```.',
	},
	{
		pattern: /<@[^<>\s]+>/,
		what: 'mentions',
		hint: 'To mention somebody, set Message Type to Text or Markdown. If it is code, put it between lines of ```.',
	},
];

const broken = (message: string, hint: string): Issue => ({ message, hint, field: 'Content' });

const noForeignMarks: Rule = ({ content }) => {
	const written = typeof content === 'string' ? withoutCode(content) : '';
	for (const { pattern, what, hint } of FOREIGN) {
		const found = pattern.exec(written)?.[0];
		if (found !== undefined)
			return broken(`Content has ${shown(found)}, but Markdown V2 has no ${what}`, hint);
	}
	return undefined;
};

const wholeTables: Rule = ({ content }) => {
	const row = typeof content === 'string' ? brokenTable(content) : undefined;
	if (row === undefined) return undefined;
	return broken(
		`Content has a table that WeCom shows as text: no separator row with the same number of columns comes after ${shown(row)}`,
		'Below the column names, add a row such as | :--- | ---: | with one cell for each column. If it is no table, put it between lines of ```.',
	);
};

/** Markdown with tables, lists, pictures, and code (`path/99110`). Other markdown has none of them, but colors and mentions. */
export const markdownV2: MessageType = {
	value: 'markdown_v2',
	label: 'Markdown V2',
	summary:
		'Tables, lists, code, pictures, and headings, without colors and mentions (Markdown v2 消息)',
	fields: [
		text({
			name: 'content',
			api: 'content',
			prose: true,
			label: 'Content',
			description:
				'Supports headings, *italic*, **bold**, lists, > quotes, [links](https://example.com), ![pictures](https://example.com/a.png), `code`, code blocks, ---, and tables',
			required: true,
			rows: 8,
			placeholder: '| Service | Status |\n| :--- | ---: |\n| Shop | 99.98 % |',
			max: { amount: 4096, unit: 'bytes' },
			markup: 'markdownV2',
			splits: true,
		}),
	],
	rules: [noForeignMarks, wholeTables],
	example: {
		content:
			'# Daily report\n| Service | Available |\n| :--- | ---: |\n| Shop | 99.98 % |\n| Search | 99.95 % |',
	},
};
