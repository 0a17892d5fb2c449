import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { callError, readAnswer } from '../api/call';
import type { ApiCall, FileAnswer, FileStream, Transport } from '../api/client';
import { CallError, TooLateError, WeComApiError, type WeComAnswer } from '../api/errors';
import { DEFAULT_TIMEOUT_MS } from '../api/limits';
import { nameInHeader } from '../files/names';
import {
	isUsable,
	NOT_AFTER_HEADER,
	secretsOf,
	STALE_HEADER,
	tokenOf,
	WITHIN_HEADER,
} from '../api/token';
import { upTo } from './fileDownload';

interface HttpResponse {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

/** Where the node runs: in an execution, while a callback is open, or while the editor asks for a list. */
type Context = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** Most that an answer may have that is no file, in bytes. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** A file as an answer, unread; WeCom says no in JSON instead (`path/90254`), and others on the way in a page or a text. */
async function readFile({ statusCode, headers, body }: HttpResponse): Promise<unknown> {
	const content = body as FileStream;
	const mimeType = String(headers['content-type'] ?? 'application/octet-stream').split(';')[0];
	const disposition = headers['content-disposition'];
	if (
		statusCode === 200 &&
		(disposition !== undefined || !/json|text\/(plain|html)/.test(mimeType))
	) {
		const size =
			headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
		const file = { content, mimeType, fileName: nameInHeader(disposition), size };
		return { file } satisfies FileAnswer;
	}
	const text = Buffer.concat(await upTo(MAX_ANSWER_BYTES, content)).toString('utf8');
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** Why nothing was sent: what the credential says, which n8n has wrapped into an error of its own. */
function reasonInside(error: unknown): CallError | TooLateError | undefined {
	for (let current = error; current instanceof Error; current = current.cause) {
		if (current instanceof CallError || current instanceof TooLateError) return current;
	}
	return undefined;
}

/** Reaches WeCom through n8n: its proxy settings, its cancelling, and its store for the token. */
export class N8nTransport implements Transport {
	private readonly baseUrl: string;

	/** The call that fetches the first token of the execution. All others wait for it. */
	private opening?: Promise<unknown>;

	/** Why it got none. */
	private noToken?: Error;

	/** Why the credential is no good. Nothing is tried with it any more: WeCom blocks who insists. */
	private refusal?: WeComApiError;

	/**
	 * @param type name of the credential
	 * @param credentials as n8n decrypted them; read once, since every reading costs a look into the database
	 * @throws InvalidInputError if Base URL is no address
	 */
	constructor(
		private readonly context: Context,
		private readonly type: string,
		private readonly credentials: ICredentialDataDecryptedObject,
	) {
		this.baseUrl = secretsOf(credentials).baseUrl;
	}

	async send(call: ApiCall, stale?: number): Promise<{ answer: WeComAnswer; token: string }> {
		if (this.hasToken()) return await this.dispatch(call, stale);
		if (this.opening === undefined) {
			this.noToken = undefined;
			const first = this.dispatch(call, stale);
			this.opening = first.catch(() => undefined).finally(() => (this.opening = undefined));
			return await first;
		}
		await this.opening;
		// Whoever asks again after a refusal only makes it worse; each may try again later.
		if (this.noToken !== undefined && !this.hasToken()) throw this.noToken;
		return await this.dispatch(call, stale);
	}

	private hasToken(): boolean {
		return isUsable(tokenOf(this.credentials), secretsOf(this.credentials));
	}

	private async dispatch(
		call: ApiCall,
		stale?: number,
	): Promise<{ answer: WeComAnswer; token: string }> {
		if (this.refusal !== undefined) throw this.refusal;
		const { path, harmless, ifLost } = call;
		const endpoint = { baseUrl: this.baseUrl, path, harmless, ifLost };
		const timeout = call.timeout ?? DEFAULT_TIMEOUT_MS;
		const options: IHttpRequestOptions = {
			method: call.method,
			url: `${this.baseUrl}/cgi-bin/${call.path}`,
			qs: { ...call.query },
			headers: {
				...(stale === undefined ? {} : { [STALE_HEADER]: String(stale) }),
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
		const response = await this.context.helpers.httpRequestWithAuthentication
			.call(this.context, this.type, options, {
				// n8n writes a new token into this object, and into its database.
				credentialsDecrypted: { id: '', name: '', type: this.type, data: this.credentials },
			})
			.then(
				(value) => value as HttpResponse,
				(error: unknown) => {
					throw (
						this.reasonOf(error) ??
						callError(error, endpoint, this.isCanceled() || call.signal?.aborted === true)
					);
				},
			);
		const { statusCode: status, headers } = response;
		const body = call.binary === true ? await readFile(response) : response.body;
		const answer = readAnswer({ status, body, location: headers.location }, endpoint);
		// `authenticate` has written the token it used into the same object.
		return { answer, token: String(options.qs?.access_token ?? '') };
	}

	private isCanceled(): boolean {
		return (
			'getExecutionCancelSignal' in this.context &&
			this.context.getExecutionCancelSignal()?.aborted === true
		);
	}

	async storedToken(): Promise<{ accessToken: string; fetchedAt: number }> {
		Object.assign(this.credentials, await this.context.getCredentials(this.type));
		return tokenOf(this.credentials);
	}

	private reasonOf(error: unknown): Error | undefined {
		const reason = reasonInside(error);
		this.noToken = reason;
		if (reason instanceof WeComApiError && reason.credentialRefused) this.refusal = reason;
		return reason;
	}
}
