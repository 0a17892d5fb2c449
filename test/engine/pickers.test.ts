import {
	startSimulator,
	type DirectoryData,
	type Simulator,
	type VisibleRange,
} from '../simulator';
import { credentialsFor, listSearch, type CredentialStore } from './harness';

let simulator: Simulator;
let credentials: CredentialStore;

const SECRET = 'simulator-secret-of-the-picker-app';

async function start(
	directory: DirectoryData | undefined,
	visible?: VisibleRange,
	members?: number,
): Promise<void> {
	const apps = visible && [{ agentId: 1000002, secret: SECRET, visible }];
	simulator = await startSimulator({ directory, apps, members });
	credentials = credentialsFor(simulator);
}

afterEach(async () => await simulator.close());

/** API calls since the last look, without that for the token. */
function callsSince(): () => string[] {
	let seen = simulator.calls().length;
	return () => {
		const fresh = simulator.calls().slice(seen);
		seen += fresh.length;
		return fresh.map(({ endpoint }) => endpoint).filter((endpoint) => endpoint !== 'gettoken');
	};
}

const search = async (method: string, filter?: string, token?: unknown) =>
	await listSearch(credentials, method, filter, token);
const members = async (filter?: string, token?: unknown) =>
	await search('searchMembers', filter, token);
const namesOf = ({ results }: { results: Array<{ name: string }> }) =>
	results.map(({ name }) => name);

/** All pages of a list, as somebody gets them who scrolls to its end. */
async function allPages(): Promise<string[][]> {
	const pages: string[][] = [];
	let token: unknown;
	do {
		const page = await members(undefined, token);
		pages.push(page.results.map(({ value }) => String(value)));
		token = page.paginationToken;
	} while (token !== undefined);
	return pages;
}

const department = (id: number, name: string, parentId: number) => ({
	id,
	name,
	nameEn: '',
	parentId,
	order: 1,
	leaders: [],
});

const person = (userid: string, name: string, departments: number[]) => ({
	userid,
	name,
	alias: '',
	departments,
	licensed: true,
});

/** Department 1 with departments below it, in which the members are spread evenly. */
function organisation(departments: number, people: number): DirectoryData {
	return {
		departments: [
			department(1, '总部', 0),
			...Array.from({ length: departments }, (_, index) =>
				department(index + 2, `部门${index + 2}`, 1),
			),
		],
		members: Array.from({ length: people }, (_, index) =>
			person(`user${index}`, `成员${index}`, [(index % departments) + 2]),
		),
		tags: [],
	};
}

