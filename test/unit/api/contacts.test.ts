import {
	DEPARTMENT_ID,
	departmentPage,
	matches,
	nothingVisible,
	TAG_ID,
	tagPage,
	USER_ID,
} from '../../../nodes/WeCom/api/contacts';
import { clientOf, names, range } from './contacts';

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

it('a later node gets the way out of an empty list', () =>
	expect(nothingVisible('tags').details()).toEqual({ hint: nothingVisible('tags').hint }));

it.each([
	['', true],
	['ZHANG', true],
	['张', true],
	['li', false],
	['SAN', true],
])('%j is looked for in name and ID: %s', (filter, found) =>
	expect(matches({ name: '张三', id: 'zhangsan' }, filter)).toBe(found),
);

it('a name is found whatever its case is', () =>
	expect(matches({ name: 'Anna', id: '7' }, 'ANN')).toBe(true));

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

	it.each([40003, 40068, 45029, 48002, 48009, 60003, 60011, 60111, 60123])(
		'have their IDs for names where WeCom withholds those (%i)',
		async (errcode) => {
			const withheld = clientOf({
				'agent/get': range([], [4], [3]),
				'tag/list': () => ({ errcode }),
				'department/list': () => ({ errcode }),
				'department/simplelist': () => ({ errcode }),
			});
			expect(await tagPage(withheld, 1, '')).toEqual({ entries: [{ id: '3', name: '3' }] });
			expect(await departmentPage(withheld, 1, '')).toEqual({ entries: [{ id: '4', name: '4' }] });
		},
	);

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
