import { CARD_TYPES } from './cards';
import type { MessageType } from './messageType';

export const templateCard: MessageType = {
	value: 'template_card',
	label: 'Template Card',
	summary: 'A card with links, buttons, a vote, or drop-down lists (模板卡片)',
	fields: [],
	variants: {
		name: 'cardType',
		api: 'card_type',
		label: 'Card Type',
		description: 'What the card can do',
		types: CARD_TYPES,
	},
	example: CARD_TYPES[0].example,
};
