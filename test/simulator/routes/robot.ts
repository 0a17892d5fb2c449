import { ApiError } from '../errors';
import { recordOf } from '../json';
import { checkRobotContent } from '../rules/robots';
import { mentionedBy } from '../rules/mentions';
import { shownInGroup } from '../rules/shown';
import type { JsonObject } from '../types';
import { validateRobotMessage } from '../validate';
import type { CallContext, Endpoint } from './dispatch';
import { storedUpload } from './media';

/** The robot that the key in the URL belongs to. */
const robotOf = ({ query, state }: CallContext) => state.robot(query.key ?? '');

/** webhook/send (path/99110). */
function send(context: CallContext): JsonObject {
	const { state, json } = context;
	const robot = robotOf(context);
	const at = state.now();
	// It is not known whether refused messages count, so here they do.
	if (!state.quotas.robots.admit(robot.key, at)) throw new ApiError(45009);
	const message = json();
	const msgtype = validateRobotMessage(message);
	const content = checkRobotContent(msgtype, recordOf(message[msgtype]), robot, state);
	state.mailbox.post({
		chatid: robot.chatid,
		robot: robot.key,
		msgtype,
		message,
		content: shownInGroup(msgtype, content),
		mentioned: mentionedBy(msgtype, content, state.membersOf(state.group(robot.chatid))),
		missed: [],
		at,
	});
	return {};
}

/** webhook/upload_media (path/99110). */
function upload(context: CallContext): JsonObject {
	const { key } = robotOf(context);
	return { ...storedUpload(context, ['file', 'voice'], key), errmsg: 'ok' };
}

export const robotEndpoints: Endpoint[] = [
	{ path: 'webhook/send', method: 'POST', handler: send, open: true },
	{ path: 'webhook/upload_media', method: 'POST', handler: upload, open: true },
];