describe('members', () => {
	it('of the visible range, in the order of names: single ones, those of departments, those with a tag', async () => {
		await start(undefined);
		expect(namesOf(await members())).toEqual([
			'陈七 (chenqi)',
			'成员二 (UserID2)',
			'成员三 (UserID3)',
			'成员一 (UserID1)',
			'李四 (lisi)',
			'王五 (wangwu)',
			'无许可 (nolicense)',
			'张三 (zhangsan)',
			'赵六 (zhaoliu)',
		]);
	});

	it('come in one call where the visible range lists them', async () => {
		const people = Array.from({ length: 150 }, (_, index) =>
			person(`user${index}`, `成员${index}`, [1]),
		);
		const directory = { departments: [department(1, '总部', 0)], members: people, tags: [] };
		await start(directory, { users: people.map(({ userid }) => userid), parties: [], tags: [] });
		const calls = callsSince();
		const page = await members();
		expect(page.results).toHaveLength(100);
		expect(page.results[0]).toEqual({ name: 'user0', value: 'user0' });
		expect(calls()).toEqual(['agent/get']);
		expect((await allPages()).flat()).toEqual(people.map(({ userid }) => userid));
		expect(namesOf(await members('成员149'))).toEqual(['成员149 (user149)']);
	});

	it('come in two calls where a department fills the page', async () => {
		await start(organisation(1, 500), { users: [], parties: [2], tags: [] });
		const calls = callsSince();
		const first = await members();
		expect(first.results).toHaveLength(100);
		expect(calls()).toEqual(['agent/get', 'user/simplelist']);
		const second = await members('', first.paginationToken);
		expect(second.results[0].value).toBe('user100');
		expect(calls()).toEqual(['agent/get', 'user/simplelist']);
	});

	it('that have several departments come once, however the list is walked', async () => {
		const directory = organisation(3, 6);
		directory.members.push(person('boss', '老板', [1, 2, 3, 4]));
		await start(directory, { users: ['boss'], parties: [1], tags: [] });
		const { results, paginationToken } = await members();
		expect(paginationToken).toBeUndefined();
		expect(results.map(({ value }) => value).sort()).toEqual([
			'boss',
			'user0',
			'user1',
			'user2',
			'user3',
			'user4',
			'user5',
		]);
	});

	it('with the whole user ID that is searched for stand once, before others that have it in theirs', async () => {
		await start(organisation(2, 12), { users: [], parties: [1], tags: [] });
		const { results } = await members('user1');
		expect(results.map(({ value }) => value)).toEqual(['user1', 'user10', 'user11']);
	});

	it('are found by part of a name or user ID, in any case', async () => {
		await start(undefined);
		expect(namesOf(await members('三'))).toEqual(['成员三 (UserID3)', '张三 (zhangsan)']);
		expect(namesOf(await members(' USERID '))).toEqual([
			'成员二 (UserID2)',
			'成员三 (UserID3)',
			'成员一 (UserID1)',
		]);
		expect(await members('nobody')).toEqual({ results: [], paginationToken: undefined });
	});

	it('are listed although the words are no user ID that WeCom takes (40003)', async () => {
		await start(undefined);
		simulator.failNext({ path: 'user/get', errcode: 40003, times: 1 });
		expect(namesOf(await members('@zhang'))).toEqual([]);
	});

	it('out of sight are not found, not even by their user ID', async () => {
		await start(undefined);
		expect(namesOf(await members('hidden'))).toEqual([]);
	});
});

describe('50 000 members', () => {
	const DEPARTMENTS = 400;

	beforeEach(
		async () =>
			await start(organisation(DEPARTMENTS, 50_000), { users: [], parties: [1], tags: [] }),
	);

	it('come page by page, each of them once', async () => {
		const calls = callsSince();
		const first = await members();
		expect(first.results).toHaveLength(100);
		// The root is empty; below it the first department has 125 members.
		expect(calls()).toEqual([
			'agent/get',
			'user/simplelist',
			'department/simplelist',
			'user/simplelist',
			'user/simplelist',
		]);

		let token = first.paginationToken;
		const ids = first.results.map(({ value }) => value);
		for (let page = 2; page <= 20; page++) {
			const next = await members(undefined, token);
			expect(next.results).toHaveLength(100);
			expect(calls().length).toBeLessThanOrEqual(5);
			ids.push(...next.results.map(({ value }) => value));
			token = next.paginationToken;
		}
		expect(new Set(ids).size).toBe(2000);
	});

	it('a search that has found nobody after a step says so, since the editor would not ask for the next one', async () => {
		const calls = callsSince();
		await expect(members('成员49999')).rejects.toMatchObject({
			name: 'NodeApiError',
			message: 'The search stopped before it found anyone',
			description:
				'The app can see more members than one search can cover. Enter the full user ID (账号), which is found right away, or choose By ID.',
		});
		expect(calls().length).toBeLessThanOrEqual(203);
	});

	it('one is found at once by the whole user ID', async () => {
		const { results } = await members('USER49999');
		expect(results).toEqual([{ name: '成员49999 (user49999)', value: 'user49999' }]);
	});

	it('that a search finds are all in its pages, each of them once, in steps of at most 203 calls', async () => {
		const calls = callsSince();
		const found: string[] = [];
		let token: unknown;
		do {
			const page = await members('成员49', token);
			found.push(...page.results.map(({ value }) => String(value)));
			token = page.paginationToken;
			expect(calls().length).toBeLessThanOrEqual(203);
		} while (token !== undefined);
		expect(found).toHaveLength(1111);
		expect(new Set(found).size).toBe(1111);
	});
});

