import { randomBytes, randomInt } from 'node:crypto';
import { ApiError } from '../errors';
import { recordOf } from '../json';
import {
	changedChat,
	chatName,
	chatOf,
	checkChatId,
	checkCount,
	checkRootRange,
	ownerOf,
	usersOf,
} from '../rules/chats';
import { checkContent } from '../rules/content';
import { mentionedBy } from '../rules/mentions';
import { shownInGroup } from '../rules/shown';
import type { JsonObject } from '../types';
import { validateChatMessage, validateCreateChat, validateUpdateChat } from '../validate';
import type { ApiContext, Endpoint } from './dispatch';

/** What a chat is called as long as nobody has named it. */
const NAMELESS = '群聊';

/** appchat/create (path/90245). */
function create({ json, app, state }: ApiContext): JsonObject {
	checkRootRange(app);
	const body = json();
	validateCreateChat(body);
	const { directory, quotas, groups } = state;
	const chatid =
		body.chatid === undefined ? randomBytes(16).toString('hex') : checkChatId(body.chatid);
	if (!Array.isArray(body.userlist) || body.userlist.length === 0) throw new ApiError(86204);
	const users = usersOf(body.userlist, directory, 86007);
	checkCount(users);
	const group = {
		chatid,
		name: body.name === undefined ? NAMELESS : chatName(body.name),
		owner:
			body.owner === undefined
				? users[randomInt(users.length)]
				: ownerOf(body.owner, users, directory),
		users,
		agentId: app.agentId,
		dissolved: false,
	};
	if (groups.has(chatid)) throw new ApiError(86215, chatid);
	if (!quotas.chats.admit(state.corpId, state.now())) throw new ApiError(45009);
	state.addGroup(group);
	return { chatid };
}

/** appchat/update (path/98913). */
function update({ json, app, state }: ApiContext): JsonObject {
	checkRootRange(app);
	const body = json();
	validateUpdateChat(body);
	const group = chatOf(state, app, body.chatid, 86003);
	const changed = changedChat(group, body, state.directory);
	if (!state.quotas.changes.admit(state.corpId, state.now())) throw new ApiError(45009);
	state.addGroup({ ...group, ...changed });
	return {};
}

/** appchat/get (path/98914). */
function get({ query, app, state }: ApiContext): JsonObject {
	checkRootRange(app);
	const { chatid, name, owner, users } = chatOf(state, app, query.chatid, 86003);
	return { chat_info: { chatid, name, owner, userlist: users, chat_type: 0 } };
}

/** appchat/send (path/90248). */
function send({ json, app, state, call }: ApiContext): JsonObject {
	checkRootRange(app);
	const message = json();
	const msgtype = validateChatMessage(message);
	const { chatid, users, ...group } = chatOf(state, app, message.chatid, 40050);
	checkContent(message, msgtype, app, state);
	const at = state.now();
	const { quotas } = state;
	if (!quotas.personTimes.admit(state.corpId, at, users.length)) throw new ApiError(45009);
	const missed = users.filter((user) => !quotas.chatArrivals.admit(`${app.agentId} ${user}`, at));
	if (missed.length > 0) call.dropped = missed.length;
	const content = recordOf(message[msgtype]);
	state.mailbox.post({
		chatid,
		agentid: app.agentId,
		msgtype,
		message,
		content: shownInGroup(msgtype, content),
		mentioned: mentionedBy(msgtype, content, state.membersOf({ chatid, users, ...group })),
		missed,
		at,
	});
	return {};
}

export const chatEndpoints: Endpoint[] = [
	{ path: 'appchat/create', method: 'POST', handler: create },
	{ path: 'appchat/update', method: 'POST', handler: update },
	{ path: 'appchat/get', method: 'GET', handler: get },
	{ path: 'appchat/send', method: 'POST', handler: send },
];
