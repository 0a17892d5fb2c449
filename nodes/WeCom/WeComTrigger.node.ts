import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { callbackCredentialTest } from './methods/callbackCredential';
import { EVENTS } from './trigger/events';
import { triggerProperties } from './trigger/properties';
import { handleCallback } from './trigger/receive';

const EVENT_NAMES = Object.fromEntries(EVENTS.map(({ name, value }) => [value, name]));

/** Starts a workflow when WeCom calls back: messages, clicks on cards and menus, changes. */
export class WeComTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WeCom Trigger',
		name: 'weComTrigger',
		icon: { light: 'file:../../icons/wecom.svg', dark: 'file:../../icons/wecom.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: `={{ [$parameter["events"]].flat().map((one) => (${JSON.stringify(EVENT_NAMES)})[one] ?? one).join(", ") }}`,
		description:
			'Starts the workflow when a WeCom (企业微信) member sends a message, clicks, or votes',
		defaults: { name: 'WeCom Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'weComCallbackApi', required: true, testedBy: 'callbackCredentialTest' },
			{ name: 'weComApi', required: true, displayOptions: { show: { downloadMedia: [true] } } },
		],
		webhooks: [
			{
				name: 'setup',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: 'wecom',
				ndvHideMethod: true,
			},
			{
				name: 'default',
				httpMethod: 'POST',
				// In both modes n8n answers after it has stored the execution.
				responseMode: '={{ $parameter["respond"] === "node" ? "responseNode" : "onReceived" }}',
				// Without it n8n answers with its own word instead of ours.
				responseData: '',
				path: 'wecom',
				ndvHideUrl: true,
			},
		],
		properties: triggerProperties,
	};

	methods = { credentialTest: { callbackCredentialTest } };

	// The URL is entered in WeCom by hand: there is nothing to create there, and nothing to delete.
	webhookMethods = {
		default: {
			checkExists: async (): Promise<boolean> => true,
			create: async (): Promise<boolean> => true,
			delete: async (): Promise<boolean> => true,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await handleCallback(this);
	}
}
