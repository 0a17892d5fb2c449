import type { IWebhookFunctions } from 'n8n-workflow';

import { MAX_BODY_BYTES } from '../callback/envelope';
import { CallbackRefusal } from '../callback/refusal';

type Request = ReturnType<IWebhookFunctions['getRequestObject']>;

const tooLarge = () => new CallbackRefusal(413, 'Too large');

/** Reads up to the limit. What comes after it is left to Node.js, which throws it away after the answer. */
async function readStream(request: Request): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	// Destroying the request would end the connection before the answer.
	for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > MAX_BODY_BYTES) throw tooLarge();
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/**
 * The raw body of a call. n8n's own reading takes 16 MB, unpacks, and fails in ways that would start an execution: so it is
 * not used.
 *
 * @throws CallbackRefusal if it is too large, packed, or not whole
 */
export async function readBody(request: Request): Promise<Buffer> {
	const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
	if (Number(length ?? 0) > MAX_BODY_BYTES) throw tooLarge();
	if (encoding !== 'identity') throw new CallbackRefusal(400, 'The body is compressed');
	if (request.rawBody !== undefined) return request.rawBody;
	return await readStream(request).catch((error: unknown) => {
		throw error instanceof CallbackRefusal
			? error
			: new CallbackRefusal(400, 'The body is incomplete');
	});
}
