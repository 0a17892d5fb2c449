import { createHash, timingSafeEqual } from 'crypto';

/**
 * The signature of a callback (`path/90968`): SHA-1 of the four texts in byte order, joined.
 *
 * @param encrypted base64 text of `echostr` or `Encrypt`
 * @returns 40 hexadecimal digits in lower case
 */
export function sign(token: string, timestamp: string, nonce: string, encrypted: string): string {
	const sorted = [token, timestamp, nonce, encrypted]
		.map((text) => Buffer.from(text))
		.sort(Buffer.compare);
	return createHash('sha1').update(Buffer.concat(sorted)).digest('hex');
}

/** Whether two signatures are the same, in a time that does not tell how much of them is. */
export function sameSignature(one: string, other: string): boolean {
	const [a, b] = [Buffer.from(one), Buffer.from(other)];
	return a.length === b.length && timingSafeEqual(a, b);
}
