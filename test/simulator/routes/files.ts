import type { FastifyInstance } from 'fastify';
import { SAMPLES } from '../samples';
import type { State } from '../state';
import { recordCall, respond } from './dispatch';

interface FileRequest {
	Params: { name: string };
	/** `size` pads the file with zeros, `status` answers with that HTTP status. */
	Querystring: { size?: string; status?: string };
}

interface RedirectRequest {
	Querystring: { url?: string; status?: string };
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** Sample files and redirects, so that URL sources never leave 127.0.0.1. */
export function registerFiles(server: FastifyInstance, state: State): void {
	server.get<RedirectRequest>('/simulator/files/redirect-to', async (request, reply) => {
		const call = recordCall(state, request, 'simulator/files/redirect-to');
		const { url, status = '302' } = request.query;
		if (!url) return respond(reply, call, { status: 400, headers: PLAIN, payload: 'url missing' });
		const location = url.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
		return respond(reply, call, { status: Number(status), headers: { location }, payload: '' });
	});

	server.get<FileRequest>('/simulator/files/:name', async (request, reply) => {
		const { name } = request.params;
		const call = recordCall(state, request, `simulator/files/${name}`);
		const sample = SAMPLES[name];
		if (!sample)
			return respond(reply, call, { status: 404, headers: PLAIN, payload: 'no such file' });
		const { size, status = '200' } = request.query;
		const missing = Math.max(0, Number(size ?? 0) - sample.bytes.length);
		const headers: Record<string, string> = { 'content-type': sample.contentType };
		if (sample.disposition) {
			const encoded = encodeURIComponent(sample.disposition);
			headers['content-disposition'] = `attachment; filename*=UTF-8''${encoded}`;
		}
		const payload = Buffer.concat([sample.bytes, Buffer.alloc(missing)]);
		return respond(reply, call, { status: Number(status), headers, payload });
	});
}
