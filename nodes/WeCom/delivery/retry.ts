import { CallError, TooLateError, WeComApiError, WeComCallError } from '../api/errors';
import type { Hold, Waiting } from './hold';

/** How long to wait before the next attempt, in milliseconds. */
interface Backoff {
	/** Longest wait before the first retry; doubles with each further one. */
	base: number;
	/** Longest wait of all. */
	cap: number;
	/** Part of the longest wait that is waited in any case; the rest is drawn, so that many do not come back together. */
	least: number;
}

/** When a call is repeated, by the reason for which it did not work. */
export const BACKOFF = {
	/** WeCom was busy (-1, 6000 …): nothing went out. */
	busy: { base: 500, cap: 8000, least: 0 },
	/** Too many calls (45009, 45033 …): nothing went out, and all calls of the execution wait. */
	rateLimited: { base: 2000, cap: 20_000, least: 0.5 },
	/** No connection came about: nothing went out. */
	unreachable: { base: 500, cap: 8000, least: 0 },
	/** The answer was lost, and a second delivery is excluded. */
	lost: { base: 1000, cap: 8000, least: 0 },
} as const satisfies Record<string, Backoff>;

/** How often and how long a call is repeated at most. */
export interface RetryLimits {
	retries: number;
	/** From the first attempt on, in milliseconds. */
	totalMs: number;
}

/** How long and how often a call is tried; what is absent is the node's own. */
export interface Trying {
	/** Longest wait for an answer, in milliseconds. */
	timeout?: number;
	limits?: RetryLimits;
}

/** What retries need of the world. */
export interface Clock extends Waiting {
	/** A number from 0 to below 1. */
	random(): number;
}

/** How long a second arrival of a call does no harm, in milliseconds from the start of its first attempt. */
export type HarmlessFor = number;

/** A second arrival may deliver a second time. */
export const NEVER: HarmlessFor = 0;

/** The call delivers nothing, or the same again. */
export const ALWAYS: HarmlessFor = Infinity;

/** For what the clocks of two machines, queues and slow networks may add, in milliseconds. */
const MARGIN_MS = 1000;

/**
 * How long a message with duplicate check may be sent again: its last repetition must arrive before the interval ends,
 * which began at the first arrival or later.
 *
 * @param intervalSeconds of the duplicate check
 * @param timeoutMs longest time that a call is on its way
 */
export function heldBackFor(intervalSeconds: number, timeoutMs: number): HarmlessFor {
	return Math.max(NEVER, intervalSeconds * 1000 - timeoutMs - MARGIN_MS);
}

/**
 * Why a call may be repeated.
 *
 * @param harmless a second arrival of the same call does no harm
 * @returns undefined if it must not: it would fail again, or could deliver twice
 */
export function reasonToRepeat(
	error: unknown,
	harmless: boolean,
): keyof typeof BACKOFF | undefined {
	if (error instanceof WeComApiError) {
		if (!error.retryable) return undefined;
		return error.concernsApp ? 'rateLimited' : 'busy';
	}
	if (!(error instanceof WeComCallError)) return undefined;
	if (error.reason === 'unreachable') return 'unreachable';
	return error.reason === 'lost' && (harmless || error.delivered === 'no') ? 'lost' : undefined;
}

function delayOf(
	reason: keyof typeof BACKOFF | undefined,
	attempt: number,
	random: number,
): number {
	if (reason === undefined) return 0;
	const { base, cap, least } = BACKOFF[reason];
	return (least + (1 - least) * random) * Math.min(cap, base * 2 ** attempt);
}

/** A turn in a line. */
export interface Turn {
	/** How long it was waited for, in milliseconds. */
	waited: number;
	/** Called once, when the call has ended. */
	ended(): void;
}

/** What calls have to wait in where WeCom takes only so many in some time. */
interface Line {
	/**
	 * Waits for the turn of the next call.
	 *
	 * @throws NotTriedError if the execution is canceled meanwhile
	 */
	turn(): Promise<Turn>;
	/** After that WeCom takes calls again that it has refused, since others were too many. */
	milliseconds: number;
}

/** What a call shares with others. */
interface Company {
	clock: Clock;
	/** Shared by all calls of the execution for which WeCom's refusals of the sender hold. */
	hold: Hold;
	line?: Line;
}

/** The failure that ends it all. What may have arrived once is not forgotten. */
function final(error: unknown, lost: WeComCallError | undefined): unknown {
	if (lost === undefined) return error;
	if (error instanceof TooLateError) return lost;
	return error instanceof CallError ? error.after(lost) : error;
}

/**
 * Makes a call and repeats it as long as that can help and cannot deliver twice; with jitter, so that many executions that
 * were refused together do not come back together. Waiting for a turn counts neither as time nor as a retry.
 *
 * @param call gets the moment, on the clock, after which it must not go out any more
 * @throws what the last attempt threw; once an attempt may have arrived, it says so; NotTriedError if there was no attempt
 */
export async function withRetries<T>(
	call: (notAfter?: number) => Promise<T>,
	harmlessFor: HarmlessFor,
	{ retries, totalMs }: RetryLimits,
	{ clock, hold, line }: Company,
): Promise<T> {
	let start: number | undefined;
	let inLine = 0;
	let lost: WeComCallError | undefined;
	let previous: unknown;
	for (let count = 0; ; count++) {
		const giveUp = (error: unknown) => {
			throw final(previous ?? error, lost);
		};
		const turn = await line?.turn().catch(giveUp);
		const attempt = await hold.pass().catch((error: unknown) => {
			turn?.ended();
			return giveUp(error);
		});
		if (start !== undefined) inLine += turn?.waited ?? 0;
		start ??= clock.now();
		const result = await call(lost === undefined ? undefined : start + harmlessFor).then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		turn?.ended();
		if ('value' in result) {
			attempt.ended(true);
			return result.value;
		}
		const { error } = result;
		previous = error;
		if (error instanceof WeComCallError && error.delivered === 'unknown') lost ??= error;

		const reason = reasonToRepeat(error, harmlessFor > NEVER);
		const limited = reason === 'rateLimited';
		const at = clock.now();
		const end = start + totalMs + inLine;
		const again =
			limited && line !== undefined
				? Math.min(at + line.milliseconds, Math.max(at, end))
				: at + delayOf(reason, limited ? hold.refusals : count, clock.random());
		const delay = again - at;
		const noTime = again > end || (limited && delay === 0);
		// A call that was on its way when others were refused waits with them.
		const hopeless = attempt.counts() && (!limited || noTime || hold.refusals >= retries);
		if (hopeless && error instanceof WeComApiError && error.concernsApp) hold.shut(error);
		const usedUp = reason === undefined || noTime || count >= retries;
		if (limited) attempt.refused(delay);
		else attempt.ended(error instanceof WeComApiError);
		if (usedUp || clock.cancelled() || (lost !== undefined && again > start + harmlessFor))
			throw final(error, lost);
		if (!limited) await clock.wait(delay);
	}
}
