import type { IDataObject, IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidInputError, type Issue } from '../../api/errors';
import { DEFAULT_DUPLICATE_CHECK_INTERVAL, MAX_DUPLICATE_CHECK_INTERVAL } from '../../api/limits';
import type { SendOptions } from '../../delivery/request';
import type { MessageType } from '../../messages/messageType';

type Show = NonNullable<IDisplayOptions['show']>;

/** What the user set under Options, for one item. */
export interface Options extends SendOptions {
	onInvalidRecipients: 'continue' | 'fail';
	/** Longest wait for an answer, in milliseconds; undefined for the node's own. */
	timeout?: number;
}

const MAX_TIMEOUT_SECONDS = 600;

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
		'Whether WeCom replaces $userName=ID$, $departmentName=ID$ and the like by names, in the fields that support it',
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
		options,
		displayOptions: { show },
	};
}

/** The options of `message/send` for one type. */
export function sendOptions({ supports }: MessageType): INodeProperties[] {
	return [
		...(supports.safe === undefined ? [] : [safe(supports.safe)]),
		...(supports.duplicateCheck === true ? [duplicateCheck, duplicateCheckInterval] : []),
		...(supports.idTranslation === true ? [idTranslation] : []),
		onInvalidRecipients,
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

/**
 * The options of one item. Those that the type does not have are left out: they may be left over from another type.
 *
 * @throws InvalidInputError if a value is out of its range
 */
export function readOptions(context: IExecuteFunctions, itemIndex: number, type: MessageType): Options {
	const given = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const { supports } = type;
	const interval = supports.duplicateCheck === true ? given.duplicateCheckInterval : undefined;
	const issues = [
		supports.safe === undefined ? undefined : unsupportedSafe(type, given.safe),
		outOfRange(duplicateCheckInterval, 'seconds', interval),
		outOfRange(timeout, 'seconds', given.timeout),
	].filter((issue): issue is Issue => issue !== undefined);
	if (issues.length > 0) throw new InvalidInputError(issues);

	const options: Options = { onInvalidRecipients: given.onInvalidRecipients === 'fail' ? 'fail' : 'continue' };
	if (given.timeout !== undefined) options.timeout = Number(given.timeout) * 1000;
	if (supports.safe !== undefined && given.safe !== undefined) options.safe = Number(given.safe);
	if (supports.idTranslation === true && given.idTranslation !== undefined) {
		options.idTranslation = given.idTranslation === true;
	}
	if (supports.duplicateCheck === true) {
		if (given.duplicateCheck !== undefined || interval !== undefined) {
			options.duplicateCheck = given.duplicateCheck !== false;
		}
		if (interval !== undefined && options.duplicateCheck === true) options.duplicateCheckInterval = Number(interval);
	}
	return options;
}
