/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setMaxListeners } from 'node:events';
import type { FastifyInstance } from 'fastify';
import Fastify from 'fastify';
import { ApiError } from './errors';
import { chatEndpoints } from './routes/chats';
import { contactEndpoints } from './routes/contacts';
import { registerControls } from './routes/control';
import { errorAnswer, recordCall, respond, serve } from './routes/dispatch';
import { registerFiles } from './routes/files';
import { registerInbox } from './routes/inbox';
import { loginEndpoints, registerLogin } from './routes/login';
import { lookupEndpoints } from './routes/lookups';
import { mediaEndpoints } from './routes/media';
import { messageEndpoints } from './routes/message';
import { robotEndpoints } from './routes/robot';
import { tokenEndpoints } from './routes/token';
import type { State } from './state';
import type { JsonObject, SimulatorFaults, SimulatorOptions } from './types';

/** Above the largest upload, so that the API itself answers 45001. */
const BODY_LIMIT = 32 * 1024 * 1024;

const ENDPOINTS = [
	...tokenEndpoints,
	...messageEndpoints,
	...mediaEndpoints,
	...contactEndpoints,
	...loginEndpoints,
	...robotEndpoints,
	...chatEndpoints,
	...lookupEndpoints,
];

/** Path below /cgi-bin/, or the whole path without its leading slash. */
function endpointOf(url: string): string {
	const { pathname } = new URL(url, 'http://127.0.0.1');
	return pathname.split('/cgi-bin/')[1] ?? pathname.slice(1);
}

/** The HTTP server with the API below '' and, when given, below `basePath`. */
export function buildServer(
	state: State,
	controls: SimulatorFaults,
	basePath: string,
	info: () => JsonObject,
	https?: SimulatorOptions['https'],
): FastifyInstance {
	const closing = new AbortController();
	// Every delayed call listens; there may be hundreds at once.
	setMaxListeners(0, closing.signal);
	const server = Fastify({
		...(https === undefined ? {} : { https }),
		bodyLimit: BODY_LIMIT,
		exposeHeadRoutes: false,
		forceCloseConnections: true,
	});
	server.addHook('preClose', async () => closing.abort());

	// Bodies stay raw: the API judges JSON and multipart itself, as WeCom does.
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});

	for (const prefix of new Set(['', basePath])) {
		for (const endpoint of ENDPOINTS) {
			server.route({
				method: ['GET', 'POST'],
				url: `${prefix}/cgi-bin/${endpoint.path}`,
				handler: serve(state, endpoint, closing.signal),
			});
		}
	}
	registerControls(server, state, controls, info);
	registerFiles(server, state);
	registerLogin(server, state);
	registerInbox(server, state, () => String(info().url));

	server.setNotFoundHandler(async (request, reply) => {
		const call = recordCall(state, request, endpointOf(request.url));
		return respond(reply, call, {
			status: 404,
			headers: { 'content-type': 'text/plain' },
			payload: 'Not Found',
		});
	});
	server.setErrorHandler(
		async (error: Error & { code?: string; statusCode?: number }, request, reply) => {
			const call = recordCall(state, request, endpointOf(request.url));
			if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
				const upload = /^(media\/upload|webhook\/upload_media)/.test(call.endpoint);
				return respond(reply, call, errorAnswer(new ApiError(upload ? 45001 : 40206), state));
			}
			return respond(reply, call, {
				status: error.statusCode ?? 500,
				headers: { 'content-type': 'text/plain' },
				payload: error.message,
			});
		},
	);
	return server;
}
