import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { InvalidInputError } from '../../api/errors';
import { assertSomebody, inPortions, isNobody, type Recipients } from '../../delivery/recipients';
import { toRequest, type Message } from '../../delivery/request';
import { IncompleteDeliveryError, inWords, namingRecipients, rejectedBy, toOutput } from '../../delivery/results';
import { custom, MESSAGE_TYPES, messageType } from '../../messages';
import type { ApiObject } from '../../messages/fields/field';
import { checkBody, withTaskId, type MessageType } from '../../messages/messageType';
import { bodyFromForm, formProperties, inputModeProperty, jsonProperty, readJson } from '../form/content';
import { optionsProperty, readOptions, sendOptions, type Options } from '../form/options';
import { recipientProperties, recipientsOf } from '../form/recipients';
import { readWholeMessage } from '../form/wholeMessage';
import { forEachItem } from '../items';
import type { Operation } from '../operation';
import { openSession, type Session } from '../session';

const show = { resource: ['message'], operation: ['send'] };
const structured = MESSAGE_TYPES.filter((type) => type !== custom).map(({ value }) => value);

const forms = new Map<MessageType, INodeProperties[]>(
	MESSAGE_TYPES.map((type) => [type, formProperties(type, { ...show, messageType: [type.value] }, 'send')]),
);

function typeProperties(type: MessageType): INodeProperties[] {
	const shown = { ...show, messageType: [type.value] };
	const jsonShown = type === custom ? shown : { ...shown, inputMode: ['json'] };
	const notice: INodeProperties[] =
		type.notice === undefined
			? []
			: [
					{
						displayName: type.notice,
						name: `${type.value}Notice`,
						type: 'notice',
						default: '',
						displayOptions: { show: shown },
					},
				];
	return [
		...notice,
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
		displayOptions: { show },
	},
	...recipientProperties(show, 'Send To', 'Everybody who can see the app (@all)'),
	inputModeProperty({ ...show, messageType: structured }),
	...MESSAGE_TYPES.flatMap(typeProperties),
];

/** Tells the cards of this node apart from all others, in any n8n, so that WeCom accepts each (`task_id`). */
function taskIdOf(context: IExecuteFunctions, itemIndex: number): string {
	const place = [context.getInstanceId(), context.getWorkflow().id, context.getNode().id].join('|');
	const run = context.getWorkflowDataProxy(itemIndex).$runIndex as number;
	const node = createHash('sha256').update(place).digest('hex').slice(0, 8);
	return `n8n-${node}-${context.getExecutionId()}-${run}-${itemIndex}`;
}

/** What the form of one item says, form or JSON. */
function readMessage(context: IExecuteFunctions, itemIndex: number): { type: MessageType; message: Message; options: Options } {
	const type = messageType(context.getNodeParameter('messageType', itemIndex) as string) as MessageType;
	const options = readOptions(context, itemIndex, type);
	const recipients = recipientsOf(context, itemIndex);
	const json = type === custom || context.getNodeParameter('inputMode', itemIndex, 'form') === 'json';
	const message = json
		? readWholeMessage(readJson(context, itemIndex, type), type, recipients, options)
		: {
				msgtype: type.value,
				body: bodyFromForm(context, itemIndex, type, forms.get(type) ?? [], 'send'),
				recipients,
				options,
			};
	return { type, message, options };
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

/** The message of one call: every portion of the recipients gets a card with a `task_id` of its own. */
function portionOf(message: Message, recipients: Recipients, call: number): Message {
	const { task_id: taskId } = message.body;
	const body = call === 0 || typeof taskId !== 'string' ? message.body : { ...message.body, task_id: `${taskId}-${call + 1}` };
	return { ...message, recipients, body };
}

async function deliver(
	{ client, agentId }: Session,
	message: Message,
	body: ApiObject,
	{ onInvalidRecipients, timeout }: Options,
): Promise<IDataObject> {
	const { recipients } = message;
	const answer = await client
		.post('message/send', toRequest({ ...message, body }, agentId), timeout)
		.catch((error: unknown) => {
			throw namingRecipients(error, recipients);
		});
	const output = toOutput(answer, recipients, body.task_id);
	const rejected = rejectedBy(answer, recipients.users);
	if (onInvalidRecipients === 'fail' && inWords(rejected) !== '') throw new IncompleteDeliveryError(output, rejected);
	return output;
}

/** Sends a message of any type (`path/90236`). */
export const send: Operation = {
	value: 'send',
	properties,
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		const open = async () => await openSession(context);
		return await forEachItem(context, open, async (session, itemIndex) => {
			const { uploads } = session;
			const { type, message: read, options } = readMessage(context, itemIndex);
			const message = { ...read, body: withTaskId(type, read.body, taskIdOf(context, itemIndex)) };
			checkRecipients(message, type);
			const messages = inPortions(message.recipients).map((portion, call) => portionOf(message, portion, call));
			const issues = type === custom ? [] : checkBody(type, messages[messages.length - 1].body);
			if (issues.length > 0) throw new InvalidInputError(issues);
			await uploads.check(message.body, itemIndex);

			return async () => {
				const outputs: IDataObject[] = [];
				for (const call of messages) {
					const body = await uploads.resolve(call.body, itemIndex, options.timeout);
					outputs.push(await deliver(session, call, body, options));
				}
				return outputs;
			};
		});
	},
};
