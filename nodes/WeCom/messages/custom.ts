import type { MessageType } from './messageType';

/** Any message as JSON: its msgtype and its body come from the user, unchecked. */
export const custom: MessageType = {
	value: 'custom',
	label: 'Custom (JSON)',
	summary: 'Any message as JSON, also types that this node does not know',
	fields: [],
	example: { msgtype: 'text', text: { content: 'Hello' } },
	supports: { safe: [0, 1, 2], idTranslation: true, duplicateCheck: true },
	notice:
		'Write msgtype and the object under the key of that name. Recipients, agent ID and options come from this form; the content is sent unchecked.',
};
