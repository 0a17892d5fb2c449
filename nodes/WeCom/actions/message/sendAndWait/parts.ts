import { InvalidInputError, shown, type Issue } from '../../../api/explained';
import { readOption } from '../../../destinations/readings';
import { toBody } from '../../../messages/fields/body';
import { checkObject } from '../../../messages/fields/check';
import { isAbsent, type ApiObject, type Field } from '../../../messages/fields/field';
import { sayingOf, saysNothing } from '../../../messages/fields/nothing';
import type { ItemForm } from '../../form/itemForm';

/** Fields of the node's own, whose keys WeCom doesn't know. */
const ours = <F extends Field>(field: F): F => ({
	...field,
	ours: true,
	...('fields' in field ? { fields: field.fields.map(ours) } : {}),
});

/** Some declared fields of the form, checked. */
export function content(form: ItemForm, ...fields: Field[]): ApiObject {
	const standard = (field: Field) => (field.kind === 'text' ? (field.default ?? '') : {});
	const values = Object.fromEntries(
		fields.map((field) => [field.name, form.value(field.name, standard(field))]),
	);
	const body = sayingOf(toBody(fields, values, 'send'));
	const issues = checkObject({ fields: fields.map(ours) }, body, 'send', '');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return body;
}

/**
 * A text; the standard where nothing is given.
 *
 * @throws InvalidInputError if it is an object or a list
 */
export function textOf(value: unknown, standard: string, label: string): string {
	if (isAbsent(value)) return standard;
	if (typeof value !== 'object') return String(value);
	throw new InvalidInputError([
		{
			message: `${label} must be text; given: ${shown(value)}`,
			hint: 'Enter a text, or an expression that gives one.',
			field: label,
			actual: value,
		},
	]);
}

/** A value of a collection; its default where the form has left it out, unlike where an expression gave nothing. */
export const entered = (values: ApiObject, name: string, standard: unknown): unknown =>
	Object.hasOwn(values, name) ? values[name] : standard;

/**
 * A value that can't be left out. Whatever isn't in the workflow has its default by now, so nothing is what an expression gave.
 *
 * @throws InvalidInputError if it says nothing
 */
export function needed(value: unknown, label: string): unknown {
	if (!saysNothing(value)) return value;
	throw new InvalidInputError([
		{
			message: `${label} is missing`,
			hint: 'Fill it in. If it comes from an expression, check that it has a value for this item.',
			field: label,
		},
	]);
}

/**
 * A field of the form, or an option of the collection, that has a value.
 *
 * @throws InvalidInputError if there is none, or it can't be read
 */
export function option<T>(
	reading: Parameters<typeof readOption<T>>[0],
	given: unknown,
	label: string,
): T {
	const issues: Issue[] = [];
	const value = readOption(reading, needed(given, label), label, issues);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return value as T;
}
