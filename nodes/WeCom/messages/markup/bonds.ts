import type { Markup } from './grammar';

/** How much speaks against a cut. A stronger one is made only where no weaker one can be. */
export const BOND = {
	none: 0,
	/** Within a heading, or between a heading and what it stands above. */
	heading: 1,
	/** Behind a mark that opens, before one that closes, behind the bullet of a list. */
	mark: 2,
} as const;

const HEADING = /^[ \t]*(?:>[ \t]*)*#{1,6}[ \t]+[^\n]*(?=(\n\s*)?)/gm;
const LINE_START = /^[ \t]*(?:>[ \t]*|[-*+•·][ \t]+|\d{1,9}(?:[.)][ \t]+|、)|#{1,6}[ \t]+)+/gm;
/** What would become a heading, a list or a quote if a part began with it. */
const LOOKS_LIKE_A_START = /(?<=[ \t])(?=>|(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t])/g;

/** The bullets, quote marks and number signs with which a text begins, and blanks before them. */
export const BULLETS = /^\s*(?:>[ \t]*|[-*+•·][ \t]+|\d{1,9}(?:[.)][ \t]+|、)|#{1,6}[ \t]+)*/;

/**
 * What lines hold together: headings with what follows, bullets and quote marks with their line.
 *
 * @returns by offset the bond that a cut there would break
 */
export function bonds(text: string, markup: Markup): Uint8Array {
	const found = new Uint8Array(text.length + 1);
	if (markup === 'plain' || markup === 'card') return found;
	if (markup !== 'text') {
		for (const { 0: line, 1: behind = '', index } of text.matchAll(HEADING)) {
			found.fill(BOND.heading, index + 1, index + line.length + behind.length + 1);
		}
	}
	for (const { 0: start, index } of text.matchAll(LINE_START)) {
		found.fill(BOND.mark, index + 1, index + start.length + 1);
	}
	for (const { index } of text.matchAll(LOOKS_LIKE_A_START)) found[index] = BOND.mark;
	return found;
}
