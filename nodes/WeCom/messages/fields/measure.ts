/** How WeCom counts a limit. `chinese` counts a CJK character as one and two half-width characters as one. */
export type Unit = 'bytes' | 'characters' | 'chinese';

const UNIT_NAMES: Record<Unit, string> = {
	bytes: 'bytes',
	characters: 'characters',
	chinese: 'Chinese characters',
};

function bytesOf(codePoint: number): number {
	if (codePoint < 0x80) return 1;
	if (codePoint < 0x800) return 2;
	return codePoint < 0x10000 ? 3 : 4;
}

/** What one code point weighs, and how much weight makes one of the unit. */
const SCALES: Record<Unit, { weigh: (codePoint: number) => number; perUnit: number }> = {
	bytes: { weigh: bytesOf, perUnit: 1 },
	characters: { weigh: () => 1, perUnit: 1 },
	chinese: { weigh: (codePoint) => (codePoint < 0x80 ? 1 : 2), perUnit: 2 },
};

/** What a limit weighs on the scale of its unit. */
export function capacity(amount: number, unit: Unit): number {
	return amount * SCALES[unit].perUnit;
}

/** What the first code units of a text weigh together: the entry at 0 is 0, the last one the weight of the whole. */
export function weights(text: string, unit: Unit): Uint32Array {
	const { weigh } = SCALES[unit];
	const sums = new Uint32Array(text.length + 1);
	for (let at = 0; at < text.length; ) {
		const codePoint = text.codePointAt(at) as number;
		const sum = sums[at] + weigh(codePoint);
		sums[++at] = sum;
		if (codePoint >= 0x10000) sums[++at] = sum;
	}
	return sums;
}

/**
 * Length of a text in the unit in which WeCom states its limit.
 *
 * @param text any string; bytes are those of its UTF-8 encoding
 * @param unit bytes, characters (code points) or Chinese characters
 */
export function measure(text: string, unit: Unit): number {
	const { weigh, perUnit } = SCALES[unit];
	let weight = 0;
	for (const character of text) weight += weigh(character.codePointAt(0) as number);
	return Math.ceil(weight / perUnit);
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
