import type { INodeParameters } from 'n8n-workflow';

import { callAsTool, execute, type NodeSettings } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator({ corpSize: 40 });

const EMAIL = 'user/get_userid_by_email';
const MOBILE = 'user/getuserid';

const getId = async (
	parameters: INodeParameters,
	values: unknown[] = [''],
	settings: NodeSettings = {},
) =>
	await execute(
		credentials,
		{ resource: 'member', operation: 'getId', ...parameters },
		values.map((value) => ({ json: { value: value as string } })),
		settings,
	);
const byMobile = { findBy: 'mobile', mobileNumbers: '={{ $json.value }}' };
const byEmail = { emailAddresses: '={{ $json.value }}' };
const paths = () => [...new Set(simulator.calls().map(({ endpoint }) => endpoint))].sort();

describe('Get ID', () => {
	it('finds one member, whose user ID stands at the top', async () => {
		const { items, hints } = await getId(byEmail, ['zhangsan@example.com']);
		expect(items).toEqual([
			{
				json: {
					userid: 'zhangsan',
					users: [{ address: 'zhangsan@example.com', userid: 'zhangsan' }],
					unresolved: [],
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(hints).toEqual([]);
		expect(paths()).toEqual(['gettoken', EMAIL]);
	});

	it('finds many members at once, one output item for each input item', async () => {
		const { items, hints } = await getId(byMobile, [
			['13800000001', '+86 138 0000 0002', '13900000001'],
			'13800000002, 13800000003',
			'13900000001',
		]);
		expect(items.map(({ json }) => json)).toEqual([
			{
				users: [
					{ address: '13800000001', userid: 'zhangsan' },
					{ address: '+8613800000002', userid: 'lisi' },
				],
				unresolved: ['13900000001'],
			},
			{
				users: [
					{ address: '13800000002', userid: 'lisi' },
					{ address: '13800000003', userid: 'wangwu' },
				],
				unresolved: [],
			},
			{ users: [], unresolved: ['13900000001'] },
		]);
		expect(hints).toEqual([
			"1 of 4 addresses are unknown to WeCom, or their members are outside the app's visible range: 139****0001",
		]);
		expect(simulator.count(MOBILE)).toBe(4);
	});

	it('looks for an email in the chosen mailbox', async () => {
		const address = 'lisi@home.example.com';
		const found = async (mailbox: string) =>
			(await getId({ ...byEmail, mailbox }, [address])).items[0].json.userid;
		expect(await found('company')).toBeUndefined();
		expect(await found('personal')).toBe('lisi');
		expect(await found('companyThenPersonal')).toBe('lisi');
	});

	it.each<[string, INodeParameters, unknown, string]>([
		['nothing', byEmail, '', 'Emails is missing [item 1]'],
		[
			'a name',
			byEmail,
			'张三',
			'Emails must be email addresses; given: "张三": it has no @ [item 1]',
		],
		[
			'an object',
			byMobile,
			{ mobile: '13800000001' },
			'Mobiles must be mobile numbers; given: an object [item 1]',
		],
		[
			'a mistyped number',
			byMobile,
			'1380000000l',
			'Mobiles must be mobile numbers; given: "***00": it has "l" [item 1]',
		],
		[
			'an unknown mailbox',
			{ ...byEmail, mailbox: '={{ $itemIndex ? "x" : "personal" }}' },
			'a@example.com',
			'Mailbox must be one of company, companyThenPersonal, personal; given: "x" [item 1]',
		],
		[
			'a limit that is too high',
			{ ...byEmail, options: { maxUnknown: '={{ 1000 + $itemIndex }}' } },
			'a@example.com',
			'Max Unknown Addresses must be a whole number from 0 to 1000; given: 1001 [item 1]',
		],
	])('makes no call where an item has %s', async (_, parameters, value, message) => {
		const good = parameters.findBy === 'mobile' ? '13800000001' : 'zhangsan@example.com';
		const { error } = await getId(parameters, [good, value]);
		expect(error?.message).toBe(message);
		expect(JSON.stringify(error?.context)).not.toContain('13800000001');
		expect(simulator.count(EMAIL) + simulator.count(MOBILE)).toBe(0);
	});

	it('stops after Max Unknown Addresses, and puts out what is certain where it continues', async () => {
		const values = ['13800000001', '13900000001', '13900000002', '13800000002'];
		const options = { maxUnknown: 1 };
		const { items } = await getId({ ...byMobile, options }, values, {
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ json }) => json.userid)).toEqual([
			'zhangsan',
			undefined,
			undefined,
			undefined,
		]);
		expect(items[1].json.details).toMatchObject({
			limit: 1,
			unresolved: ['139****0001', '139****0002'],
			places: ['item 1', 'item 2'],
		});
		expect(simulator.count(MOBILE)).toBe(3);
		const { error } = await getId({ ...byMobile, options }, values);
		expect(error?.message).toBe(
			"WeCom doesn't know these addresses, and Max Unknown Addresses is 1: 139****0001 (item 1), 139****0002 (item 2) [item 1]",
		);
	});

	it('names unknown addresses so that they are found in the list', async () => {
		const names = ['nobody', 'zhangsan', 'no', 'nemo', 'nil', 'none', 'naught'];
		const list = names.map((name) => `${name}@example.com`).join(', ');
		const { error } = await getId(byEmail, [list]);
		expect(error?.message).toBe(
			"WeCom doesn't know these addresses, and Max Unknown Addresses is 5: " +
				[1, 3, 4, 5, 6, 7].map((at) => `n***@example.com (${at} of 7)`).join(', ') +
				' [item 0]',
		);
		expect(error?.context?.data).toMatchObject({
			places: [1, 3, 4, 5, 6, 7].map((at) => `${at} of 7`),
		});
	});

	it('sends nothing, also as a tool of an agent', async () => {
		const items = await callAsTool(credentials, {
			resource: 'member',
			operation: 'getId',
			findBy: 'mobile',
			mobileNumbers: '13800000001',
		});
		expect(items[0].json.userid).toBe('zhangsan');
		expect(paths()).toEqual(['gettoken', MOBILE]);
	});
});
