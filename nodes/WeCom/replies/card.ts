import { templateCard } from '../messages/templateCard';
import { disable, jumpList } from '../messages/cards/parts';
import { text, type Field } from '../messages/fields/field';
import type { ContentType, MessageType, Variants } from '../messages/messageType';

/** Most entries of an action menu in a reply, where the API takes three (`path/90241`). */
const MAX_ACTIONS = 10;

/** What an object of a card has in replies beside the fields of the API, by its key (`path/90241`). */
const MORE: ReadonlyMap<string, readonly Field[]> = new Map([
	['button_selection', [disable]],
	['card_action', [text({ name: 'cardActionTitle', api: 'title', label: 'Click Title' })]],
]);

function forReply(field: Field): Field {
	switch (field.kind) {
		case 'section':
			return { ...field, fields: field.fields.map(forReply) };
		case 'object':
			return { ...field, fields: [...field.fields.map(forReply), ...(MORE.get(field.api) ?? [])] };
		case 'list':
			return field.api === 'action_list' ? { ...field, max: MAX_ACTIONS } : field;
		default:
			return field;
	}
}

function typeForReply(type: ContentType): ContentType {
	// Links are in the example of the card with buttons, though not in its table.
	const more = type.value === 'button_interaction' ? [jumpList] : [];
	return { ...type, fields: [...type.fields.map(forReply), ...more] };
}

const variants = templateCard.variants as Variants;
const [first, ...others] = variants.types;

/** A card as a passive reply takes it: that of an update (`path/94888`), and a little more. */
export const replyCard: MessageType = {
	...templateCard,
	variants: { ...variants, types: [typeForReply(first), ...others.map(typeForReply)] },
};
