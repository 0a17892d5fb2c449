import type { ApiObject } from '../messages/fields/field';
import type { Destination, Message } from './destination';
import { optionKeys } from './options';

/**
 * The request for one message, in the order of WeCom's documentation (`path/90236`).
 *
 * @param sender who sends, as far as a request says so
 */
export function toRequest<To>(
	{ address, options }: Destination<To>,
	{ msgtype, body, to, options: values, extra }: Message<To>,
	sender: ApiObject,
): ApiObject {
	return {
		...address.fields(to),
		...extra,
		msgtype,
		...sender,
		[msgtype]: body,
		...optionKeys(options, values),
	};
}
