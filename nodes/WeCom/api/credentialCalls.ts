import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { callError, readAnswer } from './call';
import { TooLateError, WeComCallError, type WeComAnswer } from './errors';
import { ExplainedError } from './explained';
import { timeUp } from './timeUp';
import { NOT_AFTER_HEADER, VERIFY_HEADER, WITHIN_HEADER } from './token';

const TIMEOUT_MS = 30_000;

/**
 * n8n answers this with `preAuthentication`, before it sends anything. If the new token has ended as well by the time that n8n
 * comes back, this is what the call has failed with.
 */
export function preAuthenticationNeeded(): Error {
	const cause = new WeComCallError(
		'The access token expired before the call was sent',
		'Nothing was sent. Try again.',
		'unreachable',
	);
	return Object.assign(new Error(cause.message, { cause }), { response: { status: 401 } });
}

/**
 * Has n8n call `preAuthentication` first where a call is the credential's test, which says so in a header.
 *
 * @param credentials the same object reaches `preAuthentication`, and is a `probe` there
 * @throws Error with status 401 in a test
 */
export function proveFirst(
	credentials: ICredentialDataDecryptedObject,
	{ headers = {} }: IHttpRequestOptions,
): void {
	if (headers[VERIFY_HEADER] === undefined) return;
	delete headers[VERIFY_HEADER];
	credentials.probe = true;
	throw preAuthenticationNeeded();
}

/**
 * n8n's own users of a credential, such as its test, show the message of an error and nothing else: the way out goes
 * into it. The node looks at the cause instead.
 */
export function withWayOut(error: unknown): never {
	if (error instanceof ExplainedError)
		throw new Error(`${error.message}. ${error.hint}`, { cause: error });
	throw error;
}

/**
 * Holds a call to what the node has said about its time. The headers that say it do not go out.
 *
 * @throws TooLateError if it must not go out any more
 */
export function keepTime(requestOptions: IHttpRequestOptions): void {
	const { headers = {} } = requestOptions;
	const notAfter = headers[NOT_AFTER_HEADER];
	delete headers[NOT_AFTER_HEADER];
	// Whatever took its time before, such as a new token, is over now: nothing comes between this and the call.
	if (notAfter !== undefined && performance.now() > Number(notAfter)) throw new TooLateError();
	const within = headers[WITHIN_HEADER];
	delete headers[WITHIN_HEADER];
	// n8n's own timeout counts silence only: an answer that comes byte by byte would outlive it.
	if (within !== undefined)
		requestOptions.abortSignal = timeUp(Number(within), requestOptions.abortSignal);
}

/** A call of a credential's own. It delivers nothing to anybody. */
interface OwnCall extends Pick<IHttpRequestOptions, 'method' | 'headers' | 'body'> {
	/** Path below `/cgi-bin/`. */
	path: string;
	qs: Record<string, string>;
}

/** Makes calls of a credential's own. A redirect is not followed: the secret is in the query. */
export function callerOf({ helpers }: IHttpRequestHelper, baseUrl: string) {
	return async ({ path, ...request }: OwnCall): Promise<WeComAnswer> => {
		const endpoint = { baseUrl, path, harmless: true };
		const { statusCode, headers, body } = (await helpers
			.httpRequest({
				...request,
				url: `${baseUrl}/cgi-bin/${path}`,
				json: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: TIMEOUT_MS,
				abortSignal: AbortSignal.timeout(TIMEOUT_MS),
			})
			.catch((error: unknown) => {
				throw callError(error, endpoint, false);
			})) as { statusCode: number; headers: IDataObject; body: unknown };
		return readAnswer({ status: statusCode, body, location: headers.location }, endpoint);
	};
}
