import { sleep } from 'n8n-workflow';

import type { ApiCall } from '../../../nodes/WeCom/api/client';
import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { stateOf } from '../../../nodes/WeCom/api/explained';
import {
	emailAddress,
	mobileAddress,
	type MemberAddress,
} from '../../../nodes/WeCom/api/memberAddress';
import { lookUp } from '../../../nodes/WeCom/delivery/lookUps';
import { FakeWeCom, HANDLING } from './session';

const mobile = (number: string) => mobileAddress(number) as MemberAddress;
const email = (text: string, mailbox: 'company' | 'companyThenPersonal' = 'company') =>
	emailAddress(text, mailbox) as MemberAddress;
const numbered = (count: number, start = '1380000') =>
	Array.from({ length: count }, (_, index) => mobile(`${start}${String(index).padStart(4, '0')}`));

const unknown = () => new WeComApiError({ errcode: 46004, errmsg: 'no such user' });

/** WeCom knows mobiles that begin with 138, and every personal mailbox. */
const knows = ({ body }: ApiCall) => {
	const { mobile: number, email_type: type } = body as { mobile?: string; email_type?: number };
	if (number?.startsWith('138') === true) return { errcode: 0, userid: `user${number.slice(-4)}` };
	if (type === 2) return { errcode: 0, userid: 'personal' };
	throw unknown();
};

/** Looks up with a WeCom that gives these answers after so many milliseconds, and counts. */
function asked(
	answer: (call: ApiCall, number: number) => object = knows,
	takes: (number: number) => number = () => 0,
) {
	const calls: ApiCall[] = [];
	let running = 0;
	const seen = { calls, most: 0 };
	const session = {
		...new FakeWeCom().session(),
		client: {
			async call(call: ApiCall) {
				calls.push(call);
				running += 1;
				seen.most = Math.max(seen.most, running);
				const number = calls.length;
				await sleep(takes(number));
				running -= 1;
				return answer(call, number);
			},
		},
	} as unknown as Parameters<typeof lookUp>[0];
	const find = async (addresses: MemberAddress[], maxUnknown = 5, goesOn = true) => {
		const found = await lookUp(session, addresses, { ...HANDLING, maxUnknown }, goesOn);
		return addresses.map((address) => found(address));
	};
	return { seen, find };
}

const messageIn = (found: object) => ('error' in found ? (found.error as Error).message : '');

