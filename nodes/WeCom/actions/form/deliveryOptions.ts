import type { INodeProperties } from 'n8n-workflow';

import { DEFAULTS } from '../defaults';

// The linter takes names for values, but not what stands behind a dot.
const { newest: newestConcurrency } = DEFAULTS.maxConcurrency;
const { newest: newestUnknown } = DEFAULTS.maxUnknown;
const { newest: newestRetries } = DEFAULTS.retries;
const { newest: newestRetryTime } = DEFAULTS.retryTime;
const { newest: newestTimeout } = DEFAULTS.timeout;
const { newest: newestOnInvalid } = DEFAULTS.onInvalidRecipients;
const { newest: newestOverLong } = DEFAULTS.overLongText;

/** Most that the form takes for Retry Time and Timeout, in seconds. */
const MAX_TIMEOUT_SECONDS = 600;
const MAX_RETRIES = 10;

const MAX_CONCURRENCY = 100;
const MAX_UNKNOWN = 1000;

export const onInvalidRecipients: INodeProperties = {
	displayName: 'On Invalid Recipients',
	name: 'onInvalidRecipients',
	type: 'options',
	options: [
		{
			name: 'Continue',
			value: 'continue',
			description: 'Include the rejected recipients in the output',
		},
		{
			name: 'Fail',
			value: 'fail',
			description: 'Fail the item, even though the other recipients got it',
		},
	],
	default: newestOnInvalid,
	description: 'What to do if WeCom rejects some of the recipients',
};

export const combineEqual: INodeProperties = {
	displayName: 'Combine Equal Messages',
	name: 'combineEqual',
	type: 'boolean',
	default: true,
	description:
		'Whether to send items that differ only in their recipients in as few calls as possible, with up to 1000 members each. Everyone gets the same messages in the same order as without this option. The items share a msgid, so recalling one recalls them all.',
};

export const overLongText = (splits: boolean): INodeProperties => ({
	displayName: 'Over-Long Text',
	name: 'overLongText',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'error', description: 'Send nothing and report which text is too long' },
		...(splits
			? [{ name: 'Split', value: 'split', description: 'Send several messages in order' }]
			: []),
		{
			name: 'Truncate',
			value: 'truncate',
			description: 'Cut off the text and end it with an ellipsis',
		},
	],
	default: newestOverLong,
	description: "What to do with text that exceeds WeCom's limit",
});

export const uploadPictures: INodeProperties = {
	displayName: 'Upload Pictures in Content',
	name: 'uploadPictures',
	type: 'boolean',
	default: true,
	description:
		'Whether to upload the pictures in the HTML (JPG or PNG, up to 2 MB each) from their http, https, or data URLs to WeCom, and to use the URLs it gives. WeCom shows no others, and takes 1000 uploads a day and 3000 a month.',
};

export const maxConcurrency: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
	default: newestConcurrency,
	description:
		"Maximum messages sent in parallel. Messages that may reach the same person always stay in order. Set to 1 to send strictly one at a time. The first item's value applies to all.",
};

export const maxUnknown: INodeProperties = {
	displayName: 'Max Unknown Addresses',
	name: 'maxUnknown',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MAX_UNKNOWN },
	default: newestUnknown,
	description:
		"How many emails and mobile numbers unknown to WeCom to accept, over all items, before the node stops looking them up. WeCom blocks lookups for a day after too many misses: more than 20% of the company's headcount. The first item's value applies to all.",
};

export const retries: INodeProperties = {
	displayName: 'Retries',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
	default: newestRetries,
	description:
		"How many times to retry if WeCom is busy or can't be reached. The node retries only if that can't deliver anything twice.",
};

export const retryTime: INodeProperties = {
	displayName: 'Retry Time',
	name: 'retryTime',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
	default: newestRetryTime,
	description: 'Seconds after which to stop retrying',
};

export const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
	default: newestTimeout,
	description: 'Seconds to wait for a response from WeCom',
};
