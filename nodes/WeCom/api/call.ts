import { masked, WeComCallError, type WeComAnswer } from './errors';

/** Codes of a connection that was never made: nothing can have arrived. */
const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Codes of a certificate that was not accepted. */
const CERTIFICATE = /CERT|SSL|TLS|SIGNATURE/;

interface NetworkError {
	code?: unknown;
	syscall?: unknown;
	message?: unknown;
	cause?: unknown;
}

function networkCode(error: unknown): { code: string; connecting: boolean } | undefined {
	for (let current = error as NetworkError | undefined; current; current = current.cause as NetworkError | undefined) {
		if (typeof current.code === 'string' && (/^E[A-Z_]+$/.test(current.code) || CERTIFICATE.test(current.code))) {
			return { code: current.code, connecting: current.syscall === 'connect' };
		}
	}
	return undefined;
}

/** Where a call went, and whether repeating it could do harm. */
export interface Destination {
	baseUrl: string;
	/** Path of the endpoint below `/cgi-bin/`. */
	path?: string;
	/** The call delivers nothing to anybody: a token, an upload, a look-up. */
	harmless?: boolean;
}

const UNKNOWN_HINT =
	'The message may have been delivered. Ask a recipient before sending it again, or switch on Duplicate Check, with which sending again is safe.';

/** What a lost answer means where the call sends no message. */
const UNKNOWN_HINTS: ReadonlyMap<string, string> = new Map([
	['message/recall', 'The message may have been recalled. Recalling it again does no harm.'],
	[
		'message/update_template_card',
		'The card may have been updated. Look at it before you run again: a response code is good for one update.',
	],
]);

/** The failure of a call that may have arrived. */
function lost(message: string, { harmless, path = '' }: Destination): WeComCallError {
	return harmless === true
		? new WeComCallError(
				message,
				'Nothing was sent. Run again; if it happens often, look at the network between n8n and WeCom.',
				'lost',
				true,
			)
		: new WeComCallError(message, UNKNOWN_HINTS.get(path) ?? UNKNOWN_HINT, 'lost');
}

/**
 * Names what went wrong on the way to WeCom. The words of the operating system are left out: n8n replaces every
 * sentence that contains one of them, and the URL in them carries the token.
 *
 * @param error what the HTTP helper threw
 */
export function callError(error: unknown, destination: Destination): WeComCallError {
	const host = masked(destination.baseUrl);
	const { code, connecting } = networkCode(error) ?? { code: '', connecting: false };
	const check = `Check Base URL in the credential (${host}), the network and the proxy of n8n, then run again.`;
	if (code === 'ERR_CANCELED') return lost('The execution was canceled during a call', destination);
	if (NOT_CONNECTED.includes(code) || connecting) {
		return new WeComCallError(`WeCom cannot be reached at ${host}`, check, 'unreachable');
	}
	if (CERTIFICATE.test(code)) {
		return new WeComCallError(`The certificate of ${host} was not accepted`, check, 'refused');
	}
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
		return lost(`WeCom did not answer in time at ${host}`, destination);
	}
	return lost(`The connection to ${host} broke before WeCom answered`, destination);
}

/**
 * WeCom's answer out of an HTTP response. WeCom itself always answers with status 200 and JSON, and with an errcode to
 * every call that delivers something; a relay or a login page in between may answer with JSON of its own.
 *
 * @throws WeComCallError if somebody on the way answered instead
 */
export function readAnswer(status: number, body: unknown, destination: Destination): WeComAnswer {
	const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	if (isObject && ('errcode' in body || (status === 200 && destination.harmless === true))) return body as WeComAnswer;
	const what = status !== 200 ? `HTTP status ${status}` : isObject ? 'something else' : 'something that is not JSON';
	const message = `${masked(destination.baseUrl)} answered with ${what} instead of an answer of WeCom`;
	if (status < 400 || status >= 500) throw lost(message, destination);
	throw new WeComCallError(
		message,
		'Check Base URL in the credential: the relay or proxy there did not pass the call on.',
		'refused',
	);
}
