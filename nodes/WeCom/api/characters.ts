/**
 * What JSON can write as `\uXXXX` only, which WeCom refuses (40033): control characters, such as the colours of a terminal,
 * and half an emoji, such as the end of a text that was cut.
 */
const ESCAPED = /(?![\b\t\n\f\r])\p{Cc}|\p{Cs}/gu;

const REPLACEMENT = '\ufffd';

const replaced = (text: string) => text.replace(ESCAPED, (character) => (/\p{Cs}/u.test(character) ? REPLACEMENT : ''));

/** A body without characters that WeCom refuses: control characters are left out, and half an emoji becomes `�`. */
export function withoutEscapes(body: object): object {
	const json = JSON.stringify(body);
	if (!/\\u[0-9a-f]{4}/.test(json)) return body;
	return JSON.parse(json, (_, value: unknown) => (typeof value === 'string' ? replaced(value) : value)) as object;
}
