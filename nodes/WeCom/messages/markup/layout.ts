import { isBlank } from '../../api/characters';
import { capacity, graphemes, weights, type Unit } from '../fields/measure';
import { BOND, bonds, BULLETS } from './bonds';
import type { Markup } from './grammar';
import { read } from './read';
import type { Span } from './span';

/** What a cut separates; the higher, the better. */
export const BORDER = { character: 0, word: 1, sentence: 2, line: 3, paragraph: 4 } as const;

/** Code units behind a part that may still belong to its last character. */
const LOOK_AHEAD = 64;

/** How long a part may be. */
export interface Room {
	/** With all marks. */
	amount: number;
	unit: Unit;
	/** Which share of it the marks of nested colors may take; beyond that, marks are written where they stand only. */
	forMarks: number;
	/** What is written behind the text of a part. */
	behind?: string;
}

/** Where a part does not begin with the opening mark of a span any more: what only closes it needs one. */
const endOfMarks = ({ close, end }: Span) => (close < end ? close + 1 : close);

/** What is kept of a text when it is cut into parts of a limited length, and where the cuts may be. */
export class Layout {
	/** What speaks against a cut, by offset: one of `BOND`. */
	readonly bond: Uint8Array;

	/** What a cut separates, by offset: one of `BORDER`. */
	readonly border: Uint8Array;

	/** Spans whose marks are written again on both sides of a cut. */
	private readonly reopened: Span[] = [];

	/** Spans that stay in one piece. */
	private readonly kept: Span[] = [];

	private readonly limit: number;

	private readonly limitOfMarks: number;

	/** Weight of the text before an offset. */
	private readonly weight: Uint32Array;

	/** Weight of the marks that a part needs if it begins, or ends, at an offset. */
	private readonly opening: Uint32Array;

	private readonly closing: Uint32Array;

	/** How many kept spans an offset is within. */
	private readonly within: Int32Array;

	/** How many characters before an offset can be seen, marks apart. */
	private readonly seen: Uint32Array;

	constructor(
		private readonly text: string,
		markup: Markup,
		{ amount, unit, forMarks, behind = '' }: Room,
	) {
		const size = text.length + 2;
		this.limit = capacity(amount, unit) - weights(behind, unit)[behind.length];
		this.limitOfMarks = this.limit * forMarks;
		this.weight = weights(text, unit);
		this.bond = bonds(text, markup);
		this.border = new Uint8Array(size);
		this.opening = new Uint32Array(size);
		this.closing = new Uint32Array(size);
		this.within = new Int32Array(size);
		this.seen = new Uint32Array(size);
		const marks = new Uint8Array(size);
		this.place(read(text, markup), marks);
		this.findBorders(marks);
	}

	/** Weight of a stretch as it stands. */
	between(start: number, end: number): number {
		return this.weight[end] - this.weight[start];
	}

	/** Nothing can be seen of a stretch. */
	isBlank(start: number, end: number): boolean {
		return this.seen[end] === this.seen[start];
	}

	/** What begins at an offset and must stay in one piece, if there is such a thing. */
	keptAt(start: number): string | undefined {
		const here = this.kept.filter((span) => span.start <= start && start < span.end);
		const end = Math.max(...here.map((span) => span.end));
		return here.length === 0 ? undefined : this.text.slice(start, end);
	}

	/** Where a part that begins at an offset may end: everywhere but within what stays in one piece, ascending. */
	ends(start: number): number[] {
		const room = this.limit - this.opening[start];
		let last = start;
		while (last < this.text.length && this.between(start, last + 1) <= room) last++;
		const may = (end: number) =>
			this.within[end] === 0 && this.between(start, end) + this.closing[end] <= room;
		const found: number[] = [];
		let at = start;
		for (const character of graphemes(this.text.slice(start, last + LOOK_AHEAD))) {
			at += character.length;
			if (at > last) break;
			found.push(at);
		}
		if (found.length > 0) return found.filter(may);
		// A character of hundreds of accents is longer than a part.
		for (const codePoint of this.text.slice(start, last))
			found.push((found[found.length - 1] ?? start) + codePoint.length);
		return found.filter(may);
	}

