import type { WeComAnswer } from '../../../nodes/WeCom/api/errors';
import { membersShare } from '../../../nodes/WeCom/destinations/sharing';

const to = (...users: string[]) => ({ everyone: false, users, departments: [], tags: [] });
const many = (count: number, prefix: string) =>
	Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('calls that messages share', () => {
	it('have the members of all, each message with its own', () =>
		expect(membersShare.portions([to('a'), to('b', 'c')])).toEqual([
			{
				to: to('a', 'b', 'c'),
				shares: [
					{ index: 0, to: to('a') },
					{ index: 1, to: to('b', 'c') },
				],
			},
		]));

	it('are filled, but no message needs more of them than it would alone', () => {
		const [a, b] = [many(998, 'a'), many(1001, 'b')];
		const portions = membersShare.portions([to(...a), to(...b), to('c', 'd', 'e'), to('f', 'g')]);
		expect(
			portions.map(({ shares }) => shares.map((share) => [share.index, share.to.users.length])),
		).toEqual([
			[
				[0, 998],
				[1, 1],
			],
			[[1, 1000]],
			[
				[2, 3],
				[3, 2],
			],
		]);
		expect(portions.map(({ to: { users } }) => users)).toEqual([
			[...a, 'b1000'],
			b.slice(0, 1000),
			['c', 'd', 'e', 'f', 'g'],
		]);
	});

	it('tell each message once who was not found', () => {
		const all = [{ ...to(...many(1001, 'a')), unresolved: ['b@example.com'] }, to('c')];
		const shares = membersShare.portions(all).flatMap((portion) => portion.shares);
		expect(shares.map((share) => [share.index, share.to.unresolved])).toEqual([
			[0, ['b@example.com']],
			[0, []],
			[1, undefined],
		]);
	});
});

describe('the answer to a shared call', () => {
	const answered = (answer: WeComAnswer) => membersShare.answers(answer, to('A', 'b', 'c'));

	it('names to each message its own, in any spelling', () => {
		const answer = answered({ errcode: 0, msgid: 'M', invaliduser: 'a', unlicenseduser: ['B'] });
		const lists = { invaliduser: [], invalidparty: [], invalidtag: [], unlicenseduser: [] };
		expect(answer(to('A', 'c'))).toEqual({
			errcode: 0,
			msgid: 'M',
			...lists,
			invaliduser: ['a'],
		});
		expect(answer(to('b', 'c'))).toEqual({
			errcode: 0,
			msgid: 'M',
			...lists,
			unlicenseduser: ['B'],
		});
	});

	it('is a refusal to a message of which nobody got anything, as WeCom would say it', () => {
		const answer = answered({ errcode: 0, msgid: 'M', invaliduser: 'a', unlicenseduser: 'b' });
		expect(answer(to('A', 'b'))).toMatchObject({
			errcode: 81013,
			errmsg: 'user & party & tag all invalid',
			invaliduser: ['a'],
			unlicenseduser: ['b'],
		});
		expect(answer(to('c'))).toMatchObject({ errcode: 0 });
	});

	it('is none where one is named in two lists, and another got it', () => {
		const answer = answered({ errcode: 0, msgid: 'M', invaliduser: 'a', unlicenseduser: 'a' });
		expect(answer(to('A', 'b'))).toMatchObject({ errcode: 0, msgid: 'M' });
		expect(answer(to('A'))).toMatchObject({ errcode: 81013 });
	});

	it('names to everybody whom nobody has named', () => {
		const answer = answered({ errcode: 0, invaliduser: 'a|stranger' });
		expect(answer(to('A', 'b')).invaliduser).toEqual(['a', 'stranger']);
		expect(answer(to('c'))).toMatchObject({ errcode: 0, invaliduser: ['stranger'] });
	});
});
