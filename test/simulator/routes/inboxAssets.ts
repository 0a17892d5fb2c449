/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const POLICY = [
	"default-src 'none'",
	...['script', 'style', 'img', 'media', 'connect'].map((kind) => `${kind}-src 'self'`),
	"form-action 'self'",
	"base-uri 'none'",
	// Several phones side by side are frames of a page from here.
	"frame-src 'self'",
	"frame-ancestors 'self'",
].join('; ');

/** What the browser may do with the page: load and send nothing elsewhere. */
export const HEADERS = {
	'content-security-policy': POLICY,
	'x-content-type-options': 'nosniff',
	// Not "no-referrer": browsers then send forms with the origin "null".
	'referrer-policy': 'same-origin',
	'cache-control': 'no-store',
};

const TYPES: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};

const folder = join(__dirname, '..', 'inbox', 'assets');

/** Serves the styles, scripts and icons of the page. */
export function registerAssets(server: FastifyInstance): void {
	for (const name of readdirSync(folder)) {
		const content = readFileSync(join(folder, name));
		server.get(`/simulator/inbox/assets/${name}`, async (_request, reply) =>
			reply.headers(HEADERS).type(TYPES[extname(name)]).send(content),
		);
	}
}
