import type { FastifyInstance } from 'fastify';
import type { MediaType } from '../media';
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

interface MediaRequest {
	Params: { id: string };
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8' };

/** What a browser may show of an upload; everything else is saved. */
const SHOWN: Partial<Record<MediaType, (bytes: Buffer) => string>> = {
	image: (bytes) => (bytes[0] === 0xff ? 'image/jpeg' : 'image/png'),
	voice: () => 'audio/amr',
	video: () => 'video/mp4',
};

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

	server.get<MediaRequest>('/simulator/media/:id', async ({ params }, reply) => {
		const file = state.media.get(params.id);
		if (!file) return await reply.code(404).headers(PLAIN).send('no such file');
		const shown = SHOWN[file.type]?.(file.bytes);
		return await reply
			.headers({
				'content-type': shown ?? 'application/octet-stream',
				'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
				// Whoever has uploaded it: nothing in it runs here.
				'content-security-policy': "default-src 'none'; sandbox",
				'x-content-type-options': 'nosniff',
			})
			.send(file.bytes);
	});
}
