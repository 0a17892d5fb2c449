/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type RequestListener } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

import { host } from './process';

/** A proxy on this machine. */
export interface Proxy {
	url: string;
	close(): Promise<void>;
}

async function listen(listener: RequestListener): Promise<Proxy> {
	const server = createServer(listener).listen(0, host);
	await once(server, 'listening');
	return {
		url: `http://${host}:${(server.address() as AddressInfo).port}`,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Passes a call on. Whoever asks sees a connection that breaks if nobody is there. */
function pass(call: IncomingMessage, answer: Parameters<RequestListener>[1], to: URL): void {
	const ask = to.protocol === 'https:' ? requestEncrypted : request;
	const { method, headers } = call;
	const asked = ask(to, { method, headers, agent: false, rejectUnauthorized: false });
	asked.once('error', () => answer.destroy());
	asked.once('response', (response) => {
		answer.writeHead(response.statusCode ?? 502, response.headers);
		void pipeline(response, answer).catch(() => undefined);
	});
	void pipeline(call, asked).catch(() => undefined);
}

/**
 * Stands in front of a server, and takes a folder away from the paths that begin with it. Certificates don't matter to it.
 *
 * @param target where the server is at the moment
 */
export const startFront = async (target: () => string, folder: string): Promise<Proxy> =>
	await listen((call, answer) => {
		const path = call.url ?? '/';
		const rest = path.startsWith(`${folder}/`) ? path.slice(folder.length) : path;
		pass(call, answer, new URL(rest, target()));
	});

/** A proxy that HTTP_PROXY names: it passes on whatever isn't for one host, and remembers what was. */
export async function startForward(forbidden: string): Promise<Proxy & { refused: string[] }> {
	const refused: string[] = [];
	const proxy = await listen((call, answer) => {
		const to = new URL(call.url ?? '');
		if (to.hostname !== forbidden) return pass(call, answer, to);
		refused.push(to.href);
		answer.writeHead(502).end();
	});
	return { ...proxy, refused };
}
