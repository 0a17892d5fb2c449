import type { Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import type { Client } from './client';
import { clientOf } from './client';

describe('contact look-ups', () => {
	let simulator: Simulator;
	let client: Client;

	beforeAll(async () => {
		simulator = await startSimulator();
		client = await clientOf(simulator);
	});
	afterAll(async () => await simulator.close());

	test('agent/get shows the own app only', async () => {
		expect(await client.get('agent/get', { agentid: '1000002' })).toMatchObject({
			errcode: 0,
			agentid: 1000002,
			name: '通知助手',
			allow_userinfos: { user: [{ userid: 'chenqi' }] },
			allow_partys: { partyid: [2] },
			allow_tags: { tagid: [1, 2] },
			close: 0,
		});
		expect(await client.get('agent/get', { agentid: '1000003' })).toMatchObject({
			errcode: 301002,
		});
		expect(await client.get('agent/get', { agentid: 'x' })).toMatchObject({ errcode: 40056 });
		expect(await client.get('agent/get')).toMatchObject({ errcode: 41011 });
		expect(await client.get('agent/list')).toMatchObject({ agentlist: [{ agentid: 1000002 }] });
	});

	test('departments inside the visible range', async () => {
		expect(await client.get('department/list')).toMatchObject({
			department: [
				{ id: 2, name: '研发', name_en: 'RD', parentid: 1, department_leader: ['zhangsan'] },
				{ id: 4, name: '平台', parentid: 2 },
			],
		});
		expect(await client.get('department/list', { id: '4' })).toMatchObject({
			department: [{ id: 4 }],
		});
		expect(await client.get('department/simplelist', { id: '2' })).toEqual({
			errcode: 0,
			errmsg: 'ok',
			department_id: [
				{ id: 2, parentid: 1, order: 10 },
				{ id: 4, parentid: 2, order: 10 },
			],
		});
		expect(await client.get('department/get', { id: '4' })).toMatchObject({
			department: { id: 4, name: '平台' },
		});
		expect(await client.get('department/get', { id: '3' })).toMatchObject({ errcode: 60011 });
		expect(await client.get('department/get', { id: '99' })).toMatchObject({ errcode: 60123 });
		expect(await client.get('department/get')).toMatchObject({ errcode: 60127 });
		expect(await client.get('department/list', { id: '1' })).toMatchObject({ errcode: 60011 });
	});

	test('members of one department, not of those below', async () => {
		const { userlist } = await client.get('user/simplelist', { department_id: '4' });
		expect(userlist).toEqual([
			{ userid: 'lisi', name: '李四', department: [2, 4] },
			{ userid: 'wangwu', name: '王五', department: [4] },
			{ userid: 'UserID3', name: '成员三', department: [4] },
		]);
		expect(await client.get('user/simplelist', { department_id: '3' })).toMatchObject({
			errcode: 60011,
		});
		expect(await client.get('user/simplelist')).toMatchObject({ errcode: 41019 });
	});

	test('one member', async () => {
		expect(await client.get('user/get', { userid: 'ZHANGSAN' })).toMatchObject({
			errcode: 0,
			userid: 'zhangsan',
			name: '张三',
			status: 1,
		});
		expect(await client.get('user/get', { userid: 'hidden' })).toMatchObject({ errcode: 60011 });
		expect(await client.get('user/get', { userid: 'nobody' })).toMatchObject({ errcode: 60111 });
		expect(await client.get('user/get')).toMatchObject({ errcode: 41009 });
	});

	test('tags: all of them, members inside the range', async () => {
		expect(await client.get('tag/list')).toMatchObject({
			taglist: [
				{ tagid: 1, tagname: '值班' },
				{ tagid: 2, tagname: '领导' },
				{ tagid: 9, tagname: '外部' },
			],
		});
		expect(await client.get('tag/get', { tagid: '2' })).toEqual({
			errcode: 0,
			errmsg: 'ok',
			tagname: '领导',
			userlist: [{ userid: 'wangwu', name: '王五' }],
			partylist: [4],
		});
		expect(await client.get('tag/get', { tagid: '9' })).toMatchObject({
			userlist: [],
			partylist: [],
		});
		expect(await client.get('tag/get', { tagid: '5' })).toMatchObject({ errcode: 40068 });
		expect(await client.get('tag/get')).toMatchObject({ errcode: 41017 });
	});

	test('getcallbackip', async () => {
		expect(await client.get('getcallbackip')).toMatchObject({ ip_list: ['1.2.3.4', '2.3.3.3'] });
	});
});
