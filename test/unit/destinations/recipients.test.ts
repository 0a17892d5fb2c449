import fc from 'fast-check';

import {
	inPortions,
	laneOf,
	readRecipients,
	toSendFields,
} from '../../../nodes/WeCom/destinations/recipients';

const ids = (count: number, prefix = 'u') =>
	Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const some = (change: object = {}) => ({
	everyone: false,
	users: [],
	departments: [],
	tags: [],
	...change,
});

describe('everyone', () => {
	it.each(['@all', '@ALL', 'lisi|@all', '["@all"]', ' @All\u200b '])(
		'is meant by %j among the users',
		(users) =>
			expect(readRecipients({ users, departments: '2' })).toEqual(some({ everyone: true })),
	);

	it.each(['departments', 'tags'] as const)('is refused among the %s', (kind) =>
		expect(() => readRecipients({ [kind]: '2, @all' })).toThrow(
			/^(Departments|Tags) can't be @all; given: "@all"$/,
		),
	);

	it('does not hide what is wrong beside it', () =>
		expect(() => readRecipients({ users: '@all', departments: 'Sales' })).toThrow(
			'Departments must be numbers; given: "Sales"',
		));

	it('is sent as @all and nothing else', () =>
		expect(toSendFields(some({ everyone: true }))).toEqual({ touser: '@all' }));
});

describe('portions', () => {
	it.each([
		['1000 users', some({ users: ids(1000) }), 1],
		['1001 users', some({ users: ids(1001) }), 2],
		['2500 users', some({ users: ids(2500) }), 3],
		['100 departments', some({ departments: ids(100) }), 1],
		['101 departments', some({ departments: ids(101) }), 2],
		['101 tags', some({ tags: ids(101) }), 2],
		['1500 users and 250 tags', some({ users: ids(1500), tags: ids(250, 't') }), 3],
	])('of %s: nobody is lost, nobody twice', (_, recipients, calls) => {
		const portions = inPortions(recipients);
		expect(portions).toHaveLength(calls);
		for (const kind of ['users', 'departments', 'tags'] as const) {
			expect(portions.flatMap((portion) => portion[kind])).toEqual(recipients[kind]);
		}
		expect(Math.max(...portions.map(({ users }) => users.length))).toBeLessThanOrEqual(1000);
		expect(
			Math.max(
				...portions.map(({ departments, tags }) => Math.max(departments.length, tags.length)),
			),
		).toBeLessThanOrEqual(100);
	});

	it.each([
		[
			'2500 users and one department',
			some({ users: ids(2500), departments: ['1'] }),
			[
				[1000, 0, 0],
				[1000, 0, 0],
				[500, 1, 0],
			],
		],
		[
			'1500 users and 250 departments',
			some({ users: ids(1500), departments: ids(250) }),
			[
				[1000, 100, 0],
				[500, 100, 0],
				[0, 50, 0],
			],
		],
		[
			'3500 users, 120 departments and 30 tags',
			some({ users: ids(3500), departments: ids(120), tags: ids(30) }),
			[
				[1000, 0, 0],
				[1000, 0, 0],
				[1000, 100, 30],
				[500, 20, 0],
			],
		],
		[
			'40 users and 101 tags',
			some({ users: ids(40), tags: ids(101) }),
			[
				[40, 0, 100],
				[0, 0, 1],
			],
		],
	])(
		'of %s: departments and tags together, in as few as they need, with the fewest users',
		(_, recipients, sizes) =>
			expect(
				inPortions(recipients).map(({ users, departments, tags }) => [
					users.length,
					departments.length,
					tags.length,
				]),
			).toEqual(sizes),
	);

	it('of any size lose nobody, name nobody twice, and have departments and tags in as few as they need', () => {
		const many = (most: number) =>
			fc.oneof(fc.integer({ min: 0, max: most }), fc.constantFrom(0, 1, 100, 101, 1000, 1001));
		fc.assert(
			fc.property(many(4500), many(450), many(450), (users, departments, tags) => {
				const recipients = some({
					users: ids(users),
					departments: ids(departments, 'd'),
					tags: ids(tags, 't'),
				});
				const portions = inPortions(recipients);
				for (const [kind, most] of [
					['users', 1000],
					['departments', 100],
					['tags', 100],
				] as const) {
					expect(portions.flatMap((portion) => portion[kind])).toEqual(recipients[kind]);
					expect(Math.max(...portions.map((portion) => portion[kind].length))).toBeLessThanOrEqual(
						most,
					);
				}
				const groups = Math.ceil(Math.max(departments, tags) / 100);
				expect(portions).toHaveLength(Math.max(1, Math.ceil(users / 1000), groups));
				const withGroups = portions.filter(
					(portion) => portion.departments.length + portion.tags.length > 0,
				);
				expect(withGroups).toHaveLength(groups);
				const without = portions
					.filter((portion) => !withGroups.includes(portion))
					.map((portion) => portion.users.length);
				const largest = Math.max(0, ...withGroups.map((portion) => portion.users.length));
				expect(without.every((size) => size >= largest)).toBe(true);
			}),
			{ numRuns: 200 },
		);
	});

	it('join the IDs with a bare | and leave empty kinds out', () =>
		expect(toSendFields(some({ users: ['a', 'b'], tags: ['1'] }))).toEqual({
			touser: 'a|b',
			totag: '1',
		}));
});

describe('the lane', () => {
	it('is that of the members, in lower case', () =>
		expect(laneOf(some({ users: ['ZhangSan', 'lisi'] }))).toEqual(['zhangsan', 'lisi']));

	it.each([
		some({ everyone: true }),
		some({ users: ['a'], departments: ['2'] }),
		some({ tags: ['1'] }),
	])('is everybody as soon as nobody can tell who is meant (%j)', (recipients) =>
		expect(laneOf(recipients)).toBe('everybody'),
	);
});
