import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidInputError, shown } from '../api/explained';
import { Delivery } from '../delivery/deliver';
import { withFiles } from '../delivery/filesFirst';
import type { Credentials, Destination, Message, Offer } from '../destinations/destination';
import type { Show } from '../messages/fields/show';
import type { OptionValues } from '../destinations/options';
import { readWholeMessage } from '../destinations/wholeMessage';
import {
	checkedJson,
	ContentForm,
	inForm,
	inputModeProperty,
	isJson,
	jsonProperty,
	readJson,
} from './form/content';
import type { ItemForm } from './form/itemForm';
import { optionsProperty, readOptions, sendOptions } from './form/options';
import { forEachItem } from './items';
import type { Operation } from './operation';
import { openSession } from './session';

const MESSAGE_TYPE = 'Message Type';

/** Tells the cards of this execution of the node apart from all others, in any n8n, so that WeCom accepts each (`task_id`). */
function taskIdStart(context: IExecuteFunctions): string {
	const place = [context.getInstanceId(), context.getWorkflow().id, context.getNode().id].join('|');
	const run = context.getWorkflowDataProxy(0).$runIndex as number;
	const node = createHash('sha256').update(place).digest('hex').slice(0, 8);
	return `n8n-${node}-${context.getExecutionId()}-${run}`;
}

/** The forms of everything that can be sent to one destination. */
class SendForm<To> {
	private readonly contents: ReadonlyMap<Offer<To>, ContentForm>;

	/** The message type that the form begins with. */
	private readonly standard: string;

	constructor(
		private readonly destination: Destination<To>,
		private readonly modeBelow: boolean,
	) {
		const { offers } = destination;
		const { content } = offers.find(({ preselected }) => preselected) ?? offers[0];
		this.standard = content.value;
		this.contents = new Map(offers.map((offer) => [offer, new ContentForm(offer.content, 'send')]));
	}

	/** To whom it goes, what it is, what it says, and how: the content stands as high as it can. */
	properties(show: Show): INodeProperties[] {
		const { address, offers } = this.destination;
		const { standard } = this;
		const structured = offers.filter(({ unchecked }) => unchecked !== true);
		const forms = offers.map((offer) => this.offerProperties(offer, show));
		const mode = inputModeProperty({
			...show,
			messageType: structured.map(({ content: { value } }) => value),
		});
		return [
			...address.properties(show),
			{
				displayName: MESSAGE_TYPE,
				name: 'messageType',
				type: 'options',
				noDataExpression: true,
				options: offers.map(({ content: { label, value, summary } }) => ({
					name: label,
					value,
					description: summary,
				})),
				default: standard,
				description: 'Type of message to send',
				displayOptions: { show },
			},
			...(this.modeBelow ? [] : [mode]),
			...forms.flatMap(({ questions }) => questions),
			...forms.flatMap(({ content }) => content),
			...(this.modeBelow ? [mode] : []),
			...forms.flatMap(({ options }) => options),
		];
	}

	private offerProperties(
		offer: Offer<To>,
		show: Show,
	): Record<'questions' | 'content' | 'options', INodeProperties[]> {
		const { content, notices = [], unchecked } = offer;
		const shownFor = { ...show, messageType: [content.value] };
		const inJson = unchecked === true ? shownFor : { ...shownFor, inputMode: ['json'] };
		const form = this.contents.get(offer);
		return {
			questions: form?.questions(inForm(shownFor)) ?? [],
			content: [
				...(form?.properties(inForm(shownFor)) ?? []),
				jsonProperty(
					content,
					inJson,
					unchecked === true
						? "A whole message as in WeCom's documentation. It's sent unchecked."
						: checkedJson(content, 'a whole message'),
				),
				...notices.map(
					({ name, says, when }): INodeProperties => ({
						displayName: says,
						name,
						type: 'notice',
						default: '',
						displayOptions: { show: { ...shownFor, ...when } },
					}),
				),
			],
			options: [optionsProperty(shownFor, sendOptions(this.destination, offer))],
		};
	}

	/** @throws InvalidInputError if the destination has no such content as the form of an item names */
	offerOf(form: ItemForm): Offer<To> {
		const { offers } = this.destination;
		const given = form.value('messageType', this.standard);
		const offer = offers.find(({ content }) => content.value === given);
		if (offer !== undefined) return offer;
		const known = offers.map(({ content: { value } }) => value).join(', ');
		const anyType = offers.flatMap(({ content: { label }, unchecked }) =>
			unchecked === true ? [`${label} sends any type.`] : [],
		);
		throw new InvalidInputError([
			{
				message: `${MESSAGE_TYPE} must be one of ${known}; given: ${shown(given)}`,
				hint: [`Choose a ${MESSAGE_TYPE} in the form.`, ...anyType].join(' '),
				field: MESSAGE_TYPE,
				actual: given,
			},
		]);
	}

	/** The message of one item, form or JSON. */
	message(
		form: ItemForm,
		offer: Offer<To>,
		options: OptionValues,
		credentials: Credentials,
	): Message<To> {
		const { content, unchecked } = offer;
		const { address } = this.destination;
		const entered = address.read(form);
		const to = address.completed?.(entered, credentials) ?? entered;
		if (unchecked === true || isJson(form)) {
			return readWholeMessage(this.destination, offer, readJson(form, content), { to, options });
		}
		const body = this.contents.get(offer)?.body(form) ?? {};
		return { msgtype: content.value, body, to, options };
	}
}

/** How an operation that sends stands in the list. */
type Names = Pick<Operation, 'value' | 'label' | 'description' | 'action' | 'notForAgents'>;

/**
 * An operation that sends messages to a destination.
 *
 * @param modeBelow Input Mode stands below the content. Only the first operation that has it can do so: where a second
 * parameter has the name of one above, n8n reads what stands between them without its value
 */
export function sendOperation<To>(
	destination: Destination<To>,
	names: Names,
	{ modeBelow = false } = {},
): Operation {
	const sendForm = new SendForm(destination, modeBelow);
	return {
		...names,
		credential: destination.credential,
		properties: (show) => sendForm.properties(show),
		async execute(context) {
			let start: string | undefined;
			const taskIdOf = (itemIndex: number) => `${(start ??= taskIdStart(context))}-${itemIndex}`;
			return await forEachItem(context, {
				begin: async (first) =>
					new Delivery(destination, await openSession(context, destination, first)),
				async prepare(opened, form) {
					const { itemIndex } = form;
					const offer = sendForm.offerOf(form);
					const { options, handling } = readOptions(form, destination, offer);
					const message = sendForm.message(form, offer, options, opened.credentials);
					const taskId = () => taskIdOf(itemIndex);
					return await opened.prepare({ itemIndex, offer, message, handling, taskId });
				},
				async arrange(opened, jobs, between) {
					const complete = await withFiles(jobs, between);
					const resolved = await opened.resolved(complete, between);
					return await opened.combined(resolved, between.pause);
				},
				warnings: (opened) => opened.warnings(),
			});
		},
	};
}
