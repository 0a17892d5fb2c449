import { text as textField } from './fields/field';
import type { MessageType } from './messageType';

export const text: MessageType = {
	value: 'text',
	label: 'Text',
	summary: 'Plain text with line breaks and links (文本)',
	fields: [
		textField({
			name: 'content',
			api: 'content',
			prose: true,
			label: 'Content',
			description: 'Supports line breaks and <a href="…">links</a>',
			required: true,
			rows: 4,
			placeholder: 'Your package has arrived.',
			max: { amount: 2048, unit: 'bytes' },
			markup: 'text',
			splits: true,
			translates: true,
		}),
	],
	example: {
		content: 'Your package has arrived.\nSee the <a href="https://work.weixin.qq.com">queue</a>.',
	},
};
