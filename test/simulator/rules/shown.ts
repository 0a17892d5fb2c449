import type { JsonObject } from '../types';

/** Bytes that a member sees of texts whose limit is counted in characters (path/90236 against path/90248). */
const BYTES_SHOWN: Record<string, Record<string, number>> = {
	textcard: { title: 128, description: 512 },
};

/** The beginning of a text in UTF-8, without half a character at its end. */
function firstBytes(text: string, count: number): string {
	const bytes = Buffer.from(text, 'utf8');
	if (bytes.length <= count) return text;
	let end = count;
	while (end > 0 && (bytes[end] & 0xc0) === 0x80) end--;
	return bytes.toString('utf8', 0, end);
}

/** What a member sees of a message: WeCom cuts some texts without a word. */
export function shownOf(msgtype: string, content: JsonObject): JsonObject {
	const cut = Object.entries(BYTES_SHOWN[msgtype] ?? {}).flatMap(([field, count]) => {
		const text = content[field];
		return typeof text === 'string' ? [[field, firstBytes(text, count)]] : [];
	});
	return { ...content, ...Object.fromEntries(cut) };
}
