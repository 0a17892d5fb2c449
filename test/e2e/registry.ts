/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { host } from './process';

interface Published {
	name: string;
	'dist-tags': Record<string, string>;
	versions: Record<string, { dist: { tarball: string } }>;
	_attachments: Record<string, { data: string }>;
}

/** An npm registry for one package, as far as `npm publish` and `npm install` need it. */
export class Registry {
	/** What was asked for, as `GET /name`. */
	readonly requests: string[] = [];

	private published?: Published;

	private readonly server = createServer((request, response) => {
		this.answer(request, response).catch((error: Error) => response.destroy(error));
	});

	static async start(): Promise<Registry> {
		const registry = new Registry();
		registry.server.listen(0, host);
		await once(registry.server, 'listening');
		return registry;
	}

	get url(): string {
		return `http://${host}:${(this.server.address() as AddressInfo).port}`;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname).slice(1);
		this.requests.push(`${request.method} ${path}`);
		if (request.method === 'PUT')
			this.published = JSON.parse((await buffer(request)).toString()) as Published;
		const found = this.published && this.find(this.published, path);
		response.statusCode = found === undefined ? 404 : 200;
		response.end(found ?? '{}');
	}

	private find(published: Published, path: string): string | Buffer | undefined {
		const { name, versions, _attachments: attachments } = published;
		const latest = published['dist-tags'].latest;
		const file = `${name}-${latest}.tgz`;
		const { dist, ...manifest } = versions[latest];
		const version = { ...manifest, dist: { ...dist, tarball: `${this.url}/${file}` } };
		switch (path) {
			case file:
				return Buffer.from(attachments[file].data, 'base64');
			case name:
				return JSON.stringify({ ...published, versions: { [latest]: version } });
			case `${name}/latest`:
			case `${name}/${latest}`:
				return JSON.stringify(version);
			default:
				return undefined;
		}
	}
}
