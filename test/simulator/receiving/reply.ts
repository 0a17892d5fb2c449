import { isRecord, recordOf } from '../json';
import { Explained, saying } from '../language';
import type { CardUpdate, JsonObject } from '../types';
import { fromXml, TEXT } from './xml';

/** What a passive reply does: it says something, or it changes the card that was pressed. */
export type Reply =
	| { kind: 'message'; msgtype: string; content: JsonObject }
	| { kind: 'update'; update: Omit<CardUpdate, 'at'> };

const listOf = (value: unknown): unknown[] =>
	value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Where the name in XML is not the JSON name in Pascal case (path/90241). */
const NAMES: Record<string, string> = {
	KeyName: 'keyname',
	CheckBox: 'checkbox',
	AppId: 'appid',
	Appid: 'appid',
	UserId: 'userid',
	PagePath: 'pagepath',
};

/** Elements that repeat without a wrapper. */
const LISTS = new Set([
	'HorizontalContentList',
	'VerticalContentList',
	'JumpList',
	'ActionList',
	'ButtonList',
	'OptionList',
	'SelectList',
]);
const NUMBERS = new Set(['Type', 'DescColor', 'Style', 'Mode', 'AspectRatio']);
const FLAGS = new Set(['Disable', 'IsChecked']);

const nameOf = (element: string) =>
	NAMES[element] ?? element.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();

function valueOf(element: string, value: unknown): unknown {
	if (LISTS.has(element)) return listOf(value).map(cardOf);
	if (isRecord(value)) return cardOf(value);
	if (NUMBERS.has(element)) return Number(value);
	return FLAGS.has(element) ? value === 'true' : value;
}

/** The card of a reply with the names that message/send has for it. */
function cardOf(xml: unknown): JsonObject {
	const elements = Object.entries(recordOf(xml)).filter(([element]) => element !== TEXT);
	return Object.fromEntries(
		elements.map(([element, value]) => [nameOf(element), valueOf(element, value)]),
	);
}

const message = (msgtype: string, content: JsonObject): Reply => ({
	kind: 'message',
	msgtype,
	content,
});
const media = (element: string) => (xml: JsonObject) =>
	message(element.toLowerCase(), { media_id: recordOf(xml[element]).MediaId });
const button =
	(element: string) =>
	(xml: JsonObject): Reply => ({
		kind: 'update',
		update: { button: { replace_name: recordOf(xml[element]).ReplaceName } },
	});

function articleOf(item: unknown): JsonObject {
	const { Title: title, Description: description, Url: url, PicUrl: picurl } = recordOf(item);
	return { title, description, url, picurl };
}

/** The replies that WeCom knows (path/90241). */
const REPLIES = new Map<string, (xml: JsonObject) => Reply>([
	['text', ({ Content: content }) => message('text', { content })],
	['image', media('Image')],
	['voice', media('Voice')],
	['video', ({ Video: video }) => message('video', cardOf(video))],
	[
		'news',
		({ Articles: articles }) =>
			message('news', { articles: listOf(recordOf(articles).item).map(articleOf) }),
	],
	['update_button', button('Button')],
	['update_taskcard', button('TaskCard')],
	[
		'update_template_card',
		({ TemplateCard: card }) => ({ kind: 'update', update: { template_card: cardOf(card) } }),
	],
]);

/**
 * Reads the decrypted answer to a callback.
 * @returns undefined when the app answers nothing, which is an answer too
 * @throws {Explained} when WeCom would drop the reply
 */
export function readReply(text: string, userid: string): Reply | undefined {
	if (text.trim() === '') return undefined;
	const xml = fromXml(text);
	if (xml === undefined) throw new Explained(saying('noReply'));
	const { MsgType: type, ToUserName: to } = xml;
	const read = REPLIES.get(String(type));
	if (read === undefined) throw new Explained(saying('unknownReply', { type: String(type) }));
	if (to !== userid) throw new Explained(saying('replyToOther', { to: String(to), userid }));
	return read(xml);
}
