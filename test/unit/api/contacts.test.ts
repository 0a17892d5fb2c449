import { WeComClient, type ApiCall } from '../../../nodes/WeCom/api/client';
import type { WeComAnswer } from '../../../nodes/WeCom/api/errors';
import {
	DEPARTMENT_ID,
	departmentPage,
	matches,
	TAG_ID,
	tagPage,
	USER_ID,
} from '../../../nodes/WeCom/api/contacts';
import { memberPage } from '../../../nodes/WeCom/api/members';

type Answers = Record<string, (query: Record<string, string>) => WeComAnswer>;

/** A client whose answers come from a table; what is not in it is refused. */
function clientOf(answers: Answers, calls: string[] = []): WeComClient {
	return new WeComClient({
		async send({ path, query = {} }: ApiCall) {
			calls.push(path);
			return {
				answer: answers[path]?.(query) ?? { errcode: 48002, errmsg: 'api forbidden' },
				token: { accessToken: 't', validUntil: 2, fetchedAt: 1, issuedFor: '' },
				at: 1,
			};
		},
		refused: () => true,
	});
}

const range = (users: string[], departments: number[], tags: number[]) => () => ({
	errcode: 0,
	allow_userinfos: { user: users.map((userid) => ({ userid })) },
	allow_partys: { partyid: departments },
	allow_tags: { tagid: tags },
});

const names = ({ entries }: { entries: Array<{ name: string }> }) =>
	entries.map(({ name }) => name);

describe('IDs', () => {
	it.each([
		['zhangsan', true],
		['Zhang_San-1@corp.com', true],
		['a'.repeat(64), true],
		['a'.repeat(65), false],
		['', false],
		['张三', false],
		['a b', false],
		['-a', false],
		['@all', false],
		['1a.b', true],
	])('of members: %j %s', (id, valid) => expect(USER_ID.test(id)).toBe(valid));

	it.each([
		['1', true],
		['99999', true],
		['01', false],
		['-1', false],
		['1.5', false],
		['', false],
		['研发', false],
		['9'.repeat(16), false],
	])('of departments and tags: %j %s', (id, valid) => {
		expect(DEPARTMENT_ID.test(id)).toBe(valid);
		expect(TAG_ID.test(id)).toBe(valid);
	});

	it('of tags begin with 0, of departments with 1', () =>
		expect([TAG_ID.test('0'), DEPARTMENT_ID.test('0')]).toEqual([true, false]));
});

it.each([
	['', true],
	['ZHANG', true],
	['张', true],
	['li', false],
])('%j is looked for in name and ID: %s', (filter, found) =>
	expect(matches({ name: '张三', id: 'zhangsan' }, filter)).toBe(found),
);

describe('an answer without what the documentation promises', () => {
	it('agent/get with empty objects, as WeCom sends for an empty range', async () => {
		const client = clientOf({
			'agent/get': () => ({
				errcode: 0,
				allow_userinfos: {},
				allow_partys: {},
				allow_tags: { tagid: [3] },
			}),
		});
		expect(names(await tagPage(client, 1, ''))).toEqual(['3']);
	});

	it('department/list without names and parents', async () => {
		const client = clientOf({
			'department/list': () => ({
				errcode: 0,
				department: [
					{ id: 7 },
					{ id: 8, name: '', parentid: 7 },
					{ id: 9, name: 'A', parentid: 9 },
				],
			}),
		});
		expect(names(await departmentPage(client, 1, ''))).toEqual(['7', '7 / 8', 'A']);
	});

	it('user/simplelist with the user ID in place of the name', async () => {
		const client = clientOf({
			'agent/get': range([], [2], []),
			'user/simplelist': () => ({
				errcode: 0,
				userlist: [{ userid: 'zhangsan', name: 'zhangsan' }, { userid: 'lisi' }],
			}),
		});
		expect(names(await memberPage(client, 1, ''))).toEqual(['lisi', 'zhangsan']);
	});
});

describe('the position in a walk', () => {
	const client = clientOf({
		'agent/get': range([], [2], []),
		'user/simplelist': () => ({
			errcode: 0,
			userlist: Array.from({ length: 101 }, (_, index) => ({ userid: `u${index}` })),
		}),
		'department/simplelist': () => ({ errcode: 0, department_id: [{ id: 2 }] }),
	});

	it('leads to the rest', async () => {
		const { next, entries } = await memberPage(client, 1, '');
		expect(entries).toHaveLength(100);
		expect(names(await memberPage(client, 1, '', next))).toEqual(['u100']);
	});

	it.each(['99:0', '0:5000'])('that no longer exists (%s) ends the list', async (from) => {
		expect(await memberPage(client, 1, '', from)).toEqual({ entries: [] });
	});

	it.each(['', 'x', '{}'])('that is none (%j) is the beginning', async (from) => {
		expect((await memberPage(client, 1, '', from)).entries[0].id).toBe('u0');
	});
});

