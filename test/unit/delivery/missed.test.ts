import { Missed } from '../../../nodes/WeCom/delivery/missed';
import { app } from '../../../nodes/WeCom/destinations/app';
import type { Destination } from '../../../nodes/WeCom/destinations/destination';
import { EVERYBODY, type Recipients } from '../../../nodes/WeCom/destinations/recipients';

const nobody = { invaliduser: [], invalidparty: [], invalidtag: [], unlicenseduser: [] };
const to = (users: string[], departments: string[] = [], tags: string[] = []): Recipients => ({
	everyone: false,
	users,
	departments,
	tags,
});

type Call = [Recipients, Partial<typeof nobody> | Record<string, string[]>];

function told(calls: Call[], destination: Destination<Recipients> = app): string[] {
	const missed = new Missed(destination);
	for (const [recipients, rejected] of calls) missed.record(recipients, { ...nobody, ...rejected });
	return missed.warnings();
}

const unknown = "(unknown, or outside the app's visible range)";

describe('who did not get it', () => {
	it('is told with the reason and the number of all', () =>
		expect(told([[to(['zhangsan', 'nobody']), { invaliduser: ['nobody'] }]])).toEqual([
			`1 of 2 recipients did not get it: nobody ${unknown}`,
		]));

	it('is told masked for addresses, each of which counts', () =>
		expect(
			told([
				[
					{ ...to(['lisi']), unresolved: ['zhang@example.com', 'zhao@example.com'] },
					{ unresolved: ['zhang@example.com', 'zhao@example.com'] },
				],
			]),
		).toEqual([
			"2 of 3 recipients did not get it: z***@example.com, z***@example.com (email or mobile unknown, or outside the app's visible range)",
		]));

	it('is not worth a word where everybody did', () =>
		expect(told([[to(['zhangsan']), {}]])).toEqual([]));

	it('names departments and tags as such, and members without a license for their own reason', () =>
		expect(
			told([
				[
					to(['zhangsan', 'nobody', 'lisi'], ['99'], ['7', '8']),
					{
						invaliduser: ['nobody'],
						invalidparty: ['99'],
						invalidtag: ['7'],
						unlicenseduser: ['lisi'],
					},
				],
			]),
		).toEqual([
			`4 of 6 recipients did not get it: nobody, department 99, tag 7 ${unknown}; lisi (without a license)`,
		]));

	it('counts each once, in whatever spelling, over all items', () =>
		expect(
			told([
				[to(['ZhangSan', 'NoBody']), { invaliduser: ['NoBody'] }],
				[to(['zhangsan', 'nobody']), { invaliduser: ['nobody'] }],
				[to(['lisi'], ['1']), {}],
				[to(['1']), { invaliduser: ['1'] }],
			]),
		).toEqual([`2 of 5 recipients did not get it: NoBody, 1 ${unknown}`]));

	it('has no number of all where everyone was to get one', () =>
		expect(
			told([
				[to(['zhangsan', 'nobody']), { invaliduser: ['nobody'] }],
				[EVERYBODY, { unlicenseduser: ['lisi'] }],
			]),
		).toEqual([`2 recipients did not get it: nobody ${unknown}; lisi (without a license)`]));

	it('has none either where only those who were named did not get one', () =>
		expect(
			told([
				[to(['zhangsan', 'nobody']), { invaliduser: ['nobody'] }],
				[EVERYBODY, {}],
			]),
		).toEqual([`1 recipient did not get it: nobody ${unknown}`]));

	it('has no number of all where a department has somebody who did not', () =>
		expect(told([[to([], ['2']), { unlicenseduser: ['lisi'] }]])).toEqual([
			'1 recipient did not get it: lisi (without a license)',
		]));

	it('names at most 10', () => {
		const users = Array.from({ length: 9 }, (_, index) => `u${index}`);
		const calls = (unlicensed: string[]): Call[] => [
			[
				to(['zhangsan', ...users, ...unlicensed]),
				{ invaliduser: users, unlicenseduser: unlicensed },
			],
		];
		expect(told(calls(['a', 'b', 'c']))).toEqual([
			`12 of 13 recipients did not get it: ${users.join(', ')} ${unknown}; a and 2 more (without a license)`,
		]);
		const many = Array.from({ length: 10 }, (_, index) => `m${index}`);
		expect(
			told([
				[
					to(many),
					{ invaliduser: many.slice(0, 9), invalidtag: ['1', '2'], unlicenseduser: ['x'] },
				],
			]),
		).toEqual([
			`12 recipients did not get it: ${many.slice(0, 9).join(', ')}, tag 1 and 1 more ${unknown}; 1 more (without a license)`,
		]);
	});

	it('is nothing at a destination whose answers have no lists', () => {
		const silent = { ...app, rejections: undefined };
		expect(told([[to(['nobody']), { invaliduser: ['nobody'] }]], silent)).toEqual([]);
	});
});
