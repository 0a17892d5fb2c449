import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { VERSIONS } from './actions/defaults';
import { HINTS, MODEL_NOTICE, WAITING_TOOLTIP } from './actions/notices';
import { RESOURCES } from './actions/resources';
import { nodeCredentials, nodeProperties, route } from './actions/router';
import { subtitle } from './actions/subtitle';
import { callbackCredentialTest } from './methods/callbackCredential';
import { pickers } from './methods/pickers';
import { resume } from './resume/resume';
import { resumeWebhooks } from './resume/webhooks';

const properties = [MODEL_NOTICE, ...nodeProperties(RESOURCES)];

/** Sends, recalls and updates WeCom messages, and asks members. */
export class WeCom implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WeCom',
		name: 'weCom',
		icon: { light: 'file:../../icons/wecom.svg', dark: 'file:../../icons/wecom.dark.svg' },
		group: ['output'],
		version: VERSIONS,
		subtitle: subtitle(properties),
		description:
			'Send WeCom (企业微信) messages of any type as an app or a group robot, to members or into groups, recall them, and update cards',
		defaults: { name: 'WeCom' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		hints: HINTS,
		webhooks: resumeWebhooks,
		waitingNodeTooltip: WAITING_TOOLTIP,
		credentials: nodeCredentials(RESOURCES, { weComCallbackApi: 'callbackCredentialTest' }),
		properties,
	};

	methods = { credentialTest: { callbackCredentialTest }, listSearch: pickers };

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resume(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await route(this, RESOURCES)];
	}
}