it('an error that is not about permission ends the search', async () => {
	const client = clientOf({
		'agent/get': range(['a'], [2], []),
		'user/get': () => ({ errcode: 45009, errmsg: 'api freq out of limit' }),
	});
	await expect(memberPage(client, 1, 'a')).rejects.toMatchObject({ errcode: 45009 });
});

describe('tags and departments to pick from', () => {
	const tags = Array.from({ length: 201 }, (_, index) => index);
	const client = clientOf({
		'agent/get': range([], [], tags),
		'tag/list': () => ({
			errcode: 0,
			taglist: [
				{ tagid: 7, tagname: '值班' },
				{ tagid: 8, tagname: '' },
				{ tagid: 999, tagname: 'not visible' },
			],
		}),
	});

	it('come a hundred at a time', async () => {
		const first = await tagPage(client, 1, '');
		expect([first.entries.length, first.next]).toEqual([100, '100']);
		const second = await tagPage(client, 1, '', first.next);
		expect([second.entries.length, second.next]).toEqual([100, '200']);
		const last = await tagPage(client, 1, '', second.next);
		expect(last).toEqual({ entries: [{ id: '200', name: '200' }] });
	});

	it('end with a full page where there is no more', async () => {
		const hundred = clientOf({ 'agent/get': range([], [], tags.slice(0, 100)) });
		expect(await tagPage(hundred, 1, '')).not.toHaveProperty('next');
	});

	it('have their names, where WeCom gives them, and are found by name or ID', async () => {
		expect(await tagPage(client, 1, '值')).toEqual({ entries: [{ id: '7', name: '值班' }] });
		expect(await tagPage(client, 1, '199')).toEqual({ entries: [{ id: '199', name: '199' }] });
		expect((await tagPage(client, 1, '8')).entries[0]).toEqual({ id: '8', name: '8' });
	});

	it.each([
		['tags', tagPage],
		['departments', departmentPage],
	])('say that the app may see no %s', async (kind, page) => {
		await expect(page(clientOf({ 'agent/get': range([], [], []) }), 1, '')).rejects.toMatchObject({
			name: 'NothingToPickError',
			message: `The app's visible range (可见范围) has no ${kind}`,
			hint: `Add ${kind} to the visible range on the app's page in the WeCom admin console. WeCom doesn't deliver to anyone outside it.`,
		});
	});

	it('are departments by path, in the order of numbers in their names, or by ID where WeCom withholds the names', async () => {
		const named = clientOf({
			'department/list': () => ({
				errcode: 0,
				department: [
					{ id: 3, name: '10', parentid: 1 },
					{ id: 2, name: '9', parentid: 1 },
					{ id: 1, name: 'A' },
					{ id: 5, name: 'B', parentid: 6 },
					{ id: 6, name: 'C', parentid: 5 },
				],
			}),
		});
		expect(names(await departmentPage(named, 1, ''))).toEqual([
			'A',
			'A / 9',
			'A / 10',
			'B / C',
			'C / B',
		]);
		const listed = clientOf({
			'department/simplelist': () => ({ errcode: 0, department_id: [{ id: 2, parentid: 1 }] }),
		});
		expect(await departmentPage(listed, 1, '')).toEqual({ entries: [{ id: '2', name: '2' }] });
		const seen = clientOf({ 'agent/get': range([], [4], []) });
		expect(await departmentPage(seen, 1, '')).toEqual({ entries: [{ id: '4', name: '4' }] });
	});

	it('are not to be had where WeCom refuses for another reason than permission', async () => {
		const refused = clientOf({
			'agent/get': range([], [4], [1]),
			'department/list': () => ({ errcode: 45009 }),
			'tag/list': () => ({ errcode: -1 }),
		});
		await expect(departmentPage(refused, 1, '')).rejects.toMatchObject({ errcode: 45009 });
		await expect(tagPage(refused, 1, '')).rejects.toMatchObject({ errcode: -1 });
	});
});

