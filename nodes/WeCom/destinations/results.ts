import type { IDataObject } from 'n8n-workflow';

import { WeComApiError, type WeComAnswer, type WeComCallError } from '../api/errors';
import { maskedAddress } from '../api/memberAddress';
import { RECIPIENT_NAMES, toOutputFields, type Recipients } from './recipients';
import {
	inWords,
	reachesNobody,
	rejectedBy,
	type RecipientFailure,
	type Rejected,
	type Rejections,
} from './rejections';

const sent = ({ users }: Recipients) => users;

/**
 * The lists of members, departments and tags that WeCom rejects.
 *
 * @param undone what it did not do for them
 * @param unknown why, other than for want of a license
 */
export const memberRejections = (undone: string, unknown: string): Rejections<Recipients> => ({
	lists: [
		{
			key: 'invaliduser',
			label: 'users',
			named: RECIPIENT_NAMES.users,
			reason: unknown,
			sent,
		},
		{
			key: 'invalidparty',
			label: 'departments',
			named: RECIPIENT_NAMES.departments,
			reason: unknown,
		},
		{ key: 'invalidtag', label: 'tags', named: RECIPIENT_NAMES.tags, reason: unknown },
		{
			key: 'unlicenseduser',
			label: 'users without a license',
			named: RECIPIENT_NAMES.users,
			reason: 'without a license',
			sent,
		},
		{
			key: 'unresolved',
			label: 'addresses',
			named: String,
			reason: "email or mobile unknown, or outside the app's visible range",
			before: ({ unresolved }) => unresolved,
			masked: maskedAddress,
		},
	],
	undone,
	check: "the IDs, the app's visible range (可见范围), and the licenses",
});

/** Who does not get a message of an app. */
export const REJECTIONS = memberRejections(
	'deliver the message to',
	"unknown, or outside the app's visible range",
);

/** What the node puts out for one accepted message. */
export function toOutput(
	answer: WeComAnswer,
	recipients: Recipients,
	rejected: Rejected,
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
		...rejected,
		recipients: toOutputFields(recipients),
	};
}

/** Every recipient was refused (81013): names them. */
class NoValidRecipientError extends WeComApiError implements RecipientFailure {
	readonly outputs: readonly IDataObject[] = [];

	constructor(
		answer: WeComAnswer,
		readonly rejected: Rejected,
		lostBefore?: WeComCallError,
	) {
		super(answer, lostBefore);
		const names = inWords(REJECTIONS, rejected);
		if (names !== '') this.message = `${this.message}: ${names}`;
	}

	override details(): Record<string, unknown> {
		return { ...super.details(), ...this.rejected };
	}

	ofAll(_: readonly IDataObject[], rejected: Rejected): NoValidRecipientError {
		return new NoValidRecipientError(this.answer, rejected, this.lostBefore);
	}
}

/** The same refusal, with the refused recipients by name where WeCom lists them. */
export function namingRecipients(error: unknown, recipients: Recipients): unknown {
	if (!reachesNobody(error)) return error;
	return new NoValidRecipientError(
		error.answer,
		rejectedBy(REJECTIONS, error.answer, recipients),
		error.lostBefore,
	);
}
