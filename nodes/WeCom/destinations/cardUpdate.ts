import type { IDataObject } from 'n8n-workflow';

import type { WeComAnswer } from '../api/errors';
import { InvalidInputError, type Issue } from '../api/explained';
import { RECIPIENTS_PER_CALL } from '../api/limits';
import type { ApiObject } from '../messages/fields/field';
import { sayingOf } from '../messages/fields/nothing';
import { templateCard } from '../messages/templateCard';
import { sender } from './app';
import type { Destination } from './destination';
import { members } from './members';
import { MESSAGE_OPTIONS } from './messageOptions';
import { optionsOfJson, type OptionValues } from './options';
import { RECIPIENT_LABELS, type RecipientKind, type Recipients } from './recipients';
import type { Rejected } from './rejections';
import { memberRejections } from './results';

const UPDATE_FOR = 'Update For';

/** A whole card. */
const offer = { content: templateCard, options: { idTranslation: true } } as const;

const options = { idTranslation: MESSAGE_OPTIONS.idTranslation };

const rejections = memberRejections(
	'update the card for',
	"unknown, outside the app's visible range, or without the card",
);

/** A response code works for one call: the recipients cannot be spread over several. */
function tooMany(recipients: Recipients, kind: RecipientKind): Issue[] {
	const limit = RECIPIENTS_PER_CALL[kind];
	const addresses = kind === 'users' ? (recipients.addresses ?? []) : [];
	const actual = recipients[kind].length + addresses.length;
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

/** Recipients as `message/update_template_card` takes them: arrays, with numbers for departments and tags. */
function toUpdateFields({ everyone, users, departments, tags }: Recipients): ApiObject {
	if (everyone) return { atall: 1 };
	return {
		...(users.length > 0 ? { userids: users } : {}),
		...(departments.length > 0 ? { partyids: departments.map(Number) } : {}),
		...(tags.length > 0 ? { tagids: tags.map(Number) } : {}),
	};
}

/** Recipients as they stand in the output: arrays that are always there. */
const toOutputFields = ({ everyone, users, departments, tags }: Recipients): IDataObject => ({
	userids: users,
	partyids: departments.map(Number),
	tagids: tags.map(Number),
	atall: Number(everyone),
});

/** What may stand beside a card in JSON: the rest of the request comes from the form. */
const BESIDE = ['template_card', ...sender.keys, options.idTranslation.api];

/**
 * The card in JSON, alone or under its key, and what the request around it says about ID translation.
 *
 * @throws InvalidInputError if there is anything else beside the card
 */
export function cardInJson(given: ApiObject): { card: unknown; options: OptionValues } {
	const json = sayingOf(given);
	const { template_card: card } = json;
	if (json.card_type !== undefined || card === undefined) return { card: json, options: {} };
	const unknown = Object.keys(json).find((key) => !BESIDE.includes(key));
	if (unknown === undefined) {
		return { card, options: optionsOfJson(options, offer, json) };
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
function toUpdateOutput(
	{ errcode = 0, errmsg = 'ok' }: WeComAnswer,
	to: Recipients,
	{ invaliduser, unresolved }: Rejected,
): IDataObject {
	const rejected = { invaliduser, ...(unresolved === undefined ? {} : { unresolved }) };
	return { updated: true, errcode, errmsg, ...rejected, recipients: toOutputFields(to) };
}

const everyMember = members(UPDATE_FOR, 'Everyone who got the card');

/** Updates of cards that were sent, for members, departments and tags (`path/94888`). */
export const cardUpdate: Destination<Recipients> = {
	path: 'message/update_template_card',
	credential: 'weComApi',
	address: {
		...everyMember,
		assertSomebody(to, extra) {
			everyMember.assertSomebody(to, extra);
			const kinds = Object.keys(RECIPIENT_LABELS) as RecipientKind[];
			const issues = kinds.flatMap((kind) => tooMany(to, kind));
			if (issues.length > 0) throw new InvalidInputError(issues);
		},
		portions: (to) => [to],
		fields: toUpdateFields,
		output: toOutputFields,
	},
	offers: [offer],
	options,
	sender,
	outcome: (answer, to, _, rejected) => toUpdateOutput(answer, to, rejected),
	rejections,
	ifLost:
		'The card may have been updated. Check it before you run this again: a response code works for only one update.',
};
