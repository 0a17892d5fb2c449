import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { InvalidInputError } from '../../api/explained';
import type { Job } from '../../delivery/deliver';
import { NEVER } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { sender } from '../../destinations/app';
import {
	cardInJson,
	readUpdateRecipients,
	toUpdateFields,
	toUpdateOutput,
	updateAddress,
	updateOffer,
	updateOptions,
} from '../../destinations/cardUpdate';
import type { Show } from '../../messages/fields/show';
import { optionFields } from '../../destinations/options';
import { choiceOf } from '../../destinations/readings';
import { IncompleteDeliveryError, inWords, rejectedBy } from '../../destinations/results';
import type { ApiObject } from '../../messages/fields/field';
import { checkBody } from '../../messages/messageType';
import { templateCard } from '../../messages/templateCard';
import { CREDENTIAL } from '../../transport/credentials';
import {
	checkedJson,
	ContentForm,
	inputModeProperty,
	isJson,
	jsonProperty,
	readJson,
} from '../form/content';
import type { ItemForm } from '../form/itemForm';
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
import { forEachItem } from '../items';
import type { Operation } from '../operation';
import { openSession } from '../session';

const common = [
	{
		...maxConcurrency,
		description:
			"Maximum cards updated in parallel. Set to 1 to update strictly one at a time. The first item's value applies to all.",
	},
	onInvalidRecipients,
	retries,
	retryTime,
	timeout,
];

const updateMode: INodeProperties = {
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
			description: 'Replace the card with a card of any type',
		},
	],
	default: 'button',
	description: 'How much of the card to replace',
};

const cardForm = new ContentForm(templateCard, 'update');

function properties(show: Show): INodeProperties[] {
	const showButton = { ...show, updateMode: ['button'] };
	const showCard = { ...show, updateMode: ['card'] };
	return [
		...updateAddress.properties(show),
		{
			displayName: 'Response Code',
			name: 'responseCode',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.response_code }}',
			description:
				'The response_code from the output of Send or from a click. It works for only one update, within 72 hours.',
			displayOptions: { show },
		},
		{ ...updateMode, displayOptions: { show } },
		{
			displayName: 'New Button Text',
			name: 'replaceName',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Approved by Li Si',
			description: 'For cards with buttons, votes, or drop-down lists',
			displayOptions: { show: showButton },
		},
		// Send has a parameter of this name, too: n8n would read what stands above it without its value.
		inputModeProperty(showCard),
		...cardForm.questions(showCard),
		...cardForm.properties(showCard),
		jsonProperty(
			templateCard,
			{ ...showCard, inputMode: ['json'] },
			checkedJson(templateCard, 'a whole card update'),
		),
		optionsProperty(showButton, common),
		optionsProperty(showCard, [...optionFields(updateOptions, updateOffer), ...common]),
	];
}

interface Change {
	/** What becomes of the card: `button` or `template_card`. */
	change: ApiObject;
	idTranslation?: unknown;
}

function readChange(form: ItemForm): Change {
	if (choiceOf(form, updateMode) === 'button') {
		const text = form.requiredText({
			name: 'replaceName',
			label: 'New Button Text',
			hint: 'Enter the text for the gray button.',
		});
		return { change: { button: { replace_name: text } } };
	}
	const { card, ...options } = isJson(form)
		? cardInJson(readJson(form, templateCard))
		: { card: cardForm.body(form) };
	const issues = checkBody(templateCard, card, 'update');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return { change: { template_card: card }, ...options };
}

async function prepare(session: Session, form: ItemForm): Promise<Job> {
	const { client, sender: from, uploads, retrying } = session;
	const { itemIndex } = form;
	const responseCode = form.requiredText({
		name: 'responseCode',
		label: 'Response Code',
		hint: 'Enter the response_code from Send or from a click, such as {{ $json.response_code }}.',
	});
	const recipients = readUpdateRecipients(form);
	const { change, idTranslation } = readChange(form);
	const { options, handling } = readOptions(form, { options: updateOptions }, updateOffer);
	const translate = 'button' in change ? undefined : (options.idTranslation ?? idTranslation);
	const head = {
		...toUpdateFields(recipients),
		...from,
		response_code: responseCode,
		...(translate === undefined ? {} : { enable_id_trans: Number(translate) }),
	};
	await uploads.check(change, itemIndex);
	const update = async (body: ApiObject) =>
		await retrying(
			async (timing) =>
				await client.post('message/update_template_card', { ...head, ...body }, timing),
			{ ...handling, harmlessFor: NEVER },
		);

	return {
		lane: [responseCode],
		async run(emit) {
			const answer = await uploads.sendWith(change, itemIndex, handling, update);
			const output = toUpdateOutput(answer, recipients);
			const rejected = rejectedBy(answer, recipients.users);
			if (handling.onInvalidRecipients === 'fail' && inWords(rejected) !== '') {
				throw new IncompleteDeliveryError([output], rejected, 'update the card for');
			}
			emit(output);
		},
	};
}

/** Changes a card that was sent (`path/94888`). */
export const updateCard: Operation = {
	value: 'updateCard',
	label: 'Update Card',
	description: 'Replace the buttons of a card, or the whole card',
	action: 'Update a card',
	credential: CREDENTIAL,
	properties,
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		return await forEachItem(context, {
			begin: async () => await openSession(context, { credential: CREDENTIAL, sender }),
			prepare,
			maxConcurrency: readConcurrency(context),
		});
	},
};
