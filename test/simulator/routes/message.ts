import type { Member } from '../directory';
import { ApiError } from '../errors';
import { recordOf } from '../json';
import { hasButtons, checkCard, isInteractive } from '../rules/cards';
import { checkContent, checkPermission } from '../rules/content';
import { comparable } from '../rules/duplicates';
import type { Recipients } from '../rules/recipients';
import { rejections, resolveRecipients } from '../rules/recipients';
import type { App, State } from '../state';
import type { JsonObject } from '../types';
import { isMessageType, validateCardUpdate, validateMessage, validateRecall } from '../validate';
import { checkAgent } from './common';
import type { ApiContext, Endpoint } from './dispatch';

const DEFAULT_INTERVAL = 1800;

const NOBODY: Recipients = {
	members: new Set(),
	invalidUsers: [],
	invalidParties: [],
	invalidTags: [],
	unlicensed: [],
};

/** message/send (path/90236, template_msg path/94515). */
function send({ json, app, state, call }: ApiContext): JsonObject {
	const body = json();
	const { msgtype } = body;
	if (!isMessageType(msgtype)) throw new ApiError(40008, `msgtype ${String(msgtype)}`);
	// The official miniprogram_notice example has no agentid.
	if (msgtype !== 'miniprogram_notice' || 'agentid' in body) checkAgent(body, app);
	checkPermission(body, msgtype, app);
	validateMessage(body, msgtype);

	const now = state.now();
	const guarded = body.enable_duplicate_check === 1;
	const key = comparable(app.agentId, body);
	const interval = Number(body.duplicate_check_interval ?? DEFAULT_INTERVAL);
	const earlier = guarded ? state.mailbox.earlierAnswer(key, now, interval) : undefined;
	if (earlier) {
		call.suppressed = true;
		return earlier;
	}

	checkContent(body, msgtype, app, state);
	const content = recordOf(body[msgtype]);
	state.mailbox.checkTaskId(app.agentId, content.task_id);
	// Members who did not authorize the app have no userid, so no inbox here shows such messages.
	const recipients =
		body.only_unauth === true ? NOBODY : resolveRecipients(body, app, state.directory);
	const { msgid, dropped } = state.mailbox.deliver(app.agentId, body, recipients.members, now);
	if (dropped > 0) call.dropped = dropped;
	const answer: JsonObject = { ...rejections(recipients), msgid };
	if (msgtype === 'template_card' && isInteractive(content)) {
		answer.response_code = state.mailbox.issueCode(msgid, now);
	}
	if (guarded) state.mailbox.rememberAnswer(key, now, answer);
	return answer;
}

/** message/recall (path/94867). */
function recall({ json, app, state }: ApiContext): JsonObject {
	const body = json();
	validateRecall(body);
	state.mailbox.recall(String(body.msgid), app.agentId, state.now());
	return {};
}

function values(body: JsonObject, field: string): unknown[] {
	const list = body[field];
	return Array.isArray(list) ? list : [];
}

interface Targets {
	members: Set<Member>;
	invalid: string[];
}

/** Whose card changes: only recipients of the card inside the visible range. */
function updateTargets(
	body: JsonObject,
	recipients: Set<Member>,
	app: App,
	{ directory }: State,
): Targets {
	const visible = directory.visibleMembers(app.visible);
	const reached = [...recipients].filter((member) => visible.has(member));
	if (body.atall === 1) return { members: new Set(reached), invalid: [] };
	const users = values(body, 'userids').map((id) => String(id).toLowerCase());
	const parties = values(body, 'partyids').map(Number);
	const tags = values(body, 'tagids').map(Number);
	if (users.length + parties.length + tags.length === 0) throw new ApiError(82101);
	const grouped = new Set([
		...directory.membersBelow(parties),
		...tags.flatMap((id) => directory.tag(id) ?? []).flatMap((tag) => directory.membersTagged(tag)),
	]);
	const byUserid = new Map(reached.map((member) => [member.userid.toLowerCase(), member]));
	const named = users.flatMap((id) => byUserid.get(id) ?? []);
	return {
		members: new Set([...named, ...reached.filter((member) => grouped.has(member))]),
		invalid: [...new Set(users)].filter((id) => !byUserid.has(id)),
	};
}

/** message/update_template_card (path/94888). */
function updateCard({ json, app, state }: ApiContext): JsonObject {
	const body = json();
	checkAgent(body, app);
	validateCardUpdate(body);
	const now = state.now();
	const code = String(body.response_code);
	const message = state.mailbox.messageOfCode(code, app.agentId, now);
	if ('button' in body && !hasButtons(message.cardType)) {
		throw new ApiError(40058, `button does not fit a ${message.cardType ?? 'message'}`);
	}
	const card = 'template_card' in body ? recordOf(body.template_card) : undefined;
	if (card) checkCard(card, app, state);
	const targets = updateTargets(body, message.members, app, state);
	if (targets.members.size === 0) {
		throw new ApiError(82102, '', { invaliduser: targets.invalid });
	}
	state.mailbox.spend(code);
	state.mailbox.update(message.msgid, targets.members, {
		at: now,
		...(card ? { template_card: card } : { button: recordOf(body.button) }),
		...(body.enable_id_trans === 1 ? { translateIds: true } : {}),
	});
	return { invaliduser: targets.invalid };
}

export const messageEndpoints: Endpoint[] = [
	{ path: 'message/send', method: 'POST', handler: send },
	{ path: 'message/recall', method: 'POST', handler: recall },
	{ path: 'message/update_template_card', method: 'POST', handler: updateCard },
];
