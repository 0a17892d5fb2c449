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
		// Such as "send: text → zhangsan, lisi". A field whose expression needs an item throws here, and shows as "…".
		subtitle:
			'={{ (() => {\
				const read = (name) => { try { return $parameter[name] } catch { return "…" } };\
				const listOf = (value) => Array.isArray(value) ? value : String(value ?? "").split(/[|,;\\s，；、]+/).filter(Boolean);\
				const typed = (name, kind) => listOf(read(name)).map((id) => id === "…" ? id : kind + id);\
				const shown = (value) => String(value?.cachedResultName || (value?.value ?? value) || "…").replace(/^=.*/s, "…");\
				const picked = (given) => given === "…" ? [given] : (given?.values ?? []).map((entry) => shown(entry?.[entry?.kind ?? "member"]));\
				const operation = read("operation") || "send";\
				const type = read("messageType") || "text";\
				const what = {\
					send: type === "template_card" ? read("cardType") || type : type,\
					updateCard: read("updateMode"),\
					replyToCallback: read("replyType"),\
				}[operation];\
				const chosen = () => [...picked(read("recipients")), ...typed("users", ""), ...typed("departments", "department "), ...typed("tags", "tag ")];\
				const whom = ["send", "updateCard"].includes(operation) ? (read("sendTo") === "all" ? ["@all"] : chosen()) : [];\
				const text = operation + (what ? ": " + what : "") + (whom.length > 0 ? " → " + whom.join(", ") : "");\
				return text.length > 48 ? text.slice(0, 47) + "…" : text;\
			})() }}',
		description:
			'Send WeCom (企业微信) application messages of every type, recall them and update cards',
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
				description: 'What to work with',
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
						// A callback waits for the workflow that it has started; an AI Agent has none to answer.
						displayOptions: { show: { '@tool': [false] } },
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
