import { MEMBER_MESSAGES_A_MINUTE } from '../api/limits';

/** What WeCom delivers to one member at most; it drops what exceeds that without an error. */
export interface MemberLimit {
	messages: number;
	milliseconds: number;
	/** In words. */
	says: string;
}

/** Limits of an app (`path/90236`). */
export const MEMBER_LIMITS: readonly MemberLimit[] = [
	{
		messages: MEMBER_MESSAGES_A_MINUTE,
		milliseconds: 60_000,
		says: `${MEMBER_MESSAGES_A_MINUTE} messages a minute`,
	},
	{ messages: 1000, milliseconds: 3_600_000, says: '1000 messages an hour' },
];
