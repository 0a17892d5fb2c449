import { randomBytes } from 'node:crypto';
import { isRecord, recordsOf } from '../json';
import { saying, type Saying } from '../language';
import type { TextKey } from '../texts';
import type { JsonObject } from '../types';
import { toXml, type XmlObject } from './xml';

/** Who tells which app, and when. */
export interface Address {
	corpId: string;
	agentId: number;
	userid: string;
	/** Clock time in milliseconds. */
	at: number;
}

/** Something to tell an app: its name for people, and the XML. */
export interface Callback {
	name: Saying;
	xml: string;
}

const head = ({ corpId, userid, at }: Address, type: string): XmlObject => ({
	ToUserName: corpId,
	FromUserName: userid,
	CreateTime: Math.floor(at / 1000),
	MsgType: type,
});

/** Chinese readers know an event by WeCom's word for it. */
const EVENT_NAMES: Record<string, TextKey> = {
	template_card_event: 'cardEvent',
	template_card_menu_event: 'cardMenuEvent',
	taskcard_click: 'taskcardEvent',
	click: 'menuClick',
	view: 'menuView',
};

/** A signed key is six lines long on a phone: its ends tell what it is, and which button. */
const brief = (key: string) => (key.length > 40 ? `${key.slice(0, 12)}…${key.slice(-16)}` : key);

const event = (address: Address, name: string, key: string, fields: XmlObject): Callback => ({
	name: saying('event', {
		event: saying(EVENT_NAMES[name] ?? 'plain', { text: name }),
		key: brief(key),
	}),
	xml: toXml({ ...head(address, 'event'), Event: name, EventKey: key, ...fields }),
});

const message = (address: Address, type: 'text' | 'image', fields: XmlObject): Callback => ({
	name: saying(`${type}Message`),
	xml: toXml({
		...head(address, type),
		...fields,
		MsgId: randomBytes(8).readBigUInt64BE() >> 1n,
		AgentID: address.agentId,
	}),
});

/** A text from a member (path/90239). */
export const textMessage = (address: Address, content: string): Callback =>
	message(address, 'text', { Content: content });

/** A picture from a member (path/90239). */
export const imageMessage = (address: Address, picUrl: string, mediaId: string): Callback =>
	message(address, 'image', { PicUrl: picUrl, MediaId: mediaId });

/** An entry of the menu was chosen: `key` of a click entry, the URL of a view entry (path/90240). */
export const menuEvent = (address: Address, kind: 'click' | 'view', key: string): Callback =>
	event(address, kind, key, { AgentID: address.agentId });

/** The questions of a card, wherever its type keeps them. */
export const questionsOf = ({
	button_selection: selection,
	checkbox,
	select_list: list,
}: JsonObject): JsonObject[] => [selection, checkbox, ...recordsOf(list)].filter(isRecord);

/** A card as it was pressed. */
export interface PressedCard {
	key: string;
	taskId: string;
	cardType: string;
	responseCode: string;
}

const cardFields = (
	{ agentId }: Address,
	{ taskId, cardType, responseCode }: PressedCard,
): XmlObject => ({
	TaskId: taskId,
	CardType: cardType,
	ResponseCode: responseCode,
	AgentID: agentId,
});

/** A button of a card was pressed; `chosen` holds the option ids by question key (path/90240). */
export function cardEvent(
	address: Address,
	card: PressedCard,
	chosen: Map<string, string[]>,
): Callback {
	const items = [...chosen].map(([key, ids]) => ({
		QuestionKey: key,
		OptionIds: { OptionId: ids },
	}));
	const selected: XmlObject = items.length > 0 ? { SelectedItems: { SelectedItem: items } } : {};
	return event(address, 'template_card_event', card.key, {
		...cardFields(address, card),
		...selected,
	});
}

/** An entry of the menu at the top right of a card was chosen (path/90240). */
export const cardMenuEvent = (address: Address, card: PressedCard): Callback =>
	event(address, 'template_card_menu_event', card.key, cardFields(address, card));

/** A button of a legacy task card was pressed; the id of the app is spelled differently here (path/90240). */
export const taskcardEvent = (address: Address, key: string, taskId: string): Callback =>
	event(address, 'taskcard_click', key, { TaskId: taskId, AgentId: address.agentId });
