import type { INodeProperties } from 'n8n-workflow';

import { replyProperties } from '../replies/form';
import { EVENT_TYPES, EVENTS } from './events';
import { DEFAULT_MAX_AGE_SECONDS } from './maxAge';
import { OPTIONS } from './receive';

/** The form of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			"In the WeCom admin console, open the app and go to Receive Messages (接收消息) > Set API Receiving (设置API接收). Let WeCom generate Token and EncodingAESKey, and select the events you need: what isn't selected there never reaches n8n. Put both values into the credential, publish the workflow, then enter the production URL in WeCom and save. An app has one URL: a new one replaces the old one.",
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: EVENTS,
		default: ['*'],
		description:
			'Events that start the workflow. All others are acknowledged and ignored. To choose more precisely, add Event Types under Options.',
	},
	{
		displayName: 'Download Media',
		name: 'downloadMedia',
		type: 'boolean',
		default: false,
		description:
			'Whether to download the file of an image, voice, or video message into the field "data". WeCom waits for it, so downloads are limited to 3 seconds and 20 MB. If one exceeds a limit, the output has mediaError instead.',
	},
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		options: [
			{ name: 'Immediately', value: 'immediately', description: 'The member gets no reply' },
			{
				name: 'Using Reply to Callback',
				value: 'node',
				description: 'A WeCom node in the workflow replies within 5 seconds',
			},
			{
				name: 'With a Fixed Reply',
				value: 'reply',
				description: 'The member gets the same reply every time',
			},
		],
		default: 'immediately',
		// n8n asks for it before there is a callback to ask about.
		noDataExpression: true,
		description: 'When and how to respond to WeCom',
	},
	...replyProperties({ respond: ['reply'] }),
	{
		// n8n parses the body of no node of version 1 that has this. Its parser of XML, which all workflows share, can be
		// stopped by anybody with a body of 10 KB.
		displayName: 'Raw Body',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
	{
		displayName: 'Options',
		name: OPTIONS,
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Event Keys',
				name: 'eventKeys',
				type: 'string',
				default: '',
				placeholder: 'e.g. approve, reject',
				description: 'Start only for these button and menu keys (EventKey)',
			},
			{
				displayName: 'Event Types',
				name: 'eventTypes',
				type: 'multiOptions',
				options: EVENT_TYPES,
				default: [],
				description: 'Start only for these of the chosen events',
			},
			{
				displayName: 'Max Age',
				name: 'maxAge',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: DEFAULT_MAX_AGE_SECONDS,
				description:
					'Maximum age of a callback in seconds. Rejects older callbacks to prevent replay. 0 accepts any age.',
			},
			{
				displayName: 'Users',
				name: 'users',
				type: 'string',
				default: '',
				placeholder: 'e.g. zhangsan, lisi',
				description: 'Start only for these members (账号)',
			},
		],
	},
];
