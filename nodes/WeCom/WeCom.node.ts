import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { operationProperties, route } from './actions/router';
import { callbackCredentialTest } from './methods/callbackCredential';
import { pickers } from './methods/pickers';

/** Sends, recalls and updates WeCom application messages. */
export class WeCom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WeCom',
		name: 'weCom',
		icon: { light: 'file:../../icons/wecom.svg', dark: 'file:../../icons/wecom.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + ($parameter["cardType"] || $parameter["messageType"] || $parameter["resource"]) }}',
		description: 'Send WeCom (企业微信) application messages of every type, recall them and update cards',
		defaults: { name: 'WeCom' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{
				name: 'weComApi',
				required: true,
				displayOptions: { show: { operation: ['recall', 'send', 'updateCard'] } },
			},
			{
				name: 'weComCallbackApi',
				required: true,
				testedBy: 'callbackCredentialTest',
				displayOptions: { show: { operation: ['replyToCallback'] } },
			},
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Message', value: 'message' }],
				default: 'message',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['message'] } },
				options: [
					{
						name: 'Recall',
						value: 'recall',
						description: 'Take back a message of the last 24 hours',
						action: 'Recall a message',
					},
					{
						name: 'Reply to Callback',
						value: 'replyToCallback',
						description: 'Answer the message or click that started the workflow, while WeCom waits',
						action: 'Reply to a callback',
					},
					{
						name: 'Send',
						value: 'send',
						description: 'Send a message of any type to members, departments and tags',
						action: 'Send a message',
					},
					{
						name: 'Update Card',
						value: 'updateCard',
						description: 'Change the buttons of a card, or the whole card',
						action: 'Update a card',
					},
				],
				default: 'send',
			},
			...operationProperties,
		],
	};

	methods = { credentialTest: { callbackCredentialTest }, listSearch: pickers };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await route(this)];
	}
}