describe('departments', () => {
	it('show their path as far as it can be seen, in one call', async () => {
		await start(undefined);
		const calls = callsSince();
		const { results } = await search('searchDepartments');
		expect(results).toEqual([
			{ name: '研发', value: '2' },
			{ name: '研发 / 平台', value: '4' },
		]);
		expect(calls()).toEqual(['department/list']);
	});

	it('show it from the root when the root is visible, and are found by it', async () => {
		await start(undefined, { users: [], parties: [1], tags: [] });
		expect(namesOf(await search('searchDepartments'))).toEqual([
			'总部',
			'总部 / 销售',
			'总部 / 研发',
			'总部 / 研发 / 平台',
		]);
		expect(namesOf(await search('searchDepartments', '研发'))).toEqual([
			'总部 / 研发',
			'总部 / 研发 / 平台',
		]);
		expect(namesOf(await search('searchDepartments', '4'))).toEqual(['总部 / 研发 / 平台']);
	});

	it('come page by page', async () => {
		await start(organisation(250, 1), { users: [], parties: [1], tags: [] });
		const first = await search('searchDepartments');
		const second = await search('searchDepartments', '', first.paginationToken);
		const third = await search('searchDepartments', '', second.paginationToken);
		expect([first, second, third].map(({ results }) => results.length)).toEqual([100, 100, 51]);
		expect(third.paginationToken).toBeUndefined();
	});

	it('that are each above the other do not hang the list', async () => {
		const directory = organisation(1, 1);
		directory.departments = [department(2, 'A', 3), department(3, 'B', 2)];
		await start(directory, { users: [], parties: [2], tags: [] });
		expect(namesOf(await search('searchDepartments'))).toEqual(['A / B', 'B / A']);
	});

	it.each([48002, 48009, 60011, 45029])(
		'are IDs where WeCom withholds the names (%d)',
		async (errcode) => {
			await start(undefined);
			simulator.failNext({ path: 'department/list', errcode });
			expect((await search('searchDepartments')).results).toEqual([
				{ name: '2', value: '2' },
				{ name: '2 / 4', value: '4' },
			]);
			simulator.failNext({ path: 'department/list', errcode });
			simulator.failNext({ path: 'department/simplelist', errcode });
			expect((await search('searchDepartments')).results).toEqual([{ name: '2', value: '2' }]);
		},
	);
});

describe('tags', () => {
	it('are those that the app may address, with names', async () => {
		await start(undefined);
		const calls = callsSince();
		expect((await search('searchTags')).results).toEqual([
			{ name: '值班', value: '1' },
			{ name: '领导', value: '2' },
		]);
		expect(calls()).toEqual(['agent/get', 'tag/list']);
		expect(namesOf(await search('searchTags', '领'))).toEqual(['领导']);
	});

	it.each([48002, 60011])('are IDs where WeCom withholds the names (%d)', async (errcode) => {
		await start(undefined);
		simulator.failNext({ path: 'tag/list', errcode });
		expect(namesOf(await search('searchTags'))).toEqual(['1', '2']);
	});
});

