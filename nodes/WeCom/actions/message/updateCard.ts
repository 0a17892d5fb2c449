import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { InvalidInputError } from '../../api/explained';
import { Dispatch } from '../../delivery/dispatch';
import type { Handling } from '../../delivery/handling';
import type { Results } from '../../delivery/job';
import { withResolved, type AddressedJob } from '../../delivery/resolve';
import { NEVER } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { cardInJson, cardUpdate } from '../../destinations/cardUpdate';
import type { Lane } from '../../destinations/lane';
import type { Show } from '../../messages/fields/show';
import { optionFields, optionKeys, type OptionValues } from '../../destinations/options';
import type { Recipients } from '../../destinations/recipients';
import { choiceOf } from '../../destinations/readings';
import type { ApiObject } from '../../messages/fields/field';
import { checkBody } from '../../messages/messageType';
import { templateCard } from '../../messages/templateCard';
import {
	checkedJson,
	ContentForm,
	inForm,
	inputModeProperty,
	isJson,
	jsonProperty,
	readJson,
} from '../form/content';
import type { ItemForm } from '../form/itemForm';
import {
	maxConcurrency,
	maxUnknown,
	onInvalidRecipients,
	retries,
	retryTime,
	timeout,
} from '../form/deliveryOptions';
import { optionsProperty, readOptions } from '../form/options';
import { forEachItem } from '../items';
import type { Operation } from '../operation';
import { openSession } from '../session';

const common = [
	{
		...maxConcurrency,
		description:
			"Maximum cards updated in parallel. Set to 1 to update strictly one at a time. The first item's value applies to all.",
	},
	maxUnknown,
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

const [offer] = cardUpdate.offers;

const cardForm = new ContentForm(templateCard, 'update');

function properties(show: Show): INodeProperties[] {
	const showButton = { ...show, updateMode: ['button'] };
	const showCard = { ...show, updateMode: ['card'] };
	return [
		...cardUpdate.address.properties(show),
		{
			displayName: 'Response Code',
			name: 'responseCode',
			type: 'string',
			required: true,
			default: '={{ $json.ResponseCode ?? $json.response_code }}',
			placeholder: 'e.g. {{ $json.response_code }}',
			description:
				'From a press (ResponseCode) or from the output of Send (response_code). It works for only one update, within 72 hours.',
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
		...cardForm.questions(inForm(showCard)),
		...cardForm.properties(inForm(showCard)),
		jsonProperty(
			templateCard,
			{ ...showCard, inputMode: ['json'] },
			checkedJson(templateCard, 'a whole card update'),
		),
		optionsProperty(showButton, common),
		optionsProperty(showCard, [...optionFields(cardUpdate.options, offer), ...common]),
	];
}

interface Change {
	/** What becomes of the card: `button` or `template_card`. */
	change: ApiObject;
	/** Options that stand in the JSON of a card; undefined where only the buttons change, which have none. */
	options?: OptionValues;
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
	const { card, options } = isJson(form)
		? cardInJson(readJson(form, templateCard))
		: { card: cardForm.body(form), options: {} };
	const issues = checkBody(templateCard, card, 'update');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return { change: { template_card: card }, options };
}

/** What all items of one execution share. */
interface Shared {
	session: Session;
	dispatch: Dispatch<Recipients>;
}

/** The update of one card. */
class UpdateJob implements AddressedJob<Recipients, UpdateJob> {
	readonly itemIndexes: readonly number[];

	readonly lane: Lane;

	readonly maxConcurrency: number;

	/** @param request all but the recipients and what changes */
	constructor(
		private readonly shared: Shared,
		private readonly itemIndex: number,
		readonly to: Recipients,
		private readonly card: { responseCode: string; request: ApiObject; change: ApiObject },
		readonly effort: Handling,
	) {
		this.itemIndexes = [itemIndex];
		this.lane = [card.responseCode];
		this.maxConcurrency = effort.maxConcurrency;
	}

	resolved(to: Recipients): UpdateJob {
		return new UpdateJob(this.shared, this.itemIndex, to, this.card, this.effort);
	}

	async run(results: Results): Promise<void> {
		const { itemIndex, to, effort: handling } = this;
		const { dispatch, session } = this.shared;
		const { request, change } = this.card;
		const head = { ...cardUpdate.address.fields(to), ...request };
		const update = async (body: ApiObject) =>
			await dispatch.send(
				{ request: { ...head, ...body }, to, harmlessFor: NEVER, handling },
				body,
			);
		await session.uploads.sendWith(change, itemIndex, handling, update).then(
			(output) => results.emit(itemIndex, output),
			(reason: unknown) => results.fail(itemIndex, reason),
		);
	}
}

async function prepare(shared: Shared, form: ItemForm): Promise<UpdateJob> {
	const { sender, uploads } = shared.session;
	const { address } = cardUpdate;
	const { itemIndex } = form;
	const responseCode = form.requiredText({
		name: 'responseCode',
		label: 'Response Code',
		hint: 'Enter the code from a press, {{ $json.ResponseCode }}, or from Send, {{ $json.response_code }}.',
	});
	const to = address.read(form);
	address.assertSomebody(to, undefined);
	const { change, options: inJson } = readChange(form);
	const { options, handling } = readOptions(form, cardUpdate, offer);
	const request = {
		...sender,
		response_code: responseCode,
		...(inJson && optionKeys(cardUpdate.options, { ...inJson, ...options })),
	};
	await uploads.check(change, itemIndex);
	return new UpdateJob(shared, itemIndex, to, { responseCode, request, change }, handling);
}

/** Changes a card that was sent (`path/94888`). */
export const updateCard: Operation = {
	value: 'updateCard',
	label: 'Update Card',
	description: 'Replace the buttons of a card, or the whole card (更新卡片)',
	action: 'Update a card',
	credential: cardUpdate.credential,
	properties,
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		return await forEachItem(context, {
			async begin(first) {
				const session = await openSession(context, cardUpdate, first);
				return { session, dispatch: new Dispatch(cardUpdate, session) };
			},
			prepare,
			arrange: async ({ session }, jobs, between) =>
				await withResolved(session, cardUpdate.address.lookUps, jobs, between),
			warnings: ({ dispatch }) => dispatch.warnings(),
		});
	},
};
