import type { Destination } from '../destinations/destination';
import type { Lane } from '../destinations/lane';
import { withMediaIds } from '../files/pending';
import { saysNothing } from '../messages/fields/nothing';
import { hashOf } from './hash';
import type { Ready } from './order';
import type { Uploads } from './uploads';

/** A message, as far as it matters for its place among others. */
interface Combinable {
	lane: Lane;
	/** What each of its calls says: the same for all that WeCom might take for the same. */
	contents: readonly string[];
	/** The same for all that may share a call; undefined if it goes out alone. */
	call?: string;
	/** WeCom holds back a second equal request. */
	heldBack: boolean;
}

interface Group {
	/** Position of its first message, at which all of it goes out. */
	at: number;
	members: number[];
}

/**
 * Who is named in several messages that say the same, of which WeCom would hold back one: as parts of larger calls, which
 * differ, both would be delivered.
 */
async function namedTwice(
	messages: readonly Combinable[],
	pause: () => Promise<void>,
): Promise<(message: Combinable) => boolean> {
	const guarded = new Set(messages.flatMap(({ heldBack, contents }) => (heldBack ? contents : [])));
	const named = ({ contents, lane }: Combinable) =>
		lane === 'everybody'
			? []
			: contents
					.filter((content) => guarded.has(content))
					.flatMap((content) => lane.map((recipient) => `${content} ${recipient}`));
	const once = new Set<string>();
	const twice = new Set<string>();
	for (const message of messages) {
		await pause();
		for (const name of named(message)) (once.has(name) ? twice : once).add(name);
	}
	return (message) => named(message).some((name) => twice.has(name));
}

/**
 * What WeCom's duplicate check may take for the same: it does not say how it compares, so the order of keys and blanks
 * around a text count for nothing (`path/90236`).
 */
function comparable(value: unknown): unknown {
	if (typeof value === 'string') return value.trim();
	if (Array.isArray(value)) return value.map(comparable);
	if (typeof value !== 'object' || value === null) return value;
	const sorted = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
	return Object.fromEntries(sorted.map(([key, inner]) => [key, comparable(inner)]));
}

/** The same for two files of a kind: two copies of one file become the same upload. */
const withoutFiles = (body: object) => withMediaIds(body, ({ type }) => type);

/** What matters about a message for going out together with others. */
export function placeOf<To>(
	{ address, holdsBack }: Destination<To>,
	uploads: Uploads,
	{ itemIndex, message, parts, handling }: Ready<To>,
): Combinable {
	const { msgtype, options, extra, to } = message;
	const { combines, timeout, limits } = handling;
	const isCard = parts.some(({ task_id: taskId }) => taskId !== undefined);
	// Further fields may name recipients, too, and a task ID stands for one card.
	const alone = !combines || isCard || !saysNothing(extra);
	return {
		lane: address.lane(to),
		contents: parts.map((part) => hashOf(comparable(withoutFiles({ msgtype, part })))),
		call: alone
			? undefined
			: hashOf([uploads.named({ msgtype, parts }, itemIndex), options, timeout, limits]),
		heldBack: holdsBack?.(options) !== undefined,
	};
}

/**
 * Which messages go out as one: each recipient gets exactly what sending one by one would give, in the same order.
 *
 * A message joins an earlier one if none of its recipients gets anything from there on, which a message to a department, a
 * tag or everyone between them might bring. So nobody is twice in a group either.
 *
 * @param pause called between two messages
 * @returns positions of the messages, in groups; a group goes out at the place of its first
 */
export async function groupsOf(
	messages: readonly Combinable[],
	pause: () => Promise<void>,
): Promise<number[][]> {
	const groups: Group[] = [];
	/** The latest group of each kind: where it does not fit, no earlier one does. */
	const open = new Map<string, Group>();
	/** Position of the group that each recipient is in last. */
	const last = new Map<string, number>();
	let barrier = -1;
	const isNamedTwice = await namedTwice(messages, pause);
	for (const [position, message] of messages.entries()) {
		await pause();
		const { lane, call } = message;
		const recipients = lane === 'everybody' ? [] : lane;
		const kind = recipients.length === 0 || isNamedTwice(message) ? undefined : call;
		const latest = kind === undefined ? undefined : open.get(kind);
		const joins =
			latest !== undefined &&
			latest.at > barrier &&
			recipients.every((one) => (last.get(one) ?? -1) < latest.at);
		const group = joins ? latest : { at: position, members: [] };
		if (!joins) groups.push(group);
		if (!joins && kind !== undefined) open.set(kind, group);
		group.members.push(position);
		for (const one of recipients) last.set(one, group.at);
		if (lane === 'everybody') barrier = position;
	}
	return groups.map(({ members }) => members);
}
