import type { IDataObject } from 'n8n-workflow';

import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { stateOf, type ExplainedError } from '../../../nodes/WeCom/api/explained';
import { makeCalls, type MessageCall, type Result } from '../../../nodes/WeCom/delivery/calls';
import { NotTriedError } from '../../../nodes/WeCom/delivery/hold';
import { namingRecipients, REJECTIONS } from '../../../nodes/WeCom/destinations/results';
import {
	IncompleteDeliveryError,
	type Rejected,
} from '../../../nodes/WeCom/destinations/rejections';

const nobody: Rejected = { invaliduser: [], invalidparty: [], invalidtag: [], unlicenseduser: [] };
const to = (...users: string[]) => ({ everyone: false, users, departments: [], tags: [] });

const sent = (msgid: string): Result => ({ output: { msgid } });
const failed = (error: unknown): Result => ({ error });
const partly = (msgid: string, ...invaliduser: string[]): Result => {
	const rejected = { ...nobody, invaliduser };
	return failed(new IncompleteDeliveryError([{ msgid, ...rejected }], rejected, REJECTIONS));
};
const lost = new WeComCallError('No answer', 'Ask a recipient.', 'lost');
const tooLong = new WeComApiError({ errcode: 45002, errmsg: 'content too long' });
const refusedAll = (...users: string[]) =>
	namingRecipients(
		new WeComApiError({ errcode: 81013, errmsg: '', invaliduser: users.join('|') }),
		to(...users),
	);

interface Given {
	outputs: IDataObject[];
	failure?: ExplainedError;
}

/** Makes calls, of which each gives its result for one item, and says which were made. */
async function made(
	calls: Array<{ portion?: number; part?: number; results: Result[] }>,
): Promise<{ items: Given[]; calls: number[] }> {
	const items: Given[] = [{ outputs: [] }, { outputs: [] }];
	const numbers: number[] = [];
	const all = calls.map(
		({ portion = 0, part, results }, number): MessageCall => ({
			portion,
			part,
			shares: results.map((_, itemIndex) => ({
				itemIndex,
				recipients: { touser: [`user${number}`] },
			})),
			async send() {
				numbers.push(number);
				return await Promise.resolve(results);
			},
		}),
	);
	await makeCalls(all, {
		emit: (itemIndex, output) => items[itemIndex].outputs.push(output),
		fail(itemIndex, reason) {
			expect(items[itemIndex].failure).toBeUndefined();
			items[itemIndex].failure = reason as ExplainedError;
		},
	});
	return { items, calls: numbers };
}

const oneItem = async (...results: Result[]) => {
	const { items } = await made(results.map((result, portion) => ({ portion, results: [result] })));
	return items[0];
};

describe('the calls of one item', () => {
	it('give what WeCom answered to each', async () => {
		expect(await oneItem(sent('A'), sent('B'))).toEqual({
			outputs: [{ msgid: 'A' }, { msgid: 'B' }],
		});
	});

	it('give the plain failure where there is only one', async () => {
		expect(await oneItem(failed(tooLong))).toEqual({ outputs: [], failure: tooLong });
	});

	it('are all made, whatever the first one gave', async () => {
		const { calls } = await made([
			{ portion: 0, results: [failed(tooLong)] },
			{ portion: 1, results: [sent('B')] },
		]);
		expect(calls).toEqual([0, 1]);
	});

	it('name all rejected recipients together, with the outputs of all, where nothing else failed', async () => {
		const { outputs, failure } = await oneItem(sent('A'), partly('B', 'b'), partly('C', 'c'));
		expect(outputs).toEqual([{ msgid: 'A' }]);
		expect(failure).toMatchObject({
			name: 'IncompleteDeliveryError',
			message: "WeCom didn't deliver the message to users b, c",
		});
		expect(failure?.details()).toMatchObject({
			invaliduser: ['b', 'c'],
			messages: [{ msgid: 'B' }, { msgid: 'C' }],
		});
	});
});

