import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { BACKOFF, reasonToRepeat, withRetries, type Clock } from '../../../nodes/WeCom/delivery/retry';

const answered = (errcode: number) => new WeComApiError({ errcode, errmsg: '' });
const broken = (reason: 'unreachable' | 'refused' | 'lost') => new WeComCallError('x', 'y', reason);

class FakeClock implements Clock {
	time = 0;

	readonly waits: number[] = [];

	stopAfter = Infinity;

	constructor(private readonly chance = 1) {}

	now = () => this.time;

	random = () => this.chance;

	cancelled = () => this.waits.length >= this.stopAfter;

	wait = async (milliseconds: number) => {
		this.waits.push(milliseconds);
		this.time += milliseconds;
	};
}

/** Fails with each of the errors in turn, then gives "sent". */
function failing(...errors: Error[]) {
	const attempts = { count: 0 };
	const call = async () => {
		const error = errors[attempts.count];
		attempts.count += 1;
		if (error !== undefined) throw error;
		return 'sent';
	};
	return { attempts, call };
}

describe('what is tried again', () => {
	it.each([
		[-1, 'busy'],
		[6000, 'busy'],
		[45009, 'rateLimited'],
		[45033, 'rateLimited'],
		[40001, undefined],
		[40014, undefined],
		[42001, undefined],
		[60020, undefined],
		[81013, undefined],
		[999123, undefined],
	])('errcode %i: %s', (errcode, reason) => {
		expect(reasonToRepeat(answered(errcode), false)).toBe(reason);
		expect(reasonToRepeat(answered(errcode), true)).toBe(reason);
	});

	it('a connection that never came about', () => {
		expect(reasonToRepeat(broken('unreachable'), false)).toBe('unreachable');
	});

	it('a lost answer only if a second arrival does no harm', () => {
		expect(reasonToRepeat(broken('lost'), false)).toBeUndefined();
		expect(reasonToRepeat(broken('lost'), true)).toBe('lost');
	});

	it('never what a relay refused, nor what is not about the call', () => {
		expect(reasonToRepeat(broken('refused'), true)).toBeUndefined();
		expect(reasonToRepeat(new Error('bug'), true)).toBeUndefined();
	});
});

describe('trying again', () => {
	const limits = { retries: 3, totalMs: 30_000 };

	it('goes on until it works', async () => {
		const { call, attempts } = failing(answered(-1), answered(-1));
		expect(await withRetries(call, false, limits, new FakeClock())).toBe('sent');
		expect(attempts.count).toBe(3);
	});

	it('ends after the retries allowed, with the last failure', async () => {
		const { call, attempts } = failing(...Array.from({ length: 9 }, (_, index) => broken(index < 3 ? 'unreachable' : 'unreachable')));
		await expect(withRetries(call, false, limits, new FakeClock())).rejects.toBeInstanceOf(WeComCallError);
		expect(attempts.count).toBe(4);
	});

	it('does not happen with zero retries', async () => {
		const { call, attempts } = failing(answered(-1));
		await expect(withRetries(call, false, { ...limits, retries: 0 }, new FakeClock())).rejects.toBeInstanceOf(WeComApiError);
		expect(attempts.count).toBe(1);
	});

	it('doubles the longest wait up to its cap, and draws the wait from all of it', async () => {
		const clock = new FakeClock();
		const { call } = failing(...Array.from({ length: 6 }, () => answered(-1)));
		await withRetries(call, false, { retries: 6, totalMs: 1e9 }, clock);
		const { base, cap } = BACKOFF.busy;
		expect(clock.waits).toEqual([base, base * 2, base * 4, base * 8, cap, cap]);

		const lucky = new FakeClock(0);
		await withRetries(failing(answered(-1)).call, false, limits, lucky);
		expect(lucky.waits).toEqual([0]);
	});

	it('ends rather than wait beyond the time allowed', async () => {
		const clock = new FakeClock();
		const { call, attempts } = failing(...Array.from({ length: 9 }, () => answered(45009)));
		await expect(withRetries(call, false, { retries: 9, totalMs: 5000 }, clock)).rejects.toBeInstanceOf(WeComApiError);
		expect(attempts.count).toBe(2);
		expect(clock.time).toBeLessThanOrEqual(5000);
	});

	it('ends when the execution is cancelled during a wait', async () => {
		const clock = new FakeClock();
		clock.stopAfter = 1;
		const { call, attempts } = failing(answered(-1));
		await expect(withRetries(call, false, limits, clock)).rejects.toBeInstanceOf(WeComApiError);
		expect(attempts.count).toBe(1);
	});
});
