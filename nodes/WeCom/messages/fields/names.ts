import { EVERYONE, isEveryone } from '../../api/contacts';
import { shown } from '../../api/explained';
import { inWholeNumbers } from '../../api/memberAddress';
import { mobileIn } from '../../api/mobileNumbers';
import { entriesOf, unique } from './entries';
import type { Issue, NamesField } from './field';

/** A name as WeCom takes it: only in lower case does @all mean everyone. */
function nameIn(text: string, { mobiles }: Pick<NamesField, 'mobiles'>): string {
	if (isEveryone(text)) return EVERYONE;
	return mobiles === true ? (mobileIn(text) ?? text) : text;
}

/**
 * The names that a form gives, each once.
 *
 * @param given in the forms that `entriesOf` knows
 * @returns undefined where there is none; what is no name, and what is no list, as it is, for the check to tell
 */
export function namesIn(given: unknown, field: Pick<NamesField, 'mobiles'> = {}): unknown {
	if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
	const names = entriesOf(field.mobiles === true ? inWholeNumbers(given) : given).map((entry) =>
		typeof entry === 'string' ? nameIn(entry, field) : entry.stray,
	);
	return names.length > 0 ? unique(names) : undefined;
}

/** Checks names as WeCom takes them: an array of texts, each of which can be one. */
export function checkNames(field: NamesField, value: unknown, where: string): Issue[] {
	const { label, item, pattern, secret, api } = field;
	const {
		hint = `Correct it. Each entry is one ${item}${pattern.test('@all') ? ' or @all' : ''}.`,
	} = field;
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
						hint,
						field: label,
						...given(one),
					},
				],
	);
}
