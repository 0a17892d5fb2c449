import { mobileAddress, type MemberAddress } from '../../../nodes/WeCom/api/memberAddress';
import { WeComApiError } from '../../../nodes/WeCom/api/errors';
import { NotTriedError } from '../../../nodes/WeCom/delivery/hold';
import {
	withResolved,
	type AddressedJob,
	type Between,
} from '../../../nodes/WeCom/delivery/resolve';
import type { LookUps } from '../../../nodes/WeCom/destinations/destination';
import { FakeWeCom, HANDLING } from './session';

/** Recipients of a destination of its own: numbers, and what they turn out to be. */
interface Numbers {
	numbers: string[];
	found?: Array<string | undefined>;
}

const lookUps: LookUps<Numbers> = {
	of: ({ numbers, found }) =>
		found === undefined ? numbers.map((one) => mobileAddress(one) as MemberAddress) : [],
	resolved({ numbers }, userIdOf) {
		const found = numbers.map((one) => userIdOf(mobileAddress(one) as MemberAddress));
		if (found.every((one) => one === undefined)) throw new Error(`nobody: ${numbers.join()}`);
		return { numbers, found };
	},
};

class Job implements AddressedJob<Numbers, Job> {
	readonly lane = [];

	readonly maxConcurrency = 1;

	readonly itemIndexes: number[];

	constructor(
		private readonly index: number,
		readonly to: Numbers,
		readonly effort = { ...HANDLING, maxUnknown: 5 },
	) {
		this.itemIndexes = [index];
	}

	resolved(to: Numbers): Job {
		return new Job(this.index, to, this.effort);
	}

	async run(): Promise<void> {}
}

function run(answer: (number: string) => string) {
	const calls: string[] = [];
	const refused: Array<[number, string]> = [];
	let pauses = 0;
	const session = {
		...new FakeWeCom().session(),
		client: {
			async call({ body }: { body: { mobile: string } }) {
				calls.push(body.mobile);
				await Promise.resolve();
				return { errcode: 0, userid: answer(body.mobile) };
			},
		},
	} as unknown as Parameters<typeof withResolved>[0];
	const resolve = async (jobs: Job[], continues = true, using?: 'none') => {
		const between: Between = {
			continues,
			cancelled: () => false,
			pause: async () => {
				pauses += 1;
				await Promise.resolve();
			},
			refuse(error, itemIndex) {
				refused.push([itemIndex, (error as Error).message]);
				if (!continues) throw error;
			},
		};
		return await withResolved(session, using === 'none' ? undefined : lookUps, jobs, between);
	};
	return { calls, refused, resolve, pauses: () => pauses };
}

const known = (number: string) => {
	if (number.startsWith('139')) throw new WeComApiError({ errcode: 46004 });
	if (number.startsWith('137')) throw new WeComApiError({ errcode: 60103 });
	return `user${number.slice(-1)}`;
};
const jobs = (...numbers: string[][]) =>
	numbers.map((one, index) => new Job(index, { numbers: one }));

it('jobs of a destination without look-ups stay as they are', async () => {
	const { resolve, calls, pauses } = run(known);
	const given = jobs(['13800000001']);
	expect(await resolve(given, true, 'none')).toBe(given);
	expect([calls, pauses()]).toEqual([[], 0]);
});

it('jobs that need no look-ups stay as they are, and give the event loop back', async () => {
	const { resolve, calls, pauses } = run(known);
	const given = jobs([], [], []);
	expect(await resolve(given)).toBe(given);
	expect([calls, pauses()]).toEqual([[], 3]);
});

it('the others have what was found, each address once, in their order', async () => {
	const { resolve, calls } = run(known);
	const given = jobs(['13800000001'], [], ['13800000002', '13800000001']);
	const done = await resolve(given);
	expect(done.map(({ to }) => to.found)).toEqual([['user1'], undefined, ['user2', 'user1']]);
	expect(done[1]).toBe(given[1]);
	expect(calls).toEqual(['13800000001', '13800000002']);
});

it('those that fail are left out, and refused', async () => {
	const { resolve, refused } = run(known);
	const done = await resolve(jobs(['13900000001'], ['13800000001'], ['13700000001']));
	expect(done.map(({ to }) => to.found)).toEqual([['user1']]);
	expect(refused).toEqual([
		[0, 'nobody: 13900000001'],
		[2, expect.stringContaining('60103')],
	]);
});

it('too many unknown addresses are told before what follows from them', async () => {
	const { resolve, refused } = run(known);
	const unknown = ['13900000001', '13900000002', '13900000003'].map((one) => [one]);
	const [first, ...others] = jobs(['13700000001'], ...unknown);
	const effort = { ...HANDLING, maxUnknown: 1 };
	await expect(
		resolve([new Job(0, first.to, effort), ...others.map(({ to }, at) => new Job(at + 1, to))]),
	).resolves.toEqual([]);
	expect(refused.map(([index]) => index)).toEqual([1, 2, 3, 0]);
	expect(refused[0][1]).toContain('Max Unknown Addresses is 1');
});

it('where the node does not continue, a failure comes before what was not tried for another', async () => {
	const { resolve, refused } = run((number) => {
		if (number.endsWith('0')) throw new NotTriedError(undefined);
		return known(number);
	});
	const given = jobs(['13800000000'], ['13800000001'], ['13700000001']);
	await expect(resolve(given, false)).rejects.toThrow('60103');
	expect(refused).toEqual([[2, expect.stringContaining('60103')]]);
});
