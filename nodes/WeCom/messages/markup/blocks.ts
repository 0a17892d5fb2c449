import { atDepth, linesOf, type Line } from './lines';

/** A part of a text in `markdown_v2` that has lines of its own: a table, code, or whatever else there is. */
export type Block =
	| { kind: 'text'; start: number; end: number; lines: readonly Line[] }
	| {
			kind: 'code';
			start: number;
			/** End of the line that opens it; `start` if it is code by its indent. */
			open: number;
			/** The line break before the line that closes it; `end` if none does. */
			close: number;
			end: number;
			/** What is between. */
			lines: readonly Line[];
	  }
	| {
			kind: 'table';
			start: number;
			/** End of the row of dashes. */
			open: number;
			end: number;
			/** The rows behind it. */
			lines: readonly Line[];
	  };

interface Found {
	block: Block;
	/** The line behind it. */
	next: number;
}

/** WeCom names neither tildes nor indents (`path/99110`). They are code as in any Markdown: nobody means them otherwise. */
const FENCE = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(`{3,}(?=[^`]*$)|~{3,})/;
const INDENT = /^(?: {4}| {0,3}\t)(?=.*\S)/;
const ITEM = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;
const HEADING = /^ {0,3}#{1,6}[ \t]/;

const ESCAPED_OR_CODE = /\\[!-/:-@[-`{-~]|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g;

const isBlank = ({ text }: Line): boolean => text.trim() === '';

const hasCells = (line: Line | undefined): line is Line =>
	line !== undefined && line.text.replace(/\\./g, '').includes('|');

const cellsOf = ({ text }: Line): string[] =>
	text.replace(/\\./g, '').trim().replace(/^\|/, '').replace(/\|$/, '').split('|');

/** Whether a line says, below the names of the columns, that there is a table. */
const isDashes = (line: Line | undefined): line is Line =>
	hasCells(line) && cellsOf(line).every((cell) => /^:?-+:?$/.test(cell.trim()));

const isHead = (line: Line, next: Line | undefined): boolean =>
	hasCells(line) &&
	isDashes(next) &&
	line.depth === next.depth &&
	cellsOf(line).length === cellsOf(next).length;

/** A quote ends the code in it. */
function fencedAt(text: string, lines: readonly Line[], at: number, fence: string): Found {
	const { start, end: open, depth } = lines[at];
	const closing = new RegExp(`^[ \\t]*${fence[0]}{${fence.length},}[ \\t]*\\r?$`);
	const inner: Line[] = [];
	let next = at + 1;
	for (; next < lines.length; next++) {
		const line = atDepth(text, lines[next], depth);
		if (line === undefined) break;
		if (closing.test(line.text)) {
			const block: Block = {
				kind: 'code',
				start,
				open,
				close: line.start - 1,
				end: line.close,
				lines: inner,
			};
			return { block, next: next + 1 };
		}
		inner.push(line);
	}
	const { end } = lines[next - 1];
	return { block: { kind: 'code', start, open, close: end, end, lines: inner }, next };
}

/** Each line has its indent, which a quote may be before. */
function indentedAt(lines: readonly Line[], at: number): Found {
	const { start, depth } = lines[at];
	let next = at;
	for (let here = at; lines[here]?.depth === depth; here++) {
		if (INDENT.test(lines[here].text)) next = here + 1;
		else if (!isBlank(lines[here])) break;
	}
	const inner = lines.slice(at, next).map((line): Line => {
		const indent = INDENT.exec(line.text)?.[0] ?? '';
		return { ...line, open: line.open + indent.length, text: line.text.slice(indent.length) };
	});
	const { end } = lines[next - 1];
	return { block: { kind: 'code', start, open: start, close: end, end, lines: inner }, next };
}

function tableAt(lines: readonly Line[], at: number): Found {
	const { start, depth } = lines[at];
	let next = at + 2;
	while (hasCells(lines[next]) && lines[next].depth === depth && !FENCE.test(lines[next].text))
		next += 1;
	const rows = lines.slice(at + 2, next);
	const { end } = lines[next - 1];
	return { block: { kind: 'table', start, open: lines[at + 1].end, end, lines: rows }, next };
}

/** Takes a text apart, without a gap. */
export function blocksOf(text: string): Block[] {
	const lines = linesOf(text);
	const blocks: Block[] = [];
	let start = 0;
	let first = 0;
	let isInList = false;
	const textUpTo = (end: number, line: number) => {
		if (end > start) blocks.push({ kind: 'text', start, end, lines: lines.slice(first, line) });
	};
	const found = (at: number): Found | undefined => {
		const line = lines[at];
		// Elsewhere an indent is that of an item, or goes on with a paragraph.
		const mayBeIndented =
			!isInList && (at === first || isBlank(lines[at - 1]) || HEADING.test(lines[at - 1].text));
		if (mayBeIndented && INDENT.test(line.text)) return indentedAt(lines, at);
		const fence = FENCE.exec(line.text)?.[1];
		if (fence !== undefined) return fencedAt(text, lines, at, fence);
		return isHead(line, lines[at + 1]) ? tableAt(lines, at) : undefined;
	};
	for (let at = 0; at < lines.length; ) {
		if (ITEM.test(lines[at].text)) isInList = true;
		else if (/^\S/.test(lines[at].text)) isInList = false;
		const special = found(at);
		if (special === undefined) {
			at += 1;
			continue;
		}
		textUpTo(special.block.start, at);
		blocks.push(special.block);
		start = special.block.end;
		first = at = special.next;
	}
	textUpTo(text.length, lines.length);
	return blocks;
}

/** The first row of cells of which a reader expects a table, but which WeCom shows as text: no row of dashes follows it. */
export function brokenTable(text: string): string | undefined {
	for (const { kind, lines } of blocksOf(text)) {
		if (kind !== 'text') continue;
		const isRow = (line: Line) => !INDENT.test(line.text) && /^\s*\|.*\|\s*$/.test(line.text);
		// One cell in each line is rather a pipe of a command.
		const row = lines.find((line, index) => {
			const next = lines[index + 1];
			if (next?.depth !== line.depth || !isRow(line) || !isRow(next)) return false;
			return isDashes(next) || [line, next].every((each) => cellsOf(each).length > 1);
		});
		if (row !== undefined) return row.text.trim();
	}
	return undefined;
}

/** A text without its code, in blocks and within lines, and without escaped marks: what is in it means nothing. */
export function withoutCode(text: string): string {
	return blocksOf(text)
		.filter(({ kind }) => kind !== 'code')
		.map(({ start, end }) => text.slice(start, end).replace(ESCAPED_OR_CODE, ''))
		.join('');
}
