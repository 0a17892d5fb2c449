import type { IDataObject } from 'n8n-workflow';

import { CallbackRefusal } from './refusal';
import { parseXml, type XmlObject, type XmlValue } from './xml';

/** Elements that hold lists, with what their entries are called (`path/90239`, `path/90240`). */
const ENTRIES: ReadonlyMap<string, string> = new Map([
	['SelectedItems', 'SelectedItem'],
	['OptionIds', 'OptionId'],
	['PicList', 'item'],
	['ExtAttr', 'Item'],
	['ApprovalNodes', 'ApprovalNode'],
	['Items', 'Item'],
	['NotifyNodes', 'NotifyNode'],
]);

/** Elements that are lists even if there is one entry only. */
const LISTS: ReadonlySet<string> = new Set(ENTRIES.values());

/** Elements that are numbers. All others stay text: IDs, keys and contents may look like numbers. */
const NUMBERS: ReadonlySet<string> = new Set([
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
]);

/** Spellings of old editions of the documentation, with today's. */
const RENAMED: ReadonlyMap<string, string> = new Map([
	['OpitonIds', 'OptionIds'],
	['OpitonId', 'OptionId'],
]);

/** Whoever copies the JSON would change the prototype of the copy. */
const COPIED: ReadonlySet<string> = new Set(['__proto__']);

/** Names of our own beside WeCom's, which begin with capitals. */
const OWN: ReadonlySet<string> = new Set([
	'event',
	'receivedAt',
	'mediaError',
	'replyError',
	...COPIED,
]);

/** The name itself, or with underscores behind it where it is taken: so nothing is lost. */
function freeName(name: string, taken: (name: string) => boolean): string {
	return taken(name) ? freeName(`${name}_`, taken) : name;
}

/** Digits of a decimal fraction that JavaScript's numbers keep. */
const EXACT_DIGITS = 15;

/** A number as WeCom writes it, in decimal; undefined if it would not stay the same. */
function numberIn(text: string): number | undefined {
	const trimmed = text.trim();
	if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(trimmed) || trimmed === '-0') return undefined;
	const isExact = trimmed.includes('.')
		? trimmed.replace(/\D/g, '').length <= EXACT_DIGITS
		: Number.isSafeInteger(Number(trimmed));
	return isExact ? Number(trimmed) : undefined;
}

function cleanOne(name: string, value: string | XmlObject): IDataObject | string | number {
	const entries = ENTRIES.get(name);
	const none = entries === undefined ? undefined : { [entries]: [] };
	if (typeof value === 'object') return { ...none, ...cleanObject(value) };
	if (value === '' && none !== undefined) return none;
	return (NUMBERS.has(name) ? numberIn(value) : undefined) ?? value;
}

function cleanObject(object: XmlObject, taken: ReadonlySet<string> = COPIED): IDataObject {
	const values = new Map<string, Array<string | XmlObject>>();
	for (const [given, value] of Object.entries<XmlValue>(object)) {
		const name =
			RENAMED.get(given) ??
			freeName(given, (other) => taken.has(other) || (other !== given && other in object));
		values.set(name, [...(values.get(name) ?? []), ...(Array.isArray(value) ? value : [value])]);
	}
	const clean: IDataObject = {};
	for (const [name, given] of values) {
		const many = given.length > 1 || LISTS.has(name);
		const cleaned = given.map((one) => cleanOne(name, one));
		// An empty list element means no entries.
		clean[name] = many ? cleaned.filter((one) => one !== '') : cleaned[0];
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
 * A callback as clean JSON, with WeCom's own names (`path/90239`, `path/90240`). Unknown types pass through. An element that
 * has the name of a field of ours, such as `<event>`, gets an underscore behind it.
 *
 * @param xml decrypted
 * @param at clock time in milliseconds
 * @param receiveId for whom it was encrypted
 * @throws CallbackRefusal if it is no message and no event, or a reply of our own that somebody sends back
 */
export function readEvent(xml: string, at: number, receiveId: string): CallbackEvent {
	const { xml: root } = parseXml(xml);
	if (typeof root !== 'object') throw new CallbackRefusal(400, 'No message');
	const content = cleanObject(root, OWN);
	const { MsgType: type, Event: event, FromUserName: from = '' } = content;
	// A reply has the signature of a callback, but comes from the company (path/90241) and no callback does.
	if (String(from).trim().toLowerCase() === receiveId.toLowerCase())
		throw new CallbackRefusal(403, 'Our own reply');
	if (typeof type !== 'string' || type.trim() === '') throw new CallbackRefusal(400, 'No MsgType');
	const kind = type.trim();
	const name =
		kind === 'event'
			? String(event ?? 'unknown')
					.trim()
					.toLowerCase()
			: `message.${kind}`;
	return { event: name, receivedAt: new Date(at).toISOString(), ...content };
}

/** The member whom a callback comes from; undefined for those of WeCom itself. */
export function memberOf({ FromUserName: from }: IDataObject): string | undefined {
	const member = typeof from === 'string' ? from.trim() : '';
	return member === '' || member.toLowerCase() === 'sys' ? undefined : member;
}
