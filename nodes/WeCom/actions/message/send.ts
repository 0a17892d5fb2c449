import { createHash } from 'crypto';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { InvalidInputError, shown } from '../../api/explained';
import { withConfidentialMedia } from '../../files/pending';
import { DEFAULT_DUPLICATE_CHECK_INTERVAL } from '../../api/limits';
import { makeCalls, type ItemCall } from '../../delivery/calls';
import { MEMBER_LIMITS } from '../../delivery/pace';
import {
	assertSomebody,
	inPortions,
	isNobody,
	laneOf,
	type Recipients,
} from '../../destinations/recipients';
import { toRequest, type Message } from '../../delivery/request';
import {
	IncompleteDeliveryError,
	inWords,
	namingRecipients,
	rejectedBy,
	toOutput,
} from '../../delivery/results';
import { heldBackFor, NEVER } from '../../delivery/retry';
import { custom, MESSAGE_TYPES, messageType } from '../../messages';
import type { ApiObject } from '../../messages/fields/field';
import { saysNothing } from '../../messages/fields/nothing';
import {
	checkBody,
	clippedIn,
	shortenBody,
	splitBody,
	withTaskId,
	type MessageType,
} from '../../messages/messageType';
import {
	bodyFromForm,
	formProperties,
	inputModeProperty,
	jsonProperty,
	readJson,
} from '../form/content';
import {
	optionsProperty,
	readConcurrency,
	readOptions,
	sendOptions,
	type Options,
} from '../form/options';
import { recipientProperties, recipientsOf } from '../form/recipients';
import { readWholeMessage } from '../form/wholeMessage';
import { forEachItem, type Job } from '../items';
import type { Operation } from '../operation';
import { openSession, type Session } from '../session';
import { DEFAULT_TIMEOUT_MS } from '../../transport/n8nTransport';
import { ClippedTexts } from './clippedTexts';

const show = { resource: ['message'], operation: ['send'] };
const SEND_TO = 'Send To';
const structured = MESSAGE_TYPES.filter((type) => type !== custom).map(({ value }) => value);

const forms = new Map<MessageType, INodeProperties[]>(
	MESSAGE_TYPES.map((type) => [
		type,
		formProperties(type, { ...show, messageType: [type.value] }, 'send'),
	]),
);

function noticeProperties({ value, notice }: MessageType): INodeProperties[] {
	if (notice === undefined) return [];
	const shown = { ...show, messageType: [value] };
	return [
		{
			displayName: notice,
			name: `${value}Notice`,
			type: 'notice',
			default: '',
			displayOptions: { show: shown },
		},
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
		options: MESSAGE_TYPES.map(({ label, value, summary }) => ({
			name: label,
			value,
			description: summary,
		})),
		default: 'text',
		description: 'What kind of message to send',
		displayOptions: { show },
	},
	...recipientProperties(show, SEND_TO, 'Everybody who can see the app (@all)'),
	inputModeProperty({ ...show, messageType: structured }),
	...MESSAGE_TYPES.flatMap(typeProperties),
	{
		displayName: `WeCom delivers slowly at minutes :00 and :30 of every hour, and silently drops what exceeds ${MEMBER_LIMITS[0].says} to one member. Schedule large sends for other minutes.`,
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
			message: `Message Type must be one of ${MESSAGE_TYPES.map(({ value }) => value).join(', ')}; given: ${shown(given)}`,
			hint: 'Choose a Message Type in the form. Custom (JSON) sends any type.',
			field: 'Message Type',
			actual: given,
		},
	]);
}

/** What the form of one item says, form or JSON. */
function readMessage(
	context: IExecuteFunctions,
	itemIndex: number,
	type: MessageType,
	options: Options,
): Message {
	const recipients = recipientsOf(context, itemIndex, SEND_TO);
	const json =
		type === custom || context.getNodeParameter('inputMode', itemIndex, 'form') === 'json';
	if (json)
		return readWholeMessage(readJson(context, itemIndex, type), type, recipients, options.send);
	const body = bodyFromForm(context, itemIndex, type, forms.get(type) ?? [], 'send');
	return { msgtype: type.value, body, recipients, options: options.send };
}

function checkRecipients({ recipients, extra }: Message, type: MessageType): void {
	// Messages to ticket holders name them in a field of their own (`path/94515`).
	if (!(type === custom && isNobody(recipients) && !saysNothing(extra?.selected_ticket_list))) {
		assertSomebody(recipients, SEND_TO);
	}
	if (type.noEveryone === true && recipients.everyone) {
		throw new InvalidInputError([
			{
				message: `${type.label} cannot go to everyone; given: @all`,
				hint: 'Set Send To to Selected Recipients and name members, departments or tags.',
				field: SEND_TO,
				actual: '@all',
			},
		]);
	}
}

/** The bodies that a message needs: one, or several for a text that is to be split. */
function bodiesOf(
	type: MessageType,
	body: ApiObject,
	overLongText: Options['overLongText'],
): ApiObject[] {
	if (overLongText === 'split') return splitBody(type, body);
	return [overLongText === 'truncate' ? shortenBody(type, body) : body];
}

