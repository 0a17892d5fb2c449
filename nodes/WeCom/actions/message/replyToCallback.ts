import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';

import { InvalidInputError, shown } from '../../api/explained';
import type { CallbackSecrets } from '../../callback/envelope';
import { memberOf } from '../../callback/event';
import { singleJob } from '../../delivery/job';
import { checkedId } from '../../destinations/ids';
import { nobodyToReplyTo, readReply, replyProperties } from '../../replies/form';
import { sealedReply } from '../../replies/sealed';
import type { Reply } from '../../replies/xml';
import { readPatiently } from '../../transport/database';
import { deadline } from '../../api/timeUp';
import { CALLBACK_CREDENTIAL, callbackSecretsOf } from '../../transport/credentials';
import type { ItemForm } from '../form/itemForm';
import { forEachItem } from '../items';
import type { Operation } from '../operation';

/** After so many milliseconds WeCom hangs up (`path/90930`). */
const PATIENCE_MS = 5000;

const refusal = (message: string, hint: string, field = 'Respond') =>
	new InvalidInputError([{ message, hint, field }]);

/** A node before this one, as n8n describes it. */
type NodeBefore = ReturnType<IExecuteFunctions['getParentNodes']>[number];

/**
 * The trigger whose callback is open: n8n drops a reply without a word where there is none.
 *
 * @throws InvalidInputError if no WeCom Trigger comes before this node or has started the workflow, or none that waits for it
 */
function triggerOf(context: IExecuteFunctions): NodeBefore {
	const before = context.getParentNodes(context.getNode().name, { includeNodeParameters: true });
	const triggers = before.filter(({ type, disabled }) => /\bweComTrigger$/.test(type) && !disabled);
	if (triggers.length === 0) {
		throw refusal(
			"No WeCom Trigger comes before this node, so there's no callback to reply to",
			'Start the workflow with a WeCom Trigger, or use Send.',
		);
	}
	const started = triggers.find(({ name }) => dataOf(context, name).isExecuted);
	if (started === undefined) {
		throw refusal(
			"The WeCom Trigger didn't start this execution, so there's no callback to reply to",
			'Publish the workflow and let WeCom start it, or use Send.',
		);
	}
	// An expression is known to the trigger only.
	const parameters = started.parameters ?? nodeOf(context, started.name).parameters;
	if (parameters !== undefined && !/^(node$|=)/.test(String(parameters.respond ?? ''))) {
		throw refusal(
			"The WeCom Trigger already answered the callback and isn't waiting for a reply",
			'In the WeCom Trigger, set Respond to "Using Reply to Callback".',
		);
	}
	return started;
}

/** What a node has put out, as expressions find it. */
interface NodeData {
	isExecuted: boolean;
	first(): { json: IDataObject };
}

function dataOf(context: IExecuteFunctions, name: string): NodeData {
	const { $: nodeData } = context.getWorkflowDataProxy(0) as unknown as {
		$(name: string): NodeData;
	};
	return nodeData(name);
}

/**
 * Another node as n8n's own object has it, where it lets a node look: its interface for nodes does not tell which
 * credential one has, nor, before n8n 1.105, its parameters.
 */
function nodeOf(
	context: IExecuteFunctions,
	name: string,
): Partial<Pick<INode, 'credentials' | 'parameters'>> {
	const { workflow } = context as unknown as {
		workflow?: { nodes?: Record<string, Partial<INode> | undefined> };
	};
	return workflow?.nodes?.[name] ?? {};
}

/** Refuses the credential of another app, as far as n8n tells: WeCom cannot read what is encrypted with it. */
function assertCredential(context: IExecuteFunctions, trigger: string): void {
	const theirs = nodeOf(context, trigger).credentials?.[CALLBACK_CREDENTIAL];
	const own = context.getNode().credentials?.[CALLBACK_CREDENTIAL];
	if (theirs === undefined || own === undefined || theirs.id === own.id) return;
	throw refusal(
		`The credential "${own.name}" isn't the one the WeCom Trigger uses, "${theirs.name}", so WeCom couldn't read the reply`,
		`Select "${theirs.name}" in this node too.`,
		'Credential',
	);
}

