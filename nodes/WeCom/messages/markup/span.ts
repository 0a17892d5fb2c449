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
	/**
	 * Its marks stand before those within lines: fences of code, the head of a table, which everybody sees, or what the
	 * line of a quote or of indented code begins with.
	 */
	block?: 'code' | 'table' | 'line';
}

/** What is never cut. */
export const inOnePiece = (start: number, end: number): Span => ({
	start,
	open: start,
	close: end,
	end,
	cut: 'never',
});
