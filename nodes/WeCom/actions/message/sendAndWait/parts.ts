import { InvalidInputError, shown, type Issue } from '../../../api/explained';
import { readOption } from '../../../destinations/readings';
import { toBody } from '../../../messages/fields/body';
import { checkObject } from '../../../messages/fields/check';
import { isAbsent, type ApiObject, type Field } from '../../../messages/fields/field';
import { sayingOf } from '../../../messages/fields/nothing';
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

/** One option of the collection. */
export function option<T>(
	reading: Parameters<typeof readOption<T>>[0],
	given: unknown,
	label: string,
): T | undefined {
	const issues: Issue[] = [];
	const value = readOption(reading, given, label, issues);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return value;
}
