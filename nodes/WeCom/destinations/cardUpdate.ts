import type { IDataObject } from 'n8n-workflow';

import type { WeComAnswer } from '../api/errors';
import { InvalidInputError, type Issue } from '../api/explained';
import { RECIPIENTS_PER_CALL } from '../api/limits';
import type { ApiObject } from '../messages/fields/field';
import { sayingOf } from '../messages/fields/nothing';
import { templateCard } from '../messages/templateCard';
import type { Form } from '../messages/fields/show';
import { sender } from './app';
import { members } from './members';
import { MESSAGE_OPTIONS } from './messageOptions';
import { optionsOfJson } from './options';
import { RECIPIENT_LABELS, type RecipientKind, type Recipients } from './recipients';
import { rejectedBy } from './results';

const UPDATE_FOR = 'Update For';

export const updateAddress = members(UPDATE_FOR, 'Everyone who got the card');

/** What an update of a whole card takes beside the card (`path/94888`). */
export const updateOptions = { idTranslation: MESSAGE_OPTIONS.idTranslation };
export const updateOffer = { content: templateCard, options: { idTranslation: true } } as const;

/** A response code works for one call: the recipients cannot be spread over several. */
function tooMany(recipients: Recipients, kind: RecipientKind): Issue[] {
	const limit = RECIPIENTS_PER_CALL[kind];
	const actual = recipients[kind].length;
	if (actual <= limit) return [];
	return [
		{
			message: `${RECIPIENT_LABELS[kind]} has ${actual} entries; the maximum for one update is ${limit}`,
			hint: `A response code works for only one update. Set ${UPDATE_FOR} to Everyone, or choose fewer recipients.`,
			field: RECIPIENT_LABELS[kind],
			limit,
			unit: 'entries',
			actual,
		},
	];
}

/** @throws InvalidInputError if nobody is named, or more than one call takes */
export function readUpdateRecipients(form: Form): Recipients {
	const recipients = updateAddress.read(form);
	updateAddress.assertSomebody(recipients, undefined);
	const kinds = Object.keys(RECIPIENT_LABELS) as RecipientKind[];
	const issues = kinds.flatMap((kind) => tooMany(recipients, kind));
	if (issues.length > 0) throw new InvalidInputError(issues);
	return recipients;
}

/** Recipients as `message/update_template_card` takes them: arrays, with numbers for departments and tags. */
export function toUpdateFields({ everyone, users, departments, tags }: Recipients): ApiObject {
	if (everyone) return { atall: 1 };
	return {
		...(users.length > 0 ? { userids: users } : {}),
		...(departments.length > 0 ? { partyids: departments.map(Number) } : {}),
		...(tags.length > 0 ? { tagids: tags.map(Number) } : {}),
	};
}

/** What may stand beside a card in JSON: the rest of the request comes from the form. */
const BESIDE = ['template_card', ...sender.keys, updateOptions.idTranslation.api];

/**
 * The card in JSON, alone or under its key, and what the request around it says about ID translation.
 *
 * @throws InvalidInputError if there is anything else beside the card
 */
export function cardInJson(given: ApiObject): { card: unknown; idTranslation?: unknown } {
	const json = sayingOf(given);
	const { template_card: card } = json;
	if (json.card_type !== undefined || card === undefined) return { card: json };
	const unknown = Object.keys(json).find((key) => !BESIDE.includes(key));
	if (unknown === undefined) {
		const { idTranslation } = optionsOfJson(updateOptions, updateOffer, json);
		return { card, idTranslation };
	}
	throw new InvalidInputError([
		{
			message: `Content (JSON) can't have the field "${unknown}" next to "template_card"`,
			hint: 'Remove it. The response code and the recipients of the update come from the form.',
			field: 'Content (JSON)',
			actual: unknown,
		},
	]);
}

/** What the node gives to the next one for an updated card. */
export function toUpdateOutput(
	answer: WeComAnswer,
	{ everyone, users, departments, tags }: Recipients,
): IDataObject {
	const { errcode = 0, errmsg = 'ok' } = answer;
	return {
		updated: true,
		errcode,
		errmsg,
		invaliduser: rejectedBy(answer, users).invaliduser,
		recipients: {
			userids: users,
			partyids: departments.map(Number),
			tagids: tags.map(Number),
			atall: Number(everyone),
		},
	};
}
