import { send as sendByRobot } from './groupRobot/send';
import { getId } from './member/getId';
import { recall } from './message/recall';
import { replyToCallback } from './message/replyToCallback';
import { send } from './message/send';
import { sendAndWait } from './message/sendAndWait';
import { updateCard } from './message/updateCard';
import type { Resource } from './operation';

/** What the node can do. A new operation is one new file and one line here. */
export const RESOURCES: readonly Resource[] = [
	{
		value: 'message',
		label: 'Message',
		operations: [recall, replyToCallback, send, sendAndWait, updateCard],
	},
	{ value: 'groupRobot', label: 'Group Robot', operations: [sendByRobot] },
	{ value: 'member', label: 'Member', operations: [getId] },
];
