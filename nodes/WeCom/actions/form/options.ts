import type {
	IDataObject,
	IDisplayOptions,
	IExecuteFunctions,
	INodeProperties,
} from 'n8n-workflow';

import { InvalidInputError, type Issue } from '../../api/explained';
import type { SendOptions } from '../../delivery/request';
import { DEFAULT_RETRY_LIMITS, type RetryLimits } from '../../delivery/retry';
import { hasProse } from '../../messages/fields/shorten';
import type { MessageType } from '../../messages/messageType';
import { apiOptionProperties, apiOptionsOfForm, settled } from './apiOptions';
import { oneOf, readOption, within, type Reading } from '../../destinations/readings';

type Show = NonNullable<IDisplayOptions['show']>;

/** What the user set under Options, for one item. */
export interface Options {
	send: SendOptions;
	onInvalidRecipients: 'continue' | 'fail';
	overLongText: 'error' | 'truncate' | 'split';
	/** Longest wait for an answer, in milliseconds; undefined for the node's own. */
	timeout?: number;
	limits: RetryLimits;
}

const MAX_TIMEOUT_SECONDS = 600;
const MAX_RETRIES = 10;
const DEFAULT_RETRIES = DEFAULT_RETRY_LIMITS.retries;
const DEFAULT_RETRY_SECONDS = DEFAULT_RETRY_LIMITS.totalMs / 1000;

/** Most items at the same time unless the user says otherwise. Measured: see docs/performance.md. */
export const DEFAULT_CONCURRENCY = 16;
const MAX_CONCURRENCY = 100;

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
			description: 'Count the item as failed even though the others got the message',
		},
	],
	default: 'continue',
	description: 'What to do if WeCom delivers to only some of the recipients',
};

const overLongText = (splits: boolean): INodeProperties => ({
	displayName: 'Over-Long Text',
	name: 'overLongText',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'error', description: 'Send nothing and say which text is too long' },
		...(splits
			? [{ name: 'Split', value: 'split', description: 'Send several messages, one after another' }]
			: []),
		{
			name: 'Truncate',
			value: 'truncate',
			description: 'Cut the text and end it with an ellipsis',
		},
	],
	default: 'error',
	description: "What to do with a text that is longer than WeCom's limit",
});

export const maxConcurrency: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
	default: DEFAULT_CONCURRENCY,
	description:
		'How many messages may be on their way at the same time. Messages that may reach the same person keep their order in any case. 1 sends strictly one after another. The value of the first item counts.',
};

export const retries: INodeProperties = {
	displayName: 'Retries',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
	default: DEFAULT_RETRIES,
	description:
		'How often a message is tried again if WeCom is busy or cannot be reached. It is tried again only if it cannot be delivered twice.',
};

export const retryTime: INodeProperties = {
	displayName: 'Retry Time',
	name: 'retryTime',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
	default: DEFAULT_RETRY_SECONDS,
	description: 'Seconds after which a message is not tried again',
};

export const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_TIMEOUT_SECONDS },
	default: 60,
	description: 'Seconds to wait for an answer from WeCom',
};

/** The collection Options, with what the API has for one type. */
export function optionsProperty(show: Show, options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		description: 'How the message is delivered. Options that are not added keep their defaults.',
		options,
		displayOptions: { show },
	};
}

/** The options of `message/send` for one type. */
export function sendOptions(type: MessageType): INodeProperties[] {
	return [
		...apiOptionProperties(type),
		maxConcurrency,
		onInvalidRecipients,
		...(hasProse(type.fields) ? [overLongText(type.supports.split !== undefined)] : []),
		retries,
		retryTime,
		timeout,
	];
}

/** Within what the form allows for a field. */
function ofField(
	{ typeOptions: { minValue = 0, maxValue = Infinity } = {} }: INodeProperties,
	unit: string,
): Reading<number> {
	return within(minValue, maxValue, unit);
}

/**
 * The options of one item. Those that the type does not have are left out: they may be left over from another type.
 *
 * @throws InvalidInputError if a value is none of those that the option takes
 */
export function readOptions(
	context: IExecuteFunctions,
	itemIndex: number,
	type: MessageType,
): Options {
	const given = (context.getNodeParameter('options', itemIndex, {}) ?? {}) as IDataObject;
	const issues: Issue[] = [];
	const read = <T>({ name, displayName }: INodeProperties, reading: Reading<T>) =>
		readOption(reading, given[name], displayName, issues);

	const longText = read(overLongText(true), oneOf('error', 'truncate', 'split'));
	const seconds = read(timeout, ofField(timeout, 'seconds'));
	// The first item decides; a wrong value is told for each that has it.
	read(maxConcurrency, ofField(maxConcurrency, 'items'));
	const options: Options = {
		send: settled(apiOptionsOfForm(given, type, issues)),
		onInvalidRecipients: read(onInvalidRecipients, oneOf('continue', 'fail')) ?? 'continue',
		overLongText:
			longText === undefined || (longText === 'split' && type.supports.split === undefined)
				? 'error'
				: longText,
		timeout: seconds === undefined ? undefined : seconds * 1000,
		limits: {
			retries: read(retries, ofField(retries, 'retries')) ?? DEFAULT_RETRIES,
			totalMs: (read(retryTime, ofField(retryTime, 'seconds')) ?? DEFAULT_RETRY_SECONDS) * 1000,
		},
	};
	if (issues.length > 0) throw new InvalidInputError(issues);
	return options;
}

/** How many items may be on their way at the same time; the first item decides. `readOptions` refuses what is no number. */
export function readConcurrency(context: IExecuteFunctions): number {
	const given = (context.getNodeParameter('options', 0, {}) ?? {}) as IDataObject;
	return (
		readOption(
			ofField(maxConcurrency, 'items'),
			given.maxConcurrency,
			maxConcurrency.displayName,
			[],
		) ?? DEFAULT_CONCURRENCY
	);
}
