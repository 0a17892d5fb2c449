import { randomBytes } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidInputError } from '../../api/errors';
import { sealReply } from '../../callback/envelope';
import { toReplyXml } from '../../callback/reply';
import { checkedId } from '../../delivery/ids';
import { CALLBACK_CREDENTIAL, callbackSecretsOf } from '../../methods/callbackCredential';
import { readReply, replyProperties } from '../form/reply';
import { forEachItem } from '../items';
import { requiredText, type Operation } from '../operation';

const show = { resource: ['message'], operation: ['replyToCallback'] };

/**
 * Refuses where no callback can be open: n8n drops such a reply without a word, and the node would claim to have replied.
 *
 * @throws InvalidInputError if no WeCom Trigger comes before this node, or none that waits for it
 */
function assertCallback(context: IExecuteFunctions): void {
	const before = context.getParentNodes(context.getNode().name, { includeNodeParameters: true });
	const triggers = before.filter(({ type, disabled }) => /\bweComTrigger$/.test(type) && !disabled);
	const field = 'Respond';
	if (triggers.length === 0) {
		const message = 'No WeCom Trigger comes before this node, so there is no callback to answer';
		throw new InvalidInputError([{ message, hint: 'Start the workflow with a WeCom Trigger, or use Send.', field }]);
	}
	// An expression is known to the trigger only.
	if (triggers.some(({ parameters }) => /^(node$|=)/.test(String(parameters?.respond ?? '')))) return;
	const message = 'The WeCom Trigger has answered the callback already; it does not wait for a reply';
	throw new InvalidInputError([{ message, hint: 'Set its Respond to "Using Reply to Callback".', field }]);
}

/** @throws InvalidInputError if the field does not have the ID of one member */
function memberOf(context: IExecuteFunctions, itemIndex: number): string {
	const field = { name: 'replyTo', label: 'Member', hint: 'Enter {{ $json.FromUserName }} of the callback.' };
	const given = requiredText(context, itemIndex, field);
	const issues = checkedId('users', given, field);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return given;
}

/** Answers a callback while it is open (`path/90241`); the trigger must wait for it. */
export const replyToCallback: Operation = {
	value: 'replyToCallback',
	properties: [
		{
			displayName:
				'Set Respond of the WeCom Trigger to "Using Reply to Callback". WeCom waits 5 seconds for the answer.',
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
		return await forEachItem(context, {
			async open() {
				assertCallback(context);
				return callbackSecretsOf(await context.getCredentials(CALLBACK_CREDENTIAL));
			},
			maxConcurrency: 1,
			async prepare(secrets, itemIndex) {
				const to = memberOf(context, itemIndex);
				const reply = readReply((name, fallback) => context.getNodeParameter(name, itemIndex, fallback) as unknown);
				return {
					lane: 'everybody',
					async run(emit: (output: IDataObject) => void) {
						// A callback has one answer; further items pass through.
						if (!answered) {
							const at = Date.now();
							const xml = toReplyXml(reply, { to, from: secrets.receiveId, at });
							const nonce = randomBytes(8).toString('hex');
							const sealed = sealReply(xml, secrets, { timestamp: String(Math.floor(at / 1000)), nonce });
							// As bytes n8n sends it at once; a text may come after n8n has ended the response.
							await context.sendResponse({
								body: Buffer.from(sealed) as unknown as IDataObject,
								headers: { 'content-type': 'application/xml' },
								statusCode: 200,
							});
							answered = true;
						}
						emit({ replied: true, replyType: reply.type, to });
					},
				};
			},
		});
	},
};
