import { MEMBER_MESSAGES_A_MINUTE } from '../api/limits';

/** WeCom drops what exceeds this to one member, without an error (`path/90236`). */
export const MEMBER_LIMITS = [
	{
		messages: MEMBER_MESSAGES_A_MINUTE,
		milliseconds: 60_000,
		says: `${MEMBER_MESSAGES_A_MINUTE} messages a minute`,
	},
	{ messages: 1000, milliseconds: 3_600_000, says: '1000 messages an hour' },
] as const;

/** Counts what each member gets during one execution. */
export class Pace {
	private readonly sent = new Map<string, { id: string; times: number[] }>();

	/**
	 * @param users user IDs of one message that WeCom accepted
	 * @param at clock time in milliseconds
	 */
	record(users: readonly string[], at: number): void {
		for (const id of users) {
			const key = id.toLowerCase();
			const entry = this.sent.get(key);
			if (entry === undefined) this.sent.set(key, { id, times: [at] });
			else entry.times.push(at);
		}
	}

	/** The members who got more than WeCom delivers, with the limit that was exceeded first. */
	exceeded(): Array<{ id: string; limit: string }> {
		return [...this.sent.values()].flatMap(({ id, times }) => {
			const sorted = [...times].sort((a, b) => a - b);
			const limit = MEMBER_LIMITS.find(({ messages, milliseconds }) =>
				sorted.some(
					(time, index) => index >= messages && time - sorted[index - messages] < milliseconds,
				),
			);
			return limit === undefined ? [] : [{ id, limit: limit.says }];
		});
	}
}
