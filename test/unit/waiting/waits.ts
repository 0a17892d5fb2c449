import type { Asked, Wait } from '../../../nodes/WeCom/waiting/question';
import { TEXTS } from '../../../nodes/WeCom/waiting/texts';

export const PATH = `/webhook-waiting/4711/0d1e?w=AbCd-_12&signature=${'a'.repeat(64)}`;

/** A question to zhangsan and lisi, as it stands when its card is out. */
export const asked = (own: Partial<Asked> = {}): Asked => ({
	card: 0,
	page: 'Page-0123456789abcdefg',
	itemIndexes: [0],
	title: 'Leave request',
	message: 'Li Si, 3 days',
	details: [],
	answerable: {
		kind: 'approval',
		buttons: [
			{ decision: 'approve', text: 'Approve', style: 1 },
			{ decision: 'decline', text: 'Decline', style: 2 },
		],
		lists: [],
		fields: [],
		submitText: 'Submit',
	},
	users: ['zhangsan', 'lisi'],
	taskId: 'n8n-4711-0-0-AbCd-_12',
	msgid: 'm1',
	responseCode: 'r1',
	invaliduser: [],
	sentAt: '2026-11-27T08:00:00.000Z',
	eligible: ['zhangsan', 'lisi'],
	rule: { required: 1, declineEnds: true },
	votes: [],
	presses: [],
	...own,
});

/** An approval in a card. */
export const wait = (own: Partial<Wait> = {}): Wait => ({
	nonce: 'AbCd-_12',
	path: PATH,
	answerIn: 'card',
	login: false,
	whenTimeIsUp: 'mark',
	after: 'outcome',
	texts: TEXTS,
	agentId: 1000002,
	workflowName: 'Leave',
	timeZone: 'Asia/Shanghai',
	counting: false,
	asked: [asked()],
	...own,
});
