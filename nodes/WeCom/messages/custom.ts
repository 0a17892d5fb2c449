import type { MessageType } from './messageType';

/** Any message as JSON: its msgtype and its body come from the user, unchecked. */
export const custom: MessageType = {
	value: 'custom',
	label: 'Custom (JSON)',
	summary: "Any message as JSON, including types this node doesn't know (自定义消息)",
	fields: [],
	example: { msgtype: 'text', text: { content: 'Hello' } },
};
