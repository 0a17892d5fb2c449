import type { Directory } from '../directory';
import { ApiError } from '../errors';
import type { Group } from '../groups';
import { isWritten } from '../json';
import type { App, State } from '../state';
import type { JsonObject } from '../types';

const ROOT = 1;
const LONGEST_ID = 32;
const LONGEST_NAME = 50;
const FEWEST = 2;
const MOST = 2000;

/** Only an app that sees everybody may use chats at all (path/90245). */
export function checkRootRange(app: App): void {
	if (!app.visible.parties.includes(ROOT)) {
		throw new ApiError(48002, 'the visible range is not the root department');
	}
}

/** A chat id as it may be written (path/90245). */
export function checkChatId(chatid: unknown): string {
	if (typeof chatid !== 'string' || !/^[0-9a-zA-Z]+$/.test(chatid)) {
		throw new ApiError(86001, `chatid ${String(chatid)}`);
	}
	if (chatid.length > LONGEST_ID) throw new ApiError(86205, `${chatid.length} characters`);
	return chatid;
}

/**
 * A chat that the app has created; those that members have are unknown here.
 * @param unknown WeCom's code for a chat that is not there, as each call has its own
 */
export function chatOf(state: State, app: App, chatid: unknown, unknown: number): Group {
	const group = state.groups.get(checkChatId(chatid));
	if (group?.agentId === undefined) throw new ApiError(unknown, String(chatid));
	if (group.agentId !== app.agentId) throw new ApiError(86008);
	if (group.dissolved) throw new ApiError(49008);
	return group;
}

/** The name that members see: 50 characters of it. */
export function chatName(name: unknown): string {
	if (!isWritten(name) || /\p{Cc}/u.test(String(name))) throw new ApiError(86004);
	return [...String(name)].slice(0, LONGEST_NAME).join('');
}

/** User IDs as the directory spells them, each once; `illegal` answers for those that nobody has. */
export function usersOf(value: unknown, directory: Directory, illegal: number): string[] {
	const named: unknown[] = Array.isArray(value) ? value : [];
	const users = named.map((userid) => {
		const member = directory.member(String(userid));
		if (!member) throw new ApiError(illegal, String(userid));
		return member.userid;
	});
	return [...new Set(users)];
}

/** How many members a chat may have. */
export function checkCount(users: readonly string[]): void {
	if (users.length < FEWEST || users.length > MOST) {
		throw new ApiError(86006, `${users.length}, ${FEWEST} to ${MOST}`);
	}
}

/** The owner, who has to be one of the members. */
export function ownerOf(owner: unknown, users: readonly string[], directory: Directory): string {
	const member = directory.member(String(owner));
	if (!member) throw new ApiError(86005, String(owner));
	if (!users.includes(member.userid)) throw new ApiError(86207, member.userid);
	return member.userid;
}

/** What an update makes of a chat; nothing changes if a part of it is refused (path/98913). */
export function changedChat(group: Group, body: JsonObject, directory: Directory): Partial<Group> {
	const added = usersOf(body.add_user_list, directory, 86216);
	const removed = usersOf(body.del_user_list, directory, 86216);
	const stranger = removed.find((userid) => !group.users.includes(userid));
	if (stranger !== undefined) throw new ApiError(86216, stranger);
	const users = [...new Set([...group.users, ...added])].filter((user) => !removed.includes(user));
	checkCount(users);
	if (body.owner === undefined && removed.includes(group.owner)) throw new ApiError(86203);
	return {
		users,
		...(body.name === undefined ? {} : { name: chatName(body.name) }),
		...(body.owner === undefined ? {} : { owner: ownerOf(body.owner, users, directory) }),
	};
}
