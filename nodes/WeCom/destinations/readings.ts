import type { INodeProperties } from 'n8n-workflow';

import { shown, type Issue } from '../api/explained';
import { chosen } from '../messages/fields/chosen';
import { truth } from '../messages/fields/field';
import type { Form } from '../messages/fields/show';
import { saysNothing } from '../messages/fields/nothing';

/** How the value of one option is read, from the form or from JSON. */
export interface Reading<T> {
	/** What it must be, such as "true or false". */
	says: string;
	hint: string;
	/** @returns undefined where the value cannot be read */
	read(given: unknown): T | undefined;
	/** What else an error says about a number. */
	limits?(given: unknown): Pick<Issue, 'limit' | 'unit'>;
}

/** A whole number that may come as text; NaN for anything else, such as "30 min". */
function wholeNumber(given: unknown): number {
	if (typeof given === 'string') return /^\s*\d+\s*$/.test(given) ? Number(given) : NaN;
	return typeof given === 'number' && Number.isInteger(given) ? given : NaN;
}

/** True or false, in the forms that `truth` knows. */
export const onOff: Reading<boolean> = {
	says: 'true or false',
	hint: 'Choose one of them, or remove the option.',
	read(given) {
		const value = truth(given);
		return typeof value === 'boolean' ? value : undefined;
	},
};

/**
 * A whole number within limits, both included.
 *
 * @param unit for a number whose label does not name what it counts
 */
export const within = (min: number, max: number, unit?: string): Reading<number> => ({
	says: `a whole number from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`,
	hint: `Enter a number${unit === undefined ? '' : ` of ${unit}`} from ${min} to ${max}.`,
	read(given) {
		const value = wholeNumber(given);
		return value >= min && value <= max ? value : undefined;
	},
	limits: (given) => ({ limit: Number(given) > max ? max : min, unit }),
});

/** One of some numbers; true counts as 1, false as 0. */
export const level = (values: readonly number[], where: string): Reading<number> => ({
	says: `one of ${values.join(', ')} for ${where}`,
	hint: 'Choose one of these values, or remove the option.',
	read(given) {
		const value = truth(given);
		const wanted = typeof value === 'boolean' ? Number(value) : wholeNumber(given);
		return values.find((known) => known === wanted);
	},
});

/** One of some words. */
export const oneOf = <T extends string>(...values: T[]): Reading<T> => ({
	says: `one of ${values.join(', ')}`,
	hint: 'Choose one of these values, or remove the option.',
	read: (given) => values.find((known) => known === given),
});

/**
 * The value of an option; undefined where nothing is given, and where it cannot be read.
 *
 * @param label of the field, for messages
 * @param issues takes what is wrong with the value
 */
export function readOption<T>(
	reading: Reading<T>,
	given: unknown,
	label: string,
	issues: Issue[],
): T | undefined {
	if (saysNothing(given)) return undefined;
	const value = reading.read(given);
	if (value !== undefined) return value;
	issues.push({
		message: `${label} must be ${reading.says}; given: ${typeof given === 'number' ? String(given) : shown(given)}`,
		hint: reading.hint,
		field: label,
		...reading.limits?.(given),
		actual: given,
	});
	return undefined;
}

/**
 * What an item has chosen in a field with options; its default where an expression gives nothing.
 *
 * @throws InvalidInputError if that is none of the options
 */
export function choiceOf(form: Form, field: INodeProperties): string {
	const { name, displayName: label, options = [], default: standard } = field;
	const given = form.value(name, standard);
	if (given === standard) return String(standard);
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	return chosen({ label, values, standard }, given);
}
