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
