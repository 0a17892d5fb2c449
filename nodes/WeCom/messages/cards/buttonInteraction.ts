import { choice, list, object, text } from '../fields/field';
import type { ContentType } from '../messageType';
import {
	actionMenu,
	cardAction,
	cardParts,
	horizontalContentList,
	mainTitle,
	MAX_KEY,
	quoteArea,
	REPLACE_TEXT,
	selectFields,
	source,
	subTitleText,
	TASK_ID,
} from './parts';

/** Looks of a button, by the number that WeCom has for each (`path/90236`). */
export const BUTTON_STYLES = [
	{ name: 'Style 1: White on Blue', value: 1 },
	{ name: 'Style 2: Blue on Gray', value: 2 },
	{ name: 'Style 3: Red on Gray', value: 3 },
	{ name: 'Style 4: Black on Gray', value: 4 },
];

const buttonList = list({
	name: 'buttonList',
	api: 'button_list',
	label: 'Buttons',
	item: 'Button',
	required: true,
	min: 1,
	max: 6,
	unique: 'key',
	start: [
		{ text: 'Approve', key: 'approve' },
		{ text: 'Reject', key: 'reject', style: 2 },
	],
	fields: [
		text({
			name: 'text',
			api: 'text',
			label: 'Button Text',
			required: true,
			placeholder: 'Approve',
			advice: 10,
		}),
		choice({
			name: 'type',
			api: 'type',
			label: 'On Click',
			description: 'What clicking the button does',
			options: [
				{ name: 'Call Back', value: 0, description: 'Tell the app who pressed it' },
				{ name: 'Open Web Page', value: 1 },
			],
			default: 0,
			absent: 0,
		}),
		text({
			name: 'key',
			api: 'key',
			label: 'Key',
			required: true,
			when: { type: [0] },
			placeholder: 'approve',
			description: 'Returned as EventKey',
			max: MAX_KEY,
		}),
		text({
			name: 'url',
			api: 'url',
			label: 'URL',
			required: true,
			when: { type: [1] },
			placeholder: 'https://example.com/request/4711',
			description: 'URL starting with http:// or https://',
			url: true,
		}),
		choice({
			name: 'style',
			api: 'style',
			label: 'Style',
			description: 'Look of the button',
			options: BUTTON_STYLES,
			default: 1,
			absent: 1,
			tolerant: true,
		}),
	],
});

export const buttonInteraction: ContentType = {
	value: 'button_interaction',
	label: 'Buttons',
	summary: 'Title, details, and up to six buttons that send a callback to the app (按钮交互)',
	fields: [
		mainTitle({ required: true, title: 36, desc: 44 }),
		subTitleText,
		buttonList,
		REPLACE_TEXT,
		cardAction({ required: false }),
		cardParts([
			source({ colored: true }),
			actionMenu,
			quoteArea,
			horizontalContentList,
			object({
				name: 'buttonSelection',
				api: 'button_selection',
				label: 'Drop-Down List',
				description: 'A question above the buttons. The app gets the answer with the press.',
				fields: selectFields,
			}),
			TASK_ID,
		]),
	],
	needsTaskId: () => true,
	example: {
		card_type: 'button_interaction',
		main_title: { title: 'Leave request', desc: 'Li Si, 3 days from October 1' },
		button_list: [
			{ text: 'Reject', style: 2, key: 'reject' },
			{ text: 'Approve', style: 1, key: 'approve' },
		],
	},
};