	/**
	 * A part, with the marks that it needs to look as it did within the whole.
	 *
	 * @param behind stands behind its text, in place of blanks
	 */
	write(start: number, end: number, behind = ''): string {
		const source = this.text.slice(start, end);
		const opened = this.marksAt(start);
		const written = (spans: readonly Span[]) =>
			spans.map((span) => this.text.slice(span.start, span.open)).join('');
		const lines = written(opened.filter(({ block }) => block !== undefined));
		const open = written(opened.filter(({ block }) => block === undefined));
		const closed = this.marksAt(end);
		const close = closed.map((span) => this.text.slice(span.close, span.end));
		// A bullet is none behind a mark, and bold text has no blanks at its ends.
		const lead = open === '' ? '' : (BULLETS.exec(source)?.[0] ?? '');
		const body = source.slice(lead.length);
		const kept = behind === '' && close.length === 0 ? body : body.trimEnd();
		const blanks = behind === '' ? body.slice(kept.length) : '';
		const marks = close.reverse().join('');
		// Behind the line that ends a block of code it would be no such line any more.
		const isInCode = closed.some(({ block }) => block === 'code');
		const tail = isInCode ? behind + marks : marks + behind;
		return lines + lead + open + kept + tail + blanks;
	}

	private marksAt(offset: number): Span[] {
		if (this.opening[offset] === 0) return [];
		return this.reopened.filter((span) => span.open <= offset && offset < endOfMarks(span));
	}

	private keep(span: Span, marks: Uint8Array): void {
		if (span.cut !== 'anywhere') {
			this.kept.push(span);
			this.within[span.start + 1]++;
			this.within[span.end]--;
		}
		this.placeMarks(span, marks);
	}

	/** Marks are never cut, and stay with what they enclose. */
	private placeMarks({ start, open, close, end, block }: Span, marks: Uint8Array): void {
		for (const [from, to] of [
			[start, open],
			[close, end],
		]) {
			if (from === to) continue;
			if (block !== 'table') marks.fill(1, from, to);
			this.within[from + 1]++;
			this.within[to]--;
		}
		if (open > start) this.bond[open] = BOND.mark;
		if (end > close) this.bond[close] = BOND.mark;
	}

	/** Decides which spans stay whole and which are reopened, and what their marks weigh. */
	private place(spans: readonly Span[], marks: Uint8Array): void {
		// What changes at an offset; the weights themselves are summed up on the way.
		const opening = new Int32Array(this.opening.length);
		const closing = new Int32Array(this.closing.length);
		let next = 0;
		for (let at = 0; at <= this.text.length; at++) {
			this.opening[at] = (at === 0 ? 0 : this.opening[at - 1]) + opening[at];
			this.closing[at] = (at === 0 ? 0 : this.closing[at - 1]) + closing[at];
			for (; next < spans.length && spans[next].start === at; next++) {
				const span = spans[next];
				const { open, close, end } = span;
				const outer = this.opening[at] + this.closing[at];
				const own = this.between(at, open) + this.between(close, end);
				const whole =
					span.cut === 'never' ||
					(span.cut === 'tooLong' && outer + this.between(at, end) <= this.limit);
				if (whole || outer + own > this.limitOfMarks) {
					this.keep(span, marks);
					continue;
				}
				this.placeMarks(span, marks);
				if (own === 0) continue;
				this.reopened.push(span);
				const behind = endOfMarks(span);
				opening[open] += this.between(at, open);
				opening[behind] -= this.between(at, open);
				closing[open] += this.between(close, end);
				closing[behind] -= this.between(close, end);
			}
		}
		for (let at = 1; at <= this.text.length; at++) this.within[at] += this.within[at - 1];
	}

	private findBorders(marks: Uint8Array): void {
		let lineBreaks = 0;
		let sentence = false;
		for (let at = 0; at < this.text.length; at++) {
			const character = this.text[at];
			// Most characters are visible ASCII, and this runs for each.
			const blank = (character <= ' ' || character > '~') && isBlank(character);
			this.seen[at + 1] = this.seen[at] + (blank || marks[at] === 1 ? 0 : 1);
			if (marks[at] === 1) {
				this.border[at + 1] = this.border[at];
			} else if (character === '\n') {
				lineBreaks++;
				this.border[at + 1] = lineBreaks > 1 ? BORDER.paragraph : BORDER.line;
			} else if (blank) {
				this.border[at + 1] = sentence ? BORDER.sentence : BORDER.word;
			} else {
				lineBreaks = 0;
				sentence = /[.!?;。！？；…]/.test(character);
				if (/[。！？；…]/.test(character)) this.border[at + 1] = BORDER.sentence;
				else if (/[，、]/.test(character)) this.border[at + 1] = BORDER.word;
			}
		}
	}
}
