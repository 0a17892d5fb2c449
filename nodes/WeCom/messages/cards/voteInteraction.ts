import { choice, flag, object } from '../fields/field';
import type { ContentType } from '../messageType';
import {
	cardParts,
	disable,
	mainTitle,
	optionList,
	questionKey,
	REPLACE_TEXT,
	source,
	submitButton,
	TASK_ID,
} from './parts';

export const voteInteraction: ContentType = {
	value: 'vote_interaction',
	label: 'Vote',
	summary: 'A question with up to 20 options, single or multiple choice (投票选择)',
	fields: [
		mainTitle({ required: true, title: 16, desc: 160 }),
		object({
			name: 'checkbox',
			api: 'checkbox',
			label: 'Vote',
			inline: true,
			required: true,
			fields: [
				choice({
					name: 'mode',
					api: 'mode',
					label: 'Choices',
					description: 'How many options a recipient can choose',
					options: [
						{ name: 'One', value: 0, description: 'Single choice (单选)' },
						{ name: 'Several', value: 1, description: 'Multiple choice (多选)' },
					],
					default: 0,
					absent: 0,
				}),
				optionList({
					name: 'voteOptions',
					label: 'Vote Options',
					max: 20,
					advice: 17,
					more: [
						flag({
							name: 'isChecked',
							api: 'is_checked',
							label: 'Checked',
							required: true,
							default: false,
							always: true,
							description: 'Whether the option is selected by default',
						}),
					],
				}),
				questionKey,
				disable,
			],
		}),
		submitButton,
		REPLACE_TEXT,
		cardParts([source({ colored: false }), TASK_ID]),
	],
	needsTaskId: () => true,
	example: {
		card_type: 'vote_interaction',
		main_title: { title: 'Team event', desc: 'Where should we go?' },
		checkbox: {
			question_key: 'place',
			mode: 0,
			option_list: [
				{ id: 'lake', text: 'The lake', is_checked: true },
				{ id: 'hills', text: 'The hills', is_checked: false },
			],
		},
		submit_button: { text: 'Submit', key: 'submit' },
	},
};
