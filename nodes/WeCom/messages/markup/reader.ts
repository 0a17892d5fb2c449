import { codeEnds, parentheses } from './partners';

/** Which language of WeCom a text is written in (`path/90236`): plain, a text message, markdown, or the lines of a text card. */
export type Markup = 'plain' | 'text' | 'markdown' | 'card';

/** A stretch of text that belongs together. All places are offsets in code units. */
export interface Span {
	start: number;
	/** End of its opening mark; `start` if it has none. */
	open: number;
	/** Start of its closing mark; `end` if it has none. */
	close: number;
	end: number;
	/**
	 * When it may be cut: `never`; `tooLong`: only if it does not fit as a whole, then both halves get its marks;
	 * `anywhere`, with its marks again on both sides.
	 */
	cut: 'never' | 'tooLong' | 'anywhere';
}

interface Mark {
	start: number;
	end: number;
}

/** Punctuation of Chinese, which ends an address. */
const PUNCTUATION =
	'\\u3000-\\u303f\\uff00-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\u2018-\\u201f\\u2026';

/** Longer marks are no markup: addresses in them have at most 2048 bytes. */
const MOST_IN_TAG = 4096;

const MOST_IN_LONE_TAG = 200;

const tag = (names: string) =>
	`</?(?:${names})(?=[\\s/>])(?:"[^"]*"|'[^']*'|[^<>"']){0,${MOST_IN_TAG}}>`;
const address = (letter: string) =>
	`(?:https?://|(?<![a-z0-9+.-])(?:[a-z][a-z0-9+.-]{1,30}://|www\\.))(?:${letter})+`;
const ID = '\\$[a-z]{1,32}=[^\\s$]{1,512}\\$';
const MENTION_AND_ENTITY = '<@[^<>\\s]{1,128}>|&(?:#x?[0-9a-f]{1,6}|[a-z]{2,31});';

/** Each alternative ends at the next character with which another could begin, so that reading takes linear time. */
const GRAMMAR: Record<Markup, RegExp> = {
	plain: new RegExp(ID, 'gi'),
	card: new RegExp([ID, MENTION_AND_ENTITY, tag('div|br')].join('|'), 'gi'),
	text: new RegExp(
		[ID, MENTION_AND_ENTITY, tag('a'), address(`[^\\s<>"${PUNCTUATION}]`)].join('|'),
		'gi',
	),
	markdown: new RegExp(
		[
			ID,
			MENTION_AND_ENTITY,
			'\\\\[!-/:-@[-`{-~]',
			tag('a|font'),
			address(`[^\\s<>"\`*\\]${PUNCTUATION}]|\\*(?!\\*)|\\](?!\\()`),
			'`+',
			'\\*+',
			'!?\\[|\\]',
			'\\n(?:[^\\S\\n]*\\n)+',
		].join('|'),
		'gi',
	),
};

/** Marks that find no partner behind an empty line. */
const WITHIN_PARAGRAPH = ['**', '***', '['];

class Reader {
	readonly spans: Span[] = [];

	private readonly opened = new Map<string, Mark[]>();

	private readonly parentheses: ReadonlyMap<number, number>;

	private readonly codeEnds: ReadonlyMap<number, number>;

	constructor(
		private readonly text: string,
		markup: Markup,
	) {
		this.parentheses = markup === 'markdown' ? parentheses(text) : new Map();
		this.codeEnds = markup === 'markdown' ? codeEnds(text) : new Map();
	}

	/** Notes what was found; gives the offset at which reading goes on. */
	take(mark: Mark): number {
		switch (this.text[mark.start]) {
			case '`':
				return this.code(mark);
			case '[':
			case ']':
			case '!':
				return this.bracket(mark);
			case '*':
				this.stars(mark);
				return mark.end;
			case '\n':
				for (const kind of WITHIN_PARAGRAPH) this.opened.delete(kind);
				return mark.end;
			case '<':
				if (this.text[mark.start + 1] === '@') this.whole(mark);
				else this.tag(mark);
				return mark.end;
			case '$':
			case '&':
			case '\\':
				this.whole(mark);
				return mark.end;
			default:
				this.address(mark);
				return mark.end;
		}
	}

