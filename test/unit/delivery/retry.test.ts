import { TooLateError, WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { Hold, NotTriedError } from '../../../nodes/WeCom/delivery/hold';
import {
	ALWAYS,
	BACKOFF,
	heldBackFor,
	NEVER,
	reasonToRepeat,
	withRetries,
	type Clock,
	type RetryLimits,
} from '../../../nodes/WeCom/delivery/retry';
import { FakeClock } from './clock';

const answered = (errcode: number) => new WeComApiError({ errcode, errmsg: '' });
const broken = (reason: 'unreachable' | 'refused' | 'lost') => new WeComCallError('x', 'y', reason);

/** Whatever could go on by now has gone on. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

const run = async <T>(
	call: (notAfter?: number) => Promise<T>,
	harmlessFor: number,
	limits: RetryLimits,
	clock: Clock,
) => await withRetries(call, harmlessFor, limits, { clock, hold: new Hold(clock) });

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

	it('a lost answer of a call that delivers nothing, such as gettoken before a message', () => {
		expect(reasonToRepeat(new WeComCallError('x', 'y', 'lost', true), false)).toBe('lost');
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
		expect(await run(call, NEVER, limits, new FakeClock())).toBe('sent');
		expect(attempts.count).toBe(3);
	});

	it('ends after the retries allowed, with the last failure', async () => {
		const { call, attempts } = failing(...Array.from({ length: 9 }, () => broken('unreachable')));
		await expect(run(call, NEVER, limits, new FakeClock())).rejects.toBeInstanceOf(WeComCallError);
		expect(attempts.count).toBe(4);
	});

	it('does not happen with zero retries', async () => {
		const { call, attempts } = failing(answered(-1));
		await expect(
			run(call, NEVER, { ...limits, retries: 0 }, new FakeClock()),
		).rejects.toBeInstanceOf(WeComApiError);
		expect(attempts.count).toBe(1);
	});

	it('doubles the longest wait up to its cap, and draws the wait from all of it', async () => {
		const clock = new FakeClock();
		const { call } = failing(...Array.from({ length: 6 }, () => answered(-1)));
		await run(call, NEVER, { retries: 6, totalMs: 1e9 }, clock);
		const { base, cap } = BACKOFF.busy;
		expect(clock.waits).toEqual([base, base * 2, base * 4, base * 8, cap, cap]);

		const lucky = new FakeClock(0);
		await run(failing(answered(-1)).call, NEVER, limits, lucky);
		expect(lucky.waits).toEqual([0]);
	});

	it('ends rather than wait beyond the time allowed', async () => {
		const clock = new FakeClock();
		const { call, attempts } = failing(...Array.from({ length: 9 }, () => answered(45009)));
		await expect(run(call, NEVER, { retries: 9, totalMs: 5000 }, clock)).rejects.toBeInstanceOf(
			WeComApiError,
		);
		expect(attempts.count).toBe(2);
		expect(clock.time).toBeLessThanOrEqual(5000);
	});

	it('ends when the execution is cancelled during a wait', async () => {
		const clock = new FakeClock();
		clock.stopAfter = 1;
		const { call, attempts } = failing(answered(-1));
		await expect(run(call, NEVER, limits, clock)).rejects.toBeInstanceOf(WeComApiError);
		expect(attempts.count).toBe(1);
	});
});

describe('an attempt that may have arrived', () => {
	const limits = { retries: 3, totalMs: 30_000 };

	it.each([
		['no connection', broken('unreachable'), 4],
		['a relay that refuses', broken('refused'), 2],
		['too many calls', answered(45009), 4],
		['an untrusted IP', answered(60020), 2],
		['a busy WeCom', answered(-1), 4],
		['a wrong secret', answered(40001), 2],
		['a token refused twice', answered(40014), 2],
		['nobody valid', answered(81013), 2],
	])('is not forgotten when the repetition ends with %s', async (_, ending, count) => {
		const { call, attempts } = failing(broken('lost'), ...Array.from({ length: 9 }, () => ending));
		const error = await run(call, ALWAYS, limits, new FakeClock(0)).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(ending.constructor);
		expect(error).toMatchObject({ delivered: 'unknown', message: ending.message });
		expect((error as WeComApiError).details()).toMatchObject({
			delivered: 'unknown',
			hint: expect.stringMatching(/earlier attempt/),
		});
		expect(attempts.count).toBe(count);
	});

	it('is repeated only while the repetition arrives within the interval, counted from the start of the first attempt', async () => {
		const clock = new FakeClock();
		const begun: number[] = [];
		const call = async () => {
			begun.push(clock.time);
			clock.time += 3000;
			throw broken('lost');
		};
		const harmlessFor = heldBackFor(10, 3000);
		await expect(run(call, harmlessFor, { retries: 9, totalMs: 1e9 }, clock)).rejects.toMatchObject(
			{ delivered: 'unknown' },
		);
		expect(begun).toEqual([0, 4000]);
		expect(begun.every((at) => at + 3000 + 1000 <= 10_000)).toBe(true);
	});

	it('may arrive again until the end of the interval, less the time of a call and a second for clocks and queues', () => {
		expect(heldBackFor(600, 30_000)).toBe(569_000);
		expect(heldBackFor(31, 30_000)).toBe(NEVER);
		expect(heldBackFor(10, 30_000)).toBe(NEVER);
	});

	it('is not repeated where the interval is no longer than the wait for an answer', async () => {
		const { call, attempts } = failing(broken('lost'));
		await expect(run(call, heldBackFor(2, 3000), limits, new FakeClock(0))).rejects.toMatchObject({
			delivered: 'unknown',
		});
		expect(attempts.count).toBe(1);
	});

	it('keeps the interval also for repetitions that have another reason', async () => {
		const clock = new FakeClock();
		const { call, attempts } = failing(
			broken('lost'),
			...Array.from({ length: 9 }, () => answered(-1)),
		);
		await expect(run(call, 2500, { retries: 9, totalMs: 1e9 }, clock)).rejects.toMatchObject({
			delivered: 'unknown',
			errcode: -1,
		});
		expect(attempts.count).toBe(3);
	});

	it('gives the repetition the moment after which it must not go out, and the first attempt none', async () => {
		const moments: Array<number | undefined> = [];
		const call = async (notAfter?: number) => {
			moments.push(notAfter);
			if (moments.length === 1) throw broken('lost');
			throw new TooLateError();
		};
		const clock = new FakeClock(0);
		clock.time = 500;
		await expect(run(call, 2000, limits, clock)).rejects.toMatchObject({
			name: 'WeComCallError',
			delivered: 'unknown',
		});
		expect(moments).toEqual([undefined, 2500]);
	});
});

describe('a refusal that concerns the app', () => {
	const limits = { retries: 3, totalMs: 120_000 };

	/** So many messages on their way at the same time, to a WeCom that gives these answers in turn. */
	async function send(
		messages: number,
		atOnce: number,
		answer: (call: number) => Error | undefined,
		retries = 3,
	) {
		const clock = new FakeClock();
		const hold = new Hold(clock);
		let calls = 0;
		const call = async () => {
			calls += 1;
			const error = answer(calls);
			await Promise.resolve();
			if (error !== undefined) throw error;
			return 'sent';
		};
		const results: unknown[] = [];
		const left = Array.from({ length: messages }, (_, index) => index);
		const worker = async () => {
			for (let index = left.shift(); index !== undefined; index = left.shift()) {
				results[index] = await withRetries(
					call,
					NEVER,
					{ ...limits, retries },
					{ clock, hold },
				).catch((error: unknown) => error);
			}
		};
		await Promise.all(Array.from({ length: atOnce }, worker));
		return { results, calls, clock };
	}

	it.each([45009, 45033, 45036])(
		'%i lets one call try after each wait, and fails the others without a call when that is used up',
		async (errcode) => {
			const { results, calls } = await send(40, 16, () => answered(errcode));
			expect(calls).toBe(16 + 3);
			expect(
				results.every((error) => (error as WeComApiError).failure?.cause === 'rate-limited'),
			).toBe(true);
			const untried = results.filter((error) => error instanceof NotTriedError);
			expect(untried).toHaveLength(24);
			expect((untried[0] as NotTriedError).message).toMatch(
				/^Not tried: WeCom refused an earlier call/,
			);
			expect((untried[0] as NotTriedError).details()).toMatchObject({ errcode, delivered: 'no' });
		},
	);

	it('lets all follow once a call passes', async () => {
		const { results, calls } = await send(40, 16, (call) =>
			call > 5 && call <= 18 ? answered(45009) : undefined,
		);
		expect(results).toEqual(Array.from({ length: 40 }, () => 'sent'));
		expect(calls).toBe(40 + 13);
	});

	it('waits longer after each trial', async () => {
		const { clock } = await send(1, 1, () => answered(45009));
		const { base } = BACKOFF.rateLimited;
		expect(clock.waits).toEqual([base, base * 2, base * 4]);
	});

	it('stays when the call that tries does not reach WeCom: another tries, and the rest waits for it', async () => {
		const hold = new Hold(new FakeClock());
		(await hold.pass()).refused(10);
		(await hold.pass()).ended(false);
		const trial = await hold.pass();
		const passed: string[] = [];
		const rest = hold.pass().then(() => passed.push('the rest'));
		await settled();
		expect(passed).toEqual([]);
		trial.ended(true);
		await rest;
	});

	it('is not taken back by a repetition that would come too late, and does not go out', async () => {
		const clock = new FakeClock();
		const hold = new Hold(clock);
		(await hold.pass()).refused(10);
		await withRetries(async () => await Promise.reject(new TooLateError()), 1000, limits, {
			clock,
			hold,
		}).catch(() => undefined);
		const trial = await hold.pass();
		expect(trial.counts()).toBe(true);
		let passed = false;
		const rest = hold.pass().then(() => (passed = true));
		await settled();
		expect(passed).toBe(false);
		trial.ended(true);
		await rest;
	});

	it('that no wait helps against ends all others at once', async () => {
		const { results, calls } = await send(10, 2, () => answered(60020));
		expect(calls).toBe(2);
		expect(results.filter((error) => error instanceof NotTriedError)).toHaveLength(8);
	});

	it('without retries ends all others at once', async () => {
		const { calls } = await send(10, 1, () => answered(45009), 0);
		expect(calls).toBe(1);
	});

	it('concerns only its own message where it is about the message', async () => {
		const { calls } = await send(10, 2, () => answered(81013));
		expect(calls).toBe(10);
	});
});

