import type { RetryLimits } from './retry';

/** How a message is delivered, as the user has set it. */
export interface Handling {
	onInvalidRecipients: 'continue' | 'fail';
	overLongText: 'error' | 'truncate' | 'split';
	/** Longest wait for an answer, in milliseconds. */
	timeout: number;
	limits: RetryLimits;
}
