import type { INodeProperties } from 'n8n-workflow';

import { replyProperties } from '../replies/form';
import { DEFAULT_MAX_AGE_SECONDS } from './maxAge';
import { OPTIONS } from './receive';

const EVENTS: ReadonlyArray<[value: string, name: string]> = [
	['*', 'Anything'],
	['open_approval_change', 'Approval Changed'],
	['template_card_event', 'Card: Button, Vote or List Submitted'],
	['template_card_menu_event', 'Card: Menu Used'],
	['change_contact', 'Contacts Changed'],
	['batch_job_result', 'Job: Contacts Import Finished'],
	['upload_media_job_finish', 'Job: Upload Finished'],
	['subscribe', 'Member Entered the Visible Range'],
	['unsubscribe', 'Member Left the Visible Range'],
	['enter_agent', 'Member Opened the App'],
	['location', 'Member Reported a Location'],
	['click', 'Menu: Clicked'],
	['location_select', 'Menu: Location Sent'],
	['view_miniprogram', 'Menu: Mini Program Opened'],
	['pic_photo_or_album', 'Menu: Photo or Album'],
	['pic_sysphoto', 'Menu: Photo Taken'],
	['pic_weixin', 'Menu: Picture Chosen'],
	['scancode_push', 'Menu: QR Code Scanned'],
	['scancode_waitmsg', 'Menu: QR Code Scanned, Waiting'],
	['view', 'Menu: Web Page Opened'],
	['message.image', 'Message: Image'],
	['message.link', 'Message: Link'],
	['message.location', 'Message: Location'],
	['message.text', 'Message: Text'],
	['message.video', 'Message: Video'],
	['message.voice', 'Message: Voice'],
];

/** The form of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'In the WeCom admin console, open the app, Receive Messages (接收消息), Set API Receiving, and enter the production URL of this node, Token and EncodingAESKey. Publish the workflow before you press Save there: WeCom calls the URL at once.',
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		options: EVENTS.map(([value, name]) => ({ name, value })),
		default: ['*'],
		description: 'What starts the workflow. All else is answered, and nothing happens.',
	},
	{
		displayName: 'Download Media',
		name: 'downloadMedia',
		type: 'boolean',
		default: false,
		description:
			'Whether to fetch the file of an image, voice or video message into the field "data". WeCom gets its answer after that, so it is fetched for 3 seconds and up to 20 MB at most; what takes more gives mediaError.',
	},
	{
		displayName: 'Respond',
		name: 'respond',
		type: 'options',
		options: [
			{ name: 'Immediately', value: 'immediately', description: 'Nothing is shown to the member' },
			{
				name: 'Using Reply to Callback',
				value: 'node',
				description: 'A WeCom node of the workflow replies, within 5 seconds',
			},
			{
				name: 'With a Fixed Reply',
				value: 'reply',
				description: 'The member gets the same reply each time',
			},
		],
		default: 'immediately',
		// n8n asks for it before there is a callback to ask about.
		noDataExpression: true,
		description: 'How WeCom gets its answer',
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
				description: 'Start only for these keys of buttons and menus (EventKey)',
			},
			{
				displayName: 'Max Age',
				name: 'maxAge',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: DEFAULT_MAX_AGE_SECONDS,
				description:
					'Seconds after which a callback is refused, since somebody might repeat an old one. 0 accepts any age.',
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
