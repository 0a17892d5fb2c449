import { BOND } from './bonds';
import { Layout } from './layout';
import { measure, type Unit } from '../fields/measure';
import type { Markup } from './grammar';

const ELLIPSIS = '…';

/**
 * The beginning of a text, with an ellipsis, that fits into a limit. Neither a character as people see it is cut nor
 * a link, an address, an ID or code; colors and bold text are closed.
 *
 * @returns the text itself if it fits, or if nothing of it can be kept
 */
export function truncate(text: string, amount: number, unit: Unit, markup: Markup): string {
	if (measure(text, unit) <= amount) return text;
	const layout = new Layout(text, markup, { amount, unit, forMarks: 1, behind: ELLIPSIS });
	const ends = layout.ends(0).filter((end) => !layout.isBlank(0, end));
	const end = ends.reverse().find((candidate) => layout.bond[candidate] !== BOND.mark) ?? ends[0];
	if (end !== undefined) return layout.write(0, end, ELLIPSIS);
	// Blanks may take all the room.
	const written = text.trimStart();
	return written === text || written === '' ? text : truncate(written, amount, unit, markup);
}
