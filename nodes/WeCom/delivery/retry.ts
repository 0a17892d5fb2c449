import { WeComApiError, WeComCallError } from '../api/errors';
import { lookUp } from '../api/errorCatalogue';

/** How long to wait before the next attempt, in milliseconds. */
interface Backoff {
	/** Longest wait before the first retry; doubles with each further one. */
	base: number;
	/** Longest wait of all. */
	cap: number;
}

/** When a call is repeated, by the reason for which it did not work. */
export const BACKOFF = {
	/** WeCom was busy (-1, 6000 …): nothing went out. */
	busy: { base: 500, cap: 8000 },
	/** Too many calls (45009, 45033 …): nothing went out, and a short wait may not be enough. */
	rateLimited: { base: 2000, cap: 20_000 },
	/** No connection came about: nothing went out. */
	unreachable: { base: 500, cap: 8000 },
	/** The answer was lost, and a second delivery is excluded. */
	lost: { base: 1000, cap: 8000 },
} as const satisfies Record<string, Backoff>;

/** How often and how long a call is repeated at most. */
export interface RetryLimits {
	retries: number;
	/** From the first attempt on, in milliseconds. */
	totalMs: number;
}

export const DEFAULT_RETRY_LIMITS: RetryLimits = { retries: 3, totalMs: 30_000 };

/** What retries need of the world. */
export interface Clock {
	now(): number;
	/** A number from 0 to below 1. */
	random(): number;
	/** Resolves after the time, or at once when the execution is cancelled. */
	wait(milliseconds: number): Promise<void>;
	cancelled(): boolean;
}

/**
 * Why a call may be repeated.
 *
 * @param repeatable a second arrival of the same call does no harm (duplicate check is on, or it delivers nothing)
 * @returns undefined if it must not: it would fail again, or could deliver twice
 */
export function reasonToRepeat(error: unknown, repeatable: boolean): keyof typeof BACKOFF | undefined {
	if (error instanceof WeComApiError) {
		if (lookUp(error.errcode)?.retryable !== true || error.tokenInvalid) return undefined;
		return error.failure?.cause === 'rate-limited' ? 'rateLimited' : 'busy';
	}
	if (!(error instanceof WeComCallError)) return undefined;
	if (error.reason === 'unreachable') return 'unreachable';
	return error.reason === 'lost' && repeatable ? 'lost' : undefined;
}

/**
 * Makes a call and repeats it as long as that can help and cannot deliver twice; with full jitter, so that many
 * executions that were refused together do not come back together.
 *
 * @throws what the last attempt threw
 */
export async function withRetries<T>(
	call: () => Promise<T>,
	repeatable: boolean,
	{ retries, totalMs }: RetryLimits,
	clock: Clock,
): Promise<T> {
	const deadline = clock.now() + totalMs;
	for (let attempt = 0; ; attempt++) {
		const result = await call().then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		if ('value' in result) return result.value;
		const reason = reasonToRepeat(result.error, repeatable);
		if (reason === undefined || attempt >= retries || clock.cancelled()) throw result.error;
		const { base, cap } = BACKOFF[reason];
		const delay = clock.random() * Math.min(cap, base * 2 ** attempt);
		if (clock.now() + delay > deadline) throw result.error;
		await clock.wait(delay);
		if (clock.cancelled()) throw result.error;
	}
}
