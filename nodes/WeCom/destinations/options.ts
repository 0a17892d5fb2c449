import type { INodeProperties } from 'n8n-workflow';

import { InvalidInputError, shown, type Issue } from '../api/explained';
import type { ApiObject } from '../messages/fields/field';
import { saysNothing } from '../messages/fields/nothing';
import { onOff, readOption, type Reading } from './readings';

/** What an offer has of an option: all of it, or these of its values. */
export type OptionScope = true | ReadonlyArray<number | string>;

/** A value of an option. In a request a switch is 0 or 1, and everything else as it is. */
type OptionValue = boolean | number | string;

/** Options as they are to be sent, by the name of their field. What is absent is not sent, and WeCom takes its default. */
export type OptionValues = Readonly<Record<string, OptionValue>>;

/** An option of an endpoint: its field in the form, its key in JSON, and how either is read. */
export interface SendOption {
	api: string;
	label: string;
	/** The rest of the field. */
	field(scope: OptionScope): Omit<INodeProperties, 'displayName' | 'name'>;
	/** @param where label of the content, for messages */
	reading(scope: OptionScope, where: string): Reading<OptionValue>;
}

/** Options of an endpoint, by the name of their field. */
export type SendOptions = Readonly<Record<string, SendOption>>;

/** The options that one offer has. */
interface Offered {
	content: { label: string };
	options: Readonly<Record<string, OptionScope>>;
}

const scopeOf = (offer: Offered, name: string) => offer.options[name] as OptionScope | undefined;

/** The options that an offer has, each with what it has of it. */
const offered = (options: SendOptions, offer: Offered) =>
	Object.entries(options).flatMap(([name, option]) => {
		const scope = scopeOf(offer, name);
		return scope === undefined ? [] : [{ name, scope, ...option }];
	});

/** The fields of the options that an offer has. */
export function optionFields(options: SendOptions, offer: Offered): INodeProperties[] {
	return offered(options, offer).map(({ name, scope, label, field }) => ({
		displayName: label,
		name,
		...field(scope),
	}));
}

/**
 * The options that the form has for an offer. Those that the offer does not have may be left over from another one.
 *
 * @param issues takes what is wrong with the values
 */
export function optionsOfForm(
	options: SendOptions,
	offer: Offered,
	given: ApiObject,
	issues: Issue[],
): OptionValues {
	const read = offered(options, offer).map(({ name, scope, label, reading }) => [
		name,
		readOption(reading(scope, offer.content.label), given[name], label, issues),
	]);
	return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as OptionValues;
}

/**
 * The options in a whole message, by the rules of the form.
 *
 * @throws InvalidInputError if a value cannot be read, or the offer does not have the option
 */
export function optionsOfJson(options: SendOptions, offer: Offered, json: ApiObject): OptionValues {
	const issues: Issue[] = [];
	const values: Record<string, OptionValue> = {};
	for (const [name, { api, label, reading }] of Object.entries(options)) {
		const given = json[api];
		const scope = scopeOf(offer, name);
		const field = `${label} (field "${api}")`;
		if (scope !== undefined) {
			const value = readOption(reading(scope, offer.content.label), given, field, issues);
			if (value !== undefined) values[name] = value;
		} else if (!saysNothing(given) && onOff.read(given) !== false) {
			// What is off says no more than what is absent.
			issues.push({
				message: `${field} doesn't exist for ${offer.content.label}; given: ${shown(given)}`,
				hint: 'Remove it. WeCom rejects the message with it.',
				field,
				actual: given,
			});
		}
	}
	if (issues.length > 0) throw new InvalidInputError(issues);
	return values;
}

/** Options as a request has them. */
export function optionKeys(options: SendOptions, values: OptionValues): ApiObject {
	const keys: ApiObject = {};
	for (const [name, { api }] of Object.entries(options)) {
		const { [name]: value } = values as Partial<OptionValues>;
		if (value !== undefined) keys[api] = typeof value === 'boolean' ? Number(value) : value;
	}
	return keys;
}
