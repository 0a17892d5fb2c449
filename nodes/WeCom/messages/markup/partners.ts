/** Where the parenthesis that opens at an offset closes on its line; where none does, the next one on the line. */
export function parentheses(text: string): ReadonlyMap<number, number> {
	const pairs = new Map<number, number>();
	let closing: number[] = [];
	let next: number | undefined;
	for (let at = text.length - 1; at >= 0; at--) {
		const character = text[at];
		if (character === '\n') {
			closing = [];
			next = undefined;
		} else if (character === ')') {
			closing.push(at);
			next = at;
		} else if (character === '(') {
			const end = closing.pop() ?? next;
			if (end !== undefined) pairs.set(at, end);
		}
	}
	return pairs;
}

/** Where the code that opens at an offset closes on its line: at the next row of as many backticks. */
export function codeEnds(text: string): ReadonlyMap<number, number> {
	const ends = new Map<number, number>();
	const later = new Map<number, number>();
	for (let end = text.length; end > 0; ) {
		let start = end - 1;
		if (text[start] === '`') {
			while (text[start - 1] === '`') start -= 1;
			const run = end - start;
			const close = later.get(run);
			if (close !== undefined) ends.set(start, close);
			later.set(run, start);
		} else if (text[start] === '\n' && later.size > 0) {
			later.clear();
		}
		end = start;
	}
	return ends;
}
