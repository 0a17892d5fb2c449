import { hashOf } from './hash';
import type { CallRate } from '../destinations/destination';
import { NotTriedError, type Waiting } from './hold';
import type { Turn } from './retry';

/** How often it is looked whether a call has ended, where all that count are still on their way, in milliseconds. */
const LOOK_MS = 100;

/** For what WeCom's clock may differ from this one, in milliseconds: it may count by whole seconds. */
const MARGIN_MS = 1000;

/** Until when a call counts: for a while after it has ended. */
interface Slot {
	until: number;
}

/** Tells queries of an address apart without keeping the secret in them. Most addresses have none. */
export const lineOf = (query: object | undefined): string =>
	query === undefined ? 'without a query' : hashOf(query);

/**
 * Whose turn it is, where WeCom takes only so many calls in some time. Outlives an execution, since WeCom counts them all.
 *
 * A call counts from its start until so long after its end: WeCom has gotten it at some moment in between, and gets the next
 * one later than that is over.
 */
export class Turns {
	private readonly lines = new Map<string, Slot[]>();

	/**
	 * Waits until one more call may go out.
	 *
	 * @param line of `lineOf`
	 * @throws NotTriedError if the execution is canceled meanwhile
	 */
	async take(line: string, { calls, milliseconds }: CallRate, clock: Waiting): Promise<Turn> {
		const start = clock.now();
		for (;;) {
			const now = clock.now();
			this.forget(now);
			const slots = this.lines.get(line) ?? [];
			if (slots.length < calls) {
				const slot: Slot = { until: Infinity };
				this.lines.set(line, [...slots, slot]);
				const ended = () => (slot.until = clock.now() + milliseconds + MARGIN_MS);
				return { waited: now - start, ended };
			}
			const soonest = Math.min(...slots.map(({ until }) => until));
			await clock.wait(Number.isFinite(soonest) ? soonest - now : LOOK_MS);
			if (clock.cancelled()) throw new NotTriedError(undefined);
		}
	}

	/** Drops the calls that count no more. */
	private forget(now: number): void {
		for (const [line, slots] of this.lines) {
			const counting = slots.filter(({ until }) => now < until);
			if (counting.length > 0) this.lines.set(line, counting);
			else this.lines.delete(line);
		}
	}
}
