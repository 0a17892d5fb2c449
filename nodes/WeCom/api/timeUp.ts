/** Calls that begin so shortly after one another may end together, in milliseconds: a timer for each takes its time. */
const TOGETHER_MS = 250;

/** So many of them at most: Node.js warns of a leak where a signal has more listeners. */
const MOST_TOGETHER = 10;

/**
 * Ends after a time. Node.js 20 lets go of a timer that only a combined signal knows, which then never ends; not of one with
 * a listener.
 */
function timer(milliseconds: number): AbortSignal {
	const signal = AbortSignal.timeout(milliseconds);
	signal.addEventListener('abort', () => {}, { once: true });
	return signal;
}

/**
 * Ends after a time, or with another signal.
 *
 * @param milliseconds from now on
 */
export function deadline(milliseconds: number, signal?: AbortSignal): AbortSignal {
	const timeIsUp = timer(milliseconds);
	return signal === undefined ? timeIsUp : AbortSignal.any([signal, timeIsUp]);
}

/** Resolves at the end. */
export async function ended(end: AbortSignal): Promise<void> {
	await new Promise<void>((resolve) => {
		if (end.aborted) resolve();
		else end.addEventListener('abort', () => resolve(), { once: true });
	});
}

const NEVER_CANCELED = new AbortController().signal;

/** Calls that end at the same moment at the latest. */
interface Ending {
	after: number;
	until: number;
	calls: number;
	signal: AbortSignal;
}

/** By the signal that ends calls before their time: the newest calls. */
const endings = new WeakMap<AbortSignal, Ending>();

/**
 * What ends a call that begins now: its time is up, give or take a quarter of a second, or it is canceled.
 *
 * @param milliseconds that the call may take
 * @param given what cancels it, if it is a signal
 */
export function timeUp(milliseconds: number, given?: unknown): AbortSignal {
	const canceled = given instanceof AbortSignal ? given : NEVER_CANCELED;
	const now = performance.now();
	const newest = endings.get(canceled);
	if (newest?.after === milliseconds && now <= newest.until && newest.calls < MOST_TOGETHER) {
		newest.calls += 1;
		return newest.signal;
	}
	const signal = deadline(milliseconds + TOGETHER_MS, canceled);
	endings.set(canceled, { after: milliseconds, until: now + TOGETHER_MS, calls: 1, signal });
	return signal;
}
