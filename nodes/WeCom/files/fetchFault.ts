/** Why a file could not be fetched from its address, and what to do. */
export interface FetchFault {
	/** Goes on after "the file at …". */
	what: string;
	hint: string;
}

interface NetworkError {
	code?: unknown;
	cause?: unknown;
	errors?: unknown;
}

/** The codes of an error and of those inside it. */
function codesOf(error: unknown): string[] {
	if (typeof error !== 'object' || error === null) return [];
	const { code, cause, errors } = error as NetworkError;
	const inside = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])].flatMap(codesOf);
	return [...(typeof code === 'string' ? [code] : []), ...inside];
}

const FROM_N8N = 'The URL must be reachable from the machine n8n runs on, not just from yours.';
const OTHER_WAY =
	'Or fetch the file with an HTTP Request node before this one and set the source to Binary Data here.';
const AGAIN = 'Try again. If this keeps happening, check the network between n8n and that server.';

/** By the code of the operating system, of TLS or of n8n's HTTP library; the first that matches counts. */
const FAULTS: ReadonlyArray<[code: RegExp, fault: FetchFault]> = [
	[
		/^(ENOTFOUND|EAI_)/,
		{
			what: "can't be reached",
			hint: `n8n can't find a server with that name (DNS). Check File URL. ${FROM_N8N}`,
		},
	],
	[
		/^ECONNREFUSED$/,
		{
			what: "can't be reached",
			hint: `The connection was refused: nothing is listening on that port. Check File URL, including the port, and that the server is running. ${FROM_N8N}`,
		},
	],
	[
		/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
		{
			what: "can't be reached",
			hint: `There is no network route to it. Check File URL and n8n's firewall and proxy. ${FROM_N8N}`,
		},
	],
	[
		/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
		{
			what: "is on a server whose certificate has expired or isn't valid yet",
			hint: 'Have the certificate renewed, or check the clock of the machine n8n runs on.',
		},
	],
	[
		/^ERR_TLS_CERT_ALTNAME_INVALID$/,
		{
			what: 'is on a server whose certificate is for a different name',
			hint: 'In File URL, use the name in the certificate.',
		},
	],
	[
		/CERT|SELF_SIGNED|UNABLE_TO_|SIGNATURE/,
		{
			what: "is on a server whose certificate n8n doesn't trust",
			hint: 'If you use your own certificate authority, set NODE_EXTRA_CA_CERTS for n8n to its certificate file (PEM) and restart n8n.',
		},
	],
	[
		/^(EPROTO|ERR_SSL_|ERR_TLS_|HPE_)/,
		{
			what: "can't be fetched: the server doesn't use that protocol",
			hint: 'Check File URL: whether it must start with http:// or https://, and the port.',
		},
	],
	[
		/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT|ERR_CANCELED)$/,
		{
			what: "didn't arrive in time",
			hint: `Check that the server is fast enough and that no firewall blocks it. ${OTHER_WAY}`,
		},
	],
	[
		/^(ECONNRESET|EPIPE|ERR_STREAM)/,
		{ what: "can't be fetched: the connection was lost", hint: AGAIN },
	],
];

/** What an error of the HTTP helper means. Its own words are left out: they may quote the query of the address. */
export function fetchFault(error: unknown): FetchFault {
	const codes = codesOf(error);
	const found = FAULTS.find(([pattern]) => codes.some((code) => pattern.test(code)));
	return (
		found?.[1] ?? {
			what: "can't be reached",
			hint: `Check File URL and n8n's network and proxy. ${FROM_N8N}`,
		}
	);
}

/** By HTTP status; the first that matches counts. */
const STATUSES: ReadonlyArray<[matches: (status: number) => boolean, hint: string]> = [
	[
		(status) => status === 401 || status === 403,
		'The file requires a login, or the link has expired. Fetch it with an HTTP Request node and its credential before this one, and set the source to Binary Data here.',
	],
	[
		(status) => status === 404 || status === 410,
		"Check File URL. The server doesn't have this file, or no longer does.",
	],
	[(status) => status === 407, "n8n's proxy requires a login. Check n8n's proxy settings."],
	[
		(status) => status === 429,
		'The server limits the number of calls. Try again later, or lower Max Concurrency.',
	],
	[
		(status) => status >= 500,
		"The file's server had an error. Try again later, or contact whoever runs it.",
	],
];

/** What another HTTP status than 200 means. */
export function statusFault(status: number): FetchFault {
	const hint = STATUSES.find(([matches]) => matches(status))?.[1] ?? `Check File URL. ${OTHER_WAY}`;
	return { what: `returned HTTP status ${status}`, hint };
}

/** A file that did not come to its end. */
export const TORN: FetchFault = { what: "didn't arrive completely", hint: AGAIN };

/** A page instead of the file, such as that of a login. */
export const WEB_PAGE: FetchFault = {
	what: 'is a web page, such as a login page, not a file',
	hint: `Check File URL. It must lead to the file itself, without a login. ${OTHER_WAY} To send the page itself, enter a File Name that ends in .html.`,
};

const SHOWN_CHARACTERS = 200;

/**
 * An address as it may be shown: without what may be a secret, which is its login, query and fragment, and without data.
 * What looks like no address is not shown at all: it may be the file itself.
 */
export function shownAddress(given: string): string {
	const bare = given
		.replace(/[?#][^]*$/, '')
		.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*@/i, '$1//')
		.replace(/^(data:[^,]{0,100},)[^]*$/i, '$1…');
	if (bare.length > SHOWN_CHARACTERS || /[\s"'{}<>]/.test(bare))
		return `text of ${given.length.toLocaleString('en-US')} characters`;
	return JSON.stringify(bare).replace(
		/[\p{Cf}\p{Zl}\p{Zp}]/gu,
		(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
	);
}
