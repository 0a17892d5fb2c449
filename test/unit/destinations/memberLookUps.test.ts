import { emailAddress, type MemberAddress } from '../../../nodes/WeCom/api/memberAddress';
import { memberLookUps } from '../../../nodes/WeCom/destinations/memberLookUps';
import {
	addressedTo,
	EVERYBODY,
	inPortions,
	isNobody,
	namesOf,
	type Recipients,
} from '../../../nodes/WeCom/destinations/recipients';

const NOBODY: Recipients = { everyone: false, users: [], departments: [], tags: [] };
const addresses = (...names: string[]) =>
	names.map((name) => emailAddress(`${name}@example.com`, 'company') as MemberAddress);
/** WeCom knows those whose name begins with a. */
const userIdOf = ({ text }: MemberAddress) => (text.startsWith('a') ? text.slice(0, 2) : undefined);
const resolved = (to: Recipients) => memberLookUps.resolved(to, userIdOf);

it('recipients without addresses are not looked up', () => {
	expect(memberLookUps.of({ ...NOBODY, users: ['lisi'] })).toEqual([]);
	expect(addressedTo(NOBODY, [])).toBe(NOBODY);
	expect(addressedTo(EVERYBODY, addresses('a1'))).toBe(EVERYBODY);
});

it('somebody with an address is somebody', () => {
	expect(isNobody(addressedTo(NOBODY, addresses('a1')))).toBe(false);
	expect(isNobody(NOBODY)).toBe(true);
});

it('found members join those who are named, each once, and the others are told', () => {
	const to = resolved(addressedTo({ ...NOBODY, users: ['A1', 'b'] }, addresses('a1', 'a2', 'x')));
	expect(to).toEqual({ ...NOBODY, users: ['A1', 'b', 'a2'], unresolved: ['x@example.com'] });
	expect(memberLookUps.of(to)).toEqual([]);
	expect(namesOf(to)).toEqual(['A1', 'b', 'a2', 'x@example.com']);
});

it.each<[string, Partial<Recipients>]>([
	['a member', { users: ['b'] }],
	['a department', { departments: ['1'] }],
	['a tag', { tags: ['1'] }],
])('nobody found does not matter beside %s', (_, others) =>
	expect(resolved(addressedTo({ ...NOBODY, ...others }, addresses('x')))).toEqual({
		...NOBODY,
		...others,
		unresolved: ['x@example.com'],
	}),
);

it('nobody found and nobody named is an error that names them masked', () => {
	const names = Array.from({ length: 11 }, (_, index) => `x${index}`);
	const to = addressedTo(NOBODY, addresses(...names));
	expect(() => resolved(to)).toThrow(
		`WeCom knows none of the recipients: ${Array(10).fill('x***@example.com').join(', ')} and 1 more`,
	);
});

it('an address counts as a member until it has been looked up', () => {
	const users = Array.from({ length: 999 }, (_, index) => `user${index}`);
	const calls = (...names: string[]) =>
		inPortions(addressedTo({ ...NOBODY, users }, addresses(...names))).length;
	expect(calls('a1')).toBe(1);
	expect(calls('a1', 'a2')).toBe(2);
});

it('only the first of several calls tells who was not found', () => {
	const users = Array.from({ length: 1001 }, (_, index) => `user${index}`);
	const to = { ...NOBODY, users, unresolved: ['x@example.com'] };
	expect(inPortions(to).map(({ unresolved }) => unresolved)).toEqual([['x@example.com'], []]);
});
