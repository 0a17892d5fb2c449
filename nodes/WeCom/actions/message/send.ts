import { app } from '../../destinations/app';
import { MEMBER_LIMITS } from '../../destinations/memberLimits';
import { sendOperation } from '../sendOperation';

/** Sends a message of any type (`path/90236`). */
export const send = sendOperation(app, {
	value: 'send',
	label: 'Send',
	description: 'Send a message of any type to members, departments, and tags',
	action: 'Send a message',
	notices: [
		{
			displayName: `WeCom is slow at :00 and :30 of every hour, and silently drops anything over ${MEMBER_LIMITS[0].says} to one member. Schedule large sends for other minutes.`,
			name: 'paceNotice',
			type: 'notice',
			default: '',
		},
	],
});
