import fc from 'fast-check';

import type { Asked, Vote } from '../../../nodes/WeCom/waiting/question';
import { counted, isCounted, mayAnswer, reachable } from '../../../nodes/WeCom/waiting/votes';
import { asked } from './waits';

let presses = 0;

const vote = (id: string | undefined, decision: Vote['decision'], at = (presses += 1)): Vote => ({
	id,
	decision,
	answers: {},
	at: '2026-11-27T08:01:00.000Z',
	press: { id: `p${at}`, at },
});

const after = (start: Asked, ...votes: Vote[]) => votes.reduce(counted, start);

const three = (rule: Partial<Asked['rule']> = {}) =>
	asked({
		eligible: ['zhangsan', 'lisi', 'wangwu'],
		rule: { required: 2, declineEnds: false, ...rule },
	});

const MEMBERS = ['zhangsan', 'lisi', 'wangwu', 'zhaoliu'];
const votes = fc
	.array(
		fc.tuple(fc.constantFrom(...MEMBERS), fc.constantFrom('approve' as const, 'decline' as const)),
		{ maxLength: 12 },
	)
	.map((list) => list.map(([id, decision], index) => vote(id, decision, index)));

describe('votes', () => {
	it('decide as soon as enough have approved', () => {
		expect(after(three(), vote('lisi', 'approve')).outcome).toBeUndefined();
		expect(after(three(), vote('lisi', 'approve'), vote('wangwu', 'approve')).outcome).toEqual({
			decision: 'approve',
			at: '2026-11-27T08:01:00.000Z',
		});
	});

	it('of one member count once, and the last word counts', () => {
		const twice = after(three(), vote('lisi', 'approve'), vote('LISI', 'approve'));
		expect(twice.votes).toHaveLength(1);
		expect(twice.outcome).toBeUndefined();
		const changed = after(three(), vote('lisi', 'decline'), vote('lisi', 'approve'));
		expect(changed.votes.map(({ decision }) => decision)).toEqual(['approve']);
	});

	it('decline at once where a decline ends it, else when too few are left', () => {
		expect(after(three({ declineEnds: true }), vote('lisi', 'decline')).outcome?.decision).toBe(
			'decline',
		);
		expect(after(three(), vote('lisi', 'decline')).outcome).toBeUndefined();
		expect(
			after(three(), vote('lisi', 'decline'), vote('zhangsan', 'decline')).outcome?.decision,
		).toBe('decline');
	});

	it('know that whoever did not get the card will not vote', () =>
		expect(
			after({ ...three(), invaliduser: ['WangWu'] }, vote('lisi', 'decline')).outcome?.decision,
		).toBe('decline'));

	it('wait on after declines of unknown voters, since more may come', () =>
		expect(
			after({ ...three(), eligible: undefined }, vote('a', 'decline'), vote('b', 'decline'))
				.outcome,
		).toBeUndefined());

	it('of nobody in particular each count', () =>
		expect(
			after(three(), vote(undefined, 'answer'), vote(undefined, 'answer')).outcome?.decision,
		).toBe('answer'));

	it('never change what is decided, and hold one word of each member', () =>
		fc.assert(
			fc.property(votes, fc.integer({ min: 1, max: 4 }), fc.boolean(), (list, required, ends) => {
				let now = asked({ eligible: MEMBERS, rule: { required, declineEnds: ends } });
				for (const one of list) {
					const next = counted(now, one);
					if (now.outcome !== undefined) expect(next).toBe(now);
					now = next;
					expect(new Set(now.votes.map(({ id }) => id)).size).toBe(now.votes.length);
					const approving = now.votes.filter(({ decision }) => decision === 'approve').length;
					expect(now.outcome?.decision === 'approve').toBe(approving >= required);
					const left = MEMBERS.length - (now.votes.length - approving);
					if (left < required) expect(now.outcome?.decision).toBe('decline');
				}
			}),
		));
});

describe('a press', () => {
	it('that has been counted is known, also after another word of its member', () => {
		const [first, second] = [vote('lisi', 'approve', 10), vote('lisi', 'decline', 11)];
		const now = after(three(), first, second);
		expect(isCounted(now, 'lisi', first.press!)).toBe(true);
		expect(isCounted(now, 'lisi', second.press!)).toBe(true);
		expect(isCounted(now, 'lisi', { id: 'new', at: 12 })).toBe(false);
		expect(isCounted(now, 'wangwu', { id: 'new', at: 9 })).toBe(false);
	});

	it('that was lost does not come back over a later one', () =>
		expect(
			isCounted(after(three(), vote('lisi', 'decline', 11)), 'LiSi', { id: 'lost', at: 10 }),
		).toBe(true));
});

it('members may answer in any spelling of their ID, and everybody where nobody is named', () => {
	expect(mayAnswer(asked(), 'ZhangSan')).toBe(true);
	expect(mayAnswer(asked(), 'wangwu')).toBe(false);
	expect(mayAnswer(asked({ eligible: undefined }), 'wangwu')).toBe(true);
});

it('those who can answer are those of the list who got it', () => {
	expect(reachable(asked({ invaliduser: ['LISI'] }))).toEqual(['zhangsan']);
	expect(reachable(asked({ eligible: undefined }))).toBeUndefined();
});
