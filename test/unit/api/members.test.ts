import type { Page } from '../../../nodes/WeCom/api/contacts';
import { memberPage } from '../../../nodes/WeCom/api/members';
import { clientOf, names, range } from './contacts';

const several = (letter: string, count: number) =>
	Array.from({ length: count }, (_, index) => `${letter}${index}`);

it('a name that WeCom withholds is the user ID', async () => {
	const client = clientOf({
		'agent/get': range([], [2], []),
		'user/simplelist': () => ({
			errcode: 0,
			userlist: [
				{ userid: 'zhangsan', name: 'zhangsan' },
				{ userid: 'lisi' },
				{ userid: 'wangwu', name: '' },
			],
		}),
	});
	expect(names(await memberPage(client, 1, ''))).toEqual(['lisi', 'wangwu', 'zhangsan']);
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

	/** The IDs of all pages, with each position. */
	async function walk(lists: Record<string, string[]>) {
		const walked = clientOf({
			'agent/get': range([], Object.keys(lists).map(Number), []),
			'user/simplelist': ({ department_id: id }) => ({
				errcode: 0,
				userlist: lists[id].map((userid) => ({ userid })),
			}),
		});
		const pages: string[][] = [];
		const positions: string[] = [];
		for (
			let from: string | undefined, isFirst = true;
			isFirst || from !== undefined;
			isFirst = false
		) {
			const { entries, next }: Page = await memberPage(walked, 1, '', from);
			pages.push(entries.map(({ id }) => id));
			if (next !== undefined) positions.push(next);
			from = next;
		}
		return { pages, positions };
	}

	it('skips nobody in the departments after the one that it is in', async () => {
		const { pages, positions } = await walk({ 2: several('a', 101), 3: ['b'], 4: ['c'] });
		expect(pages).toEqual([several('a', 100), ['a100', 'b', 'c']]);
		expect(positions).toEqual(['0:100']);
	});

	it('is in the department that was read together with others', async () => {
		const { pages, positions } = await walk({ 2: ['a'], 3: ['b'], 4: several('c', 150) });
		expect(positions).toEqual(['2:98']);
		expect(pages).toEqual([['a', 'b', ...several('c', 98)], several('c', 150).slice(98)]);
	});

	it('cuts a department in the order of names, however WeCom lists it', async () => {
		const { pages } = await walk({ 2: several('a', 101).reverse() });
		expect(pages).toEqual([several('a', 100), ['a100']]);
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
		expect(calls.filter((path) => path === 'user/get')).toHaveLength(9);
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

	it.each([48002, 48009])(
		'are not asked for again where WeCom refuses that altogether (%i)',
		async (errcode) => {
			const calls: string[] = [];
			const client = clientOf(
				{
					'agent/get': range(
						Array.from({ length: 24 }, (_, index) => `u${index}`),
						[],
						[],
					),
					'user/get': () => ({ errcode }),
				},
				calls,
			);
			const { entries } = await memberPage(client, 1, 'U');
			expect(entries).toHaveLength(24);
			// The one whose ID might have been entered, and the first eight.
			expect(calls.filter((path) => path === 'user/get')).toHaveLength(9);
		},
	);

	it('are none, and no refusal, where nobody matches, or nobody is left', async () => {
		const client = clientOf({
			'agent/get': range([], [2], [3]),
			'user/simplelist': () => users('a'),
			'user/get': () => ({ errcode: 60111 }),
		});
		expect(await memberPage(client, 1, '王')).toEqual({ entries: [] });
		const withheld = clientOf({ 'agent/get': range([], [2], []) });
		expect(await memberPage(withheld, 1, '', '0:1')).toEqual({ entries: [] });
		const empty = clientOf({ 'agent/get': range([], [2], []), 'user/simplelist': () => users() });
		expect(await memberPage(empty, 1, '')).toEqual({ entries: [] });
	});

	it('are at least the one whose whole ID was entered, where WeCom withholds all others', async () => {
		const client = clientOf({
			'agent/get': range([], [2], []),
			'user/get': ({ userid }) => ({ errcode: 0, userid, name: 'Li' }),
		});
		expect(await memberPage(client, 1, 'li')).toEqual({
			entries: [{ id: 'li', name: 'Li (li)' }],
		});
	});

	it('have the one whose whole ID was entered on the first page only', async () => {
		const client = clientOf({
			'agent/get': range([], [2], []),
			'user/get': ({ userid }) => ({ errcode: 0, userid, name: 'Li' }),
			'user/simplelist': () => users(...Array.from({ length: 102 }, (_, index) => `li${index}`)),
		});
		const first = await memberPage(client, 1, 'li');
		expect(first.entries[0].id).toBe('li');
		const second = await memberPage(client, 1, 'li', first.next);
		expect(second.entries.map(({ id }) => id)).toEqual(['li99', 'li100', 'li101']);
	});

	it('are in the order of their names across departments, and cost one call where the first fills a page', async () => {
		const calls: string[] = [];
		const client = clientOf({
			'agent/get': range([], [2, 3], []),
			'user/simplelist': ({ department_id: id }) => users(id === '2' ? 'b' : 'a'),
		});
		expect((await memberPage(client, 1, '')).entries.map(({ id }) => id)).toEqual(['a', 'b']);
		const full = clientOf(
			{
				'agent/get': range([], [2, 3], []),
				'user/simplelist': () => users(...several('m', 101)),
			},
			calls,
		);
		await memberPage(full, 1, '');
		expect(calls).toEqual(['agent/get', 'user/simplelist']);
	});

	it('are those of the departments of the range where WeCom withholds what is below', async () => {
		const asked: string[] = [];
		const client = clientOf({
			'agent/get': range([], [2], []),
			'user/simplelist': ({ department_id: id }) => {
				asked.push(id);
				return users('a');
			},
		});
		await memberPage(client, 1, '');
		expect(asked).toEqual(['2']);
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
		// A later step may find nobody: the list before it was long enough to scroll.
		expect(await memberPage(client, 1, 'member1x', '1:0')).toEqual({ entries: [], next: '201:0' });
	});
});