it('a call after the cancellation is not made', async () => {
	const clock = new FakeClock();
	clock.stopAfter = 0;
	const { call, attempts } = failing();
	await expect(run(call, NEVER, { retries: 3, totalMs: 1000 }, clock)).rejects.toBeInstanceOf(
		NotTriedError,
	);
	expect(attempts.count).toBe(0);
});

describe('calls that wait for their turn', () => {
	const WINDOW = 60_000;

	/** A line in which each turn comes after so long. */
	function lineOf(clock: FakeClock, wait: number) {
		const turns = { begun: 0, ended: 0 };
		const turn = async () => {
			turns.begun += 1;
			await clock.wait(wait);
			return { waited: wait, ended: () => (turns.ended += 1) };
		};
		return { turns, line: { milliseconds: WINDOW, turn } };
	}

	const runIn = async (wait: number, totalMs: number, ...errors: Error[]) => {
		const clock = new FakeClock();
		const { attempts, call } = failing(...errors);
		const { turns, line } = lineOf(clock, wait);
		const result = await withRetries(
			call,
			NEVER,
			{ retries: 3, totalMs },
			{ clock, hold: new Hold(clock), line },
		).catch((error: unknown) => error);
		expect(turns.ended).toBe(turns.begun);
		return { result, attempts: attempts.count, time: clock.time };
	};

	it('have all of Retry Time left, however long it took', async () => {
		const busy = answered(-1);
		const { result, attempts } = await runIn(1_000_000, 10_000, busy, busy);
		expect(result).toBe('sent');
		expect(attempts).toBe(3);
	});

	it('that others have made too many wait until WeCom takes calls again', async () => {
		const { result, attempts, time } = await runIn(0, 90_000, answered(45009));
		expect(result).toBe('sent');
		expect(attempts).toBe(2);
		expect(time).toBe(WINDOW);
	});

	it('wait no longer for that than Retry Time, and try once more at its end', async () => {
		const refused = answered(45009);
		const { result, attempts, time } = await runIn(0, 20_000, refused, refused, refused);
		expect(result).toBe(refused);
		expect(attempts).toBe(2);
		expect(time).toBe(20_000);
	});

	it('that are canceled in line were not tried', async () => {
		const clock = new FakeClock();
		const line = {
			milliseconds: WINDOW,
			turn: async () => await Promise.reject(new NotTriedError(undefined)),
		};
		const { attempts, call } = failing();
		await expect(
			withRetries(call, NEVER, { retries: 3, totalMs: 1 }, { clock, hold: new Hold(clock), line }),
		).rejects.toThrow(NotTriedError);
		expect(attempts.count).toBe(0);
	});

	it('that are canceled in line after an attempt fail as that did, and what it may have delivered is kept', async () => {
		const clock = new FakeClock();
		const canceledAfter = (attempts: number) => {
			let turns = 0;
			return {
				milliseconds: WINDOW,
				turn: async () => {
					turns += 1;
					if (turns > attempts) throw new NotTriedError(undefined);
					return { waited: 0, ended: () => {} };
				},
			};
		};
		const fails = async (harmlessFor: number, ...errors: Error[]) =>
			await withRetries(
				failing(...errors).call,
				harmlessFor,
				{ retries: 3, totalMs: 60_000 },
				{ clock, hold: new Hold(clock), line: canceledAfter(errors.length) },
			).catch((error: unknown) => error);
		const busy = answered(-1);
		expect(await fails(NEVER, busy)).toBe(busy);
		expect(await fails(ALWAYS, broken('lost'), busy)).toMatchObject({
			errcode: -1,
			delivered: 'unknown',
		});
	});

	it('that are held back when their turn has come give it back', async () => {
		const clock = new FakeClock();
		const hold = new Hold(clock);
		hold.shut(answered(48002));
		const { turns, line } = lineOf(clock, 0);
		const { attempts, call } = failing();
		await expect(
			withRetries(call, NEVER, { retries: 3, totalMs: 1 }, { clock, hold, line }),
		).rejects.toThrow(NotTriedError);
		expect(attempts.count).toBe(0);
		expect(turns).toEqual({ begun: 1, ended: 1 });
	});
});
