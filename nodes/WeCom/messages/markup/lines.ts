/** A line of Markdown. All places are offsets in the whole text. */
export interface Line {
	start: number;
	/** Where its text begins: behind its quote marks. */
	open: number;
	/** Where its text ends: before its line break. */
	close: number;
	/** Behind its line break. */
	end: number;
	text: string;
	/** How many quotes it is in. */
	depth: number;
}

/** A quote mark takes one blank with it at most: more of them may be the indent of code. */
const QUOTE_MARK = / {0,3}>[ \t]?/g;
const QUOTE = new RegExp(`^(?:${QUOTE_MARK.source})*`);

export function linesOf(text: string): Line[] {
	let start = 0;
	return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
		const written = line.replace(/\n$/, '');
		const quote = QUOTE.exec(written)?.[0] ?? '';
		const found: Line = {
			start,
			open: start + quote.length,
			close: start + written.length,
			end: start + line.length,
			text: written.slice(quote.length),
			depth: quote.split('>').length - 1,
		};
		start = found.end;
		return found;
	});
}

/** A line as one of a block in so many quotes, where further quote marks are text; nothing if the quote has ended. */
export function atDepth(text: string, line: Line, depth: number): Line | undefined {
	if (line.depth < depth) return undefined;
	const marks = text.slice(line.start, line.open).match(QUOTE_MARK) ?? [];
	const open = line.start + marks.slice(0, depth).join('').length;
	return { ...line, open, text: text.slice(open, line.close), depth };
}
