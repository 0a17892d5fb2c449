import { shown } from '../../api/explained';
import { PendingMedia } from '../../files/pending';
import {
	applies,
	flatten,
	isAbsent,
	isRequired,
	type ApiObject,
	type ChoiceField,
	type Field,
	type Issue,
	type KeyedField,
	type ListField,
	type NumberField,
	type Rule,
	type TextField,
	type Use,
} from './field';
import { inUnit, measure, type Unit } from './measure';
import { isPlainObject, saysNothing } from './nothing';

/** How messages speak of what is checked, and where a field that WeCom does not know can go all the same. */
const WORDS: Record<Use, { what: string; unchecked: string }> = {
	send: { what: 'message', unchecked: ' Message Type Custom (JSON) sends any JSON unchecked.' },
	update: { what: 'card', unchecked: '' },
};

function wrongType(field: KeyedField, where: string, wanted: string, value: unknown): Issue {
	return {
		message: `${field.label}${where} must be ${wanted}; given: ${shown(value)}`,
		hint: `Set WeCom's "${field.api}" field to ${wanted}.`,
		field: field.label,
		actual: value,
	};
}

const SHORTEN: Record<Unit, string> = {
	bytes: 'Shorten it. A Chinese character is 3 bytes, an emoji 4, a Latin letter 1.',
	chinese: 'Shorten it. Two Latin letters or digits count as one Chinese character.',
	characters: 'Shorten it.',
};

/** Whether a text is too long or too short. */
function checkLength({ label, min = 0, max }: TextField, value: string, where: string): Issue[] {
	const issue = (unit: Unit, wanted: string, limit: number, hint: string): Issue[] => {
		const actual = measure(value, unit);
		const message = `${label}${where} is ${inUnit(actual, unit)}; the ${wanted} is ${limit}`;
		return [{ message, hint, field: label, limit, unit, actual }];
	};
	if (max !== undefined && measure(value, max.unit) > max.amount)
		return issue(max.unit, 'maximum', max.amount, SHORTEN[max.unit]);
	if (measure(value, 'characters') < min)
		return issue('characters', 'minimum', min, 'Make it longer.');
	return [];
}

function checkText(field: TextField, value: unknown, where: string): Issue[] {
	if (typeof value !== 'string') return [wrongType(field, where, 'text', value)];
	const length = checkLength(field, value, where);
	if (length.length > 0) return length;
	const wrong = (says: string, hint: string): Issue[] => [
		{
			message: `${field.label}${where} ${says}; given: ${shown(value)}`,
			hint,
			field: field.label,
			actual: value,
		},
	];
	// WeCom compares letter by letter, so HTTP:// is none of them (45034).
	if (field.url === true && !/^https?:\/\/[^\s/?#]/.test(value)) {
		return wrong(
			'must start with http:// or https://',
			'Enter the full URL, such as https://example.com/page.',
		);
	}
	if (field.pattern !== undefined && !field.pattern.regex.test(value)) {
		return wrong(field.pattern.says, 'Remove all other characters, including spaces.');
	}
	return [];
}

function checkNumber(field: NumberField, value: unknown, where: string): Issue[] {
	if (typeof value !== 'number' || !Number.isFinite(value)) {
		return [wrongType(field, where, 'a number', value)];
	}
	const { min = -Infinity, max = Infinity } = field;
	if (value >= min && value <= max) return [];
	return [
		{
			message: `${field.label}${where} must be between ${min} and ${max}; given: ${value}`,
			hint: `Enter a value between ${min} and ${max}.`,
			field: field.label,
			limit: value < min ? min : max,
			actual: value,
		},
	];
}

function checkChoice(field: ChoiceField, value: unknown, where: string): Issue[] {
	const values = field.options.map((option) => option.value);
	if (values.some((known) => known === value)) return [];
	// WeCom knows no other value, but refuses what is of another type (40058).
	if (field.tolerant === true && Number.isInteger(value)) return [];
	return [wrongType(field, where, `one of ${values.join(', ')}`, value)];
}

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
			const label = flatten(field.fields, 'update')
				.filter((inner): inner is KeyedField => inner.kind !== 'switch')
				.find((inner) => inner.api === unique)?.label;
			return [
				{
					message: `${field.label}${where}: two entries have the same ${label}; given: ${shown(value)}`,
					hint: `Give each ${field.item.toLowerCase()} its own ${label} so WeCom knows which one was chosen.`,
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
			return checkText(field, value, where);
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

function unknownKeys(
	fields: readonly KeyedField[],
	object: ApiObject,
	use: Use,
	where: string,
): Issue[] {
	const known = fields.map(({ api }) => api);
	return Object.keys(object)
		.filter((key) => !known.includes(key))
		.map((key) => ({
			message: `WeCom doesn't recognize the field "${key}"${where}`,
			hint: `Allowed fields: ${known.join(', ')}.${WORDS[use].unchecked}`,
			field: key,
			actual: key,
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
	declaration: { fields: readonly Field[]; rules?: readonly Rule[]; label?: string },
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
	const fields = flatten(declaration.fields, use);
	const keyed = fields.filter((field): field is KeyedField => field.kind !== 'switch');
	const answer = (sibling: string): unknown => {
		const field = fields.find(({ name }) => name === sibling);
		if (field === undefined) return undefined;
		if (field.kind === 'switch') return field.derive(value);
		const given = value[field.api];
		return given === undefined && field.kind === 'choice' ? field.absent : given;
	};
	const issues = keyed.flatMap((field) => {
		const given = value[field.api];
		if (!saysNothing(given)) return checkField(field, given, use, where);
		if (!isRequired(field, use) || !applies(field, answer)) return [];
		// An empty inline object reads better as its own missing fields than as a missing object.
		if (field.kind === 'object' && field.inline === true) return checkObject(field, {}, use, where);
		return [
			{
				message: `${field.label}${where} is missing`,
				hint: `Fill it in. WeCom doesn't accept the ${WORDS[use].what} without it (field "${field.api}").${field.kind === 'text' ? " Spaces and line breaks alone don't count." : ''}`,
				field: field.label,
				actual: given,
			},
		];
	});
	const broken = (declaration.rules ?? []).flatMap((rule) => rule(value, use, where) ?? []);
	return [...unknownKeys(keyed, value, use, where), ...issues, ...broken];
}
