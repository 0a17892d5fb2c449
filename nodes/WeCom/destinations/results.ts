import type { IDataObject } from 'n8n-workflow';

import { ERRCODE } from '../api/errcodes';
import { WeComApiError, type WeComAnswer, type WeComCallError } from '../api/errors';
import { ExplainedError, type CallState } from '../api/explained';
import { parseIds } from './ids';
import { toOutputFields, type Recipients } from './recipients';

/** The lists of recipients that did not get a message. */
export type Rejected = Record<
	'invaliduser' | 'invalidparty' | 'invalidtag' | 'unlicenseduser',
	string[]
>;

const LISTS: ReadonlyArray<[keyof Rejected, string]> = [
	['invaliduser', 'users'],
	['invalidparty', 'departments'],
	['invalidtag', 'tags'],
	['unlicenseduser', 'users without a license'],
];

/** WeCom answers user IDs in lower case: gives each the spelling in which it was sent. */
function asSent(ids: string[], sent: string[]): string[] {
	const spelling = new Map(sent.map((id) => [id.toLowerCase(), id]));
	return ids.map((id) => spelling.get(id.toLowerCase()) ?? id);
}

/** Who did not get the message, as arrays that are always there. WeCom gives text, arrays, or nothing. */
export function rejectedBy(answer: WeComAnswer, sent: readonly string[]): Rejected {
	const list = (key: keyof Rejected) => asSent(parseIds(answer[key]), [...sent]);
	return {
		invaliduser: list('invaliduser'),
		invalidparty: list('invalidparty'),
		invalidtag: list('invalidtag'),
		unlicenseduser: list('unlicenseduser'),
	};
}

/** Most names of one kind in a sentence; the lists beside it have them all. */
const NAMED = 10;

function enumerated(ids: readonly string[]): string {
	const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
	return `${ids.slice(0, NAMED).join(', ')}${more}`;
}

/** The rejected recipients in words, such as `users lisi, wangwu; tags 9`; empty if there are none. */
export function inWords(rejected: Rejected): string {
	return LISTS.filter(([key]) => rejected[key].length > 0)
		.map(([key, name]) => `${name} ${enumerated(rejected[key])}`)
		.join('; ');
}

/** What the node puts out for one accepted message. */
export function toOutput(
	answer: WeComAnswer,
	recipients: Recipients,
	taskId: unknown,
): IDataObject {
	const { msgid, response_code: responseCode, errcode = 0, errmsg = 'ok' } = answer;
	return {
		msgid: msgid as string,
		...(typeof responseCode === 'string' && responseCode !== ''
			? { response_code: responseCode }
			: {}),
		...(typeof taskId === 'string' ? { task_id: taskId } : {}),
		errcode,
		errmsg,
		...rejectedBy(answer, recipients.users),
		recipients: toOutputFields(recipients),
	};
}

/** What WeCom did not do for the rejected recipients. */
export type Undone = 'deliver the message to' | 'update the card for';

/** WeCom took the call, but not for everybody, and the user wants that to count as a failure. */
export class IncompleteDeliveryError extends ExplainedError {
	override readonly name = 'IncompleteDeliveryError';

	override get state(): CallState {
		return 'sent';
	}

	readonly hint =
		"Everyone else got it. Check the IDs, the app's visible range (可见范围), and the licenses, or set On Invalid Recipients to Continue.";

	readonly description = this.hint;

	/** @param outputs what the node would have put out, for each call that WeCom took */
	constructor(
		readonly outputs: readonly IDataObject[],
		readonly rejected: Rejected,
		undone: Undone = 'deliver the message to',
	) {
		super(`WeCom didn't ${undone} ${inWords(rejected)}`);
	}

	details(): IDataObject {
		const { hint, outputs, rejected } = this;
		return outputs.length === 1
			? { hint, ...outputs[0], ...rejected }
			: { hint, ...rejected, messages: [...outputs] };
	}
}

/** Every recipient was refused (81013): names them. */
export class NoValidRecipientError extends WeComApiError {
	readonly outputs: readonly IDataObject[] = [];

	constructor(
		answer: WeComAnswer,
		readonly rejected: Rejected,
		lostBefore?: WeComCallError,
	) {
		super(answer, lostBefore);
		const names = inWords(rejected);
		if (names !== '') this.message = `${this.message}: ${names}`;
	}

	override details(): Record<string, unknown> {
		return { ...super.details(), ...this.rejected };
	}
}

/** The same refusal, with the refused recipients by name where WeCom lists them. */
export function namingRecipients(error: unknown, recipients: Recipients): unknown {
	if (!(error instanceof WeComApiError) || error.errcode !== ERRCODE.noValidRecipient) return error;
	return new NoValidRecipientError(
		error.answer,
		rejectedBy(error.answer, recipients.users),
		error.lostBefore,
	);
}

/** A call that went well but for its recipients: it says nothing about the other calls of the same item. */
export type RecipientFailure = IncompleteDeliveryError | NoValidRecipientError;

export function concernsRecipients(error: unknown): error is RecipientFailure {
	return error instanceof IncompleteDeliveryError || error instanceof NoValidRecipientError;
}

/**
 * The failures of several calls for one item as one, with everybody who was rejected in any of them.
 *
 * @param failures at least one
 */
export function together(failures: readonly RecipientFailure[]): RecipientFailure {
	const [first] = failures;
	if (failures.length === 1) return first;
	const all = (key: keyof Rejected) => [
		...new Set(failures.flatMap(({ rejected }) => rejected[key])),
	];
	const rejected: Rejected = {
		invaliduser: all('invaliduser'),
		invalidparty: all('invalidparty'),
		invalidtag: all('invalidtag'),
		unlicenseduser: all('unlicenseduser'),
	};
	const outputs = failures.flatMap((one) => one.outputs);
	if (outputs.length === 0 && first instanceof NoValidRecipientError) {
		const lost = failures.find(
			(one) => one instanceof NoValidRecipientError && one.lostBefore !== undefined,
		);
		return new NoValidRecipientError(
			first.answer,
			rejected,
			(lost as NoValidRecipientError | undefined)?.lostBefore,
		);
	}
	return new IncompleteDeliveryError(outputs, rejected);
}
