import type { IDataObject, IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidInputError, type Issue } from '../../api/errors';
import { DEFAULT_DUPLICATE_CHECK_INTERVAL, MAX_DUPLICATE_CHECK_INTERVAL } from '../../api/limits';
import type { SendOptions } from '../../delivery/request';
import { DEFAULT_RETRY_LIMITS, type RetryLimits } from '../../delivery/retry';
import { hasProse } from '../../messages/fields/shorten';
import { truth } from '../../messages/fields/field';
import type { MessageType } from '../../messages/messageType';

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

const SAFE_NAMES: Record<number, { name: string; description: string }> = {
	0: { name: 'No', description: 'Recipients may share the message' },
	1: { name: 'Yes', description: 'No sharing, and a watermark with the name of the reader' },
	2: { name: 'Inside the Company Only', description: 'Sharing is possible, but only among colleagues' },
};

const duplicateCheck: INodeProperties = {
	displayName: 'Duplicate Check',
	name: 'duplicateCheck',
	type: 'boolean',
	default: true,
	description:
		'Whether WeCom holds back a message with the same content to the same recipients within the interval. Makes sending again safe.',
};

const duplicateCheckInterval: INodeProperties = {
	displayName: 'Duplicate Check Interval',
	name: 'duplicateCheckInterval',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_DUPLICATE_CHECK_INTERVAL },
	default: DEFAULT_DUPLICATE_CHECK_INTERVAL,
	description: `Seconds, at most ${MAX_DUPLICATE_CHECK_INTERVAL} (4 hours). Switches Duplicate Check on unless that is set.`,
};

export const idTranslation: INodeProperties = {
	displayName: 'ID Translation',
	name: 'idTranslation',
	type: 'boolean',
	default: true,
	description:
		'Whether WeCom replaces IDs by names in the fields that support it: $userName=USERID$, $userAlias=USERID$, $userAliasOrName=USERID$ and $departmentName=ID$',
	hint: 'Write for example: Hello $userName=zhangsan$',
};

export const onInvalidRecipients: INodeProperties = {
	displayName: 'On Invalid Recipients',
	name: 'onInvalidRecipients',
	type: 'options',
	options: [
		{ name: 'Continue', value: 'continue', description: 'Put the rejected recipients out with the result' },
		{ name: 'Fail', value: 'fail', description: 'Count the item as failed although the others got the message' },
	],
	default: 'continue',
	description: 'What to do if WeCom delivers to some of the recipients only',
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
		{ name: 'Truncate', value: 'truncate', description: 'Cut the text and end it with an ellipsis' },
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
		'Most messages on their way at the same time. Messages that may reach the same person keep their order in any case. 1 sends strictly one after another. The value of the first item counts.',
};

export const retries: INodeProperties = {
	displayName: 'Retries',
	name: 'retries',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MAX_RETRIES },
	default: DEFAULT_RETRIES,
	description:
		'How often a message is tried again if WeCom is busy or cannot be reached. Only what cannot be delivered twice is tried again.',
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
	description: 'Seconds to wait for an answer of WeCom',
};

function safe(values: readonly number[]): INodeProperties {
	return {
		displayName: 'Confidential',
		name: 'safe',
		type: 'options',
		options: values.map((value) => ({ value, ...SAFE_NAMES[value] })),
		default: 1,
		description: 'Whether the message is confidential (保密消息)',
	};
}

/** The collection Options, with what the API has for one type. */
export function optionsProperty(show: Show, options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		description: 'How the message is delivered. What is not added keeps its default.',
		options,
		displayOptions: { show },
	};
}

/** The options of `message/send` for one type. */
export function sendOptions({ supports, fields }: MessageType): INodeProperties[] {
	const prose = hasProse(fields);
	return [
		...(supports.safe === undefined ? [] : [safe(supports.safe)]),
		...(supports.duplicateCheck === true ? [duplicateCheck, duplicateCheckInterval] : []),
		...(supports.idTranslation === true ? [idTranslation] : []),
		maxConcurrency,
		onInvalidRecipients,
		...(prose ? [overLongText(supports.split !== undefined)] : []),
		retries,
		retryTime,
		timeout,
	];
}

