import { choice, flag, list, text } from './fields/field';
import { TASK_ID } from './cards/parts';
import { DESCRIPTION_LIMIT, ID_LIMIT, TITLE_LIMIT } from './limits';
import type { MessageType } from './messageType';

export const interactiveTaskcard: MessageType = {
	value: 'interactive_taskcard',
	label: 'Task Card (Legacy)',
	summary: 'For existing apps only (任务卡片). Replaced by Template Card with buttons.',
	fields: [
		text({
			name: 'title',
			api: 'title',
			prose: true,
			label: 'Title',
			required: true,
			placeholder: 'Gift request',
			max: TITLE_LIMIT,
			translates: true,
		}),
		text({
			name: 'descriptionText',
			api: 'description',
			prose: true,
			label: 'Description',
			rows: 2,
			placeholder: 'Tea set for a customer',
			max: DESCRIPTION_LIMIT,
			translates: true,
		}),
		text({
			name: 'url',
			api: 'url',
			label: 'URL',
			placeholder: 'https://example.com/request/1',
			max: { amount: 2048, unit: 'bytes' },
			url: true,
		}),
		TASK_ID,
		list({
			name: 'buttons',
			api: 'btn',
			label: 'Buttons',
			item: 'Button',
			required: true,
			min: 1,
			max: 2,
			unique: 'key',
			fields: [
				text({
					name: 'key',
					api: 'key',
					label: 'Key',
					required: true,
					placeholder: 'approve',
					description: 'Returned as EventKey when the button is clicked',
					max: ID_LIMIT,
					pattern: TASK_ID.pattern,
				}),
				text({
					name: 'name',
					api: 'name',
					prose: true,
					label: 'Name',
					required: true,
					placeholder: 'Approve',
					max: { amount: 18, unit: 'bytes' },
				}),
				choice({
					name: 'color',
					api: 'color',
					label: 'Color',
					description: 'Color of the name',
					options: [
						{ name: 'Blue', value: 'blue' },
						{ name: 'Red', value: 'red' },
					],
					default: 'blue',
					absent: 'blue',
				}),
				flag({
					name: 'isBold',
					api: 'is_bold',
					label: 'Bold',
					default: false,
					description: 'Whether the name is bold',
				}),
			],
		}),
	],
	needsTaskId: () => true,
	example: {
		title: 'Gift request',
		description: 'Tea set for a customer',
		url: 'https://example.com/request/1',
		task_id: 'request-1',
		btn: [
			{ key: 'approve', name: 'Approve', color: 'red', is_bold: true },
			{ key: 'reject', name: 'Reject' },
		],
	},
};