describe('what WeCom withholds', () => {
	it('leaves the rest of the members', async () => {
		await start(undefined);
		simulator.failNext({ path: 'user/get', errcode: 60011 });
		simulator.failNext({ path: 'user/simplelist', errcode: 60011 });
		simulator.failNext({ path: 'department/simplelist', errcode: 60011 });
		expect(namesOf(await members())).toEqual([
			'李四 (lisi)',
			'王五 (wangwu)',
			'张三 (zhangsan)',
			'chenqi',
		]);
	});

	it('is not asked for again and again where the secret may not ask at all', async () => {
		await start(organisation(100, 200), { users: ['user1'], parties: [1], tags: [] });
		simulator.failNext({ path: 'user/simplelist', errcode: 48009, times: 100 });
		simulator.failNext({ path: 'user/get', errcode: 48009, times: 100 });
		const calls = callsSince();
		expect(namesOf(await members())).toEqual(['user1']);
		expect(calls().filter((endpoint) => endpoint === 'user/simplelist').length).toBeLessThanOrEqual(
			8,
		);
	});

	it.each([
		[
			48002,
			"The app isn't allowed to call this API",
			'Use a credential with the App Secret of an app that has the permission',
		],
		[
			48009,
			"The contact sync assistant can't read contact details",
			'the secret of a self-built app',
		],
		[60011, 'No permission for this member, department, or tag', "Extend the app's visible range"],
	])('is explained where it is everything (%d)', async (errcode, message, description) => {
		await start(organisation(3, 10), { users: [], parties: [1], tags: [] });
		simulator.failNext({ path: 'user/simplelist', errcode, times: 100 });
		await expect(members()).rejects.toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining(message),
			description: expect.stringContaining(description),
		});
	});

	it.each(['searchMembers', 'searchDepartments', 'searchTags'])(
		'is explained where the app sees nothing (%s)',
		async (method) => {
			await start(undefined, { users: [], parties: [], tags: [] });
			await expect(search(method)).rejects.toMatchObject({
				name: 'NodeApiError',
				message: expect.stringMatching(
					/^The app's visible range \(可见范围\) has no (members|departments|tags)$/,
				),
				description: expect.stringContaining('to the visible range'),
			});
		},
	);
});

describe('a list that cannot be read says why', () => {
	const lists = ['searchMembers', 'searchDepartments', 'searchTags'];

	it.each(lists)('the IP address is not trusted (%s)', async (method) => {
		await start(undefined);
		simulator.trustedIp({ enforce: true });
		await expect(search(method)).rejects.toMatchObject({
			name: 'NodeApiError',
			message:
				"WeCom doesn't trust the IP address this n8n calls from, 203.0.113.10 (errcode 60020)",
			description: expect.stringContaining("Add this address to the app's trusted IPs"),
		});
	});

	it.each(lists)('the secret is wrong, without giving it away (%s)', async (method) => {
		await start(undefined);
		credentials.edit({ corpSecret: 'simulator-secret-that-is-wrong' });
		const error: unknown = await search(method).catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: expect.stringContaining('(errcode 40001)'),
		});
		expect(JSON.stringify(error)).not.toContain('simulator-secret-that-is-wrong');
		expect(simulator.count('gettoken')).toBe(1);
	});

	it('the agent ID is that of another app', async () => {
		await start(undefined);
		credentials.edit({ agentId: '1000003' });
		await expect(members()).rejects.toMatchObject({
			message: expect.stringContaining('(errcode 301002)'),
		});
	});

	it('the agent ID is no number', async () => {
		await start(undefined);
		credentials.edit({ agentId: 'push' });
		await expect(members()).rejects.toMatchObject({
			message: 'Agent ID in the credential must be a number; given: "push"',
			description: expect.stringContaining('Copy AgentId'),
		});
	});

	it('the connection breaks, without giving the token away', async () => {
		await start(undefined);
		await members();
		simulator.failNext({ path: 'agent/get', resetBefore: true });
		const error: unknown = await members().catch((reason: unknown) => reason);
		expect(error).toMatchObject({
			message: expect.stringContaining('was lost before WeCom responded'),
		});
		expect(JSON.stringify(error)).not.toContain(String(credentials.stored.accessToken));
	});
});

describe('the access token of the lists', () => {
	it('is that of the credential, fetched once', async () => {
		await start(undefined);
		await members();
		await search('searchDepartments');
		await search('searchTags');
		expect(simulator.count('gettoken')).toBe(1);
	});

	it.each(['searchMembers', 'searchDepartments', 'searchTags'])(
		'is renewed when it was revoked (%s)',
		async (method) => {
			await start(undefined);
			const before = await search(method);
			simulator.revokeToken();
			expect(await search(method)).toEqual(before);
			expect(simulator.count('gettoken')).toBe(2);
		},
	);
});
