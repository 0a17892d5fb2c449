import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { InvalidInputError } from '../../api/errors';
import { MEMBER_LIMITS } from '../../delivery/pace';
import { assertSomebody, inPortions, isNobody, laneOf, type Recipients } from '../../delivery/recipients';
import { toRequest, type Message } from '../../delivery/request';
import {
	concernsRecipients,
	IncompleteDeliveryError,
	inWords,
	namingRecipients,
	NoValidRecipientError,
	rejectedBy,
	together,
	toOutput,
	type RecipientFailure,
} from '../../delivery/results';
import { custom, MESSAGE_TYPES, messageType } from '../../messages';
import type { ApiObject } from '../../messages/fields/field';
import { checkBody, shortenBody, splitBody, withTaskId, type MessageType } from '../../messages/messageType';
import { bodyFromForm, formProperties, inputModeProperty, jsonProperty, readJson } from '../form/content';
import { optionsProperty, readConcurrency, readOptions, sendOptions, type Options } from '../form/options';
import { recipientProperties, recipientsOf } from '../form/recipients';
import { readWholeMessage } from '../form/wholeMessage';
import { forEachItem, type Job } from '../items';
import type { Operation } from '../operation';
import { openSession, type Session } from '../session';

const show = { resource: ['message'], operation: ['send'] };
const structured = MESSAGE_TYPES.filter((type) => type !== custom).map(({ value }) => value);

const forms = new Map<MessageType, INodeProperties[]>(
	MESSAGE_TYPES.map((type) => [type, formProperties(type, { ...show, messageType: [type.value] }, 'send')]),
);

function noticeProperties({ value, notice }: MessageType): INodeProperties[] {
	if (notice === undefined) return [];
	const shown = { ...show, messageType: [value] };
	return [
		{ displayName: notice, name: `${value}Notice`, type: 'notice', default: '', displayOptions: { show: shown } },
	];
}

function typeProperties(type: MessageType): INodeProperties[] {
	const shown = { ...show, messageType: [type.value] };
	const jsonShown = type === custom ? shown : { ...shown, inputMode: ['json'] };
	return [
		...noticeProperties(type),
		...(forms.get(type) ?? []),
		jsonProperty(type, jsonShown),
		optionsProperty(shown, sendOptions(type)),
	];
}

const properties: INodeProperties[] = [
	{
		displayName: 'Message Type',
		name: 'messageType',
		type: 'options',
		noDataExpression: true,
		options: MESSAGE_TYPES.map(({ label, value, summary }) => ({ name: label, value, description: summary })),
		default: 'text',
		description: 'What kind of message to send',
		displayOptions: { show },
	},
	...recipientProperties(show, 'Send To', 'Everybody who can see the app (@all)'),
	inputModeProperty({ ...show, messageType: structured }),
	...MESSAGE_TYPES.flatMap(typeProperties),
	{
		displayName: `WeCom delivers slowly at minutes :00 and :30 of every hour, and drops without a word what exceeds ${MEMBER_LIMITS[0].says} to one member. Schedule large sends for other minutes.`,
		name: 'paceNotice',
		type: 'notice',
		default: '',
		displayOptions: { show },
	},
];

/** Tells the cards of this node apart from all others, in any n8n, so that WeCom accepts each (`task_id`). */
function taskIdOf(context: IExecuteFunctions, itemIndex: number): string {
	const place = [context.getInstanceId(), context.getWorkflow().id, context.getNode().id].join('|');
	const run = context.getWorkflowDataProxy(itemIndex).$runIndex as number;
	const node = createHash('sha256').update(place).digest('hex').slice(0, 8);
	return `n8n-${node}-${context.getExecutionId()}-${run}-${itemIndex}`;
}

function typeOf(given: unknown): MessageType {
	const type = messageType(String(given));
	if (type !== undefined) return type;
	throw new InvalidInputError([
		{
			message: `Message Type must be one of ${MESSAGE_TYPES.map(({ value }) => value).join(', ')}; given: ${JSON.stringify(given)}`,
			hint: 'Choose a Message Type in the form. Custom (JSON) sends any type.',
			field: 'Message Type',
			actual: given,
		},
	]);
}

/** What the form of one item says, form or JSON. */
function readMessage(context: IExecuteFunctions, itemIndex: number, type: MessageType, options: Options): Message {
	const recipients = recipientsOf(context, itemIndex);
	const json = type === custom || context.getNodeParameter('inputMode', itemIndex, 'form') === 'json';
	if (json) return readWholeMessage(readJson(context, itemIndex, type), type, recipients, options.send);
	const body = bodyFromForm(context, itemIndex, type, forms.get(type) ?? [], 'send');
	return { msgtype: type.value, body, recipients, options: options.send };
}

