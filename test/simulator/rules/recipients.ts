import type { Directory, Member } from '../directory';
import { ApiError } from '../errors';
import type { App } from '../state';
import type { JsonObject } from '../types';

export interface Recipients {
	members: Set<Member>;
	invalidUsers: string[];
	invalidParties: string[];
	invalidTags: string[];
	unlicensed: string[];
}

const MAX_USERS = 1000;
const MAX_PARTIES = 100;
const MAX_TAGS = 100;

/** Splits at the bare `|`; blanks belong to the id, as nothing documents that WeCom removes them. */
function idsOf(body: JsonObject, field: string): string[] {
	const value = body[field];
	if (typeof value !== 'string' || value === '') return [];
	const ids = value.split('|');
	if (ids.includes('')) throw new ApiError(40058, `${field} contains an empty id`);
	return ids;
}

function limited(ids: string[], max: number, errcode: number): string[] {
	if (ids.length > max) throw new ApiError(errcode, `${ids.length}, at most ${max}`);
	return ids;
}

/** The number written by a department or tag id, -1 for anything else. */
function numericId(id: string): number {
	return /^\d+$/.test(id) ? Number(id) : -1;
}

/** Answer fields that name the rejected recipients, without the empty ones (path/90236). */
export function rejections(recipients: Recipients): JsonObject {
	const lists: Record<string, string[]> = {
		invaliduser: recipients.invalidUsers,
		invalidparty: recipients.invalidParties,
		invalidtag: recipients.invalidTags,
		unlicenseduser: recipients.unlicensed,
	};
	return Object.fromEntries(
		Object.entries(lists)
			.filter(([, ids]) => ids.length > 0)
			.map(([field, ids]) => [field, ids.join('|')]),
	);
}

/** Separates members with and without the basic API license. */
function addLicensed(found: Iterable<Member>, into: Recipients): void {
	for (const member of found) {
		if (member.licensed) into.members.add(member);
		else if (!into.unlicensed.includes(member.userid.toLowerCase())) {
			into.unlicensed.push(member.userid.toLowerCase());
		}
	}
}

/** Finds out who gets a message and who is refused (path/90236, recipients). */
export function resolveRecipients(body: JsonObject, app: App, directory: Directory): Recipients {
	const result: Recipients = {
		members: new Set(),
		invalidUsers: [],
		invalidParties: [],
		invalidTags: [],
		unlicensed: [],
	};
	const visible = directory.visibleMembers(app.visible);
	if (body.touser === '@all') {
		addLicensed(visible, result);
		if (result.members.size === 0) throw new ApiError(81013, '', rejections(result));
		return result;
	}
	const users = limited(idsOf(body, 'touser'), MAX_USERS, 40032);
	const parties = limited(idsOf(body, 'toparty'), MAX_PARTIES, 82002);
	const tags = limited(idsOf(body, 'totag'), MAX_TAGS, 82003);
	if (users.length + parties.length + tags.length === 0) {
		const named = 'touser' in body || 'toparty' in body || 'totag' in body;
		throw new ApiError(named ? 82001 : 81012);
	}
	for (const id of new Set(users.map((user) => user.toLowerCase()))) {
		const member = directory.member(id);
		if (member && visible.has(member)) addLicensed([member], result);
		else result.invalidUsers.push(id);
	}
	const departments = new Set(directory.visibleDepartments(app.visible).map(({ id }) => id));
	let reachable = result.members.size > 0;
	for (const id of new Set(parties)) {
		if (departments.has(numericId(id))) {
			reachable = true;
			addLicensed(directory.membersBelow([numericId(id)]), result);
		} else result.invalidParties.push(id);
	}
	for (const id of new Set(tags)) {
		const tag = directory.tag(numericId(id));
		if (tag && app.visible.tags.includes(tag.id)) {
			reachable = true;
			addLicensed(
				directory.membersTagged(tag).filter((member) => visible.has(member)),
				result,
			);
		} else result.invalidTags.push(id);
	}
	if (!reachable) throw new ApiError(81013, '', rejections(result));
	return result;
}
