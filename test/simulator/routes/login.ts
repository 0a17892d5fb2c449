import type { FastifyInstance } from 'fastify';
import { loginRefusedPage } from '../inbox/loginRefused';
import { sayingsOf, saying } from '../language';
import { LOGIN_PATH, authorize, userInfo, visitorOf } from '../login';
import type { State } from '../state';
import type { JsonObject } from '../types';
import { recordCall, respond, type ApiContext, type Endpoint } from './dispatch';
import { HEADERS } from './inboxAssets';
import { chosenLanguage } from './inboxForms';

/**
 * The page to which a link leads in whose place WeCom's client learns who opens it (path/91022).
 *
 * WeCom's own is on open.weixin.qq.com. Whoever opens such a link from a card in the inbox comes here, as the member whose
 * phone it is. A test opens it with `openLogin`, or sends a browser here as `loginCookie` explains.
 */
export function registerLogin(server: FastifyInstance, state: State): void {
	server.get(LOGIN_PATH, async (request, reply) => {
		const call = recordCall(state, request, LOGIN_PATH.slice(1));
		const language = chosenLanguage(request);
		const refused = (reasons: Parameters<typeof loginRefusedPage>[1]) =>
			respond(reply, call, {
				status: 400,
				headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' },
				payload: loginRefusedPage(language, reasons),
			});
		const visitor = visitorOf(state, request.headers.cookie);
		if (visitor === undefined) return refused([saying('openInWeCom')]);
		try {
			const { searchParams } = new URL(request.url, 'http://127.0.0.1');
			const location = authorize(state, searchParams, visitor);
			const headers = { location, 'cache-control': 'no-store' };
			return respond(reply, call, { status: 302, headers, payload: '' });
		} catch (error) {
			return refused(sayingsOf(error));
		}
	});
}

/** auth/getuserinfo (path/91023). */
function getUserInfo({ query, app, state }: ApiContext): JsonObject {
	return userInfo(state, query.code, app.agentId);
}

export const loginEndpoints: Endpoint[] = [
	{ path: 'auth/getuserinfo', method: 'GET', handler: getUserInfo },
];
