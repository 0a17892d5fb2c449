import { PendingMedia, PendingText } from '../../files/pending';

const IMAGE_OR_COMMENT = /<img(?=[\s/])|<!--/gi;

/** A quotation mark means something at the beginning of a value only. */
const QUOTE_OR_END = /=\s*(["'])|>/g;

/** An attribute, with its value in any of the three ways of HTML. */
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/g;

/** Where WeCom keeps what was uploaded (`path/90256`). */
const AT_WECOM = /^https?:\/\/(?:[\w-]+\.)*qpic\.cn\//i;

const DATA_URL = /^data:([^,;]*)[^,]*?(;base64)?,/i;
const BASE64 = /^[\w+/-]*={0,2}$/;

/** The named entities that stand in addresses. */
const ENTITIES: Record<string, string> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };

const MAX_CODE_POINT = 0x10ffff;

/** What an entity stands for, by its name or its number; itself if there is no such one. */
function meant(entity: string, name: string): string {
	if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()];
	const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
	return code <= MAX_CODE_POINT ? String.fromCodePoint(code) : entity;
}

const plain = (value: string) =>
	value.replace(/&(amp|quot|apos|lt|gt|#\d{1,7}|#x[\da-f]{1,6});/gi, meant).trim();

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
	return file === undefined
		? { from: 'url', url: address, inPage: true }
		: { from: 'binary', property: file };
}

/** Where a tag ends: behind the first `>` that is in no value in quotation marks. */
function endOf(html: string, from: number): number | undefined {
	QUOTE_OR_END.lastIndex = from;
	for (let found = QUOTE_OR_END.exec(html); found !== null; found = QUOTE_OR_END.exec(html)) {
		const [, quote] = found;
		if (quote === undefined) return QUOTE_OR_END.lastIndex;
		const closing = html.indexOf(quote, QUOTE_OR_END.lastIndex);
		if (closing < 0) return undefined;
		QUOTE_OR_END.lastIndex = closing + 1;
	}
	return undefined;
}

/**
 * The picture tags of a web page, each with its place, but for those in comments. A tag or comment without an end takes the rest
 * of the page, as in a browser.
 */
function* tagsIn(html: string): Generator<{ tag: string; index: number }> {
	let from = 0;
	for (const { 0: sign, index } of html.matchAll(IMAGE_OR_COMMENT)) {
		if (index < from) continue;
		const isComment = sign === '<!--';
		const closing = isComment ? html.indexOf('-->', index) : endOf(html, index);
		if (closing === undefined || closing < 0) return;
		if (!isComment) yield { tag: html.slice(index, closing), index };
		from = closing;
	}
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
	for (const { tag, index } of tagsIn(html)) {
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