	private whole({ start, end }: Mark): void {
		this.spans.push({ start, open: start, close: end, end, cut: 'never' });
	}

	private stackOf(kind: string): Mark[] {
		const stack = this.opened.get(kind) ?? [];
		this.opened.set(kind, stack);
		return stack;
	}

	private pair(opening: Mark, closing: Mark, cut: Span['cut']): void {
		this.spans.push({
			start: opening.start,
			open: opening.end,
			close: closing.start,
			end: closing.end,
			cut,
		});
	}

	private tag(mark: Mark): void {
		const tag = this.text.slice(mark.start, mark.end);
		const name = (/[a-z]+/i.exec(tag)?.[0] ?? '').toLowerCase();
		// Without a partner it is text, but nobody wants to read half of it.
		if (tag.length <= MOST_IN_LONE_TAG) this.whole(mark);
		const stack = this.stackOf(name);
		if (!tag.startsWith('</')) {
			// A link within a link ends the outer one.
			if (name === 'a') stack.length = 0;
			stack.push(mark);
			return;
		}
		const opening = stack.pop();
		if (opening !== undefined) this.pair(opening, mark, name === 'a' ? 'tooLong' : 'anywhere');
	}

	/** Chinese letters may belong to an address or be the text behind it: they do while it fits. */
	private address(mark: Mark): void {
		const ascii = /^[!-~]*/.exec(this.text.slice(mark.start, mark.end))?.[0].length ?? 0;
		const end = mark.start + ascii;
		this.whole({ start: mark.start, end });
		if (end < mark.end)
			this.spans.push({
				start: mark.start,
				open: mark.start,
				close: mark.end,
				end: mark.end,
				cut: 'tooLong',
			});
	}

	private code(mark: Mark): number {
		const close = this.codeEnds.get(mark.start);
		if (close === undefined) return mark.end;
		const end = close + mark.end - mark.start;
		this.pair(mark, { start: close, end }, 'tooLong');
		// Next to a backtick a mark would be read as a longer row of them.
		for (const { 0: run, index } of this.text.slice(mark.end, close).matchAll(/`+/g)) {
			const at = mark.end + index;
			this.whole({ start: Math.max(mark.end, at - 1), end: Math.min(close, at + run.length + 1) });
		}
		return end;
	}

	private stars(mark: Mark): void {
		const run = this.text.slice(mark.start, mark.end);
		if (run.length !== 2 && run.length !== 3) return;
		this.whole(mark);
		const stack = this.stackOf(run);
		const opening = stack.pop();
		if (opening !== undefined) this.pair(opening, mark, 'anywhere');
		else if (/\S/.test(this.text.charAt(mark.end))) stack.push(mark);
	}

	private bracket(mark: Mark): number {
		const stack = this.stackOf('[');
		if (this.text[mark.start] !== ']') {
			stack.push(mark);
			return mark.end;
		}
		const opening = stack.pop();
		const close = this.text[mark.end] === '(' ? this.parentheses.get(mark.end) : undefined;
		if (opening === undefined || close === undefined) return mark.end;
		this.pair(opening, { start: mark.start, end: close + 1 }, 'tooLong');
		// A link has no link in its text, but it may have a picture.
		if (this.text[opening.start] === '[') stack.length = 0;
		return close + 1;
	}
}

/**
 * Reads what belongs together in a text: links, addresses, translated IDs, mentions and code, which stay whole, and
 * colors and bold text, which may be closed and opened again. Marks without a partner are text. Takes linear time,
 * whatever the text is.
 *
 * @returns in the order of their starts, the longer ones first
 */
export function read(text: string, markup: Markup): Span[] {
	const reader = new Reader(text, markup);
	const grammar = new RegExp(GRAMMAR[markup]);
	for (let found = grammar.exec(text); found !== null; found = grammar.exec(text)) {
		grammar.lastIndex = reader.take({ start: found.index, end: found.index + found[0].length });
	}
	return reader.spans.sort((a, b) => a.start - b.start || b.end - a.end);
}
