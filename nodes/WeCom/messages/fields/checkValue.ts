import { shown } from '../../api/explained';
import type { ChoiceField, Issue, KeyedField, NumberField, TextField } from './field';
import { inUnit, measure, type Unit } from './measure';

export function wrongType(field: KeyedField, where: string, wanted: string, value: unknown): Issue {
	return {
		message: `${field.label}${where} must be ${wanted}; given: ${shown(value)}`,
		hint:
			field.ours === true
				? `Set it to ${wanted}.`
				: `Set WeCom's "${field.api}" field to ${wanted}.`,
		field: field.label,
		actual: value,
	};
}

const COUNTING: Record<Unit, string> = {
	bytes: ' A Chinese character is 3 bytes, an emoji 4, a Latin letter 1.',
	chinese: ' Two Latin letters or digits count as one Chinese character.',
	characters: '',
};

/** What to do about a text that is too long: the node can shorten what is for people by itself. */
export function shorten(
	{ prose, splits }: Pick<TextField, 'prose' | 'splits'>,
	unit: Unit,
): string {
	const option = splits === true ? 'Truncate or Split' : 'Truncate';
	const otherwise = prose === true ? `, or set Over-Long Text to ${option} under Options` : '';
	return `Shorten it${otherwise}.${COUNTING[unit]}`;
}

/** Whether a text is too long or too short. */
function checkLength(field: TextField, value: string, where: string): Issue[] {
	const { label, min = 0, max } = field;
	const issue = (unit: Unit, wanted: string, limit: number, hint: string): Issue[] => {
		const actual = measure(value, unit);
		const message = `${label}${where} is ${inUnit(actual, unit)}; the ${wanted} is ${limit}`;
		return [{ message, hint, field: label, limit, unit, actual }];
	};
	if (max !== undefined && measure(value, max.unit) > max.amount)
		return issue(max.unit, 'maximum', max.amount, shorten(field, max.unit));
	if (measure(value, 'characters') < min)
		return issue('characters', 'minimum', min, 'Make it longer.');
	return [];
}

export function checkText(field: TextField, value: unknown, where: string): Issue[] {
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
		const { says, hint = 'Remove all other characters, including spaces.' } = field.pattern;
		return wrong(says, hint);
	}
	return [];
}

export function checkNumber(field: NumberField, value: unknown, where: string): Issue[] {
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

export function checkChoice(field: ChoiceField, value: unknown, where: string): Issue[] {
	const values = field.options.map((option) => option.value);
	if (values.some((known) => known === value)) return [];
	// WeCom knows no other value, but refuses what is of another type (40058).
	if (field.tolerant === true && Number.isInteger(value)) return [];
	return [wrongType(field, where, `one of ${values.join(', ')}`, value)];
}
