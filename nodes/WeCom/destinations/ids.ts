import { aboutHidden } from '../api/characters';
import { DEPARTMENT_ID, EVERYONE, isEveryone, TAG_ID, USER_ID } from '../api/contacts';
import { shown, type Issue } from '../api/explained';
import { entriesOf, OBJECT_AS_TEXT, unique, type Stray } from '../messages/fields/entries';

/** Keys out of what a user gives, in the forms that `entriesOf` knows; upper and lower case make a difference. */
export function parseKeys(given: unknown): string[] {
	return entriesOf(given).map((entry) => (typeof entry === 'string' ? entry : String(entry.stray)));
}

/** IDs out of what a user gives, in the forms that `entriesOf` knows, each once. Nothing is checked. */
export function parseIds(given: unknown): string[] {
	return unique(parseKeys(given));
}

type IdKind = 'users' | 'departments' | 'tags';

/** What an ID of a kind is, in all places that say so. */
interface IdRule {
	pattern: RegExp;
	/** Several of them, and one, in words. */
	many: string;
	one: string;
	/** What it consists of. */
	says: string;
	hint: string;
}

const NUMBER = { many: 'numbers', one: 'a number', says: 'a whole number' };
const USER_ID_SAYS =
	'1 to 64 letters, digits, or _ - @ . characters, starting with a letter or digit';

export const ID_RULES: Record<IdKind, IdRule> = {
	users: {
		pattern: USER_ID,
		many: 'user IDs',
		one: 'a user ID',
		says: USER_ID_SAYS,
		hint: `Enter the user ID (账号), not the name: ${USER_ID_SAYS}.`,
	},
	departments: { pattern: DEPARTMENT_ID, ...NUMBER, hint: 'Enter the ID, not the name.' },
	tags: { pattern: TAG_ID, ...NUMBER, hint: 'Enter the ID, not the name.' },
};

/** The field of the form, or the key of the JSON, that IDs come from. */
interface IdPlace {
	label: string;
	/** It takes one ID only. */
	single?: true;
}

function strayIssue({ stray }: Stray, { label, single }: IdPlace): Issue {
	const issue = { field: label, actual: stray };
	if (typeof stray === 'number' && Number.isInteger(stray) && stray > 0) {
		return {
			message: `${label} has a number that's too large to be exact; given: ${stray}`,
			hint: 'Numbers above 9007199254740991 lose precision in JSON. Provide the ID as text: put quotes around it at its source.',
			...issue,
		};
	}
	const object =
		typeof stray === 'object' || (typeof stray === 'string' && OBJECT_AS_TEXT.test(stray));
	return {
		message: `${label} must be ${single ? 'an ID' : 'IDs'}; given: ${typeof stray === 'number' ? String(stray) : shown(stray)}`,
		hint: object
			? 'Use the field of the object that holds the ID, such as {{ $json.people.map((one) => one.userid) }}.'
			: 'Enter the ID as text or as a whole number.',
		...issue,
	};
}

function wrongId(id: string, kind: IdKind, { label, single }: IdPlace): Issue {
	const { many, one, hint } = ID_RULES[kind];
	const issue = { field: label, actual: id };
	if (isEveryone(id)) {
		return {
			message: `${label} can't be ${EVERYONE}; given: ${shown(id)}`,
			hint: 'Only Users accepts @all, which means everyone.',
			...issue,
		};
	}
	return {
		message: `${label} must be ${single ? one : many}; given: ${shown(id)}`,
		hint: hint + aboutHidden(id),
		...issue,
	};
}

/** What is wrong with a text that is to be one ID, and neither a list nor `@all`. */
export function checkedId(kind: IdKind, id: string, { label }: IdPlace): Issue[] {
	return ID_RULES[kind].pattern.test(id) ? [] : [wrongId(id, kind, { label, single: true })];
}

/** Most messages name nobody in most fields. */
const NONE = { ids: [], issues: [] } as const;

/**
 * IDs of one kind, each once, and what is wrong with those that are none. `@all` counts as a user ID.
 *
 * @param given in the forms that `entriesOf` knows
 */
export function readIds(
	kind: IdKind,
	given: unknown,
	place: IdPlace,
): { readonly ids: readonly string[]; readonly issues: readonly Issue[] } {
	const entries = entriesOf(given);
	if (entries.length === 0) return NONE;
	const ids = unique(entries.filter((entry) => typeof entry === 'string'));
	const allowed = (id: string) =>
		ID_RULES[kind].pattern.test(id) || (kind === 'users' && isEveryone(id));
	return {
		ids,
		issues: [
			...entries
				.filter((entry) => typeof entry !== 'string')
				.map((stray) => strayIssue(stray, place)),
			...ids.filter((id) => !allowed(id)).map((id) => wrongId(id, kind, place)),
		],
	};
}