/** What a reply must be right for. */
interface PendingCallback {
	secrets: CallbackSecrets;
	event: IDataObject;
}

async function pendingCallback(context: IExecuteFunctions): Promise<PendingCallback> {
	const { name } = triggerOf(context);
	assertCredential(context, name);
	const { json: event } = dataOf(context, name).first();
	const credentials = await readPatiently(
		async () => await context.getCredentials(CALLBACK_CREDENTIAL),
		deadline(PATIENCE_MS, context.getExecutionCancelSignal()),
	);
	return { secrets: callbackSecretsOf(credentials), event };
}

/** @throws InvalidInputError if the reply would go to somebody else than who wrote or clicked: WeCom drops it */
function assertMember(to: string, event: IDataObject): void {
	const member = memberOf(event);
	if (member === undefined) throw nobodyToReplyTo({ event: String(event.event) });
	if (member.toLowerCase() === to.toLowerCase()) return;
	throw refusal(
		`Member must be ${shown(member)}, the member who wrote or clicked; given: ${shown(to)}`,
		'Enter {{ $json.FromUserName }} from the callback. To write to someone else, use Send.',
		'Member',
	);
}

/** @throws InvalidInputError if WeCom no longer waits */
function assertWaiting({ receivedAt }: IDataObject, at: number): void {
	const waited = at - Date.parse(String(receivedAt));
	if (!(waited >= PATIENCE_MS)) return;
	throw refusal(
		`WeCom is no longer waiting: the callback arrived ${(waited / 1000).toFixed(1)} seconds ago, and WeCom hangs up after ${PATIENCE_MS / 1000} seconds`,
		'This reply reached no one. Move slow nodes after this one, or use Send, which has no time limit.',
	);
}

/** @throws InvalidInputError if the field does not have the ID of one member */
function readMember(form: ItemForm): string {
	const field = {
		name: 'replyTo',
		label: 'Member',
		hint: 'Enter {{ $json.FromUserName }} from the callback.',
	};
	const given = form.requiredText(field);
	const issues = checkedId('users', given, field);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return given;
}

/** Answers a callback while it is open (`path/90241`); the trigger must wait for it. */
export const replyToCallback: Operation = {
	value: 'replyToCallback',
	label: 'Reply to Callback',
	description:
		'Reply to the message or click that started the workflow, while WeCom is waiting (被动回复)',
	action: 'Reply to a callback',
	credential: CALLBACK_CREDENTIAL,
	notForAgents: true,
	properties: (show) => [
		{
			displayName:
				'In the WeCom Trigger, set Respond to "Using Reply to Callback". WeCom waits 5 seconds for the reply.',
			name: 'replyNotice',
			type: 'notice',
			default: '',
			displayOptions: { show },
		},
		{
			displayName: 'Member',
			name: 'replyTo',
			type: 'string',
			required: true,
			default: '={{ $json.FromUserName }}',
			placeholder: 'e.g. {{ $json.FromUserName }}',
			description: 'User ID of the member who wrote or clicked',
			displayOptions: { show },
		},
		...replyProperties(show),
	],
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		let answered = false;
		const answer = async (reply: Reply, to: string, { secrets, event }: PendingCallback) => {
			const at = Date.now();
			assertWaiting(event, at);
			// As bytes n8n sends it at once; a text may come after n8n has ended the response.
			const body = Buffer.from(sealedReply(reply, to, secrets, at));
			await context.sendResponse({
				body: body as unknown as IDataObject,
				headers: { 'content-type': 'application/xml' },
				statusCode: 200,
			});
			answered = true;
		};
		return await forEachItem(context, {
			begin: async () => await pendingCallback(context),
			async prepare(callback, form) {
				const to = readMember(form);
				assertMember(to, callback.event);
				const reply = readReply(form);
				return singleJob({
					itemIndex: form.itemIndex,
					lane: 'everybody',
					maxConcurrency: 1,
					async run(emit) {
						// A callback has one answer; further items pass through.
						if (!answered) await answer(reply, to, callback);
						emit({ replied: true, replyType: reply.type, to });
					},
				});
			},
		});
	},
};
