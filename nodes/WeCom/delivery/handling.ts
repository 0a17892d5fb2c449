import type { RetryLimits } from './retry';

/** How a message is delivered, as the user has set it. */
export interface Handling {
	onInvalidRecipients: 'continue' | 'fail';
	/** Messages that differ only in their recipients share calls. */
	combines: boolean;
	/** Pictures in texts that are web pages are uploaded, too. */
	uploadsPictures: boolean;
	overLongText: 'error' | 'truncate' | 'split';
	/** Longest wait for an answer, in milliseconds. */
	timeout: number;
	/** Most messages on their way at the same time. */
	maxConcurrency: number;
	limits: RetryLimits;
	/** After how many addresses that WeCom does not know no further ones are looked up. */
	maxUnknown: number;
}
