import { BUTTON_STYLES } from '../../../messages/cards/buttonInteraction';
import { choice, list, object, text, type Field } from '../../../messages/fields/field';

/** Longest list of reasons, and of a drop-down list (`path/90236`). */
export const MAX_REASONS = 10;

/** Most options of a vote (`path/90236`). */
export const MAX_CHOICES = 20;

const ONE_PER_LINE = 'one per line, or an array from an expression';

/** An approval unless the user says otherwise. */
export const STANDARD = {
	approve: { text: 'Approve', style: 1 },
	decline: { text: 'Decline', style: 2 },
	reasonsLabel: 'Reason',
} as const;

const style = (name: string, label: string, standard: number, when?: Field['when']) =>
	choice({
		name,
		api: name,
		label,
		description: 'Look of the button',
		options: BUTTON_STYLES,
		default: standard,
		when,
	});

const both = { approvalType: ['double'] };

/** What can be pressed, and what a member can choose from. */
export const CONTENT = {
	title: text({
		name: 'title',
		api: 'title',
		label: 'Title',
		required: true,
		default: 'Approval needed',
		placeholder: 'Approval needed',
		advice: 36,
		translates: true,
	}),
	message: text({
		name: 'message',
		api: 'message',
		label: 'Message',
		rows: 3,
		placeholder: 'Li Si asks for 3 days of leave from October 1.',
		description: 'What the question is about. Over 160 characters, it is shown as a quote.',
	}),
	approval: object({
		name: 'approvalOptions',
		api: 'approval',
		label: 'Approval Options',
		description: 'The buttons, and reasons to choose from',
		fields: [
			choice({
				name: 'approvalType',
				api: 'type',
				label: 'Type of Approval',
				description: 'Which buttons the card has',
				options: [
					{ name: 'Approve and Decline', value: 'double' },
					{ name: 'Approve Only', value: 'single' },
				],
				default: 'double',
			}),
			text({
				name: 'approveLabel',
				api: 'approveLabel',
				label: 'Approve Button Label',
				default: STANDARD.approve.text,
				placeholder: STANDARD.approve.text,
				advice: 10,
			}),
			style('approveStyle', 'Approve Button Style', STANDARD.approve.style),
			text({
				name: 'disapproveLabel',
				api: 'disapproveLabel',
				label: 'Decline Button Label',
				default: STANDARD.decline.text,
				placeholder: STANDARD.decline.text,
				advice: 10,
				when: both,
			}),
			style('disapproveStyle', 'Decline Button Style', STANDARD.decline.style, both),
			text({
				name: 'reasons',
				api: 'reasons',
				label: 'Reasons',
				rows: 4,
				placeholder: 'No budget',
				description: `A drop-down list above the buttons, ${ONE_PER_LINE}. At most ${MAX_REASONS}.`,
			}),
			text({
				name: 'reasonsLabel',
				api: 'reasonsLabel',
				label: 'Reasons Label',
				default: STANDARD.reasonsLabel,
				placeholder: STANDARD.reasonsLabel,
				description: 'Shown next to the list',
			}),
		],
	}),
	choices: text({
		name: 'choices',
		api: 'choices',
		label: 'Choices',
		required: true,
		rows: 4,
		placeholder: 'The lake',
		description: `What members choose from, ${ONE_PER_LINE}. At most ${MAX_CHOICES}.`,
	}),
	lists: list({
		name: 'choiceLists',
		api: 'lists',
		label: 'Lists',
		item: 'List',
		required: true,
		min: 1,
		max: 3,
		unique: 'label',
		fields: [
			text({
				name: 'label',
				api: 'label',
				label: 'List Label',
				required: true,
				placeholder: 'Day',
				description: 'Shown next to the list, and the name of the answer in the output',
			}),
			text({
				name: 'choices',
				api: 'choices',
				label: 'List Choices',
				required: true,
				rows: 3,
				placeholder: 'Monday',
				description: `What members choose from, ${ONE_PER_LINE}. At most ${MAX_REASONS}.`,
			}),
		],
	}),
	fields: list({
		name: 'formFields',
		api: 'fields',
		label: 'Form Fields',
		item: 'Field',
		required: true,
		min: 1,
		max: 30,
		unique: 'label',
		fields: [
			text({
				name: 'label',
				api: 'label',
				label: 'Field Label',
				required: true,
				placeholder: 'Amount',
				description: 'Shown above the field, and the name of the answer in the output',
			}),
			choice({
				name: 'fieldType',
				api: 'type',
				label: 'Field Type',
				description: 'What can be entered',
				options: [
					{ name: 'Choice', value: 'choice' },
					{ name: 'Date', value: 'date' },
					{ name: 'Number', value: 'number' },
					{ name: 'Text', value: 'text' },
				],
				default: 'text',
			}),
			text({
				name: 'choices',
				api: 'choices',
				label: 'Field Choices',
				rows: 3,
				required: true,
				when: { fieldType: ['choice'] },
				placeholder: 'Train',
				description: `What members choose from, ${ONE_PER_LINE}`,
			}),
			choice({
				name: 'requiredField',
				api: 'required',
				label: 'Required',
				description: 'Whether the field must be filled in',
				options: [
					{ name: 'No', value: 'no' },
					{ name: 'Yes', value: 'yes' },
				],
				default: 'yes',
			}),
		],
	}),
	details: list({
		name: 'details',
		api: 'details',
		label: 'Details',
		item: 'Detail',
		max: 6,
		fields: [
			text({
				name: 'label',
				api: 'label',
				label: 'Detail Label',
				required: true,
				placeholder: 'Amount',
				advice: 5,
			}),
			text({
				name: 'value',
				api: 'value',
				label: 'Detail Value',
				required: true,
				placeholder: '1200 yuan',
				advice: 30,
				translates: true,
			}),
		],
	}),
	link: object({
		name: 'link',
		api: 'link',
		label: 'Link',
		description: 'A page to read before answering',
		fields: [
			text({
				name: 'text',
				api: 'text',
				label: 'Link Title',
				required: true,
				placeholder: 'Open the request',
				description: 'Text of the link',
			}),
			text({
				name: 'url',
				api: 'url',
				label: 'Link URL',
				required: true,
				placeholder: 'https://example.com/request/4711',
				description: 'URL starting with http:// or https://',
				url: true,
			}),
		],
	}),
} as const;
