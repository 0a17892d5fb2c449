import { text } from './fields/field';
import type { MessageType } from './messageType';

export const markdown: MessageType = {
	value: 'markdown',
	label: 'Markdown',
	summary: 'Headings, bold text, links, quotes, and three colors (Markdown 消息)',
	fields: [
		text({
			name: 'content',
			api: 'content',
			prose: true,
			label: 'Content',
			description:
				'Supports headings, **bold**, [links](https://example.com), `code`, > quotes, and <font color="info|comment|warning">colors</font>',
			required: true,
			rows: 6,
			placeholder: '**Room booked** for <font color="info">today, 3:00 PM</font>',
			max: { amount: 2048, unit: 'bytes' },
			markup: 'markdown',
			splits: true,
		}),
	],
	example: { content: '**Room booked**\n>Time: <font color="info">today, 3:00 PM</font>' },
};
