/** How WeCom counts a limit. `chinese` counts a CJK character as one and two half-width characters as one. */
export type Unit = 'bytes' | 'characters' | 'chinese';

const UNIT_NAMES: Record<Unit, string> = {
	bytes: 'bytes',
	characters: 'characters',
	chinese: 'Chinese characters',
};

function halfWidths(text: string): number {
	let width = 0;
	for (const character of text) width += (character.codePointAt(0) as number) < 0x80 ? 1 : 2;
	return width;
}

const MEASURES: Record<Unit, (text: string) => number> = {
	bytes: (text) => Buffer.byteLength(text, 'utf8'),
	characters: (text) => [...text].length,
	chinese: (text) => Math.ceil(halfWidths(text) / 2),
};

/**
 * Length of a text in the unit in which WeCom states its limit.
 *
 * @param text any string; bytes are those of its UTF-8 encoding
 * @param unit bytes, characters (code points) or Chinese characters
 */
export function measure(text: string, unit: Unit): number {
	return MEASURES[unit](text);
}

/** The unit as a user reads it, such as "128 bytes". */
export function inUnit(amount: number, unit: Unit): string {
	return `${amount} ${amount === 1 ? UNIT_NAMES[unit].replace(/s$/, '') : UNIT_NAMES[unit]}`;
}

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Code units that are segmented at once: in a long text each step of the segmenter takes the longer, the longer the text is. */
const WINDOW = 2048;

/** The characters of a text as people see them, such as an emoji made of several code points. */
export function* graphemes(text: string): Generator<string> {
	let size = WINDOW;
	for (let at = 0; at < text.length; ) {
		// The second half of a code point belongs to the next window.
		const end = at + size - (/[\ud800-\udbff]/.test(text.charAt(at + size - 1)) ? 1 : 0);
		const found = [...SEGMENTER.segment(text.slice(at, end))].map(({ segment }) => segment);
		// The last one may go on behind the window.
		if (end < text.length) found.pop();
		for (const segment of found) {
			yield segment;
			at += segment.length;
		}
		size = found.length === 0 ? size * 2 : WINDOW;
	}
}

const ELLIPSIS = '…';

/**
 * The beginning of a text, with an ellipsis, that fits into a limit. It is never cut inside a character as people see
 * it, such as an emoji made of several code points.
 */
export function cutTo(text: string, amount: number, unit: Unit): string {
	let kept = '';
	for (const segment of graphemes(text)) {
		if (measure(kept + segment + ELLIPSIS, unit) > amount) break;
		kept += segment;
	}
	return kept.trimEnd() + ELLIPSIS;
}
