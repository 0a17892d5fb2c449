import type { Unit } from '../../nodes/WeCom/messages/fields/measure';

/** Text as it may stand in a table cell: no mark-up of its own, on one line. */
export function cell(text: string): string {
	return text
		.replace(/\s*\n\s*/g, ' ')
		.replace(/[\\`*[\]]/g, '\\$&')
		.replace(/</g, '&lt;')
		.replace(/\|/g, '\\|');
}

/** A Markdown table. Cells are Markdown; columns that are empty in every row are left out. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const used = head.map((_, column) => rows.some((row) => row[column] !== ''));
	const line = (cells: readonly string[]) =>
		`| ${cells.filter((_, column) => used[column]).join(' | ')} |`;
	return [line(head), `|${'---|'.repeat(used.filter(Boolean).length)}`, ...rows.map(line)].join(
		'\n',
	);
}

const KILOBYTE = 1024;

/** Large amounts of bytes as WeCom states them, in KB; all else as it is. */
export function amountIn(
	plain: (amount: number, unit: Unit) => string,
): (amount: number, unit: Unit) => string {
	return (amount, unit) =>
		unit === 'bytes' && amount >= 100 * KILOBYTE ? `${amount / KILOBYTE} KB` : plain(amount, unit);
}

/** A fenced block of JSON. */
export function json(value: unknown): string {
	return ['```json', JSON.stringify(value, null, 2), '```'].join('\n');
}

/** Blocks with an empty line between them, and a line break at the end. */
export function page(...blocks: Array<string | undefined>): string {
	return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}
