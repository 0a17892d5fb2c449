import { text as textField } from './fields/field';
import type { MessageType } from './messageType';

export const text: MessageType = {
	value: 'text',
	label: 'Text',
	summary: 'Plain text with line breaks and links',
	fields: [
		textField({
			name: 'content',
			api: 'content',
			prose: true,
			label: 'Content',
			description: 'Line breaks and <a href="…">links</a> work',
			required: true,
			rows: 4,
			placeholder: 'Your parcel has arrived.',
			max: { amount: 2048, unit: 'bytes' },
			markup: 'text',
			splits: true,
			translates: true,
		}),
	],
	example: {
		content: 'Your parcel has arrived.\nSee the <a href="https://work.weixin.qq.com">queue</a>.',
	},
};
