import { isAbsent, type ApiObject } from '../fields/field';
import type { ContentType } from '../messageType';
import {
	actionMenu,
	cardAction,
	cardParts,
	emphasisContent,
	horizontalContentList,
	jumpList,
	mainTitle,
	quoteArea,
	source,
	subTitleText,
	TASK_ID,
	withActionMenu,
} from './parts';

export const textNotice: ContentType = {
	value: 'text_notice',
	label: 'Text Notice',
	summary: 'Title, text, a large figure, details, and links (文本通知)',
	fields: [
		mainTitle({ required: false, title: 36, desc: 44 }),
		subTitleText,
		cardAction({ required: true }),
		cardParts([
			source({ colored: true }),
			actionMenu,
			emphasisContent,
			quoteArea,
			horizontalContentList,
			jumpList,
			TASK_ID,
		]),
	],
	rules: [
		({ main_title: title, sub_title_text: text }) =>
			isAbsent((title as ApiObject | undefined)?.title) && isAbsent(text)
				? {
						message: 'Title and Text are both empty; a text notice needs at least one',
						hint: 'Fill in Title or Text.',
						field: 'Title',
					}
				: undefined,
	],
	needsTaskId: withActionMenu,
	example: {
		card_type: 'text_notice',
		main_title: { title: 'Daily report', desc: "Yesterday's sales" },
		sub_title_text: 'Up 8% from the day before',
		card_action: { type: 1, url: 'https://example.com/report' },
	},
};
