import type { IDataObject } from 'n8n-workflow';

import { CallbackRefusal } from './refusal';
import { parseXml, type XmlObject, type XmlValue } from './xml';

/** Elements that are lists even if there is one entry only (`path/90239`, `path/90240`). */
const LISTS = ['SelectedItem', 'OptionId', 'Item', 'item', 'ApprovalNode', 'NotifyNode'];

/** Elements that are numbers. All others stay text: IDs, keys and contents may look like numbers. */
const NUMBERS = [
	'CreateTime',
	'AgentID',
	'AgentId',
	'Location_X',
	'Location_Y',
	'Latitude',
	'Longitude',
	'Precision',
	'Scale',
	'Count',
	'ErrCode',
	'EffectTime',
	'Status',
	'Gender',
	'MainDepartment',
	'OpenSpStatus',
	'ApplyTime',
	'NodeStatus',
	'NodeAttr',
	'NodeType',
	'ItemStatus',
	'ItemOpTime',
	'approverstep',
];

/** Spellings of old editions of the documentation, with today's. */
const RENAMED: ReadonlyMap<string, string> = new Map([
	['OpitonIds', 'OptionIds'],
	['OpitonId', 'OptionId'],
]);

function cleanOne(name: string, value: string | XmlObject): IDataObject | string | number {
	if (typeof value === 'object') return cleanObject(value);
	// Line breaks between elements are no text.
	const text = value.trim() === '' ? '' : value;
	const number = Number(text);
	return NUMBERS.includes(name) && text !== '' && (Number.isSafeInteger(number) || /^-?\d+\.\d+$/.test(text)) ? number : text;
}

function cleanObject(object: XmlObject): IDataObject {
	const clean: IDataObject = {};
	for (const [given, value] of Object.entries<XmlValue>(object)) {
		// Whoever copies the JSON would change the prototype of the copy.
		if (given === '__proto__') continue;
		const name = RENAMED.get(given) ?? given;
		const many = Array.isArray(value) || LISTS.includes(name);
		const values = (Array.isArray(value) ? value : [value]).map((one) => cleanOne(name, one));
		// An empty list element means no entries.
		clean[name] = many ? values.filter((one) => one !== '') : values[0];
	}
	return clean;
}

/** A message or event as the trigger puts it out. */
export interface CallbackEvent extends IDataObject {
	/** Stable name: `message.text` …, or that of the event, such as `template_card_event`. */
	event: string;
	/** When n8n got it, ISO 8601. */
	receivedAt: string;
}

/**
 * A callback as clean JSON, with WeCom's own names (`path/90239`, `path/90240`). Unknown types pass through.
 *
 * @param xml decrypted
 * @param at clock time in milliseconds
 * @throws CallbackRefusal if it is no message and no event
 */
export function readEvent(xml: string, at: number): CallbackEvent {
	const { xml: root } = parseXml(xml);
	if (typeof root !== 'object' || Array.isArray(root)) throw new CallbackRefusal(400, 'No message');
	const content = cleanObject(root);
	const { MsgType: type, Event: event } = content;
	if (typeof type !== 'string' || type === '') throw new CallbackRefusal(400, 'No MsgType');
	const name = type === 'event' ? String(event ?? 'unknown').toLowerCase() : `message.${type}`;
	return { event: name, receivedAt: new Date(at).toISOString(), ...content };
}
