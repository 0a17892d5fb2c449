import type { ApiObject } from '../messages/fields/field';
import { toSendFields, type Recipients } from '../destinations/recipients';

/** The options of `message/send`; what is absent is not sent, and WeCom takes its default. */
export interface SendOptions {
	/** 0 may be shared, 1 confidential with watermark, 2 inside the corp only (mpnews). */
	safe?: number;
	idTranslation?: boolean;
	duplicateCheck?: boolean;
	/** Seconds. */
	duplicateCheckInterval?: number;
}

/** One message, ready but for its uploads. */
export interface Message {
	msgtype: string;
	body: ApiObject;
	recipients: Recipients;
	options: SendOptions;
	/** Further top-level fields of a custom message. */
	extra?: ApiObject;
}

/**
 * The request of `message/send` (`path/90236`).
 *
 * @param agentid ID of the app whose token is used
 */
export function toRequest(
	{ msgtype, body, recipients, options, extra }: Message,
	agentid: number,
): ApiObject {
	const { safe, idTranslation, duplicateCheck, duplicateCheckInterval } = options;
	return {
		...toSendFields(recipients),
		...extra,
		msgtype,
		agentid,
		[msgtype]: body,
		...(safe === undefined ? {} : { safe }),
		...(idTranslation === undefined ? {} : { enable_id_trans: Number(idTranslation) }),
		...(duplicateCheck === undefined ? {} : { enable_duplicate_check: Number(duplicateCheck) }),
		...(duplicateCheckInterval === undefined
			? {}
			: { duplicate_check_interval: duplicateCheckInterval }),
	};
}
