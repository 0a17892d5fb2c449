import {
	flag,
	list,
	object,
	text,
	type Field,
	type FlagField,
	type ListField,
} from '../../fields/field';
import { ID_LIMIT } from '../../limits';
import { MAX_KEY } from './identity';

/** `disable` of a question, for cards that are updated only. */
export const disable: FlagField = flag({
	name: 'disable',
	api: 'disable',
	label: 'Disabled',
	only: 'update',
	default: false,
	always: true,
	description: 'Whether recipients can no longer choose',
});

export const questionKey = text({
	name: 'questionKey',
	api: 'question_key',
	label: 'Question Key',
	required: true,
	default: 'question',
	placeholder: 'question',
	description: 'Returned as QuestionKey with the answer',
	max: MAX_KEY,
});

/** The answers of a question. */
export const optionList = (own: {
	name: string;
	label: string;
	max: number;
	advice: number;
	more?: readonly Field[];
}): ListField =>
	list({
		name: own.name,
		api: 'option_list',
		label: own.label,
		item: 'Option',
		required: true,
		min: 1,
		max: own.max,
		unique: 'id',
		start: [
			{ id: 'yes', text: 'Yes' },
			{ id: 'no', text: 'No' },
		],
		fields: [
			text({
				name: 'id',
				api: 'id',
				label: 'Option ID',
				required: true,
				placeholder: 'morning',
				description: 'Returned as OptionId when this option is chosen',
				max: ID_LIMIT,
			}),
			text({
				name: 'text',
				api: 'text',
				label: 'Option Text',
				required: true,
				placeholder: 'Morning',
				advice: own.advice,
			}),
			...(own.more ?? []),
		],
	});

/** A drop-down list, above the buttons or as a question of its own. */
export const selectFields: readonly Field[] = [
	text({
		name: 'title',
		api: 'title',
		label: 'Question',
		placeholder: 'When?',
		description: 'Shown next to the list',
	}),
	questionKey,
	optionList({ name: 'options', label: 'Question Options', max: 10, advice: 16 }),
	text({
		name: 'selectedId',
		api: 'selected_id',
		label: 'Selected ID',
		placeholder: 'morning',
		description: 'ID of the option selected by default. Leave empty to select the first one.',
	}),
];

/** The button that sends the answers. An updated card may do without it. */
export const submitButton = object({
	name: 'submitButton',
	api: 'submit_button',
	label: 'Submit Button',
	inline: true,
	required: 'send',
	fields: [
		text({
			name: 'submitText',
			api: 'text',
			label: 'Submit Button Text',
			required: true,
			default: 'Submit',
			placeholder: 'Submit',
			advice: 10,
		}),
		text({
			name: 'submitKey',
			api: 'key',
			label: 'Submit Button Key',
			required: true,
			default: 'submit',
			placeholder: 'submit',
			description: 'Returned as EventKey',
			max: MAX_KEY,
		}),
	],
});
