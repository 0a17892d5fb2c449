import { trimmed, withoutEscapes } from '../../api/characters';
import { InvalidInputError, shown } from '../../api/explained';
import { MEMBER_MESSAGES_A_MINUTE } from '../../api/limits';
import { inUnit, measure } from '../fields/measure';
import { BORDER, Layout } from './layout';
import type { Markup } from './grammar';

/** How many cuts are tried until a text counts as one that has no different parts. */
const MOST_TRIALS = 2000;

/** One of the messages that a text is split into. */
export interface Part {
	/** What is sent: the source, and the marks that it needs at its ends. */
	text: string;
	/** Its stretch of the text. */
	source: string;
	/** Nothing of it can be seen: WeCom refuses it (44004), and nobody misses it. */
	blank: boolean;
}

const refusal = (message: string, hint: string, limit: number, unit: string, actual: number) =>
	new InvalidInputError([
		{ message: `Content ${message}`, hint, field: 'Content', limit, unit, actual },
	]);

function tooManyParts(bytes: number, limit: number): InvalidInputError {
	return refusal(
		`is ${inUnit(bytes, 'bytes')} and would need more than ${MEMBER_MESSAGES_A_MINUTE} messages of ${inUnit(limit, 'bytes')}`,
		'Shorten it, set Over-Long Text to Truncate, or send it as a file.',
		MEMBER_MESSAGES_A_MINUTE,
		'messages',
		Math.max(MEMBER_MESSAGES_A_MINUTE + 1, Math.ceil(bytes / limit)),
	);
}

/** @param bytes with the marks that it needs, such as the head of its table */
function tooLongUnit(unit: string, bytes: number, limit: number): InvalidInputError {
	return refusal(
		`can't be split: ${shown(unit)} is ${inUnit(bytes, 'bytes')} and must stay in one piece; the maximum is ${limit}`,
		'Shorten this link, URL, or table row.',
		limit,
		'bytes',
		bytes,
	);
}

function alike(bytes: number, limit: number): InvalidInputError {
	return refusal(
		"can't be split into messages that differ from each other",
		"Shorten it, or set Over-Long Text to Truncate. WeCom doesn't deliver a message identical to an earlier one.",
		limit,
		'bytes',
		bytes,
	);
}

/** What WeCom may compare: what arrives of a text, without blanks around it. */
function compared(text: string): string {
	return trimmed((withoutEscapes({ text }) as { text: string }).text);
}

/** The ends that a part may have, the best first: at a strong border in its second half, if there is one. */
function preferred(layout: Layout, start: number, length: number): number[] {
	const ends = layout.ends(start);
	const half = layout.between(start, ends[ends.length - 1] ?? start) / 2;
	const rank = (end: number): number => {
		const border = layout.border[end];
		// Rather a weaker border further on than many small messages.
		const near = layout.between(start, end) < half;
		const place = border === BORDER.character ? 2 : near ? 1 : 0;
		const group = Number(layout.isBlank(start, end)) * 9 + layout.bond[end] * 3 + place;
		return group * 8 - border;
	};
	const ranks = new Map(ends.map((end) => [end, end === length ? -Infinity : rank(end)]));
	return ends.sort((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number) || b - a);
}

/**
 * Cuts a text into parts of which no two are equal, so that WeCom's duplicate check holds back none of them. Their
 * sources, joined, are the text.
 *
 * @param limit bytes of each part
 * @throws InvalidInputError if a link, an address, or a row of a table is longer than a part, there would be too many
 * parts, or all of them are alike whatever is done
 */
export function cutApart(text: string, limit: number, markup: Markup): Part[] {
	const bytes = measure(text, 'bytes');
	if (bytes <= limit) return [{ text, source: text, blank: false }];
	if (bytes > limit * MEMBER_MESSAGES_A_MINUTE) throw tooManyParts(bytes, limit);
	const layout = new Layout(text, markup, { amount: limit, unit: 'bytes', forMarks: 0.75 });
	const used = new Set<string>();
	let trials = 0;

	const partsFrom = (start: number, before: number): Part[] | undefined => {
		if (start === text.length) return [];
		if (before === MEMBER_MESSAGES_A_MINUTE) throw tooManyParts(bytes, limit);
		const ends = preferred(layout, start, text.length);
		if (ends.length === 0) {
			const unit = layout.keptAt(start) ?? text.slice(start);
			const whole = layout.write(start, start + unit.length);
			throw tooLongUnit(unit, measure(whole, 'bytes'), limit);
		}
		for (const end of ends) {
			if (++trials > MOST_TRIALS) throw alike(bytes, limit);
			const part = {
				text: layout.write(start, end),
				source: text.slice(start, end),
				blank: layout.isBlank(start, end),
			};
			const key = compared(part.text);
			if (!part.blank && used.has(key)) continue;
			if (!part.blank) used.add(key);
			const rest = partsFrom(end, part.blank ? before : before + 1);
			if (rest !== undefined) return [part, ...rest];
			if (!part.blank) used.delete(key);
		}
		return undefined;
	};

	const parts = partsFrom(0, 0);
	if (parts === undefined) throw alike(bytes, limit);
	return parts;
}

/** The messages of a split text: its parts, but for those of which nothing can be seen. */
export function split(text: string, limit: number, markup: Markup): string[] {
	const parts = cutApart(text, limit, markup);
	const written = parts.filter(({ blank }) => !blank);
	return (written.length > 0 ? written : parts).map((part) => part.text);
}
