import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** What WeCom and the app have agreed upon for callbacks (`path/90930`). Tested offline by the nodes that use it. */
export class WeComCallbackApi implements ICredentialType {
	name = 'weComCallbackApi';

	displayName = 'WeCom Callback API';

	icon: Icon = { light: 'file:../icons/wecom.svg', dark: 'file:../icons/wecom.dark.svg' };

	documentationUrl =
		'https://github.com/wecom-push/n8n-nodes-wecom-push/blob/main/docs/receiving.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				"On the app's page under Receive Messages (接收消息) > Set API Receiving. At most 32 letters and digits.",
		},
		{
			displayName: 'EncodingAESKey',
			name: 'encodingAesKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'On the same page. 43 letters and digits.',
		},
		{
			displayName: 'Receive ID',
			name: 'receiveId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ww1234567890abcdef',
			description: 'Your corp ID (企业ID)',
		},
	];
}
