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
import {
	combineEqual,
	maxConcurrency,
	maxUnknown,
	onInvalidRecipients,
	overLongText,
	retries,
	retryTime,
	timeout,
	uploadPictures,
} from './deliveryOptions';
import type { ItemForm } from './itemForm';

const NAME = 'options';
const LABEL = 'Options';

/** The collection Options, with what the API has for one type. */
export function optionsProperty(show: Show, options: INodeProperties[]): INodeProperties {
	return {
		displayName: LABEL,
		name: NAME,
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

/** What has been added under Options. */
export const optionsIn = (form: ItemForm): IDataObject => form.collection(NAME, LABEL);

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
	const effort = effortOf(readerOf(form, optionsIn(form), issues));
	if (issues.length > 0) throw new InvalidInputError(issues);
	return effort;
}

/** Retry Time in milliseconds, as far as it can be told before the item is prepared, which refuses what is wrong. */
export function retryTimeOf(form: ItemForm): number {
	const given = () => {
		try {
			return optionsIn(form);
		} catch {
			return {};
		}
	};
	return effortOf(readerOf(form, given(), [])).limits.totalMs;
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
	return form.once(NAME, offer, () => readAnew(form, destination, offer));
}

function readAnew<To>(
	form: ItemForm,
	destination: Pick<Destination<To>, 'options' | 'settled'>,
	offer: Pick<Offer<To>, 'content' | 'options'>,
): { options: OptionValues; handling: Handling } {
	const { settled = (values) => values } = destination;
	const given = optionsIn(form);
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
