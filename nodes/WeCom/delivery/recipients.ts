import { InvalidInputError, shown } from '../api/errors';
import { RECIPIENTS_PER_CALL } from '../api/limits';
import type { Lane } from './scheduler';

export type RecipientKind = keyof typeof RECIPIENTS_PER_CALL;

/** To whom a message goes. `everyone` stands alone. */
export interface Recipients extends Record<RecipientKind, string[]> {
	everyone: boolean;
}

/** Labels of the form, for messages. */
export const RECIPIENT_LABELS: Record<RecipientKind, string> = { users: 'Users', departments: 'Departments', tags: 'Tags' };

const KINDS = Object.keys(RECIPIENTS_PER_CALL) as RecipientKind[];
const EVERYONE = '@all';

/** Keys out of what a user gives, in the forms that `parseIds` knows; upper and lower case make a difference. */
export function parseKeys(given: unknown): string[] {
	return elements(given).map(String);
}

/**
 * Ids out of what a user gives: an array, a JSON array as text, or text with `|`, `,`, `;`, blanks or line breaks
 * between the ids. Ids that differ only in case are the same to WeCom; the first spelling stays.
 */
export function parseIds(given: unknown): string[] {
	const ids = new Map<string, string>();
	for (const id of parseKeys(given)) {
		if (!ids.has(id.toLowerCase())) ids.set(id.toLowerCase(), id);
	}
	return [...ids.values()];
}

function elements(given: unknown): unknown[] {
	if (given === undefined || given === null) return [];
	if (Array.isArray(given)) return given.flatMap(elements);
	if (typeof given === 'object') return [given];
	const text = String(given).trim();
	if (text.startsWith('[')) {
		const list = parseList(text);
		if (list !== undefined) return list.flatMap(elements);
	}
	return text.split(/[|,;\s，；、]+/).filter((id) => id !== '');
}

function parseList(text: string): unknown[] | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** @throws InvalidInputError if there is an object where an ID should be */
function readIds(kind: RecipientKind, given: unknown): string[] {
	const stray = elements(given).find((element) => typeof element === 'object');
	if (stray === undefined) return parseIds(given);
	const label = RECIPIENT_LABELS[kind];
	throw new InvalidInputError([
		{
			message: `${label} must be IDs; given: ${shown(stray)}`,
			hint: 'Name the field of the object that holds the ID, such as {{ $json.people.map((one) => one.userid) }}.',
			field: label,
			actual: stray,
		},
	]);
}

/**
 * The recipients of a message from what the user gives; `@all` among the users means everyone.
 *
 * @throws InvalidInputError if there is an object where an ID should be
 */
export function readRecipients(given: Partial<Record<RecipientKind, unknown>>, everyone: boolean): Recipients {
	const users = readIds('users', given.users);
	if (everyone || users.some((id) => id.toLowerCase() === EVERYONE)) {
		return { everyone: true, users: [], departments: [], tags: [] };
	}
	return { everyone: false, users, departments: readIds('departments', given.departments), tags: readIds('tags', given.tags) };
}

/** Whether nobody at all is named. */
export function isNobody(recipients: Recipients): boolean {
	return !recipients.everyone && KINDS.every((kind) => recipients[kind].length === 0);
}

/** Whom a message may reach, as far as its order among others goes: a department or a tag may contain anybody. */
export function laneOf({ everyone, users, departments, tags }: Recipients): Lane {
	if (everyone || departments.length > 0 || tags.length > 0) return 'everybody';
	return users.map((id) => id.toLowerCase());
}

/** @throws InvalidInputError if nobody at all is named */
export function assertSomebody(recipients: Recipients): void {
	if (!isNobody(recipients)) return;
	throw new InvalidInputError([
		{
			message: 'Users, Departments and Tags are all empty; a message needs at least one recipient',
			hint: 'Pick a recipient, enter a user, department or tag ID, or set Send To to Everyone. If an expression gives the IDs, check that it has a value for this item.',
			field: 'Users',
		},
	]);
}

/**
 * Recipients in portions that one call takes: at most 1000 members, 100 departments and 100 tags each.
 * Nobody is left out. Recipients that are nobody give one empty portion.
 */
export function inPortions(recipients: Recipients): Recipients[] {
	const calls = Math.max(1, ...KINDS.map((kind) => Math.ceil(recipients[kind].length / RECIPIENTS_PER_CALL[kind])));
	return Array.from({ length: calls }, (_, call) => {
		const portion = (kind: RecipientKind) =>
			recipients[kind].slice(call * RECIPIENTS_PER_CALL[kind], (call + 1) * RECIPIENTS_PER_CALL[kind]);
		return {
			everyone: recipients.everyone,
			users: portion('users'),
			departments: portion('departments'),
			tags: portion('tags'),
		};
	});
}

/** Recipients as `message/send` takes them (`path/90236`): ids joined by a bare `|`, empty kinds left out. */
export function toSendFields({ everyone, users, departments, tags }: Recipients): Record<string, string> {
	const lists = { touser: everyone ? [EVERYONE] : users, toparty: departments, totag: tags };
	return Object.fromEntries(
		Object.entries(lists)
			.filter(([, ids]) => ids.length > 0)
			.map(([key, ids]) => [key, ids.join('|')]),
	);
}

/** Recipients as they stand in the output: arrays that are always there. */
export function toOutputFields({ everyone, users, departments, tags }: Recipients): Record<string, string[]> {
	return { touser: everyone ? [EVERYONE] : users, toparty: departments, totag: tags };
}
