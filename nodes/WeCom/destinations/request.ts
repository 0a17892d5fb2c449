import type { ApiObject } from '../messages/fields/field';
import type { Destination, Message, Sender } from './destination';
import { optionKeys } from './options';

/** The request for one message, in the order of WeCom's documentation (`path/90236`). */
export function toRequest<To>(
	{ address, options, sender }: Destination<To>,
	{ msgtype, body, to, options: values, extra }: Message<To>,
	from: Sender,
): ApiObject {
	return {
		...address.fields(to),
		...extra,
		msgtype,
		...sender?.(from),
		[msgtype]: body,
		...optionKeys(options, values),
	};
}
