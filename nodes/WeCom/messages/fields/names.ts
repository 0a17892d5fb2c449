import { trimmed } from '../../api/characters';
import { shown } from '../../api/explained';
import type { Issue, NamesField } from './field';
import { isAbsent } from './field';

/** Between names in a text. */
const SEPARATORS = /[|,;，；、｜\s]+/;

/**
 * The names that a form gives: a text with separators between them, an array, or a single number.
 *
 * @returns undefined where there is none; what is no list as it is, for the check to tell
 */
export function namesIn(given: unknown): unknown {
	if (isAbsent(given)) return undefined;
	if (typeof given === 'object' && !Array.isArray(given)) return given;
	const parts = [given].flat(Infinity).flatMap((part) => {
		if (typeof part === 'number') return [String(part)];
		return typeof part === 'string' ? part.split(SEPARATORS).map(trimmed) : [part];
	});
	const names = [...new Set(parts.filter((part) => !isAbsent(part)))];
	return names.length > 0 ? names : undefined;
}

/** Checks names as WeCom takes them: an array of texts, each of which can be one. */
export function checkNames(field: NamesField, value: unknown, where: string): Issue[] {
	const { label, item, pattern, secret, api } = field;
	const given = (one: unknown) => (secret === true ? {} : { actual: one });
	const says = (one: unknown) => (secret === true ? '' : `; given: ${shown(one)}`);
	if (!Array.isArray(value)) {
		return [
			{
				message: `${label}${where} must be a list${says(value)}`,
				hint: `Enter each ${item}, separated by commas, or an array of texts (field "${api}").`,
				field: label,
				...given(value),
			},
		];
	}
	return value.flatMap((one: unknown, index) =>
		typeof one === 'string' && pattern.test(one)
			? []
			: [
					{
						message: `Entry ${index + 1} of ${label}${where} isn't a ${item}${says(one)}`,
						hint: `Correct it. Each entry is one ${item}${pattern.test('@all') ? ' or @all' : ''}.`,
						field: label,
						...given(one),
					},
				],
	);
}
