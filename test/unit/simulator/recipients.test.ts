import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import type { Client } from './client';
import { clientOf, textMessage } from './client';

function ids(prefix: string, count: number): string {
	return Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`).join('|');
}

describe('message/send: recipients', () => {
	let simulator: Simulator;
	let client: Client;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	afterAll(async () => await simulator.close());
	beforeEach(async () => {
		simulator.reset();
		client = await clientOf(simulator);
	});

	async function send(more: JsonObject): Promise<JsonObject> {
		return await client.send(textMessage(simulator, more));
	}

	function reached(): string[] {
		return simulator
			.inbox()
			.map((entry) => entry.userid)
			.sort();
	}

	test('userids are matched regardless of case', async () => {
		expect(await send({ touser: 'ZhangSan|userid1' })).toMatchObject({ errcode: 0 });
		expect(reached()).toEqual(['UserID1', 'zhangsan']);
		expect(simulator.inbox('ZHANGSAN')).toHaveLength(1);
	});

	test('rejected recipients are listed in lower case and joined, the rest gets the message', async () => {
		const answer = await send({
			touser: 'zhangsan|NoBody|Hidden|NoLicense',
			toparty: '4|3|99|x',
			totag: '1|9|77',
		});
		expect(answer).toMatchObject({
			errcode: 0,
			invaliduser: 'nobody|hidden',
			invalidparty: '3|99|x',
			invalidtag: '9|77',
			unlicenseduser: 'nolicense',
		});
		expect(reached()).toEqual(['UserID3', 'lisi', 'wangwu', 'zhangsan']);
	});

	test('lists without rejected recipients are absent', async () => {
		const answer = await send({});
		expect(Object.keys(answer).sort()).toEqual(['errcode', 'errmsg', 'msgid']);
	});

	test('nobody valid: 81013 with the lists', async () => {
		expect(await send({ touser: 'NoBody|hidden', toparty: '3', totag: '9' })).toMatchObject({
			errcode: 81013,
			invaliduser: 'nobody|hidden',
			invalidparty: '3',
			invalidtag: '9',
		});
		expect(await send({ touser: 'nolicense' })).toMatchObject({
			errcode: 81013,
			unlicenseduser: 'nolicense',
		});
		expect(simulator.inbox()).toHaveLength(0);
	});

	test('nobody given', async () => {
		expect(await send({ touser: undefined })).toMatchObject({ errcode: 81012 });
		expect(await send({ touser: '', toparty: '' })).toMatchObject({ errcode: 82001 });
	});

	test('too many', async () => {
		expect(await send({ touser: ids('u', 1001) })).toMatchObject({ errcode: 40032 });
		expect(await send({ toparty: ids('', 101) })).toMatchObject({ errcode: 82002 });
		expect(await send({ totag: ids('', 101) })).toMatchObject({ errcode: 82003 });
		const most = await send({ touser: `zhangsan|${ids('u', 999)}` });
		expect(most).toMatchObject({ errcode: 0 });
		expect(String(most.invaliduser).split('|')).toHaveLength(999);
	});

	test('lists must be bare strings', async () => {
		expect(await send({ touser: ['zhangsan'] })).toMatchObject({ errcode: 40058 });
		expect(await send({ touser: 'zhangsan||lisi' })).toMatchObject({ errcode: 40058 });
		expect(await send({ touser: 'zhangsan | lisi' })).toMatchObject({ errcode: 81013 });
	});

	test('@all reaches the visible, licensed members and ignores departments and tags', async () => {
		expect(await send({ touser: '@all', toparty: '3', totag: '9' })).toEqual({
			errcode: 0,
			errmsg: 'ok',
			msgid: expect.any(String),
			unlicenseduser: 'nolicense',
		});
		expect(reached()).toEqual(
			['UserID1', 'UserID2', 'UserID3', 'chenqi', 'lisi', 'wangwu', 'zhangsan', 'zhaoliu'].sort(),
		);
	});

	test('one entry per member, however often addressed', async () => {
		await send({ touser: 'lisi|LISI', toparty: '2|4', totag: '1' });
		expect(simulator.inbox('lisi')).toHaveLength(1);
	});

	test('generated members', async () => {
		const big = await startSimulator({ members: 1000 });
		try {
			const sender = await clientOf(big);
			await sender.send(textMessage(big, { touser: '@all' }));
			expect(big.inbox()).toHaveLength(1008);
			expect(big.inbox('user1000')).toHaveLength(1);
		} finally {
			await big.close();
		}
	});

	test('identical requests within the interval are swallowed', async () => {
		const guarded = { enable_duplicate_check: 1, duplicate_check_interval: 60 };
		const first = await send(guarded);
		const second = await send(guarded);
		expect(second).toEqual(first);
		expect(simulator.inbox()).toHaveLength(1);
		expect(simulator.calls('message/send').map((call) => call.suppressed)).toEqual([
			undefined,
			true,
		]);
		await send({ ...guarded, text: { content: '另一条' } });
		expect(simulator.inbox()).toHaveLength(2);
		simulator.advanceTime(60_000);
		expect((await send(guarded)).msgid).not.toBe(first.msgid);
		expect(simulator.inbox()).toHaveLength(3);
	});

	test('requests that differ in blanks or in the order of their keys count as identical', async () => {
		const guarded = { enable_duplicate_check: 1 };
		await send({ ...guarded, text: { content: 'one\n' } });
		await send({ text: { content: ' one' }, ...guarded });
		expect(simulator.inbox()).toHaveLength(1);
		expect(simulator.calls('message/send').at(-1)?.suppressed).toBe(true);
	});

	test('without the switch identical requests are delivered again', async () => {
		await send({});
		await send({ enable_duplicate_check: 0 });
		await send({});
		expect(simulator.inbox()).toHaveLength(3);
	});

	describe('messages above the limit per member are dropped without an error:', () => {
		const send = async (limited: Simulator, count: number) => {
			const sender = await clientOf(limited);
			for (let index = 0; index < count; index += 1) {
				expect(await sender.send(textMessage(limited))).toMatchObject({ errcode: 0 });
			}
		};

		test('more than 30 a minute', async () => {
			const limited = await startSimulator();
			try {
				await send(limited, 31);
				expect(limited.inbox('zhangsan')).toHaveLength(30);
				expect(limited.calls('message/send')[30].dropped).toBe(1);
			} finally {
				await limited.close();
			}
		});

		test('more than a hundred an hour where three a minute get through', async () => {
			const limited = await startSimulator({ memberLimitPerMinute: 3 });
			try {
				for (let minute = 0; minute < 34; minute += 1) {
					await send(limited, 4);
					limited.advanceTime(60_000);
				}
				expect(limited.inbox('zhangsan')).toHaveLength(100);
			} finally {
				await limited.close();
			}
		});
	});
});
