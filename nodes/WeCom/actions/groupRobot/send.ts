import { robot } from '../../destinations/robot';
import { sendOperation } from '../sendOperation';

/** Sends a message of a group robot (`path/99110`). */
export const send = sendOperation(robot, {
	value: 'send',
	label: 'Send',
	description: 'Send a message to a group with the webhook of its robot (消息推送, 群机器人)',
	action: 'Send a message with a group robot',
});
