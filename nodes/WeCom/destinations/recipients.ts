import { EVERYONE, isEveryone } from '../api/contacts';
import { InvalidInputError } from '../api/explained';
import { RECIPIENTS_PER_CALL } from '../api/limits';
import type { MemberAddress } from '../api/memberAddress';
import { readIds } from './ids';
import type { Lane } from './lane';

export type RecipientKind = keyof typeof RECIPIENTS_PER_CALL;

/** To whom a message goes. `everyone` stands alone. */
export interface Recipients extends Record<RecipientKind, readonly string[]> {
	everyone: boolean;
	/** Members by email or mobile, until they have been looked up. */
	addresses?: readonly MemberAddress[];
	/** Then: the addresses by which WeCom knows nobody. */
	unresolved?: readonly string[];
}

/** Labels of the form, for messages. */
export const RECIPIENT_LABELS: Record<RecipientKind, string> = {
	users: 'Users',
	departments: 'Departments',
	tags: 'Tags',
};

/** How one recipient is named among others. */
export const RECIPIENT_NAMES: Record<RecipientKind, (id: string) => string> = {
	users: (id) => id,
	departments: (id) => `department ${id}`,
	tags: (id) => `tag ${id}`,
};

export const EVERYBODY: Recipients = { everyone: true, users: [], departments: [], tags: [] };

const KINDS = Object.keys(RECIPIENTS_PER_CALL) as RecipientKind[];

/** Most messages go to users only, and there may be very many: they share what is empty. */
const NONE: readonly string[] = [];
const orNone = (ids: readonly string[]) => (ids.length === 0 ? NONE : ids);

/**
 * The recipients of a message from what the user gives; `@all` among the users means everyone.
 *
 * @param labels of the fields that name them
 * @throws InvalidInputError if there is anything but IDs
 */
export function readRecipients(
	given: Partial<Record<RecipientKind, unknown>>,
	labels = RECIPIENT_LABELS,
): Recipients {
	const [users, departments, tags] = KINDS.map((kind) =>
		readIds(kind, given[kind], { label: labels[kind] }),
	);
	const issues = [users, departments, tags].flatMap((read) => read.issues);
	if (issues.length > 0) throw new InvalidInputError(issues);
	if (users.ids.some(isEveryone)) return EVERYBODY;
	return {
		everyone: false,
		users: orNone(users.ids),
		departments: orNone(departments.ids),
		tags: orNone(tags.ids),
	};
}

/** The same recipients with members by email or mobile, each address once; `@all` has them already. */
export function addressedTo(
	recipients: Recipients,
	addresses: readonly MemberAddress[],
): Recipients {
	if (recipients.everyone || addresses.length === 0) return recipients;
	const byKey = new Map(addresses.map((address) => [address.key, address]));
	return { ...recipients, addresses: [...byKey.values()] };
}

/** Whether nobody at all is named. */
export function isNobody({ addresses = [], ...recipients }: Recipients): boolean {
	const named = KINDS.some((kind) => recipients[kind].length > 0);
	return !recipients.everyone && !named && addresses.length === 0;
}

/** Each recipient by name; undefined if that is everyone. */
export function namesOf(recipients: Recipients): string[] | undefined {
	if (recipients.everyone) return undefined;
	const found = KINDS.flatMap((kind) => recipients[kind].map(RECIPIENT_NAMES[kind]));
	return [...found, ...(recipients.unresolved ?? [])];
}

/** Whom a message may reach, as far as its order among others goes: a department or a tag may contain anybody. */
export function laneOf({ everyone, users, departments, tags }: Recipients): Lane {
	if (everyone || departments.length > 0 || tags.length > 0) return 'everybody';
	return users.map((id) => id.toLowerCase());
}

/**
 * @param choice label of the field with the choice Everyone
 * @throws InvalidInputError if nobody at all is named
 */
export function assertSomebody(recipients: Recipients, choice: string): void {
	if (!isNobody(recipients)) return;
	throw new InvalidInputError([
		{
			message: 'There are no recipients; at least one is required',
			hint: `Enter a user ID in Users, pick a member, department, or tag, or set ${choice} to Everyone. If the IDs come from an expression, check that it has a value for this item.`,
			field: 'Users',
		},
	]);
}

/** An address may turn out to be one more member. */
const callsFor = ({ addresses = [], ...recipients }: Recipients, kind: RecipientKind) =>
	Math.ceil(
		(recipients[kind].length + (kind === 'users' ? addresses.length : 0)) /
			RECIPIENTS_PER_CALL[kind],
	);

/** Who was not found belongs to the first of several calls; the others have found everybody. */
export function unresolvedIn(
	{ unresolved }: Recipients,
	isFirst: boolean,
): Pick<Recipients, 'unresolved'> {
	return unresolved === undefined ? {} : { unresolved: isFirst ? unresolved : [] };
}

/**
 * Recipients in portions that one call takes: at most 1000 members, 100 departments and 100 tags each.
 * Nobody is left out. Recipients that are nobody give one empty portion.
 *
 * A member who is named, and is in a department or tag of another portion, gets the message with both. So departments and
 * tags stand together in as few portions as they need: the last ones, which have the fewest members.
 */
export function inPortions(recipients: Recipients): Recipients[] {
	const groups = Math.max(callsFor(recipients, 'departments'), callsFor(recipients, 'tags'));
	const calls = Math.max(1, callsFor(recipients, 'users'), groups);
	if (calls === 1) return [recipients];
	return Array.from({ length: calls }, (_, call) => {
		const slice = (kind: RecipientKind, index: number) =>
			index < 0
				? []
				: recipients[kind].slice(
						index * RECIPIENTS_PER_CALL[kind],
						(index + 1) * RECIPIENTS_PER_CALL[kind],
					);
		return {
			everyone: recipients.everyone,
			users: slice('users', call),
			departments: slice('departments', call - (calls - groups)),
			tags: slice('tags', call - (calls - groups)),
			...unresolvedIn(recipients, call === 0),
		};
	});
}

const joined = (key: string, ids: readonly string[]): Record<string, string> =>
	ids.length > 0 ? { [key]: ids.join('|') } : {};

/** Recipients as `message/send` takes them (`path/90236`): ids joined by a bare `|`, empty kinds left out. */
export function toSendFields({
	everyone,
	users,
	departments,
	tags,
}: Recipients): Record<string, string> {
	return {
		...joined('touser', everyone ? [EVERYONE] : users),
		...joined('toparty', departments),
		...joined('totag', tags),
	};
}

/** Recipients as they stand in the output: arrays that are always there. */
export function toOutputFields({
	everyone,
	users,
	departments,
	tags,
}: Recipients): Record<string, string[]> {
	return {
		touser: everyone ? [EVERYONE] : [...users],
		toparty: [...departments],
		totag: [...tags],
	};
}
