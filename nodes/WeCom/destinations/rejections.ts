import type { IDataObject } from 'n8n-workflow';

import { ERRCODE } from '../api/errcodes';
import { WeComApiError, type WeComAnswer } from '../api/errors';
import { enumerated, ExplainedError, type CallState } from '../api/explained';
import { parseIds } from './ids';

/** A list in WeCom's answer of recipients who did not get the message. */
interface RejectedList<To> {
	/** Its key, in the answer and in the output. */
	key: string;
	/** What they are called together, such as "departments". */
	label: string;
	/** Why they did not get it. */
	reason: string;
	/** One of them, as the address names its recipients, such as "department 99". */
	named(id: string): string;
	/** IDs in the spelling in which they went out: WeCom answers those of users in lower case. */
	sent?(to: To): readonly string[];
	/** Where it is no list of WeCom's: who was never sent to; undefined where nobody had to be looked up. */
	before?(to: To): readonly string[] | undefined;
	/** One of them as a sentence may have it, where it must not be told in full. */
	masked?(id: string): string;
}

/** How a destination says who did not get a message that WeCom took. */
export interface Rejections<To> {
	lists: ReadonlyArray<RejectedList<To>>;
	/** What WeCom did not do for them, such as "deliver the message to". */
	undone: string;
	/** What to check then, such as "the IDs". */
	check: string;
}

/** Who did not get a message, by the key of the list. */
export type Rejected = Record<string, string[]>;

/** The same IDs in the spelling in which they were sent. */
function asSent(ids: string[], sent: readonly string[]): string[] {
	if (ids.length === 0) return ids;
	const spelling = new Map(sent.map((id) => [id.toLowerCase(), id]));
	return ids.map((id) => spelling.get(id.toLowerCase()) ?? id);
}

/** Who did not get the message, as arrays. WeCom gives text, arrays, or nothing; those of its lists are always there. */
export function rejectedBy<To>({ lists }: Rejections<To>, answer: WeComAnswer, to: To): Rejected {
	const rejected: Rejected = {};
	for (const { key, sent, before } of lists) {
		const ids = before === undefined ? asSent(parseIds(answer[key]), sent?.(to) ?? []) : before(to);
		if (ids !== undefined) rejected[key] = [...ids];
	}
	return rejected;
}

/** The rejected recipients in words, such as `users lisi, wangwu; tags 9`; empty if there are none. */
export function inWords({ lists }: Pick<Rejections<unknown>, 'lists'>, rejected: Rejected): string {
	return lists
		.flatMap(({ key, label, masked = String }) => {
			const ids = rejected[key] ?? [];
			return ids.length > 0 ? [`${label} ${enumerated(ids.map(masked))}`] : [];
		})
		.join('; ');
}

/** A call that went well but for its recipients: it says nothing about the other calls of the same item. */
export interface RecipientFailure extends ExplainedError {
	readonly rejected: Rejected;
	/** What the node would have put out, for each call that WeCom took; nothing if nobody got anything. */
	readonly outputs: readonly IDataObject[];
	/** The same failure of several calls. */
	ofAll(outputs: readonly IDataObject[], rejected: Rejected): RecipientFailure;
}

/** Whether a failure is about recipients alone. */
export const concernsRecipients = (error: unknown): error is RecipientFailure =>
	error instanceof ExplainedError && 'rejected' in error && 'ofAll' in error;

/** Whether WeCom refuses a call because it reaches nobody whom it names. */
export const reachesNobody = (error: unknown): error is WeComApiError =>
	error instanceof WeComApiError && error.errcode === ERRCODE.noValidRecipient;

/** WeCom took the call, but not for everybody, and the user wants that to count as a failure. */
export class IncompleteDeliveryError extends ExplainedError implements RecipientFailure {
	override readonly name = 'IncompleteDeliveryError';

	override get state(): CallState {
		return 'sent';
	}

	readonly hint: string;

	readonly description: string;

	constructor(
		readonly outputs: readonly IDataObject[],
		readonly rejected: Rejected,
		private readonly rejections: Rejections<unknown>,
	) {
		super(`WeCom didn't ${rejections.undone} ${inWords(rejections, rejected)}`);
		this.hint = `Everyone else got it. Check ${rejections.check}, or set On Invalid Recipients to Continue.`;
		this.description = this.hint;
	}

	details(): IDataObject {
		const { hint, outputs, rejected } = this;
		return outputs.length === 1
			? { hint, ...outputs[0], ...rejected }
			: { hint, ...rejected, messages: [...outputs] };
	}

	ofAll(outputs: readonly IDataObject[], rejected: Rejected): IncompleteDeliveryError {
		return new IncompleteDeliveryError(outputs, rejected, this.rejections);
	}
}

/**
 * The failures of several calls for one item as one, with everybody who was rejected in any of them.
 *
 * @param failures at least one
 */
export function together(failures: readonly RecipientFailure[]): RecipientFailure {
	const [first] = failures;
	if (failures.length === 1) return first;
	const keys = new Set(failures.flatMap(({ rejected }) => Object.keys(rejected)));
	const all = [...keys].map((key) => [
		key,
		[...new Set(failures.flatMap(({ rejected }) => rejected[key] ?? []))],
	]);
	// Where something arrived, not everybody was refused.
	const main = failures.find(({ outputs }) => outputs.length > 0) ?? first;
	const outputs = failures.flatMap((one) => one.outputs);
	return main.ofAll(outputs, Object.fromEntries(all) as Rejected);
}