describe('calls of which one reached nobody', () => {
	it('say that others of the item got it, and who did not', async () => {
		const { outputs, failure } = await oneItem(sent('A'), failed(refusedAll('b')));
		expect(outputs).toEqual([{ msgid: 'A' }]);
		expect(failure?.message).toMatch(/users b \(calls for this item: 1 sent, 1 not delivered\)$/);
		expect(failure?.details()).toMatchObject({
			delivered: 'partly',
			invaliduser: ['b'],
			calls: [
				{ state: 'sent', msgid: 'A' },
				{ state: 'refused', errcode: 81013, invaliduser: ['b'] },
			],
		});
	});
});

describe('several calls that went differently', () => {
	it('say first what may have arrived, and how many calls went how', async () => {
		const { outputs, failure } = await oneItem(
			sent('A'),
			failed(tooLong),
			failed(new NotTriedError(tooLong)),
			failed(lost),
			sent('B'),
		);
		expect(outputs).toEqual([{ msgid: 'A' }, { msgid: 'B' }]);
		expect(failure).toMatchObject({
			name: 'SeveralCallsError',
			message:
				'No answer (calls for this item: 2 sent, 1 possibly delivered, 1 not delivered, 1 not tried)',
			hint: 'Ask a recipient. The details show who got each call.',
			description: 'Ask a recipient. The error data shows who got each call.',
			failure: { cause: 'temporarily-unavailable' },
			response: { delivered: 'unknown' },
			state: 'unknown',
		});
		expect(failure?.details()).toEqual({
			delivered: 'unknown',
			hint: 'Ask a recipient. The details show who got each call.',
			calls: [
				{ state: 'sent', recipients: { touser: ['user0'] }, msgid: 'A' },
				{
					state: 'refused',
					recipients: { touser: ['user1'] },
					error: tooLong.message,
					errcode: 45002,
				},
				{
					state: 'notTried',
					recipients: { touser: ['user2'] },
					error: new NotTriedError(tooLong).message,
				},
				{ state: 'unknown', recipients: { touser: ['user3'] }, error: 'No answer' },
				{ state: 'sent', recipients: { touser: ['user4'] }, msgid: 'B' },
			],
		});
	});

	it('say what WeCom refused rather than what was not tried for it, and that a part was delivered', async () => {
		const { failure } = await oneItem(
			sent('A'),
			failed(new NotTriedError(tooLong)),
			failed(tooLong),
		);
		expect(failure?.message).toBe(
			`${tooLong.message} (calls for this item: 1 sent, 1 not delivered, 1 not tried)`,
		);
		expect(failure?.details()).toMatchObject({ delivered: 'partly', errcode: 45002 });
		expect(failure?.response).toEqual({ errcode: 45002, errmsg: 'content too long' });
		expect(stateOf(failure)).toBe('refused');
	});

	it('say who was rejected rather than what was not tried', async () => {
		const { failure } = await oneItem(failed(new NotTriedError(undefined)), partly('B', 'b'));
		expect(failure?.message).toBe(
			"WeCom didn't deliver the message to users b (calls for this item: 1 sent, 1 not tried)",
		);
	});

	it('say that nothing was delivered, or even tried', async () => {
		const refused = await oneItem(failed(tooLong), failed(new NotTriedError(tooLong)));
		expect(refused.failure?.details()).toMatchObject({ delivered: 'no' });
		expect(stateOf(refused.failure)).toBe('refused');
		const canceled = await oneItem(
			failed(new NotTriedError(undefined)),
			failed(new NotTriedError(undefined)),
		);
		expect(canceled.failure?.message).toBe(
			'Not tried: the execution was canceled (calls for this item: 2 not tried)',
		);
		expect(stateOf(canceled.failure)).toBe('notTried');
	});

	it('keep the outputs of calls that rejected a recipient, and name these recipients', async () => {
		const { outputs, failure } = await oneItem(partly('A', 'a'), failed(tooLong));
		expect(outputs).toEqual([{ msgid: 'A', ...nobody, invaliduser: ['a'] }]);
		expect(failure?.message).toBe(
			`${tooLong.message} (calls for this item: 1 sent, 1 not delivered)`,
		);
		expect(failure?.details().calls).toEqual([
			{
				state: 'sent',
				recipients: { touser: ['user0'] },
				msgid: 'A',
				...nobody,
				invaliduser: ['a'],
				error: "WeCom didn't deliver the message to users a",
			},
			expect.objectContaining({ state: 'refused' }),
		]);
	});

	it('do not count a rejection as certain that comes after a lost answer', async () => {
		const uncertain = namingRecipients(
			new WeComApiError({ errcode: 81013, errmsg: '' }, lost),
			to('a'),
		);
		const { failure } = await oneItem(failed(uncertain), partly('B', 'b'));
		expect(failure).toMatchObject({ name: 'SeveralCallsError', state: 'unknown' });
		expect(failure?.details().delivered).toBe('unknown');
	});

	it('give the sentence of a fault that is none of WeCom', async () => {
		const { failure } = await oneItem(failed(new Error('No such file')), sent('B'));
		expect(failure).toMatchObject({
			message: 'No such file (calls for this item: 1 sent, 1 not delivered)',
			hint: 'The details show who got each call.',
			description: 'The error data shows who got each call.',
			response: undefined,
		});
		expect(failure?.details()).toMatchObject({ delivered: 'partly' });
	});
});