function outOfRange(field: INodeProperties, unit: string, given: unknown): Issue | undefined {
	const { minValue = 0, maxValue = Infinity } = field.typeOptions ?? {};
	const value = Number(given);
	if (given === undefined || (Number.isInteger(value) && value >= minValue && value <= maxValue)) return undefined;
	return {
		message: `${field.displayName} must be a whole number from ${minValue} to ${maxValue} ${unit}; given: ${JSON.stringify(given)}`,
		hint: `Enter a number of ${unit} from ${minValue} to ${maxValue}.`,
		field: field.displayName,
		limit: value > maxValue ? maxValue : minValue,
		unit,
		actual: given,
	};
}

function unsupportedSafe(type: MessageType, given: unknown): Issue | undefined {
	const { safe: values = [] } = type.supports;
	if (given === undefined || values.includes(Number(given))) return undefined;
	return {
		message: `Confidential must be one of ${values.join(', ')} for ${type.label}; given: ${JSON.stringify(given)}`,
		hint: 'Choose one of these values, or remove the option.',
		field: 'Confidential',
		actual: given,
	};
}

function notTrueOrFalse(field: INodeProperties, given: unknown): Issue | undefined {
	if (given === undefined || typeof truth(given) === 'boolean') return undefined;
	return {
		message: `${field.displayName} must be true or false; given: ${JSON.stringify(given)}`,
		hint: 'Choose one of them, or remove the option.',
		field: field.displayName,
		actual: given,
	};
}

/** The given values that the API has for the type, under the names of `SendOptions`. */
function sendOptionsIn(given: IDataObject, { supports }: MessageType): SendOptions {
	const options: SendOptions = {};
	if (supports.safe !== undefined && given.safe !== undefined) options.safe = Number(given.safe);
	if (supports.idTranslation === true && given.idTranslation !== undefined) {
		options.idTranslation = truth(given.idTranslation) === true;
	}
	const { duplicateCheckInterval: interval } = given;
	if (supports.duplicateCheck !== true || (given.duplicateCheck === undefined && interval === undefined)) return options;
	options.duplicateCheck = truth(given.duplicateCheck) !== false;
	if (interval !== undefined && options.duplicateCheck) options.duplicateCheckInterval = Number(interval);
	return options;
}

/**
 * The options of one item. Those that the type does not have are left out: they may be left over from another type.
 *
 * @throws InvalidInputError if a value is out of its range
 */
export function readOptions(context: IExecuteFunctions, itemIndex: number, type: MessageType): Options {
	const given = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const { supports } = type;
	const issues = [
		supports.safe === undefined ? undefined : unsupportedSafe(type, given.safe),
		supports.duplicateCheck === true
			? outOfRange(duplicateCheckInterval, 'seconds', given.duplicateCheckInterval)
			: undefined,
		supports.duplicateCheck === true ? notTrueOrFalse(duplicateCheck, given.duplicateCheck) : undefined,
		supports.idTranslation === true ? notTrueOrFalse(idTranslation, given.idTranslation) : undefined,
		outOfRange(retries, 'retries', given.retries),
		outOfRange(retryTime, 'seconds', given.retryTime),
		outOfRange(timeout, 'seconds', given.timeout),
	].filter((issue): issue is Issue => issue !== undefined);
	if (issues.length > 0) throw new InvalidInputError(issues);

	const longText = given.overLongText;
	return {
		send: sendOptionsIn(given, type),
		onInvalidRecipients: given.onInvalidRecipients === 'fail' ? 'fail' : 'continue',
		overLongText: longText === 'truncate' || (longText === 'split' && supports.split !== undefined) ? longText : 'error',
		timeout: given.timeout === undefined ? undefined : Number(given.timeout) * 1000,
		limits: {
			retries: Number(given.retries ?? DEFAULT_RETRIES),
			totalMs: Number(given.retryTime ?? DEFAULT_RETRY_SECONDS) * 1000,
		},
	};
}

/** How many items may be on their way at the same time; the first item decides. Out of range counts as the nearest. */
export function readConcurrency(context: IExecuteFunctions): number {
	const { maxConcurrency: given } = context.getNodeParameter('options', 0, {}) as IDataObject;
	const wanted = Math.floor(Number(given ?? DEFAULT_CONCURRENCY));
	return Math.min(MAX_CONCURRENCY, Math.max(1, wanted || 1));
}
