import { ApiError } from '../errors';
import type { JsonObject } from '../types';
import type { CallContext, Endpoint } from './dispatch';

/** gettoken (path/91039). */
function getToken({ query, state }: CallContext): JsonObject {
	const { corpid, corpsecret } = query;
	if (!corpid) throw new ApiError(41002);
	if (!corpsecret) throw new ApiError(41004);
	if (corpid !== state.corpId) throw new ApiError(40013);
	const app = state.appWithSecret(corpsecret);
	if (!app || app.disabled) throw new ApiError(40001);
	const token = state.tokens.issue(app.agentId, state.now(), state.tokenTtl, state.tokenMode);
	return { access_token: token.value, expires_in: token.expiresIn };
}

/** Addresses callbacks come from (path/92521); the values are those of the official example. */
function getCallbackIp(): JsonObject {
	return { ip_list: ['1.2.3.4', '2.3.3.3'] };
}

export const tokenEndpoints: Endpoint[] = [
	{ path: 'gettoken', method: 'GET', handler: getToken, open: true },
	{ path: 'getcallbackip', method: 'GET', handler: getCallbackIp },
];