describe('the parts of a split text', () => {
	const parts = (...results: Result[]) =>
		results.map((result, index) => ({ part: index + 1, results: [result] }));

	it('are numbered in the details', async () => {
		const { items } = await made(parts(sent('A'), failed(tooLong)));
		expect(items[0].failure?.details().calls).toEqual([
			expect.objectContaining({ state: 'sent', part: 1 }),
			expect.objectContaining({ state: 'refused', part: 2 }),
		]);
	});

	it('do not go on to recipients of whom the first part reached nobody, who are named once', async () => {
		const { items, calls } = await made(parts(failed(refusedAll('a')), sent('B'), sent('C')));
		expect(calls).toEqual([0]);
		expect(items[0].outputs).toEqual([]);
		expect(items[0].failure?.message).toMatch(/ \(errcode 81013\): users a$/);
		expect(items[0].failure?.details()).toMatchObject({ invaliduser: ['a'] });
	});

	it('go on where the first one reached somebody, or failed for another reason', async () => {
		expect((await made(parts(partly('A', 'a'), sent('B')))).calls).toEqual([0, 1]);
		expect((await made(parts(failed(tooLong), sent('B')))).calls).toEqual([0, 1]);
		expect((await made(parts(failed(new Error('bug')), sent('B')))).calls).toEqual([0, 1]);
	});

	it('go on to the other recipients of the item', async () => {
		const { items, calls } = await made([
			{ portion: 0, part: 1, results: [failed(refusedAll('a'))] },
			{ portion: 1, part: 1, results: [sent('B')] },
			{ portion: 0, part: 2, results: [sent('never')] },
			{ portion: 1, part: 2, results: [sent('D')] },
		]);
		expect(calls).toEqual([0, 1, 3]);
		expect(items[0].outputs).toEqual([{ msgid: 'B' }, { msgid: 'D' }]);
	});

	it('that are kept back count as not delivered', async () => {
		const { items } = await made([
			{ portion: 0, part: 1, results: [failed(refusedAll('a'))] },
			{ portion: 1, part: 1, results: [failed(tooLong)] },
			{ portion: 0, part: 2, results: [sent('never')] },
			{ portion: 1, part: 2, results: [sent('D')] },
		]);
		expect(items[0].failure?.message).toMatch(/: 1 sent, 3 not delivered\)$/);
	});

	it('go on in a shared call as long as one of its items has somebody left, but tell the others nothing of it', async () => {
		const { items, calls } = await made([
			{ part: 1, results: [failed(refusedAll('a')), sent('A')] },
			{ part: 2, results: [sent('not for it'), sent('B')] },
		]);
		expect(calls).toEqual([0, 1]);
		expect(items[0].outputs).toEqual([]);
		expect(items[0].failure?.message).toMatch(/: users a$/);
		expect(items[1]).toEqual({ outputs: [{ msgid: 'A' }, { msgid: 'B' }] });
	});
});
