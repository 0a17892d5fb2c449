import { text } from './fields/field';
import type { MessageType } from './messageType';

export const textcard: MessageType = {
	value: 'textcard',
	label: 'Text Card',
	summary: 'A title and a description that open a link (文本卡片)',
	fields: [
		text({
			name: 'title',
			api: 'title',
			prose: true,
			label: 'Title',
			required: true,
			placeholder: 'Prize notice',
			max: { amount: 128, unit: 'characters' },
			cutIn: 'bytes',
			translates: true,
		}),
		text({
			name: 'descriptionText',
			api: 'description',
			prose: true,
			label: 'Description',
			required: true,
			rows: 3,
			placeholder:
				'<div class="gray">September 26</div><div class="highlight">Pick it up by Friday</div>',
			description: 'Supports <br> and <div class="gray|normal|highlight">',
			max: { amount: 512, unit: 'characters' },
			cutIn: 'bytes',
			markup: 'card',
			translates: true,
		}),
		text({
			name: 'url',
			api: 'url',
			label: 'URL',
			required: true,
			placeholder: 'https://example.com/prize',
			description: 'Opens when the card is clicked',
			max: { amount: 2048, unit: 'bytes' },
			url: true,
		}),
		text({
			name: 'buttonText',
			api: 'btntxt',
			prose: true,
			label: 'Button Text',
			placeholder: 'More',
			description: 'If empty, WeCom shows 详情',
			max: { amount: 4, unit: 'characters' },
		}),
	],
	example: {
		title: 'Prize notice',
		description:
			'<div class="gray">September 26</div><div class="highlight">Pick it up by Friday</div>',
		url: 'https://example.com/prize',
		btntxt: 'More',
	},
};
