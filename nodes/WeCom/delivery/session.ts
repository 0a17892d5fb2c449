import type { ApiCall, WeComClient } from '../api/client';
import type { CallRate, Credentials } from '../destinations/destination';
import type { ApiObject } from '../messages/fields/field';
import { Hold } from './hold';
import type { KnownAddresses } from './knownAddresses';
import { withRetries, type Clock, type HarmlessFor, type Trying } from './retry';
import type { TaskIds } from './taskIds';
import { lineOf, type Turns } from './turns';
import type { Uploads } from './uploads';

/** How one call may be repeated. */
interface Repetition extends Trying {
	/** How long a second arrival does no harm. */
	harmlessFor: HarmlessFor;
	/** The query of the address: a refusal of it holds back only calls with the same one. */
	query?: ApiCall['query'];
	/** Names calls of a kind that WeCom counts by itself: a refusal of them holds back no others. */
	apart?: string;
	/** What WeCom takes of calls with this query: the others wait, which counts for none of the limits. */
	rate?: CallRate;
	/** Takes how long it has waited for its turn. */
	waited?(line: string, milliseconds: number): void;
}

/** When and how long a call goes out. */
interface Timing {
	/** Longest wait for the answer, in milliseconds. */
	timeout: number;
	/** Moment on the monotonic clock after which it must not go out any more. */
	notAfter?: number;
}

/** What all items of one execution share. */
export interface Session {
	client: WeComClient;
	/** Fields of the credential; they go nowhere but into calls. */
	credentials: Credentials;
	/** Who sends, as far as a request says so. */
	sender: ApiObject;
	uploads: Uploads;
	taskIds: TaskIds;
	/** Those of whom WeCom has been asked, also by other nodes of the execution. */
	known(): KnownAddresses;
	/** Makes a call and repeats it where that can help and cannot deliver twice. */
	retrying<T>(call: (timing: Timing) => Promise<T>, how: Repetition): Promise<T>;
}

/**
 * Makes the calls of one execution, with what they share: where WeCom refuses the sender, the others wait.
 *
 * @param turns outlives the execution
 * @param usual what holds for a call that says nothing else
 */
export function retryingWith(
	clock: Clock,
	turns: Turns,
	usual: Required<Trying>,
): Session['retrying'] {
	const holds = new Map<string, Hold>();
	return async (call, { harmlessFor, query, apart, rate, waited, ...how }) => {
		const { limits, timeout } = { ...usual, ...how };
		const name = apart ?? lineOf(query);
		const hold = holds.get(name) ?? new Hold(clock);
		holds.set(name, hold);
		const line = rate && {
			milliseconds: rate.milliseconds,
			async turn() {
				const turn = await turns.take(name, rate, clock);
				waited?.(name, turn.waited);
				return turn;
			},
		};
		return await withRetries(
			async (notAfter) => await call({ timeout, notAfter }),
			harmlessFor,
			limits,
			{ clock, hold, line },
		);
	};
}
