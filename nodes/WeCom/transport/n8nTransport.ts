import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { callError, readAnswer } from '../api/call';
import type { ApiCall, Transport } from '../api/client';
import { WeComApiError, WeComCallError, type WeComAnswer } from '../api/errors';
import type { MediaFile } from '../api/media';
import { STALE_HEADER } from '../api/token';

export const CREDENTIAL = 'weComApi';

/** How long to wait for an answer unless the user says otherwise, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 60_000;

interface HttpResponse {
	statusCode: number;
	body: unknown;
}

/** The base URL of a credential without the slashes that people copy with it. */
export function baseUrlOf(credentials: ICredentialDataDecryptedObject): string {
	return String(credentials.baseUrl).trim().replace(/\/+$/, '');
}

/** One part named `media`; the global FormData writes the file name as raw UTF-8, as WeCom wants it (`path/90253`). */
function multipart({ content, fileName, mimeType }: MediaFile): IDataObject {
	const form = new FormData();
	form.append('media', new Blob([content], { type: mimeType }), fileName);
	return form as unknown as IDataObject;
}

/** The reason why no token was to be had, which n8n has wrapped into an error of its own. */
function reasonInside(error: unknown): WeComApiError | WeComCallError | undefined {
	for (let current = error; current instanceof Error; current = current.cause) {
		if (current instanceof WeComApiError || current instanceof WeComCallError) return current;
	}
	return undefined;
}

/** Reaches WeCom through n8n: its proxy settings, its cancelling, and its store for the token. */
export class N8nTransport implements Transport {
	/** @param baseUrl of the credential, for messages */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly baseUrl: string,
	) {}

	async send(call: ApiCall, stale?: number): Promise<{ answer: WeComAnswer; token: string }> {
		const destination = { baseUrl: this.baseUrl, harmless: call.harmless };
		const options: IHttpRequestOptions = {
			method: call.method,
			url: `${this.baseUrl}/cgi-bin/${call.path}`,
			qs: { ...call.query },
			headers: stale === undefined ? {} : { [STALE_HEADER]: String(stale) },
			body: call.file === undefined ? (call.body as IDataObject | undefined) : multipart(call.file),
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: call.timeout ?? DEFAULT_TIMEOUT_MS,
		};
		const response = await this.context.helpers.httpRequestWithAuthentication
			.call(this.context, CREDENTIAL, options)
			.then(
				(value) => value as HttpResponse,
				(error: unknown) => fail(reasonInside(error) ?? callError(error, destination)),
			);
		const answer = readAnswer(response.statusCode, response.body, destination);
		// `authenticate` has written the token it used into the same object.
		return { answer, token: String(options.qs?.access_token ?? '') };
	}

	async storedToken(): Promise<{ accessToken: string; fetchedAt: number }> {
		const { accessToken, fetchedAt } = await this.context.getCredentials(CREDENTIAL);
		return { accessToken: String(accessToken), fetchedAt: Number(fetchedAt) };
	}
}

function fail(error: Error): never {
	throw error;
}
