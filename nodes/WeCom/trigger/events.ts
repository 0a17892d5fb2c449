import type { INodePropertyOptions } from 'n8n-workflow';

/** What belongs together in the list Events, worded for people. */
interface EventGroup {
	value: string;
	name: string;
	/** In n8n's list of triggers. */
	action: string;
	/** Values of `event` in the output, with their names. */
	types: ReadonlyArray<[value: string, name: string]>;
}

/** Stands for every event. */
const ANYTHING = '*';

/** In the order of the list. n8n shows each as a trigger of its own, so there are few. */
const GROUPS: readonly EventGroup[] = [
	{
		value: 'menu',
		name: 'App Menu Used',
		action: 'On a click in the app menu (应用菜单)',
		types: [
			['click', 'Menu: Clicked'],
			['location_select', 'Menu: Location Sent'],
			['view_miniprogram', 'Menu: Mini Program Opened'],
			['pic_photo_or_album', 'Menu: Photo or Album'],
			['pic_sysphoto', 'Menu: Photo Taken'],
			['pic_weixin', 'Menu: Picture Chosen'],
			['scancode_push', 'Menu: QR Code Scanned'],
			['scancode_waitmsg', 'Menu: QR Code Scanned, Waiting'],
			['view', 'Menu: Web Page Opened'],
		],
	},
	{
		value: 'approval',
		name: 'Approval Changed',
		action: 'On a change of an approval (审批)',
		types: [['open_approval_change', 'Approval Changed']],
	},
	{
		value: 'job',
		name: 'Background Job Finished',
		action: 'On the end of an import or upload job (异步任务)',
		types: [
			['batch_job_result', 'Job: Contacts Import Finished'],
			['upload_media_job_finish', 'Job: Upload Finished'],
		],
	},
	{
		value: 'card',
		name: 'Card Answered',
		action: 'On an answer to a card: button, vote, list, or menu (模板卡片事件)',
		types: [
			['template_card_event', 'Card: Button, Vote, or List Submitted'],
			['template_card_menu_event', 'Card: Menu Used'],
		],
	},
	{
		value: 'contacts',
		name: 'Contacts Changed',
		action: 'On a change of the contacts (通讯录变更)',
		types: [['change_contact', 'Contacts Changed']],
	},
	{
		value: 'member',
		name: 'Member Opened, Joined, or Left the App',
		action: 'On a member opening, joining, or leaving the app (进入应用、关注、取消关注)',
		types: [
			['subscribe', 'Member Entered the Visible Range'],
			['unsubscribe', 'Member Left the Visible Range'],
			['enter_agent', 'Member Opened the App'],
			['location', 'Member Reported a Location'],
		],
	},
	{
		value: 'message',
		name: 'Message Received',
		action: 'On a message from a member (接收消息)',
		types: [
			['message.image', 'Message: Image'],
			['message.link', 'Message: Link'],
			['message.location', 'Message: Location'],
			['message.text', 'Message: Text'],
			['message.video', 'Message: Video'],
			['message.voice', 'Message: Voice'],
		],
	},
];

/** The list Events. */
export const EVENTS: INodePropertyOptions[] = [
	{ name: 'Anything', value: ANYTHING, action: 'On anything from WeCom' },
	...GROUPS.map(({ name, value, action }) => ({ name, value, action })),
];

/** The list Event Types. */
export const EVENT_TYPES: INodePropertyOptions[] = GROUPS.flatMap(({ types }) => types)
	.map(([value, name]) => ({ name, value }))
	.sort((one, other) => one.name.localeCompare(other.name, 'en'));

/**
 * Whether an event is among the chosen ones.
 *
 * @param events values of the list Events, or of single event types
 * @param types values of the list Event Types; empty for all
 */
export function isChosen(event: string, events: unknown[], types: unknown[]): boolean {
	const group = GROUPS.find((one) => one.types.some(([value]) => value === event))?.value;
	const chosen = events.some((one) => one === ANYTHING || one === event || one === group);
	return chosen && (types.length === 0 || types.includes(event));
}
