import { isRecord } from '../json';
import type { JsonObject } from '../types';

type Bytes = Record<string, number>;

const HEADED: Bytes = { title: 128, description: 512 };

/** Bytes that a member sees of texts whose limit is counted in characters (path/90236 against path/90248). */
const BYTES_SHOWN: Record<string, Bytes> = { textcard: HEADED };

/** Bytes that a group sees of texts that may be longer (path/90248, path/99110). */
const BYTES_IN_GROUPS: Record<string, Bytes> = { textcard: HEADED, video: HEADED, news: HEADED };

/** The beginning of a text in UTF-8, without half a character at its end. */
function firstBytes(text: string, count: number): string {
	const bytes = Buffer.from(text, 'utf8');
	if (bytes.length <= count) return text;
	let end = count;
	while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
	return bytes.toString('utf8', 0, end);
}

/** Cuts the texts of an object, and of the articles in it. */
function cut(value: JsonObject, limits: Bytes): JsonObject {
	return Object.fromEntries(
		Object.entries(value).map(([field, inner]) => {
			if (typeof inner === 'string' && field in limits)
				return [field, firstBytes(inner, limits[field])];
			if (field !== 'articles' || !Array.isArray(inner)) return [field, inner];
			return [field, inner.map((one) => (isRecord(one) ? cut(one, limits) : one))];
		}),
	);
}

/** What a member sees of a message: WeCom cuts some texts without a word. */
export const shownOf = (msgtype: string, content: JsonObject): JsonObject =>
	cut(content, BYTES_SHOWN[msgtype] ?? {});

/** What the members of a group see of a message. */
export const shownInGroup = (msgtype: string, content: JsonObject): JsonObject =>
	cut(content, BYTES_IN_GROUPS[msgtype] ?? {});
