import { enumerated } from '../api/explained';
import type { MemberLimit } from '../destinations/memberLimits';

const MOST_NAMED = 5;

/** Counts what each member gets during one execution. */
export class Pace {
	/** @param keyOf what IDs that WeCom takes for the same have in common */
	constructor(
		private readonly limits: readonly MemberLimit[],
		private readonly keyOf: (id: string) => string = (id) => id,
	) {}

	private readonly sent = new Map<string, { id: string; times: number[] }>();

	/**
	 * @param users user IDs of one message that WeCom accepted
	 * @param at clock time in milliseconds
	 */
	record(users: readonly string[], at: number): void {
		for (const id of users) {
			const key = this.keyOf(id);
			const entry = this.sent.get(key);
			if (entry === undefined) this.sent.set(key, { id, times: [at] });
			else entry.times.push(at);
		}
	}

	/** The members who got more than WeCom delivers, with the limit that was exceeded first. */
	exceeded(): Array<{ id: string; limit: string }> {
		return [...this.sent.values()].flatMap(({ id, times }) => {
			const sorted = [...times].sort((a, b) => a - b);
			const limit = this.limits.find(({ messages, milliseconds }) =>
				sorted.some(
					(time, index) => index >= messages && time - sorted[index - messages] < milliseconds,
				),
			);
			return limit === undefined ? [] : [{ id, limit: limit.says }];
		});
	}

	/** What to tell the user: WeCom says nothing about the messages it drops. */
	warnings(): string[] {
		const exceeded = this.exceeded();
		if (exceeded.length === 0) return [];
		const [{ limit }] = exceeded;
		const ids = exceeded.map(({ id }) => id);
		return [
			`More than ${limit} went to ${enumerated(ids, MOST_NAMED)}. WeCom accepts messages beyond that but silently drops them. Send fewer messages, or spread them out over time.`,
		];
	}
}
