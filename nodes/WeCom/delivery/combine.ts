import type { Lane } from '../destinations/lane';

/** A message, as far as it matters for its place among others. */
interface Combinable {
	lane: Lane;
	/** The same for all messages that differ only in their recipients; undefined if it goes out alone. */
	key?: string;
	/** WeCom holds back a second equal request. */
	heldBack: boolean;
}

interface Group {
	/** Position of its first message, at which all of it goes out. */
	at: number;
	members: number[];
}

const named = ({ key, lane }: Combinable): string[] =>
	key === undefined || lane === 'everybody' ? [] : lane.map((member) => `${key} ${member}`);

/**
 * Who is named in several equal messages that WeCom would hold back one by one: as part of larger calls, which differ, both
 * would be delivered.
 */
function namedTwice(messages: readonly Combinable[]): ReadonlySet<string> {
	const once = new Set<string>();
	const twice = new Set<string>();
	for (const message of messages) {
		if (!message.heldBack) continue;
		for (const name of named(message)) (once.has(name) ? twice : once).add(name);
	}
	return twice;
}

/**
 * Which messages go out as one: each recipient gets exactly what sending one by one would give, in the same order.
 *
 * A message joins an earlier one if none of its recipients gets anything from there on, which a message to a department, a
 * tag or everyone between them might bring. So nobody is twice in a group either.
 *
 * @returns positions of the messages, in groups; a group goes out at the place of its first
 */
export function groupsOf(messages: readonly Combinable[]): number[][] {
	const groups: Group[] = [];
	const open = new Map<string, Group>();
	const twice = namedTwice(messages);
	/** Position of the group that each recipient is in last. */
	const last = new Map<string, number>();
	let barrier = -1;
	for (const [position, message] of messages.entries()) {
		const { lane, key } = message;
		const alone = key === undefined || named(message).some((name) => twice.has(name));
		const latest = alone ? undefined : open.get(key);
		const recipients = lane === 'everybody' ? [] : lane;
		const joins =
			latest !== undefined &&
			lane !== 'everybody' &&
			latest.at > barrier &&
			recipients.every((one) => (last.get(one) ?? -1) < latest.at);
		const group = joins ? latest : { at: position, members: [] };
		if (!joins) groups.push(group);
		if (!joins && !alone) open.set(key, group);
		group.members.push(position);
		for (const one of recipients) last.set(one, group.at);
		if (lane === 'everybody') barrier = position;
	}
	return groups.map(({ members }) => members);
}