function checkRecipients({ recipients, extra }: Message, type: MessageType): void {
	// Messages to ticket holders name them in a field of their own (`path/94515`).
	if (!(type === custom && isNobody(recipients) && extra?.selected_ticket_list !== undefined)) {
		assertSomebody(recipients);
	}
	if (type.noEveryone === true && recipients.everyone) {
		throw new InvalidInputError([
			{
				message: `${type.label} cannot go to everyone; given: @all`,
				hint: 'Set Send To to Selected Recipients and name members, departments or tags.',
				field: 'Send To',
				actual: '@all',
			},
		]);
	}
}

/** The bodies that a message needs: one, or several for a text that is to be split. */
function bodiesOf(type: MessageType, body: ApiObject, overLongText: Options['overLongText']): ApiObject[] {
	if (overLongText === 'split') return splitBody(type, body);
	return [overLongText === 'truncate' ? shortenBody(type, body) : body];
}

/** The message of one call: every portion of the recipients gets a card with a `task_id` of its own. */
function portionOf(message: Message, body: ApiObject, recipients: Recipients, portion: number): Message {
	const { task_id: taskId } = body;
	const own = portion === 0 || typeof taskId !== 'string' ? body : { ...body, task_id: `${taskId}-${portion + 1}` };
	return { ...message, recipients, body: own };
}

async function deliver(session: Session, message: Message, body: ApiObject, options: Options): Promise<IDataObject> {
	const { client, agentId, persist, pace } = session;
	const { recipients } = message;
	const request = toRequest({ ...message, body }, agentId);
	const repeatable = message.options.duplicateCheck === true;
	const answer = await persist(
		async () => await client.post('message/send', request, options.timeout),
		repeatable,
		options.limits,
	).catch((error: unknown) => {
		throw namingRecipients(error, recipients);
	});
	pace.record(recipients.users, Date.now());
	const output = toOutput(answer, recipients, body.task_id);
	const rejected = rejectedBy(answer, recipients.users);
	if (options.onInvalidRecipients === 'fail' && inWords(rejected) !== '') {
		throw new IncompleteDeliveryError([output], rejected);
	}
	return output;
}

async function prepare(context: IExecuteFunctions, session: Session, itemIndex: number): Promise<Job> {
	const { uploads } = session;
	const type = typeOf(context.getNodeParameter('messageType', itemIndex));
	const options = readOptions(context, itemIndex, type);
	const message = readMessage(context, itemIndex, type, options);
	checkRecipients(message, type);
	const body = withTaskId(type, message.body, () => taskIdOf(context, itemIndex));
	const portions = inPortions(message.recipients);
	const calls = bodiesOf(type, body, options.overLongText).flatMap((part) =>
		portions.map((recipients, portion) => portionOf(message, part, recipients, portion)),
	);
	// The last one has the longest task ID.
	const issues = type === custom ? [] : checkBody(type, calls[calls.length - 1].body);
	if (issues.length > 0) throw new InvalidInputError(issues);
	const confidential = message.options.safe === 1;
	await uploads.check(body, itemIndex, confidential);

	const attempt = async (call: Message) =>
		await deliver(session, call, await uploads.resolve(call.body, itemIndex, options.timeout, confidential), options);
	return {
		lane: laneOf(message.recipients),
		async run(emit) {
			const failures: RecipientFailure[] = [];
			const unreachable = new Set<Recipients>();
			for (const call of calls) {
				if (unreachable.has(call.recipients)) continue;
				await attempt(call).then(emit, (error: unknown) => {
					if (!concernsRecipients(error)) {
						for (const output of failures.flatMap(({ outputs }) => outputs)) emit(output);
						throw error;
					}
					// Nobody else is to go without the message because of these recipients.
					failures.push(error);
					if (error instanceof NoValidRecipientError) unreachable.add(call.recipients);
				});
			}
			if (failures.length > 0) throw together(failures);
		},
	};
}

/** WeCom says nothing about the messages it drops, so the node does. */
function hintAtDroppedMessages(context: IExecuteFunctions, { pace }: Session): void {
	const exceeded = pace.exceeded();
	if (exceeded.length === 0) return;
	const [{ limit }] = exceeded;
	const names = exceeded.slice(0, 5).map(({ id }) => id).join(', ');
	const more = exceeded.length > 5 ? ` and ${exceeded.length - 5} more` : '';
	context.addExecutionHints({
		message: `More than ${limit} went to ${names}${more}. WeCom accepts what exceeds that, but drops it without saying so. Send fewer messages, or spread them over time.`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** Sends a message of any type (`path/90236`). */
export const send: Operation = {
	value: 'send',
	properties,
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		let session: Session | undefined;
		const items = await forEachItem(context, {
			open: async () => (session = await openSession(context)),
			prepare: async (opened, itemIndex) => await prepare(context, opened, itemIndex),
			maxConcurrency: readConcurrency(context),
		});
		if (session !== undefined) hintAtDroppedMessages(context, session);
		return items;
	},
};
