import { GRAMMAR, type Markup } from './grammar';
import { codeEnds, parentheses } from './partners';
import { inOnePiece, type Span } from './span';

interface Mark {
	start: number;
	end: number;
}

/** Longer tags without a partner are text that may be cut. */
const MOST_IN_LONE_TAG = 200;

/** Marks that find no partner behind an empty line. */
const WITHIN_PARAGRAPH = ['*', '**', '***', '['];

class Reader {
	readonly spans: Span[] = [];

	private readonly opened = new Map<string, Mark[]>();

	private readonly parentheses: ReadonlyMap<number, number>;

	private readonly codeEnds: ReadonlyMap<number, number>;

	constructor(
		private readonly text: string,
		private readonly markup: Markup,
	) {
		const isMarkdown = markup === 'markdown' || markup === 'markdownV2';
		this.parentheses = isMarkdown ? parentheses(text) : new Map();
		this.codeEnds = isMarkdown ? codeEnds(text) : new Map();
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
		this.spans.push(inOnePiece(start, end));
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
		const fewest = this.markup === 'markdownV2' ? 1 : 2;
		if (run.length < fewest || run.length > 3) return;
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

/** What belongs together within the lines of a text. */
export function readLines(text: string, markup: Markup): Span[] {
	const reader = new Reader(text, markup);
	const grammar = new RegExp(GRAMMAR[markup]);
	for (let found = grammar.exec(text); found !== null; found = grammar.exec(text)) {
		grammar.lastIndex = reader.take({ start: found.index, end: found.index + found[0].length });
	}
	return reader.spans;
}
