import { blocksOf, type Block } from './blocks';
import type { Markup } from './grammar';
import { linesOf, type Line } from './lines';
import { readLines } from './reader';
import { inOnePiece, type Span } from './span';

/** The rest of a line in a quote is in that quote, too. */
function beginnings(lines: readonly Line[]): Span[] {
	return lines
		.filter(({ start, open }) => open > start)
		.map(({ start, open, close }) => ({
			start,
			open,
			close,
			end: close,
			cut: 'anywhere',
			block: 'line',
		}));
}

/** What would open or end a block of code if a part began with it; nobody needs longer ones. */
const FENCE_WITHIN_LINE = /\S[ \t]*(?:`{3,100}|~{3,100})/g;

/** Reads one block: marks find their partners within a block only, and within a row of a table. */
function readBlock(text: string, block: Block): Span[] {
	const { kind, start, end } = block;
	const within = (place: { start: number; end: number }) =>
		readLines(text.slice(place.start, place.end), 'markdownV2').map(
			(span): Span => ({
				...span,
				start: span.start + place.start,
				open: span.open + place.start,
				close: span.close + place.start,
				end: span.end + place.start,
			}),
		);
	const { lines } = block;
	if (kind === 'text') return [...within(block), ...beginnings(lines)];
	const whole: Span = { start, open: start, close: end, end, cut: 'tooLong' };
	if (kind === 'code') {
		const { open, close } = block;
		const fenced: Span = open < close ? { ...whole, open, close, block: 'code' } : whole;
		return [fenced, ...beginnings(lines)];
	}
	const { open } = block;
	return [
		lines.length === 0 ? whole : { ...whole, open, block: 'table' },
		// The rest of a row would stand in other columns.
		...lines.map(({ start: from, end: to }) => inOnePiece(from, to)),
		...[{ start, end: open }, ...lines].flatMap(within),
	];
}

/**
 * Reads what belongs together in a text: links, addresses, translated IDs, mentions and code, which stay whole, and
 * colors and bold text, which may be closed and opened again. Tables and blocks of code stay whole where they fit, and
 * else each part gets the head of the table, and the fences of the code. Marks without a partner are text. Takes linear
 * time, whatever the text is.
 *
 * @returns in the order of their starts, the longer ones first
 */
export function read(text: string, markup: Markup): Span[] {
	const spans =
		markup === 'markdownV2'
			? blocksOf(text).flatMap((block) => readBlock(text, block))
			: readLines(text, markup);
	if (markup === 'markdown') spans.push(...beginnings(linesOf(text)));
	if (markup === 'markdownV2')
		for (const { 0: fence, index } of text.matchAll(FENCE_WITHIN_LINE))
			spans.push(inOnePiece(index, index + fence.length));
	return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}
