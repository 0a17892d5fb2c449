import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { type WeComAnswer } from '../../api/errors';
import { InvalidInputError, type Issue } from '../../api/explained';
import { RECIPIENTS_PER_CALL } from '../../api/limits';
import {
	assertSomebody,
	RECIPIENT_LABELS,
	type RecipientKind,
	type Recipients,
} from '../../destinations/recipients';
import { IncompleteDeliveryError, inWords, rejectedBy } from '../../delivery/results';
import { NEVER } from '../../delivery/retry';
import { templateCard } from '../../messages';
import type { ApiObject } from '../../messages/fields/field';
import { sayingOf } from '../../messages/fields/nothing';
import { checkBody } from '../../messages/messageType';
import { apiOptionProperty, apiOptionsOfJson } from '../form/apiOptions';
import {
	bodyFromForm,
	formProperties,
	inputModeProperty,
	jsonProperty,
	readJson,
} from '../form/content';
import {
	maxConcurrency,
	onInvalidRecipients,
	optionsProperty,
	readConcurrency,
	readOptions,
	retries,
	retryTime,
	timeout,
} from '../form/options';
import { recipientProperties, recipientsOf } from '../form/recipients';
import { forEachItem, type Job } from '../items';
import { requiredText, type Operation } from '../operation';
import { openSession, type Session } from '../session';

const show = { resource: ['message'], operation: ['updateCard'] };
const UPDATE_FOR = 'Update For';
const showCard = { ...show, updateMode: ['card'] };
const form = formProperties(templateCard, showCard, 'update');

const common = [maxConcurrency, onInvalidRecipients, retries, retryTime, timeout];

const properties: INodeProperties[] = [
	{
		displayName: 'Response Code',
		name: 'responseCode',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.response_code }}',
		description:
			'The response_code that Send has put out, or that of a click. Good for one update within 72 hours.',
		displayOptions: { show },
	},
	...recipientProperties(show, UPDATE_FOR, 'Everybody who got the card'),
	{
		displayName: 'Change',
		name: 'updateMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Buttons Only',
				value: 'button',
				description: 'Replace the buttons with one gray button',
			},
			{
				name: 'Whole Card',
				value: 'card',
				description: 'Replace the card by another one of any type',
			},
		],
		default: 'button',
		description: 'How much of the card to replace',
		displayOptions: { show },
	},
	{
		displayName: 'New Button Text',
		name: 'replaceName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Approved by Li Si',
		description: 'For cards with buttons, a vote or drop-down lists',
		displayOptions: { show: { ...show, updateMode: ['button'] } },
	},
	inputModeProperty(showCard),
	...form,
	jsonProperty(templateCard, { ...showCard, inputMode: ['json'] }),
	optionsProperty({ ...show, updateMode: ['button'] }, common),
	optionsProperty(showCard, [apiOptionProperty('idTranslation', templateCard), ...common]),
];

/** A response code is good for one call: the recipients cannot be spread over several. */
function tooMany(recipients: Recipients, kind: RecipientKind): Issue[] {
	const limit = RECIPIENTS_PER_CALL[kind];
	const actual = recipients[kind].length;
	if (actual <= limit) return [];
	return [
		{
			message: `${RECIPIENT_LABELS[kind]} has ${actual} entries; one update takes at most ${limit}`,
			hint: `A response code is good for one update only. Set ${UPDATE_FOR} to Everyone, or name fewer recipients.`,
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

function checkedRecipients(context: IExecuteFunctions, itemIndex: number): Recipients {
	const recipients = recipientsOf(context, itemIndex, UPDATE_FOR);
	assertSomebody(recipients, UPDATE_FOR);
	const issues = (Object.keys(RECIPIENT_LABELS) as RecipientKind[]).flatMap((kind) =>
		tooMany(recipients, kind),
	);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return recipients;
}

/** What may stand beside a card in JSON: the rest of the request comes from the form. */
const BESIDE = ['template_card', 'agentid', 'enable_id_trans'];

/** The card in JSON, alone or under its key, and what the request around it says about ID translation. */
function cardInJson(given: ApiObject): { card: unknown; idTranslation?: boolean } {
	const json = sayingOf(given);
	if (json.card_type !== undefined || json.template_card === undefined) return { card: json };
	const unknown = Object.keys(json).find((key) => !BESIDE.includes(key));
	if (unknown === undefined)
		return {
			card: json.template_card,
			idTranslation: apiOptionsOfJson(json, templateCard).idTranslation,
		};
	throw new InvalidInputError([
		{
			message: `Content (JSON) cannot have the field "${unknown}" beside "template_card"`,
			hint: 'Remove it: the response code and the recipients of the update come from the form.',
			field: 'Content (JSON)',
			actual: unknown,
		},
	]);
}

interface Change {
	/** What becomes of the card: `button` or `template_card`. */
	change: ApiObject;
	idTranslation?: boolean;
}

function readChange(context: IExecuteFunctions, itemIndex: number): Change {
	if (context.getNodeParameter('updateMode', itemIndex, 'button') === 'button') {
		const text = {
			name: 'replaceName',
			label: 'New Button Text',
			hint: 'Enter what the gray button is to say.',
		};
		return { change: { button: { replace_name: requiredText(context, itemIndex, text) } } };
	}
	const { card, ...options } =
		context.getNodeParameter('inputMode', itemIndex, 'form') === 'json'
			? cardInJson(readJson(context, itemIndex, templateCard))
			: { card: bodyFromForm(context, itemIndex, templateCard, form, 'update') };
	const issues = checkBody(templateCard, card, 'update');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return { change: { template_card: card }, ...options };
}

function toOutput(
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

async function prepare(
	context: IExecuteFunctions,
	session: Session,
	itemIndex: number,
): Promise<Job> {
	const { client, agentId, uploads, persist } = session;
	const responseCode = requiredText(context, itemIndex, {
		name: 'responseCode',
		label: 'Response Code',
		hint: 'Enter the response_code of Send or of a click, such as {{ $json.response_code }}.',
	});
	const recipients = checkedRecipients(context, itemIndex);
	const { change, idTranslation } = readChange(context, itemIndex);
	const {
		send,
		limits,
		timeout: wait,
		onInvalidRecipients: onInvalid,
	} = readOptions(context, itemIndex, templateCard);
	const translate = 'button' in change ? undefined : (send.idTranslation ?? idTranslation);
	const translation = translate === undefined ? {} : { enable_id_trans: Number(translate) };
	await uploads.check(change, itemIndex);

	return {
		lane: [responseCode],
		async run(emit) {
			const answer = await uploads.sendWith(
				change,
				itemIndex,
				{ timeout: wait, limits },
				async (body) => {
					const request = {
						...toUpdateFields(recipients),
						agentid: agentId,
						response_code: responseCode,
						...translation,
						...body,
					};
					return await persist(
						async (timing) => await client.post('message/update_template_card', request, timing),
						{
							harmlessFor: NEVER,
							limits,
							timeout: wait,
						},
					);
				},
			);
			const output = toOutput(answer, recipients);
			const rejected = rejectedBy(answer, recipients.users);
			if (onInvalid === 'fail' && inWords(rejected) !== '') {
				throw new IncompleteDeliveryError([output], rejected, 'update the card for');
			}
			emit(output);
		},
	};
}

/** Changes a card that was sent (`path/94888`). */
export const updateCard: Operation = {
	value: 'updateCard',
	properties,
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		return await forEachItem(context, {
			open: async () => await openSession(context),
			prepare: async (session, itemIndex) => await prepare(context, session, itemIndex),
			maxConcurrency: readConcurrency(context),
		});
	},
};
