import { InvalidInputError, type Issue } from '../../../api/explained';
import { readOption } from '../../../destinations/readings';
import { toBody } from '../../../messages/fields/body';
import { checkObject } from '../../../messages/fields/check';
import { isAbsent, type ApiObject, type Field } from '../../../messages/fields/field';
import { sayingOf } from '../../../messages/fields/nothing';
import type { ItemForm } from '../../form/itemForm';

/** Some declared fields of the form, checked. */
export function content(form: ItemForm, ...fields: Field[]): ApiObject {
	const standard = (field: Field) => (field.kind === 'text' ? (field.default ?? '') : {});
	const values = Object.fromEntries(
		fields.map((field) => [field.name, form.value(field.name, standard(field))]),
	);
	const body = sayingOf(toBody(fields, values, 'send'));
	const issues = checkObject({ fields }, body, 'send', '');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return body;
}

/** A text; the standard where nothing is given. */
export const textOf = (value: unknown, standard: string) =>
	isAbsent(value) ? standard : String(value);

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
