import { shown } from '../../api/explained';
import { PendingMedia, PendingText } from '../../files/pending';
import {
	applies,
	isAbsent,
	isRequired,
	type ApiObject,
	type Field,
	type Issue,
	type KeyedField,
	type ListField,
	type Rule,
	type Use,
} from './field';
import { checkChoice, checkNumber, checkText, wrongType } from './checkValue';
import { flatten, keyed } from './flat';
import { checkNames } from './names';
import { isPlainObject, saysNothing } from './nothing';

/** How messages speak of what is checked. */
const WORDS: Record<Use, string> = { send: 'message', update: 'card' };

function checkList(field: ListField, value: unknown, use: Use, where: string): Issue[] {
	if (!Array.isArray(value)) return [wrongType(field, where, 'a list', value)];
	const { min = 0, max = Infinity } = field;
	if (value.length < min || value.length > max) {
		const range = value.length > max ? `the maximum is ${max}` : `the minimum is ${min}`;
		return [
			{
				message: `${field.label}${where} has ${value.length} ${value.length === 1 ? 'entry' : 'entries'}; ${range}`,
				hint: value.length > max ? `Remove ${value.length - max} of them.` : 'Add what is missing.',
				field: field.label,
				limit: value.length > max ? max : min,
				unit: 'entries',
				actual: value.length,
			},
		];
	}
	return [
		...value.flatMap((item, index) =>
			checkObject(field, item, use, ` of ${field.item.toLowerCase()} ${index + 1}${where}`),
		),
		...checkUnique(field, value, where),
	];
}

function checkUnique(field: ListField, items: unknown[], where: string): Issue[] {
	const { unique } = field;
	if (unique === undefined) return [];
	const seen = new Set<unknown>();
	for (const item of items) {
		const value = isPlainObject(item) ? item[unique] : undefined;
		if (isAbsent(value)) continue;
		if (seen.has(value)) {
			const label = keyed(field.fields, 'update').find((inner) => inner.api === unique)?.label;
			return [
				{
					message: `${field.label}${where}: two entries have the same ${label}; given: ${shown(value)}`,
					hint: `Give each ${field.item.toLowerCase()} its own ${label}${field.ours === true ? '' : ' so WeCom knows which one was chosen'}.`,
					field: `${field.label} ${label}`,
					actual: value,
				},
			];
		}
		seen.add(value);
	}
	return [];
}

function checkField(field: KeyedField, value: unknown, use: Use, where: string): Issue[] {
	switch (field.kind) {
		case 'text':
			// What its files have yet to give is checked when it is there.
			return checkText(field, value instanceof PendingText ? value.known : value, where);
		case 'number':
			return checkNumber(field, value, where);
		case 'choice':
			return checkChoice(field, value, where);
		case 'flag':
			return typeof value === 'boolean' ? [] : [wrongType(field, where, 'true or false', value)];
		case 'media':
			return typeof value === 'string' || value instanceof PendingMedia
				? []
				: [wrongType(field, where, 'a media_id', value)];
		case 'names':
			return checkNames(field, value, where);
		case 'object':
			// The form does not show an inline object: without the name of its key nobody would know which one is meant.
			if (field.inline === true && !isPlainObject(value))
				return [wrongType(field, where, 'a JSON object', value)];
			return checkObject(
				field,
				value,
				use,
				field.inline === true ? where : ` of ${field.label}${where}`,
			);
		case 'list':
			return checkList(field, value, use, where);
	}
}

function unknownKeys(fields: readonly KeyedField[], object: ApiObject, where: string): Issue[] {
	return Object.keys(object)
		.filter((key) => !fields.some(({ api }) => api === key))
		.map((key) => ({
			message: `WeCom doesn't recognize the field "${key}"${where}`,
			hint: `Allowed fields: ${fields.map(({ api }) => api).join(', ')}.`,
			field: key,
			actual: key,
			unknownField: true,
		}));
}

/**
 * Checks a finished API object, built by the form or written as JSON, against its declaration.
 *
 * @param declaration the fields and the rules between them
 * @param value the object to check
 * @param use whether the object is sent anew or updates a card
 * @param where names the object in messages, such as " of article 2"; empty for the message itself
 * @returns every issue found, in the order of the fields; an empty list if WeCom should accept the object
 */
export function checkObject(
	declaration: {
		fields: readonly Field[];
		rules?: readonly Rule[];
		label?: string;
		called?: string;
	},
	value: unknown,
	use: Use,
	where: string,
): Issue[] {
	if (!isPlainObject(value)) {
		return [
			{
				message: `The content${where} must be a JSON object; given: ${shown(value)}`,
				hint: 'Enter an object in braces, such as {"title": "…"}.',
				field: declaration.label ?? 'JSON',
				actual: value,
			},
		];
	}
	const { called = WORDS[use] } = declaration;
	const fields = flatten(declaration.fields, use);
	const withKey = keyed(declaration.fields, use);
	const answer = (sibling: string): unknown => {
		const field = fields.find(({ name }) => name === sibling);
		if (field === undefined) return undefined;
		if (field.kind === 'switch') return field.derive(value);
		const given = value[field.api];
		return given === undefined && field.kind === 'choice' ? field.absent : given;
	};
	const issues = withKey.flatMap((field) => {
		const given = value[field.api];
		if (!saysNothing(given)) return checkField(field, given, use, where);
		if (!isRequired(field, use) || !applies(field, answer)) return [];
		// An empty inline object reads better as its own missing fields than as a missing object.
		if (field.kind === 'object' && field.inline === true) {
			const inside = checkObject(field, {}, use, where);
			if (inside.length > 0) return inside;
		}
		return [
			{
				message: `${field.label}${where} is missing`,
				hint: `Fill it in.${field.ours === true ? '' : ` WeCom doesn't accept the ${called} without it (field "${field.api}").`}${field.kind === 'text' ? " Spaces and line breaks alone don't count." : ''}`,
				field: field.label,
				actual: given,
			},
		];
	});
	const broken = (declaration.rules ?? []).flatMap((rule) => rule(value, use, where) ?? []);
	return [...unknownKeys(withKey, value, where), ...issues, ...broken];
}
