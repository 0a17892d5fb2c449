import { InvalidInputError } from '../../api/explained';
import { isNobody, readRecipients, type Recipients } from '../../destinations/recipients';
import type { Message, SendOptions } from '../../delivery/request';
import { custom } from '../../messages';
import type { ApiObject } from '../../messages/fields/field';
import { isPlainObject, sayingOf } from '../../messages/fields/nothing';
import type { MessageType } from '../../messages/messageType';
import { API_OPTION_KEYS, apiOptionsOfJson, settled } from './apiOptions';

/** Top-level keys of `message/send` that the form has fields for (`path/90236`). */
const COMMON = ['touser', 'toparty', 'totag', 'msgtype', 'agentid', ...API_OPTION_KEYS];

/** Recipients in JSON, for messages. */
const RECIPIENTS = {
	users: 'Users (field "touser")',
	departments: 'Departments (field "toparty")',
	tags: 'Tags (field "totag")',
};

function refuse(message: string, hint: string, field = 'Content (JSON)'): never {
	throw new InvalidInputError([{ message, hint, field }]);
}

/** Whether JSON is a message with everything around its content, and not the content alone. */
function isWhole(json: ApiObject, type: MessageType): boolean {
	return (
		'msgtype' in json ||
		'touser' in json ||
		'toparty' in json ||
		'totag' in json ||
		type.value in json
	);
}

/**
 * A message out of JSON: the content alone, or a whole message as in WeCom's documentation. What the form says about
 * recipients and options counts more than what the JSON says; the agent ID is always that of the credential. What says
 * nothing is left out, but for a custom message, whose content is nobody's but the user's.
 *
 * @throws InvalidInputError if the JSON is a message of another type, or no message at all, or if recipients or options in it
 * cannot be read
 */
export function readWholeMessage(
	given: ApiObject,
	type: MessageType,
	recipients: Recipients,
	options: SendOptions,
): Message {
	const json = type === custom ? given : sayingOf(given);
	if (type !== custom && !isWhole(json, type))
		return { msgtype: type.value, body: json, recipients, options };

	const msgtype = type === custom ? json.msgtype : (json.msgtype ?? type.value);
	if (typeof msgtype !== 'string' || msgtype === '') {
		return refuse(
			'Content (JSON) has no "msgtype"; a custom message needs one',
			'Write a whole message, such as {"msgtype": "text", "text": {"content": "…"}}.',
		);
	}
	if (type !== custom && msgtype !== type.value) {
		return refuse(
			`Content (JSON) is a message of type "${msgtype}", but Message Type is ${type.label} ("${type.value}")`,
			'Choose the Message Type of the JSON, or change the JSON.',
			'Message Type',
		);
	}
	const { [msgtype]: body } = given;
	if (!isPlainObject(body)) {
		return refuse(
			`Content (JSON) has no object under the key "${msgtype}"`,
			`The content of the message stands there: {"msgtype": "${msgtype}", "${msgtype}": {…}}.`,
		);
	}
	const extra = Object.fromEntries(
		Object.entries(json).filter(([key]) => ![...COMMON, msgtype].includes(key)),
	);
	const unknown = Object.keys(extra);
	if (type !== custom && unknown.length > 0) {
		return refuse(
			`WeCom does not know the field "${unknown[0]}" beside the content`,
			`Fields it knows there: ${[...COMMON, msgtype].join(', ')}.`,
		);
	}
	const inJson = readRecipients(
		{ users: json.touser, departments: json.toparty, tags: json.totag },
		RECIPIENTS,
	);
	return {
		msgtype,
		body: type === custom ? body : sayingOf(body),
		recipients: isNobody(recipients) ? inJson : recipients,
		options: settled({ ...apiOptionsOfJson(json, type), ...options }),
		...(unknown.length > 0 ? { extra } : {}),
	};
}
