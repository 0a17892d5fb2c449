/**
 * What JSON can write as `\uXXXX` only, which WeCom refuses (40033): control characters, such as the colors of a terminal,
 * and half an emoji, such as the end of a text that was cut.
 */
const ESCAPED = /(?![\b\t\n\f\r])\p{Cc}|\p{Cs}/gu;

const REPLACEMENT = '\ufffd';

/** A text as it reaches WeCom: control characters are left out, and half an emoji becomes `�`. */
export const asSent = (text: string) =>
	text.replace(ESCAPED, (character) => (/\p{Cs}/u.test(character) ? REPLACEMENT : ''));

/** A body without characters that WeCom refuses. */
export function withoutEscapes(body: object): object {
	const json = JSON.stringify(body);
	if (!/\\u[0-9a-f]{4}/.test(json)) return body;
	return JSON.parse(json, (_, value: unknown) =>
		typeof value === 'string' ? asSent(value) : value,
	) as object;
}

/**
 * Characters that nobody sees where they stand, spaces and line breaks apart: of width zero, such as U+200B or a byte order
 * mark, marks of direction, control characters, and blanks that are not spaces to a computer (U+00A0, U+2800).
 */
export const INVISIBLE = String.raw`\p{Cc}\p{Default_Ignorable_Code_Point}\u00a0\u202f\u2800\ufff9-\ufffb`;

const VISIBLE = new RegExp(String.raw`[^\s${INVISIBLE}]`, 'u');
const HIDDEN = new RegExp(String.raw`(?![\t\n\r])[${INVISIBLE}\p{Cs}]`, 'gu');

/** Whether a text shows nothing: it is empty, or has spaces, line breaks and invisible characters only. */
export function isBlank(text: string): boolean {
	return !VISIBLE.test(text);
}

/** Where the last character of a text begins: half an emoji is none. */
const lastOf = (text: string, end: number) =>
	end - (/[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(end - 2, end)) ? 2 : 1);

/** A text without what is invisible around it, spaces included. */
export function trimmed(text: string): string {
	const start = text.search(VISIBLE);
	let end = start < 0 ? 0 : text.length;
	while (end > 0 && isBlank(text.slice(lastOf(text, end), end))) end = lastOf(text, end);
	return text.slice(Math.max(start, 0), end);
}

/** A text in which everybody can see what is in it: an invisible character becomes its escape, such as `\u200b`. */
export function visibly(text: string): string {
	return text.replace(HIDDEN, (character) =>
		[...Array(character.length).keys()]
			.map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
			.join(''),
	);
}

/** What to do about the invisible characters in a text; empty if there are none. */
export const aboutHidden = (text: string): string =>
	visibly(text) === text
		? ''
		: ' Anything that starts with \\u is an invisible character. Remove it.';