/** The message of one call: every portion of the recipients gets a card with a `task_id` of its own. */
function portionOf(
	message: Message,
	body: ApiObject,
	recipients: Recipients,
	portion: number,
): Message {
	const { task_id: taskId } = body;
	const own =
		portion === 0 || typeof taskId !== 'string'
			? body
			: { ...body, task_id: `${taskId}-${portion + 1}` };
	return { ...message, recipients, body: own };
}

/** How long WeCom holds back a repetition of the message, in seconds; undefined if it does not. */
function duplicateCheckSeconds({
	duplicateCheck,
	duplicateCheckInterval,
}: Message['options']): number | undefined {
	return duplicateCheck === true
		? (duplicateCheckInterval ?? DEFAULT_DUPLICATE_CHECK_INTERVAL)
		: undefined;
}

async function deliver(
	session: Session,
	message: Message,
	body: ApiObject,
	options: Options,
): Promise<IDataObject> {
	const { client, agentId, persist, pace } = session;
	const { recipients } = message;
	const { limits, timeout = DEFAULT_TIMEOUT_MS } = options;
	const request = toRequest({ ...message, body }, agentId);
	const seconds = duplicateCheckSeconds(message.options);
	const harmlessFor = seconds === undefined ? NEVER : heldBackFor(seconds, timeout);
	const answer = await persist(
		async (timing) => await client.post('message/send', request, timing),
		{
			harmlessFor,
			limits,
			timeout,
		},
	).catch((error: unknown) => {
		throw namingRecipients(error, recipients);
	});
	pace.record(recipients.users, performance.now());
	const output = toOutput(answer, recipients, body.task_id);
	const rejected = rejectedBy(answer, recipients.users);
	if (options.onInvalidRecipients === 'fail' && inWords(rejected) !== '') {
		throw new IncompleteDeliveryError([output], rejected);
	}
	return output;
}

async function prepare(
	context: IExecuteFunctions,
	session: Session,
	itemIndex: number,
	clipped: ClippedTexts,
): Promise<Job> {
	const { uploads, taskIds } = session;
	const type = typeOf(context.getNodeParameter('messageType', itemIndex));
	const options = readOptions(context, itemIndex, type);
	const message = readMessage(context, itemIndex, type, options);
	checkRecipients(message, type);
	const given = message.options.safe === 1 ? withConfidentialMedia(message.body) : message.body;
	const body = withTaskId(type, given, () => taskIdOf(context, itemIndex));
	const portions = inPortions(message.recipients);
	const parts = bodiesOf(type, body, options.overLongText);
	const calls = parts.flatMap((part, index) =>
		portions.map((recipients, portion) => ({
			part: parts.length === 1 ? undefined : index + 1,
			message: portionOf(message, part, recipients, portion),
		})),
	);
	// The last one has the longest task ID.
	const issues = type === custom ? [] : checkBody(type, calls[calls.length - 1].message.body);
	if (issues.length > 0) throw new InvalidInputError(issues);
	await uploads.check(body, itemIndex);
	clipped.note(itemIndex, clippedIn(type, calls[0].message.body));
	taskIds.claim(
		itemIndex,
		calls.map((call) => call.message),
	);

	const send = async (call: Message) =>
		await uploads.sendWith(
			call.body,
			itemIndex,
			options,
			async (sent) => await deliver(session, call, sent, options),
		);
	const itemCalls = calls.map(
		(call): ItemCall => ({
			part: call.part,
			recipients: call.message.recipients,
			send: async () => await send(call.message),
		}),
	);
	return {
		lane: laneOf(message.recipients),
		run: async (emit) => await makeCalls(itemCalls, emit),
	};
}

/** WeCom says nothing about the messages it drops, so the node does. */
function hintAtDroppedMessages(context: IExecuteFunctions, { pace }: Session): void {
	const exceeded = pace.exceeded();
	if (exceeded.length === 0) return;
	const [{ limit }] = exceeded;
	const names = exceeded
		.slice(0, 5)
		.map(({ id }) => id)
		.join(', ');
	const more = exceeded.length > 5 ? ` and ${exceeded.length - 5} more` : '';
	context.addExecutionHints({
		message: `More than ${limit} went to ${names}${more}. WeCom accepts the messages beyond that, but silently drops them. Send fewer messages, or spread them over time.`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** WeCom cuts these without a word, so the node says it. */
function hintAtClippedTexts(context: IExecuteFunctions, clipped: ClippedTexts): void {
	for (const message of clipped.warnings()) {
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}

/** Sends a message of any type (`path/90236`). */
export const send: Operation = {
	value: 'send',
	properties,
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		let session: Session | undefined;
		const clipped = new ClippedTexts();
		const items = await forEachItem(context, {
			open: async () => (session = await openSession(context)),
			prepare: async (opened, itemIndex) => await prepare(context, opened, itemIndex, clipped),
			maxConcurrency: readConcurrency(context),
		});
		if (session !== undefined) hintAtDroppedMessages(context, session);
		hintAtClippedTexts(context, clipped);
		return items;
	},
};
