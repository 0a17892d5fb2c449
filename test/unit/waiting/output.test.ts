import { outputOf, waitingOutput } from '../../../nodes/WeCom/waiting/output';
import type { Vote } from '../../../nodes/WeCom/waiting/question';
import { counted } from '../../../nodes/WeCom/waiting/votes';
import { asked, wait } from './waits';

const reasons = {
	key: 'reason',
	label: 'Reason',
	choices: [{ id: 'budget', text: 'No budget' }],
};
const withReasons = () => asked({ answerable: { ...asked().answerable, lists: [reasons] } });

const vote = (own: Partial<Vote> = {}): Vote => ({
	id: 'lisi',
	by: 'callback',
	decision: 'approve',
	answers: {},
	at: '2026-11-27T08:01:00.000Z',
	press: { id: 'p', at: 1 },
	...own,
});

it('an approval says who gave it, how that is known, and when', () =>
	expect(outputOf(wait(), counted(asked(), vote()))).toEqual({
		data: {
			approved: true,
			decision: 'approve',
			label: 'Approve',
			timedOut: false,
			responder: { id: 'lisi', source: 'wecom', verified: true, by: 'callback' },
			verified: true,
			respondedAt: '2026-11-27T08:01:00.000Z',
			sentAt: '2026-11-27T08:00:00.000Z',
			deadline: null,
			answers: {},
			votes: [
				{
					id: 'lisi',
					decision: 'approve',
					at: '2026-11-27T08:01:00.000Z',
					verified: true,
					answers: {},
				},
			],
			required: 1,
			eligible: ['zhangsan', 'lisi'],
			invaliduser: [],
			msgid: 'm1',
			response_code: 'r1',
			task_id: 'n8n-4711-0-0-AbCd-_12',
		},
	}));

it('of a form, the label has what was entered, in the order of the form', () => {
	const form = asked({
		answerable: {
			...asked().answerable,
			kind: 'form' as const,
			buttons: [],
			fields: [
				{ key: 'why', label: 'Why', type: 'text' as const, required: true },
				{ key: 'note', label: 'Note', type: 'text' as const, required: false },
				{
					key: 'by',
					label: 'By',
					type: 'choice' as const,
					required: true,
					choices: [{ id: 't', text: 'Train' }],
				},
				{ key: 'amount', label: 'Amount', type: 'number' as const, required: true },
			],
		},
	});
	const answers = { amount: 0, by: ['t'], note: '', why: 'A fair' };
	const filled = vote({ decision: 'answer', answers });
	expect(outputOf(wait(), counted(form, filled))).toMatchObject({
		data: { label: 'A fair, Train, 0', answers },
	});
});

it('a refusal tells the model so, with its reason in words', () => {
	const declined = vote({ decision: 'decline', answers: { reason: ['budget'] } });
	expect(outputOf(wait(), counted(withReasons(), declined))).toMatchObject({
		data: {
			approved: false,
			answers: { reason: ['budget'] },
			chatInput: 'Declined. Reason: No budget',
		},
	});
});

it('a refusal without a reason leaves it to n8n what the model is told', () =>
	expect(outputOf(wait(), counted(asked(), vote({ decision: 'decline' }))).data).not.toHaveProperty(
		'chatInput',
	));

it('an answer on a page without a login says that nobody knows who gave it', () =>
	expect(
		outputOf(wait(), counted(asked(), vote({ id: undefined, by: undefined, text: 'Yes' }))),
	).toMatchObject({ data: { responder: null, verified: false, text: 'Yes' } }));

it.each([
	[7_200_000, 'Nobody answered within 2 hours.'],
	[60_000, 'Nobody answered within 1 minute.'],
	[3_000, 'Nobody answered within 3 seconds.'],
	[90_000, 'Nobody answered within 90 seconds.'],
	[172_800_000, 'Nobody answered within 2 days.'],
	[5_400_000, 'Nobody answered within 90 minutes.'],
])('without an answer in %i ms, however long sending took, it says: %s', (limitMs, chatInput) => {
	const deadline = new Date(Date.parse(asked().sentAt) + limitMs - 40_000).toISOString();
	expect(outputOf(wait({ deadline, limitMs }), asked())).toMatchObject({
		data: { approved: false, decision: null, timedOut: true, responder: null, deadline, chatInput },
	});
});

it.each<[Vote['decision'][], string]>([
	[['approve'], 'Only 1 of 3 approved within 2 hours.'],
	[['approve', 'decline', 'approve'], 'Only 2 of 3 approved within 2 hours.'],
	[['decline'], 'Nobody approved within 2 hours.'],
])('with too few answers, %j, it says how many', (decisions, chatInput) => {
	const votes = decisions.map((decision, index) => vote({ id: `m${index}`, decision }));
	const open = asked({ votes, rule: { required: 3, declineEnds: false } });
	const limited = wait({ deadline: '2026-11-27T10:00:00.000Z', limitMs: 7_200_000 });
	expect(outputOf(limited, open)).toMatchObject({ data: { timedOut: true, chatInput } });
});

it('the end of the time counts as it was set', () => {
	expect(outputOf(wait({ whenTimeIsUp: 'approve' }), asked())).toMatchObject({
		data: { approved: true, decision: null, timedOut: true },
	});
	expect(outputOf(wait({ whenTimeIsUp: 'decline' }), asked())).toMatchObject({
		data: { approved: false, timedOut: true },
	});
});

it('what shows while it waits looks like no decision', () => {
	const shown = waitingOutput(wait(), asked());
	expect(shown).toEqual({
		waiting: true,
		until: null,
		votes: [],
		invaliduser: [],
		msgid: 'm1',
		response_code: 'r1',
		task_id: 'n8n-4711-0-0-AbCd-_12',
	});
	expect(JSON.stringify(shown)).not.toContain('approved');
});

it('after a moment has passed, the model reads which, by the clock of the workflow', () => {
	const limited = wait({ deadline: '2026-11-30T16:55:00.000Z' });
	expect(outputOf(limited, asked())).toMatchObject({
		data: { chatInput: 'Nobody answered by 2026-12-01 00:55 (Asia/Shanghai).' },
	});
});
