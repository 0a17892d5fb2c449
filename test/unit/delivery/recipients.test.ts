import { inPortions, laneOf, parseIds, readRecipients, toSendFields } from '../../../nodes/WeCom/delivery/recipients';

const ids = (count: number, prefix = 'u') => Array.from({ length: count }, (_, index) => `${prefix}${index}`);
const some = (change: object = {}) => ({ everyone: false, users: [], departments: [], tags: [], ...change });

describe('reading IDs', () => {
	it.each([
		['|', 'a|b|c'],
		[',', 'a, b,c'],
		[';', 'a;b; c'],
		['blanks', 'a b  c'],
		['line breaks', 'a\nb\r\nc'],
		['Chinese commas', 'a，b、c'],
		['Chinese semicolons', 'a；b；c'],
		['a JSON array', '["a", "b", "c"]'],
		['an array', ['a', 'b', 'c']],
		['an array of lists', ['a|b', 'c']],
	])('separated by %s', (_, given) => expect(parseIds(given)).toEqual(['a', 'b', 'c']));

	it('takes numbers, as tags and departments are', () => expect(parseIds([1, 2])).toEqual(['1', '2']));

	it.each([[undefined], [null], [''], [' | '], [[]]])('finds none in %j', (given) => expect(parseIds(given)).toEqual([]));

	it('keeps the first spelling of IDs that differ in case only', () =>
		expect(parseIds('ZhangSan,zhangsan,ZHANGSAN,lisi')).toEqual(['ZhangSan', 'lisi']));

	it('takes a bracket that opens no array as part of an ID', () => expect(parseIds('[a')).toEqual(['[a']));
});

describe('everyone', () => {
	it.each(['@all', '@ALL', 'lisi|@all'])('is meant by %s among the users', (users) =>
		expect(readRecipients({ users, departments: '2' }, false)).toEqual(some({ everyone: true })));

	it('stands alone when chosen', () =>
		expect(readRecipients({ users: 'a', tags: '1' }, true)).toEqual(some({ everyone: true })));

	it('is sent as @all and nothing else', () => expect(toSendFields(some({ everyone: true }))).toEqual({ touser: '@all' }));
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
		expect(Math.max(...portions.map(({ departments, tags }) => Math.max(departments.length, tags.length)))).toBeLessThanOrEqual(100);
	});

	it('join the IDs with a bare | and leave empty kinds out', () =>
		expect(toSendFields(some({ users: ['a', 'b'], tags: ['1'] }))).toEqual({ touser: 'a|b', totag: '1' }));
});

describe('the lane', () => {
	it('is that of the members, in lower case', () => expect(laneOf(some({ users: ['ZhangSan', 'lisi'] }))).toEqual(['zhangsan', 'lisi']));

	it.each([some({ everyone: true }), some({ users: ['a'], departments: ['2'] }), some({ tags: ['1'] })])(
		'is everybody as soon as nobody can tell who is meant (%j)',
		(recipients) => expect(laneOf(recipients)).toBe('everybody'),
	);
});
