import type { Member } from '../directory';
import type { JsonObject } from '../types';
import { validateEmail, validateMobile } from '../validate';
import type { ApiContext, Endpoint } from './dispatch';

/** The visible member that fits; digits and letters have to be the same, as nothing documents anything else. */
function found({ state, app }: ApiContext, fits: (member: Member) => boolean): JsonObject {
	const member = [...state.directory.visibleMembers(app.visible)].find(fits);
	if (!member) return state.lookups.miss(app.agentId, state.now());
	return { userid: member.userid };
}

/** user/getuserid (path/95402). */
function byMobile(context: ApiContext): JsonObject {
	const { state, app, json } = context;
	state.lookups.check(app.agentId, state.now());
	const body = json();
	validateMobile(body);
	return found(context, ({ mobile }) => mobile === body.mobile);
}

/** user/get_userid_by_email (path/95895); the corp's mailbox unless the type says otherwise. */
function byEmail(context: ApiContext): JsonObject {
	const { state, app, json } = context;
	state.lookups.check(app.agentId, state.now());
	const body = json();
	validateEmail(body);
	return found(context, ({ email, bizMail }) => {
		const address = body.email_type === 2 ? email : bizMail;
		return address === body.email;
	});
}

export const lookupEndpoints: Endpoint[] = [
	{ path: 'user/getuserid', method: 'POST', handler: byMobile },
	{ path: 'user/get_userid_by_email', method: 'POST', handler: byEmail },
];
