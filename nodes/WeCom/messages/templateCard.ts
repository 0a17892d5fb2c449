import { CARD_TYPES } from './cards';
import type { MessageType } from './messageType';

export const templateCard: MessageType = {
	value: 'template_card',
	label: 'Template Card',
	summary: 'A card with links, buttons, a vote, or drop-down lists',
	fields: [],
	variants: { name: 'cardType', api: 'card_type', label: 'Card Type', types: CARD_TYPES },
	example: CARD_TYPES[0].example,
	supports: { idTranslation: true, duplicateCheck: true },
	notice:
		"Cards with buttons, votes, drop-down lists, or an action menu need an app with a callback URL (otherwise error 43012). WeChat doesn't show template cards.",
};
