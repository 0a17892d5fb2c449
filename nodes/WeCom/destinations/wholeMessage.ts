import { InvalidInputError } from '../api/explained';
import type { ApiObject } from '../messages/fields/field';
import { isPlainObject, sayingOf } from '../messages/fields/nothing';
import type { Destination, Message, Offer } from './destination';
import { optionsOfJson, type OptionValues } from './options';

function refuse(message: string, hint: string, field = 'Content (JSON)'): never {
	throw new InvalidInputError([{ message, hint, field }]);
}

/** What the form says besides the content. */
interface Around<To> {
	to: To;
	options: OptionValues;
}

/** The type that JSON names, where it must be that of the offer, or any. */
function msgtypeOf<To>({ content, unchecked }: Offer<To>, json: ApiObject): string {
	const msgtype = unchecked === true ? json.msgtype : (json.msgtype ?? content.value);
	if (typeof msgtype !== 'string' || msgtype === '') {
		return refuse(
			'Content (JSON) has no "msgtype"; a custom message needs one',
			'Enter a whole message, such as {"msgtype": "text", "text": {"content": "…"}}.',
		);
	}
	if (unchecked === true || msgtype === content.value) return msgtype;
	return refuse(
		`Content (JSON) is a message of type "${msgtype}", but Message Type is ${content.label} ("${content.value}")`,
		'Choose the Message Type that matches the JSON, or change the JSON.',
		'Message Type',
	);
}

/**
 * A message out of JSON: the content alone, or a whole message as in WeCom's documentation. What the form says about
 * recipients and options counts more than what the JSON says; who sends is always the credential. What says nothing is
 * left out, but for an unchecked message, whose content is nobody's but the user's.
 *
 * @throws InvalidInputError if the JSON is a message of another type, or no message at all, or if recipients or options in it
 * cannot be read
 */
export function readWholeMessage<To>(
	destination: Destination<To>,
	offer: Offer<To>,
	given: ApiObject,
	{ to, options }: Around<To>,
): Message<To> {
	const { address, sender, settled = (values) => values } = destination;
	const { content, unchecked = false } = offer;
	const json = unchecked ? given : sayingOf(given);
	const isWhole = ['msgtype', ...address.keys, content.value].some((key) => key in json);
	if (!unchecked && !isWhole) return { msgtype: content.value, body: json, to, options };

	const msgtype = msgtypeOf(offer, json);
	const body = given[msgtype];
	if (!isPlainObject(body)) {
		return refuse(
			`Content (JSON) has no object under the key "${msgtype}"`,
			`The content of the message goes there: {"msgtype": "${msgtype}", "${msgtype}": {…}}.`,
		);
	}
	const keys = Object.values(destination.options).map(({ api }) => api);
	const known = [...address.keys, 'msgtype', ...(sender?.keys ?? []), ...keys, msgtype];
	const extra = Object.fromEntries(Object.entries(json).filter(([key]) => !known.includes(key)));
	const [unknown] = Object.keys(extra);
	if (!unchecked && unknown !== undefined) {
		return refuse(
			`WeCom doesn't recognize the field "${unknown}" next to the content`,
			`Allowed fields: ${known.join(', ')}.`,
		);
	}
	const inJson = address.readJson(json);
	return {
		msgtype,
		body: unchecked ? body : sayingOf(body),
		to: address.isNobody(to) ? inJson : to,
		options: settled({ ...optionsOfJson(destination.options, offer, json), ...options }),
		...(unknown === undefined ? {} : { extra }),
	};
}