describe('members to pick from', () => {
	const users = (...ids: string[]) => ({
		errcode: 0,
		userlist: ids.map((userid) => ({ userid, name: `Name of ${userid}` })),
	});

	it('are those of the range, of its departments and what is below them, and of its tags, each once', async () => {
		const asked: string[] = [];
		const client = clientOf({
			'agent/get': range(['a'], [2], [3]),
			'user/get': ({ userid }) => ({ errcode: 0, userid, name: 'Anna' }),
			'department/simplelist': () => ({ errcode: 0, department_id: [{ id: 2 }, { id: 5 }] }),
			'user/simplelist': ({ department_id: id }) => {
				asked.push(id);
				return id === '2' ? users('b', 'A') : users('c');
			},
			'tag/get': ({ tagid }) => users(`t${tagid}`),
		});
		const { entries, next } = await memberPage(client, 1, '');
		expect(entries.map(({ id }) => id).sort()).toEqual(['A', 'b', 'c', 't3']);
		expect(entries).toContainEqual({ id: 'b', name: 'Name of b (b)' });
		expect(next).toBeUndefined();
		expect(asked).toEqual(['2', '5']);
	});

	it('are in the order of their names, Chinese ones by pinyin', async () => {
		const client = clientOf({
			'agent/get': range([], [2], []),
			'user/simplelist': () => ({
				errcode: 0,
				userlist: [
					{ userid: '1', name: '张三' },
					{ userid: '2', name: '李四' },
					{ userid: '3', name: '阿明' },
					{ userid: '10', name: 'User 10' },
					{ userid: '9', name: 'User 9' },
				],
			}),
		});
		const { entries } = await memberPage(client, 1, '');
		expect(entries.map(({ id }) => id).filter((id) => id.length < 2 && id < '4')).toEqual([
			'3',
			'2',
			'1',
		]);
		const ids = entries.map(({ id }) => id);
		expect(ids.indexOf('9')).toBeLessThan(ids.indexOf('10'));
	});

	it('have only their IDs where many are named one by one, until somebody searches', async () => {
		const ids = Array.from({ length: 9 }, (_, index) => `u${index}`);
		const calls: string[] = [];
		const client = clientOf(
			{
				'agent/get': range(ids, [], []),
				'user/get': ({ userid }) => ({ errcode: 0, userid, name: '张三' }),
			},
			calls,
		);
		expect(names(await memberPage(client, 1, ''))).toEqual(ids);
		expect(calls).toEqual(['agent/get']);
		expect((await memberPage(client, 1, '张')).entries).toHaveLength(9);
		const few = clientOf({
			'agent/get': range(ids.slice(0, 8), [], []),
			'user/get': ({ userid }) => ({ errcode: 0, userid, name: '张三' }),
		});
		expect(names(await memberPage(few, 1, ''))[0]).toBe('张三 (u0)');
	});

	it('begin with the one whose whole ID was entered, wherever that member is', async () => {
		const client = clientOf({
			'agent/get': range([], [2], []),
			'user/get': ({ userid }) =>
				userid === 'li' ? { errcode: 0, userid: 'li', name: 'Z' } : { errcode: 60111 },
			'user/simplelist': () => users('alice', 'li'),
			'department/simplelist': () => ({ errcode: 0, department_id: [] }),
		});
		expect((await memberPage(client, 1, 'li')).entries.map(({ id }) => id)).toEqual([
			'li',
			'alice',
		]);
		expect((await memberPage(client, 1, 'ali')).entries.map(({ id }) => id)).toEqual(['alice']);
	});

	it('are told to be none where the app may see nobody', async () => {
		await expect(memberPage(clientOf({ 'agent/get': range([], [], []) }), 1, '')).rejects.toThrow(
			"The app's visible range (可见范围) has no members",
		);
	});

	it('are refused where WeCom withholds everything, with the first refusal, asked for once', async () => {
		const calls: string[] = [];
		const client = clientOf({ 'agent/get': range([], [2, 3, 4], []) }, calls);
		await expect(memberPage(client, 1, '')).rejects.toMatchObject({ errcode: 48002 });
		expect(calls.filter((path) => path === 'user/simplelist').length).toBeLessThan(3);
	});

	it('are what WeCom gives where it withholds a part', async () => {
		const client = clientOf({
			'agent/get': range([], [2, 3], []),
			'user/simplelist': ({ department_id: id }) =>
				id === '2' ? { errcode: 60011, errmsg: 'no privilege' } : users('b'),
		});
		expect((await memberPage(client, 1, '')).entries.map(({ id }) => id)).toEqual(['b']);
	});

	it('may be more than one search covers: it says so rather than show an empty list', async () => {
		const departments = Array.from({ length: 300 }, (_, index) => index + 1);
		const calls: string[] = [];
		const client = clientOf(
			{
				'agent/get': range([], departments, []),
				'user/get': () => ({ errcode: 60111 }),
				'user/simplelist': ({ department_id: id }) => users(`member${id}`),
			},
			calls,
		);
		await expect(memberPage(client, 1, 'nobody')).rejects.toMatchObject({
			name: 'NothingToPickError',
			message: 'The search stopped before it found anyone',
			hint: 'The app can see more members than one search can cover. Enter the full user ID (账号), which is found right away, or choose By ID.',
		});
		expect(calls.filter((path) => path === 'user/simplelist')).toHaveLength(200);
		const { entries, next } = await memberPage(client, 1, 'member19');
		expect(entries.length).toBeGreaterThan(0);
		expect(next).toBe('200:0');
		const rest = await memberPage(client, 1, 'member19', next);
		expect(rest).toEqual({ entries: [] });
	});
});
