/** A part of a text in `markdown_v2` that has lines of its own: a table, code between fences, or whatever else there is. */
export type Block =
	| { kind: 'text'; start: number; end: number }
	| {
			kind: 'code';
			start: number;
			/** End of the line that opens it. */
			open: number;
			/** The line break before the line that closes it; `end` if none does. */
			close: number;
			end: number;
	  }
	| {
			kind: 'table';
			start: number;
			/** End of the row of dashes. */
			open: number;
			/** The rows behind it, each with its line break. */
			rows: ReadonlyArray<{ start: number; end: number }>;
			end: number;
	  };

interface Line {
	text: string;
	start: number;
	/** Behind its line break. */
	end: number;
}

const FENCE = /^[ \t]*(`{3,})[^`]*$/;

function linesOf(text: string): Line[] {
	let start = 0;
	return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
		const end = start + line.length;
		const found = { text: line.replace(/\n$/, ''), start, end };
		start = end;
		return found;
	});
}

const hasCells = (line: Line | undefined): line is Line =>
	line !== undefined && line.text.replace(/\\./g, '').includes('|');

const cellsOf = ({ text }: Line): string[] =>
	text.replace(/\\./g, '').trim().replace(/^\|/, '').replace(/\|$/, '').split('|');

/** Whether a line says, below the names of the columns, that there is a table. */
const isDashes = (line: Line | undefined): line is Line =>
	hasCells(line) && cellsOf(line).every((cell) => /^:?-+:?$/.test(cell.trim()));

const isHead = (line: Line, next: Line | undefined): boolean =>
	hasCells(line) && isDashes(next) && cellsOf(line).length === cellsOf(next).length;

/** Where code ends that begins with a line; one of the lines behind it closes it, or none. */
function codeAt(lines: readonly Line[], at: number, fence: string): { block: Block; next: number } {
	const closing = new RegExp(`^[ \\t]*\`{${fence.length},}[ \\t]*\\r?$`);
	let found = at + 1;
	while (found < lines.length && !closing.test(lines[found].text)) found += 1;
	const { start, end: open } = lines[at];
	if (found === lines.length) {
		const { end } = lines[lines.length - 1];
		return { block: { kind: 'code', start, open, close: end, end }, next: lines.length };
	}
	const line = lines[found];
	const end = line.start + line.text.length;
	return { block: { kind: 'code', start, open, close: line.start - 1, end }, next: found + 1 };
}

function tableAt(lines: readonly Line[], at: number): { block: Block; next: number } {
	let next = at + 2;
	while (hasCells(lines[next]) && !FENCE.test(lines[next].text)) next += 1;
	const rows = lines.slice(at + 2, next);
	const { end } = lines[next - 1];
	const { start } = lines[at];
	return { block: { kind: 'table', start, open: lines[at + 1].end, rows, end }, next };
}

/** Takes a text apart, without a gap. */
export function blocksOf(text: string): Block[] {
	const lines = linesOf(text);
	const blocks: Block[] = [];
	let start = 0;
	const textUpTo = (end: number) => {
		if (end > start) blocks.push({ kind: 'text', start, end });
	};
	for (let at = 0; at < lines.length; ) {
		const [, fence] = FENCE.exec(lines[at].text) ?? [];
		const isTable = isHead(lines[at], lines[at + 1]);
		if (fence === undefined && !isTable) {
			at += 1;
			continue;
		}
		const { block, next } = fence === undefined ? tableAt(lines, at) : codeAt(lines, at, fence);
		textUpTo(block.start);
		blocks.push(block);
		start = block.end;
		at = next;
	}
	textUpTo(text.length);
	return blocks;
}

/** The first row of cells of which a reader expects a table, but which WeCom shows as text: no row of dashes follows it. */
export function brokenTable(text: string): string | undefined {
	for (const { kind, start, end } of blocksOf(text)) {
		if (kind !== 'text') continue;
		const lines = linesOf(text.slice(start, end));
		const isRow = (line: Line | undefined) => /^\s*\|.*\|\s*$/.test(line?.text ?? '');
		const row = lines.find((line, index) => isRow(line) && isRow(lines[index + 1]));
		if (row !== undefined) return row.text.trim();
	}
	return undefined;
}

/** A text without its code, between fences and within lines: what is in it means nothing. */
export function withoutCode(text: string): string {
	return blocksOf(text)
		.filter(({ kind }) => kind !== 'code')
		.map(({ start, end }) => text.slice(start, end).replace(/(`+)[^`\n]+?\1/g, ''))
		.join('');
}
