import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { callError, readAnswer } from '../api/call';
import type { ApiCall, FileAnswer, FileStream, Sent, Transport } from '../api/client';
import { DEFAULT_TIMEOUT_MS } from '../api/limits';
import { nameInHeader } from '../files/names';
import {
	NOT_AFTER_HEADER,
	secretsOf,
	tokenOf,
	WITHIN_HEADER,
	type StoredToken,
} from '../api/token';
import { CREDENTIAL, type Context } from './credentials';
import { streamLike } from './storedFile';
import { reasonInside, TokenSource } from './tokenSource';

interface HttpResponse {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

/** Most that an answer may have that is no file, in bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** The first chunks of a stream: all of it, or one more than an answer can have. */
async function headOf(
	stream: AsyncIterator<Buffer>,
): Promise<{ chunks: Buffer[]; whole: boolean }> {
	const chunks: Buffer[] = [];
	let size = 0;
	while (size <= MAX_ANSWER_BYTES) {
		const { done, value } = await stream.next();
		if (done === true) return { chunks, whole: true };
		size += value.length;
		chunks.push(value);
	}
	return { chunks, whole: false };
}

async function* joined(chunks: Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
	yield* chunks;
	yield* { [Symbol.asyncIterator]: () => rest };
}

/** A file as an answer, unread where it can't be anything else; WeCom says no in JSON instead (`path/90254`), and others on the way in a page or a text. */
async function readFile({ statusCode, headers, body }: HttpResponse): Promise<unknown> {
	const content = body as FileStream;
	const mimeType = String(headers['content-type'] ?? 'application/octet-stream').split(';')[0];
	const disposition = headers['content-disposition'];
	const size =
		headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
	const file = (from = content): FileAnswer => ({
		file: { content: from, mimeType, fileName: nameInHeader(disposition), size },
	});
	const isFile =
		statusCode === 200 && (disposition !== undefined || !/json|text\/(plain|html)/.test(mimeType));
	// WeCom names its files. Without a name, a relay may have called WeCom's no whatever it liked.
	const mayBeAnswer = disposition === undefined && (size ?? Infinity) <= MAX_ANSWER_BYTES;
	if (isFile && !mayBeAnswer) return file();
	const rest = content[Symbol.asyncIterator]();
	const { chunks, whole } = await headOf(rest);
	// What was compressed on its way is longer than its header says.
	if (isFile && !whole) return file(streamLike(content, joined(chunks, rest)));
	// That closes the connection.
	await rest.return?.();
	const answer = parsed(Buffer.concat(chunks).toString('utf8'));
	const { errcode } = Object(answer) as { errcode?: unknown };
	return isFile && !Number(errcode) ? file(streamLike(content, chunks)) : answer;
}

/** Reaches WeCom through n8n: its proxy settings, its cancelling, and its store for the token. */
export class N8nTransport implements Transport {
	/** None where the credential lets in without a token. */
	private readonly tokens?: TokenSource;

	/**
	 * @param type name of the credential
	 * @param credentials as n8n decrypted them just now; read once, since every reading costs a look into the database
	 * @throws InvalidInputError if Base URL is no address
	 */
	constructor(
		private readonly context: Context,
		private readonly type: string,
		private readonly credentials: ICredentialDataDecryptedObject,
	) {
		// Refuses a Base URL that can be none before anything else happens.
		secretsOf(credentials);
		if (type === CREDENTIAL) this.tokens = new TokenSource(context, type, credentials);
	}

	refused(token: StoredToken, at: number): boolean {
		return this.tokens?.refuse(token, at) === true;
	}

	async send(call: ApiCall): Promise<Sent> {
		const token = await this.tokens?.current();
		// A renewal reads a credential that was changed meanwhile, with another relay, perhaps.
		const { baseUrl } = secretsOf(this.credentials);
		const data: ICredentialDataDecryptedObject = { ...this.credentials, ...token };
		const { path, harmless, ifLost } = call;
		const endpoint = { baseUrl, path, harmless, ifLost };
		const timeout = call.timeout ?? DEFAULT_TIMEOUT_MS;
		const options: IHttpRequestOptions = {
			method: call.method,
			url: `${baseUrl}/cgi-bin/${call.path}`,
			qs: { ...call.query },
			headers: {
				...(call.notAfter === undefined ? {} : { [NOT_AFTER_HEADER]: String(call.notAfter) }),
				// A file takes its time on a slow line.
				...(call.file === undefined && call.binary !== true
					? { [WITHIN_HEADER]: String(timeout) }
					: {}),
				...(call.file === undefined ? {} : { 'content-type': call.file.contentType }),
			},
			body: call.file?.body ?? call.body,
			json: true,
			...(call.binary === true ? { encoding: 'stream' } : {}),
			...(call.signal === undefined ? {} : { abortSignal: call.signal }),
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout,
		};
		const at = Date.now();
		const response = await this.context.helpers.httpRequestWithAuthentication
			.call(this.context, this.type, options, {
				// Should the token have run out just now, n8n writes a new one into this object, and into its database.
				credentialsDecrypted: { id: '', name: '', type: this.type, data },
			})
			.then(
				(value) => value as HttpResponse,
				(error: unknown) => {
					throw (
						reasonInside(error) ??
						callError(error, endpoint, this.isCanceled() || call.signal?.aborted === true)
					);
				},
			);
		const { statusCode: status, headers } = response;
		const body = call.binary === true ? await readFile(response) : response.body;
		const answer = readAnswer({ status, body, location: headers.location }, endpoint);
		return { answer, token: token && tokenOf(data), at };
	}

	private isCanceled(): boolean {
		return (
			'getExecutionCancelSignal' in this.context &&
			this.context.getExecutionCancelSignal()?.aborted === true
		);
	}
}