describe('look-ups', () => {
	it('give the user ID of each address, which is asked for once', async () => {
		const { seen, find } = asked();
		const [one, other] = numbered(2);
		expect(await find([one, other, one, mobile('+86 138 0000 0000')])).toEqual([
			{ userId: 'user0000' },
			{ userId: 'user0001' },
			{ userId: 'user0000' },
			{ userId: 'user0000' },
		]);
		expect(seen.calls.map(({ body }) => body)).toEqual([
			{ mobile: '13800000000' },
			{ mobile: '13800000001' },
		]);
	});

	it('deliver nothing, so that a lost answer does no harm, and have the time limit of messages', async () => {
		const { seen, find } = asked();
		await find(numbered(1));
		expect(seen.calls[0]).toMatchObject({
			method: 'POST',
			path: 'user/getuserid',
			harmless: true,
			timeout: HANDLING.timeout,
		});
	});

	it.each([
		[0, 1],
		[1, 2],
		[6, 7],
		[7, 8],
		[8, 8],
		[100, 8],
	])('with %i in vain allowed, are %i at the same time at most', async (maxUnknown, most) => {
		const { seen, find } = asked();
		await find(numbered(50), maxUnknown);
		expect(seen.most).toBe(most);
	});

	it.each([0, 1, 5, 20])('in vain are never more than %i and one', async (maxUnknown) => {
		const { seen, find } = asked();
		await find(numbered(200, '1390000'), maxUnknown);
		expect(seen.calls).toHaveLength(maxUnknown + 1);
	});

	it('in vain may be as many as allowed', async () => {
		const { find } = asked();
		const found = await find([...numbered(5, '1390000'), ...numbered(20)], 5);
		expect(found.slice(0, 5)).toEqual(Array(5).fill({ userId: undefined }));
		expect(found.slice(5).every((one) => 'userId' in one && one.userId !== undefined)).toBe(true);
	});

	it('after one more, those that were found stay found, and all others have the reason', async () => {
		const { find } = asked();
		const found = await find(
			[mobile('13800000001'), ...numbered(3, '1390000'), mobile('13800000002')],
			1,
		);
		expect(found[0]).toEqual({ userId: 'user0001' });
		for (const one of found.slice(1)) {
			expect(messageIn(one)).toBe(
				"WeCom doesn't know these addresses, and Max Unknown Addresses is 1: 139****0000, 139****0001",
			);
		}
	});

	it('in the second mailbox come after a first in vain, which counts', async () => {
		const { seen, find } = asked();
		const both = ['a', 'b', 'c'].map((name) => email(`${name}@example.com`, 'companyThenPersonal'));
		expect(await find(both.slice(0, 2), 2)).toEqual([
			{ userId: 'personal' },
			{ userId: 'personal' },
		]);
		expect(seen.calls).toHaveLength(4);
		const found = await find(both, 2);
		expect(found.filter((one) => messageIn(one).startsWith("WeCom doesn't know"))).not.toEqual([]);
	});

	it('know in a loop what was found before, and go on counting those in vain', async () => {
		const { seen, find } = asked();
		const lost = mobile('13900000000');
		for (let round = 0; round < 10; round++)
			expect(await find([...numbered(1), lost], 1)).toEqual([
				{ userId: 'user0000' },
				{ userId: undefined },
			]);
		expect(seen.calls).toHaveLength(2);
		const [again, , found] = await find([lost, mobile('13900000001'), ...numbered(1)], 1);
		expect(messageIn(again)).toContain('Max Unknown Addresses is 1: 139****0000, 139****0001');
		expect(found).toEqual({ userId: 'user0000' });
		const [, never] = await find([...numbered(1), mobile('13800000009')], 1);
		expect(messageIn(never)).toContain('Max Unknown Addresses is 1');
		expect(seen.calls).toHaveLength(3);
	});

	it('name item and place only of the addresses of this run: those of others stand elsewhere', async () => {
		const { find } = asked();
		await find([{ ...mobile('13900000000'), item: 3, place: '2 of 2' }], 1);
		const [found] = await find([{ ...mobile('13900000001'), item: 0, place: '1 of 2' }], 1);
		expect(messageIn(found)).toMatch(/1: 139\*{4}0000, 139\*{4}0001 \(item 0, 1 of 2\)$/);
		const [again] = await find([{ ...mobile('13900000000'), item: 1 }], 1);
		expect(messageIn(again)).toMatch(/1: 139\*{4}0001, 139\*{4}0000 \(item 1\)$/);
	});

	it('in vain are named in the order of the list, in whichever they were answered', async () => {
		const { find } = asked(knows, (number) => 40 - 10 * number);
		const list = numbered(3, '1390000').map((address, at) => ({ ...address, place: `${at + 1}` }));
		const [found] = await find(list, 2);
		expect(messageIn(found)).toContain('139****0000 (1), 139****0001 (2), 139****0002 (3)');
	});

	it('that WeCom refuses are the failure of their address only', async () => {
		const { find } = asked((call) => {
			if ((call.body as { mobile: string }).mobile === '13800000001')
				throw new WeComApiError({ errcode: 60103, errmsg: 'bad 13800000001' });
			return knows(call);
		});
		const [good, bad, last] = await find(numbered(3));
		expect([good, last]).toEqual([{ userId: 'user0000' }, { userId: 'user0002' }]);
		expect(messageIn(bad)).toMatch(/60103\): looking up 138\*\*\*\*0001$/);
	});

	it('end with the first failure where the run does, and those that were not made say so', async () => {
		const { seen, find } = asked(() => {
			throw new WeComApiError({ errcode: 48002 });
		});
		const found = await find(numbered(100), 5, false);
		expect(seen.calls.length).toBeLessThanOrEqual(6);
		expect(found.map((one) => 'error' in one && stateOf(one.error))).toEqual([
			...seen.calls.map(() => 'refused'),
			...Array<string>(100 - seen.calls.length).fill('notTried'),
		]);
	});

	it('are repeated where the answer was lost', async () => {
		const { seen, find } = asked((call, number) => {
			if (number === 1) throw new WeComCallError('lost', '', 'lost', true);
			return knows(call);
		});
		expect(await find(numbered(1))).toEqual([{ userId: 'user0000' }]);
		expect(seen.calls).toHaveLength(2);
	});

	it('without a user ID in the answer come from somebody else than WeCom', async () => {
		const { find } = asked(() => ({ errcode: 0 }));
		expect(messageIn((await find(numbered(1)))[0])).toBe(
			'The response to user/getuserid has no userid',
		);
	});

	it('of nobody make no call', async () => {
		const { seen, find } = asked();
		expect(await find([])).toEqual([]);
		expect(seen.calls).toEqual([]);
	});
});
