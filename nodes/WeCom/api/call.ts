import { originOf } from './baseUrl';
import { WeComCallError, type WeComAnswer } from './errors';
import { networkFault, type NetworkFault } from './networkFault';

/** Where a call went, and whether repeating it could do harm. */
export interface Endpoint {
	baseUrl: string;
	/** Path below `/cgi-bin/`. */
	path: string;
	/** The call delivers nothing to anybody: a token, an upload, a look-up. */
	harmless?: boolean;
	/** What a lost answer means, and what to do then; of a harmless call, what its failure means. */
	ifLost?: string;
}

/** An HTTP response, as far as it tells who answered. */
export interface Response {
	status: number;
	body: unknown;
	/** Where a redirect leads. */
	location?: unknown;
}

/** What became of a harmless call that failed, where nothing else is said. */
const IF_HARMLESS = 'Nothing was sent.';

/** What a lost answer means where nothing else is said. */
const IF_LOST = 'The message may have been delivered. Ask a recipient before you send it again.';

/** The failure of a call that may have arrived. */
function lost(
	message: string,
	{ harmless, ifLost = harmless === true ? IF_HARMLESS : IF_LOST }: Endpoint,
	hint = '',
): WeComCallError {
	const general =
		harmless === true
			? 'Try again. If this keeps happening, check the network between n8n and WeCom.'
			: '';
	return new WeComCallError(message, `${ifLost} ${hint || general}`.trim(), 'lost', harmless);
}

/** What became of a call, by its fault; `host` is the address without anything secret. */
const SENTENCES: Record<NetworkFault, (host: string, endpoint: Endpoint) => WeComCallError> = {
	canceled: (_, endpoint) => lost('The execution was canceled during a call to WeCom', endpoint),
	unreachable: (host) =>
		new WeComCallError(
			`Can't reach WeCom at ${host}`,
			`Check Base URL in the credential (${host}) and n8n's network and proxy. Then try again.`,
			'unreachable',
		),
	plaintext: (host) =>
		new WeComCallError(
			`${host} doesn't use HTTPS on this port`,
			'Correct the port of Base URL in the credential, or use http:// if the relay has no certificate.',
			'refused',
		),
	handshake: (host) =>
		new WeComCallError(
			`Couldn't establish a secure connection to ${host}`,
			'Check Base URL in the credential and the TLS settings of the relay or proxy there.',
			'refused',
		),
	certificate: (host) =>
		new WeComCallError(
			`n8n doesn't trust the certificate of ${host}`,
			"If your own certificate authority issued it, start n8n with NODE_EXTRA_CA_CERTS set to the authority's certificate file (PEM). Otherwise, check that the certificate hasn't expired and names this host.",
			'refused',
		),
	timeout: (host, endpoint) => lost(`WeCom didn't respond in time at ${host}`, endpoint),
	broken: (host, endpoint) =>
		lost(`The connection to ${host} was lost before WeCom responded`, endpoint),
};

/**
 * Names what went wrong on the way to WeCom. The words of the operating system are left out: n8n replaces every
 * sentence that contains one of them, and the URL in them carries the token.
 *
 * @param error what the HTTP helper threw
 * @param isCanceled whether the execution was canceled: the same words stand for a call that took too long
 */
export function callError(error: unknown, endpoint: Endpoint, isCanceled = true): WeComCallError {
	const fault = networkFault(error);
	return SENTENCES[fault === 'canceled' && !isCanceled ? 'timeout' : fault](
		originOf(endpoint.baseUrl),
		endpoint,
	);
}

/** The address that a redirect recommends as Base URL: the one before `/cgi-bin/`. */
function redirected(host: string, location: unknown, { baseUrl }: Endpoint): WeComCallError {
	const target = URL.canParse(String(location), baseUrl)
		? new URL(String(location), baseUrl).href
		: undefined;
	const origin = target === undefined ? undefined : originOf(target);
	const hint =
		origin === undefined || origin === host
			? 'Set Base URL in the credential to the URL it redirects to: the part before /cgi-bin/.'
			: `Set Base URL in the credential to ${origin}, followed by the path of your relay if it has one.`;
	return new WeComCallError(
		`${host} redirects calls, but redirects aren't followed`,
		hint,
		'refused',
	);
}

/** Whoever has taken a message and says so otherwise than WeCom does has not said that it was refused. */
function isAnswer(
	{ errcode, msgid }: WeComAnswer,
	status: number,
	{ harmless }: Endpoint,
): boolean {
	// WeCom answers with status 200: a gateway that failed may have passed the message on before.
	if (status >= 500) return false;
	if (errcode !== undefined) return Number.isInteger(errcode);
	return status === 200 && (harmless === true || (typeof msgid === 'string' && msgid !== ''));
}

/** Some relays write numbers as text. */
function withNumber(body: WeComAnswer): WeComAnswer {
	const { errcode } = body as { errcode?: unknown };
	return typeof errcode === 'string' && /^-?\d+$/.test(errcode)
		? { ...body, errcode: Number(errcode) }
		: body;
}

/**
 * WeCom's answer out of an HTTP response. WeCom itself always answers with status 200 and JSON, and with an errcode or a
 * msgid to every call that delivers something; a relay or a login page in between may answer with JSON of its own.
 *
 * @throws WeComCallError if somebody on the way answered instead
 */
export function readAnswer({ status, body, location }: Response, endpoint: Endpoint): WeComAnswer {
	const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
	const answer = isObject ? withNumber(body as WeComAnswer) : undefined;
	if (answer !== undefined && isAnswer(answer, status, endpoint)) return answer;
	const host = originOf(endpoint.baseUrl);
	if (status >= 300 && status < 400) throw redirected(host, location, endpoint);
	const what =
		status !== 200
			? `HTTP status ${status}`
			: isObject
				? 'other JSON'
				: "something that isn't JSON";
	const message = `${host} answered ${endpoint.path} with ${what} instead of a WeCom response`;
	const check = `Check Base URL in the credential. The relay or proxy there must forward /cgi-bin/${endpoint.path} to https://qyapi.weixin.qq.com without changing the path, query, or body.`;
	// A gateway that has waited long enough may call it 408.
	if (status < 400 || status >= 500 || status === 408) throw lost(message, endpoint, check);
	const { harmless, ifLost = IF_HARMLESS } = endpoint;
	const fate = harmless === true ? ifLost : IF_HARMLESS;
	throw new WeComCallError(message, `${fate} ${check}`, 'refused');
}
