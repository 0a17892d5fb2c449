import { PendingMedia, PendingText } from '../../files/pending';

/** A tag, with the values in it whole: they may have anything but their own quotation mark. */
const IMAGE = /<img(?=[\s/])(?:[^>"']|"[^"]*"|'[^']*')*>/gi;

/** An attribute, with its value in any of the three ways of HTML. */
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/g;

/** Where WeCom keeps what was uploaded (`path/90256`). */
const AT_WECOM = /^https?:\/\/(?:[\w-]+\.)*qpic\.cn\//i;

const DATA_URL = /^data:([^,;]*)[^,]*?(;base64)?,/i;
const BASE64 = /^[\w+/-]*={0,2}$/;

/** The entities that stand in addresses. */
const ENTITIES: Record<string, string> = {
	'&amp;': '&',
	'&#38;': '&',
	'&quot;': '"',
	'&#39;': "'",
};

const plain = (value: string) =>
	value.replace(/&(?:amp|quot|#38|#39);/gi, (entity) => ENTITIES[entity.toLowerCase()]).trim();

/** Percent-encoded text decoded; as it is if it is broken. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The file that stands in a data URL; undefined for any other address, and for one that is broken. */
function dataIn(address: string): { data: string; mimeType: string } | undefined {
	const [head, mimeType = '', base64] = DATA_URL.exec(address) ?? [];
	if (head === undefined) return undefined;
	const content = decoded(address.slice(head.length));
	const data =
		base64 === undefined ? Buffer.from(content).toString('base64') : content.replace(/\s/g, '');
	return BASE64.test(data) ? { data, mimeType } : undefined;
}

function originOf(address: string): PendingMedia['origin'] {
	const file = dataIn(address);
	return file === undefined ? { from: 'url', url: address } : { from: 'binary', property: file };
}

/** The address in a tag, and where in it the value begins. */
function sourceIn(tag: string): { at: number; value: string } | undefined {
	for (const match of tag.matchAll(ATTRIBUTE)) {
		const [whole, name, ...values] = match;
		const value = values.find((one) => one !== undefined);
		if (name.toLowerCase() !== 'src' || value === undefined) continue;
		return { at: match.index + whole.lastIndexOf(value), value };
	}
	return undefined;
}

/**
 * A web page whose pictures are to be uploaded; those that WeCom has already stay.
 *
 * @param where names the text in messages, such as "Content of article 1"
 * @returns the same text if there is nothing to upload
 */
export function withPictures(html: string, where: string): string | PendingText {
	const parts: Array<string | PendingMedia> = [];
	let end = 0;
	let count = 0;
	for (const { 0: tag, index } of html.matchAll(IMAGE)) {
		const source = sourceIn(tag);
		if (source === undefined) continue;
		count += 1;
		const address = plain(source.value);
		if (AT_WECOM.test(address)) continue;
		const start = index + source.at;
		const label = `Picture ${count} in ${where}`;
		parts.push(
			html.slice(end, start),
			new PendingMedia('articleImage', label, originOf(address), false, 'url'),
		);
		end = start + source.value.length;
	}
	return parts.length === 0 ? html : new PendingText([...parts, html.slice(end)]);
}
