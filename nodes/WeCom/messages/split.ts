import { InvalidInputError, shown } from '../api/errors';
import { graphemes, inUnit, measure } from './fields/measure';

/** What must stay in one piece: links and colours of text messages; in markdown also its links, code and bold text. */
const UNITS = {
	text: /<a\b[^>]*>[\s\S]*?<\/a>/gi,
	markdown: /<font\b[^>]*>[\s\S]*?<\/font>|<a\b[^>]*>[\s\S]*?<\/a>|\[[^\]\n]*\]\([^)\n]*\)|`[^`\n]+`|\*\*[^*\n]+\*\*/gi,
} as const;

export type Markup = keyof typeof UNITS;

/** Where a text is cut rather: between paragraphs, lines, sentences, words. The cut is behind the match. */
const BORDERS = [/\n[^\S\n]*\n\s*$/, /\n$/, /[。！？；…]$|[.!?;]\s+$/, /[\s，、,]$/];

interface Piece {
	text: string;
	bytes: number;
}

/** Pieces that are never cut: units of markup, and single characters as people see them. */
function pieces(text: string, markup: Markup, limit: number): Piece[] {
	const found: Piece[] = [];
	const add = (piece: string) => found.push({ text: piece, bytes: measure(piece, 'bytes') });
	let at = 0;
	for (const match of text.matchAll(UNITS[markup])) {
		for (const character of graphemes(text.slice(at, match.index))) add(character);
		add(match[0]);
		at = match.index + match[0].length;
	}
	for (const character of graphemes(text.slice(at))) add(character);
	const tooLong = found.find(({ bytes }) => bytes > limit);
	if (tooLong !== undefined) {
		throw new InvalidInputError([
			{
				message: `Content cannot be split: ${shown(tooLong.text)} has ${inUnit(tooLong.bytes, 'bytes')} and must stay in one piece; WeCom takes at most ${inUnit(limit, 'bytes')}`,
				hint: 'Shorten this link, colour or code.',
				field: 'Content',
				limit,
				unit: 'bytes',
				actual: tooLong.bytes,
			},
		]);
	}
	return found;
}

/** How many of the pieces go into the next part, when all that fit end at `end`. */
function cut(all: readonly Piece[], start: number, end: number): number {
	// A border in the first half would make many small messages: then rather a weaker one further on.
	for (const from of [start + Math.ceil((end - start) / 2), start + 1]) {
		for (const border of BORDERS) {
			for (let at = end; at >= from; at--) {
				const tail = all.slice(Math.max(start, at - 8), at).map(({ text }) => text).join('');
				if (border.test(tail)) return at;
			}
		}
	}
	return end;
}

/**
 * Splits a text into parts of a limited length. Joined, they give the text again.
 *
 * @param limit bytes of each part
 * @returns the text itself if it fits
 * @throws InvalidInputError if a link, colour or code is longer than a part
 */
export function split(text: string, limit: number, markup: Markup): string[] {
	if (measure(text, 'bytes') <= limit) return [text];
	const all = pieces(text, markup, limit);
	const parts: string[] = [];
	for (let start = 0; start < all.length; ) {
		let end = start;
		for (let bytes = 0; end < all.length && bytes + all[end].bytes <= limit; end++) bytes += all[end].bytes;
		const next = end === all.length ? end : cut(all, start, end);
		parts.push(all.slice(start, next).map((piece) => piece.text).join(''));
		start = next;
	}
	return parts;
}
