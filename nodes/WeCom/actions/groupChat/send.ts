import { groupChat } from '../../destinations/groupChat';
import { sendOperation } from '../sendOperation';

/** Sends a message to a group chat of the app (`path/90248`). */
export const send = sendOperation(groupChat, {
	value: 'send',
	label: 'Send',
	description: 'Send a message to a group chat that the app created (应用群聊)',
	action: 'Send a message to a group chat',
});
