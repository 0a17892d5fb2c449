/** Most ids of each kind in one call of `message/send` and `message/update_template_card` (`path/90236`, `path/94888`). */
export const RECIPIENTS_PER_CALL = { users: 1000, departments: 100, tags: 100 } as const;

/** Longest interval of the duplicate check, in seconds (`path/90236`). */
export const MAX_DUPLICATE_CHECK_INTERVAL = 14_400;

/** Interval of the duplicate check that WeCom assumes, in seconds (`path/90236`). */
export const DEFAULT_DUPLICATE_CHECK_INTERVAL = 1800;

/** Most messages that one member gets from one app in a minute; WeCom drops the rest without an error (`path/90236`). */
export const MEMBER_MESSAGES_A_MINUTE = 30;

/** How long to wait for an answer unless the user says otherwise, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 60_000;
