import { list } from '../fields/field';
import type { ContentType } from '../messageType';
import {
	cardParts,
	disable,
	mainTitle,
	REPLACE_TEXT,
	selectFields,
	source,
	submitButton,
	TASK_ID,
} from './parts';

export const multipleInteraction: ContentType = {
	value: 'multiple_interaction',
	label: 'Drop-Down Lists',
	summary: 'Up to three questions, each with a drop-down list (多项选择)',
	fields: [
		mainTitle({ required: true, title: 36, desc: 160 }),
		list({
			name: 'selectList',
			api: 'select_list',
			label: 'Questions',
			item: 'Question',
			required: true,
			min: 1,
			max: 3,
			unique: 'question_key',
			fields: [...selectFields, disable],
		}),
		submitButton,
		REPLACE_TEXT,
		cardParts([source({ colored: false }), TASK_ID]),
	],
	needsTaskId: () => true,
	example: {
		card_type: 'multiple_interaction',
		main_title: { title: 'Lunch survey', desc: 'Two short questions' },
		select_list: [
			{
				question_key: 'day',
				title: 'Day',
				option_list: [
					{ id: 'mon', text: 'Monday' },
					{ id: 'fri', text: 'Friday' },
				],
			},
			{
				question_key: 'meal',
				title: 'Meal',
				selected_id: 'rice',
				option_list: [
					{ id: 'noodles', text: 'Noodles' },
					{ id: 'rice', text: 'Rice' },
				],
			},
		],
		submit_button: { text: 'Submit', key: 'submit' },
	},
};
