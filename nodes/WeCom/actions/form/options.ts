import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InvalidInputError, type Issue } from '../../api/explained';
import type { Handling } from '../../delivery/handling';
import type { Destination, Offer } from '../../destinations/destination';
import type { Show } from '../../messages/fields/show';
import { optionFields, optionsOfForm, type OptionValues } from '../../destinations/options';
import { oneOf, onOff, readOption, within, type Reading } from '../../destinations/readings';
import { hasPictures } from '../../messages/fields/pictures';
import { hasProse } from '../../messages/fields/shorten';
import { canSplit } from '../../messages/messageType';
import { DEFAULTS } from '../defaults';
import type { Since } from '../since';
import type { ItemForm } from './itemForm';

// The linter takes names for values, but not what stands behind a dot.
const { newest: newestConcurrency } = DEFAULTS.maxConcurrency;
const { newest: newestUnknown } = DEFAULTS.maxUnknown;
const { newest: newestRetries } = DEFAULTS.retries;
const { newest: newestRetryTime } = DEFAULTS.retryTime;
const { newest: newestTimeout } = DEFAULTS.timeout;
const { newest: newestOnInvalid } = DEFAULTS.onInvalidRecipients;
const { newest: newestOverLong } = DEFAULTS.overLongText;

/** Most that the form takes for Retry Time and Timeout, in seconds. */
export const MAX_TIMEOUT_SECONDS = 600;
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

const combineEqual: INodeProperties = {
	displayName: 'Combine Equal Messages',
	name: 'combineEqual',
	type: 'boolean',
	default: true,
	description:
		'Whether to send items that differ only in their recipients in as few calls as possible, with up to 1000 members each. Everyone gets the same messages in the same order as without this option. The items share a msgid, so recalling one recalls them all.',
};

const overLongText = (splits: boolean): INodeProperties => ({
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

const uploadPictures: INodeProperties = {
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
		"How many emails and mobiles unknown to WeCom to accept over all items before the node stops looking up. WeCom blocks look-ups for a day when more than 20 % of the company's size were in vain. The first item's value applies to all.",
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

/** The collection Options, with what the API has for one type. */
export function optionsProperty(show: Show, options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		description: "Delivery settings. Options you don't add keep their defaults.",
		options,
		displayOptions: { show },
	};
}

export const byLabel = (one: INodeProperties, other: INodeProperties) =>
	one.displayName.localeCompare(other.displayName, 'en');

/** The options of a destination for one of its contents, and how it is delivered, in the order of their labels. */
export function sendOptions<To>(
	{ address, options, rejections, sharing }: Destination<To>,
	offer: Offer<To>,
): INodeProperties[] {
	const { content } = offer;
	return [
		...optionFields(options, offer),
		...(sharing === undefined ? [] : [combineEqual]),
		maxConcurrency,
		...(address.lookUps === undefined ? [] : [maxUnknown]),
		...(rejections === undefined ? [] : [onInvalidRecipients]),
		...(hasProse(content.fields) ? [overLongText(canSplit(content))] : []),
		...(hasPictures(content.fields) ? [uploadPictures] : []),
		retries,
		retryTime,
		timeout,
	].sort(byLabel);
}

/** Within what the form allows for a field. */
function ofField(
	{ typeOptions: { minValue = 0, maxValue = Infinity } = {} }: INodeProperties,
	unit?: string,
): Reading<number> {
	return within(minValue, maxValue, unit);
}

/** Reads one option; the default of the node's version where it is not added. */
type Read = <T>(field: INodeProperties, reading: Reading<T>, standard: Since<T>) => T;

/** @param issues takes what is wrong with the values */
const readerOf =
	(form: ItemForm, given: IDataObject, issues: Issue[]): Read =>
	(field, reading, standard) =>
		readOption(reading, given[field.name], field.displayName, issues) ?? standard.in(form.version);

/** How long and how often calls are tried, and how many look-ups may be in vain. */
function effortOf(read: Read): Pick<Handling, 'timeout' | 'limits' | 'maxUnknown'> {
	const seconds = ofField(timeout, 'seconds');
	return {
		timeout: read(timeout, seconds, DEFAULTS.timeout) * 1000,
		limits: {
			retries: read(retries, ofField(retries), DEFAULTS.retries),
			totalMs: read(retryTime, ofField(retryTime, 'seconds'), DEFAULTS.retryTime) * 1000,
		},
		maxUnknown: read(maxUnknown, ofField(maxUnknown), DEFAULTS.maxUnknown),
	};
}

/**
 * The options of an item that looks something up, and sends nothing.
 *
 * @throws InvalidInputError if a value is none of those that the option takes
 */
export function readEffort(form: ItemForm): ReturnType<typeof effortOf> {
	const issues: Issue[] = [];
	const effort = effortOf(readerOf(form, form.collection('options', 'Options'), issues));
	if (issues.length > 0) throw new InvalidInputError(issues);
	return effort;
}

/**
 * The options of one item. Those that the content does not have are left out: they may be left over from another one.
 *
 * @throws InvalidInputError if a value is none of those that the option takes
 */
export function readOptions<To>(
	form: ItemForm,
	destination: Pick<Destination<To>, 'options' | 'settled'>,
	offer: Pick<Offer<To>, 'content' | 'options'>,
): { options: OptionValues; handling: Handling } {
	const { settled = (values) => values } = destination;
	const given = form.collection('options', 'Options');
	const issues: Issue[] = [];
	const read = readerOf(form, given, issues);

	const longText = read(
		overLongText(true),
		oneOf('error', 'truncate', 'split'),
		DEFAULTS.overLongText,
	);
	const effort = effortOf(read);
	const options = settled(optionsOfForm(destination.options, offer, given, issues));
	const onInvalid = oneOf('continue', 'fail');
	const handling: Handling = {
		combines: read(combineEqual, onOff, DEFAULTS.combineEqual),
		onInvalidRecipients: read(onInvalidRecipients, onInvalid, DEFAULTS.onInvalidRecipients),
		uploadsPictures:
			hasPictures(offer.content.fields) && read(uploadPictures, onOff, DEFAULTS.uploadPictures),
		overLongText: longText === 'split' && !canSplit(offer.content) ? 'error' : longText,
		...effort,
		// The first item decides; a wrong value is told for each that has it.
		maxConcurrency: read(maxConcurrency, ofField(maxConcurrency), DEFAULTS.maxConcurrency),
	};
	if (issues.length > 0) throw new InvalidInputError(issues);
	return { options, handling };
}
