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

const FROM_N8N =
	'The address must be reachable from the machine on which n8n runs, not only from yours.';
const OTHER_WAY =
	'Or fetch the file with an HTTP Request node before this one, and set the source to Binary Data here.';
const AGAIN = 'Run again; if it happens often, look at the network between n8n and that address.';

/** By the code of the operating system, of TLS or of n8n's HTTP library; the first that matches counts. */
const FAULTS: ReadonlyArray<[code: RegExp, fault: FetchFault]> = [
	[
		/^(ENOTFOUND|EAI_)/,
		{
			what: 'cannot be reached',
			hint: `n8n finds no server of that name (DNS). Check File URL. ${FROM_N8N}`,
		},
	],
	[
		/^ECONNREFUSED$/,
		{
			what: 'cannot be reached',
			hint: `The connection was refused: nobody answers on that port. Check File URL, its port too, and that the server is running. ${FROM_N8N}`,
		},
	],
	[
		/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
		{
			what: 'cannot be reached',
			hint: `There is no network route to it. Check File URL, and the firewall and proxy of n8n. ${FROM_N8N}`,
		},
	],
	[
		/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
		{
			what: 'is on a server whose certificate has expired or is not valid yet',
			hint: 'Have the certificate renewed, or check the clock of the machine on which n8n runs.',
		},
	],
	[
		/^ERR_TLS_CERT_ALTNAME_INVALID$/,
		{
			what: 'is on a server whose certificate is for another name',
			hint: 'Enter File URL with the name that is in the certificate.',
		},
	],
	[
		/CERT|SELF_SIGNED|UNABLE_TO_|SIGNATURE/,
		{
			what: 'is on a server whose certificate n8n does not trust',
			hint: 'With a certificate authority of your own, set NODE_EXTRA_CA_CERTS of n8n to the file with its certificate (PEM), and start n8n again.',
		},
	],
	[
		/^(EPROTO|ERR_SSL_|ERR_TLS_|HPE_)/,
		{
			what: 'cannot be fetched: the server does not speak that protocol',
			hint: 'Check File URL: whether it must begin with http:// or https://, and the port.',
		},
	],
	[
		/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT|ERR_CANCELED)$/,
		{
			what: 'did not come in time',
			hint: `Check that the server is fast enough and that no firewall blocks it. ${OTHER_WAY}`,
		},
	],
	[
		/^(ECONNRESET|EPIPE|ERR_STREAM)/,
		{ what: 'cannot be fetched: the connection broke', hint: AGAIN },
	],
];

/** What an error of the HTTP helper means. Its own words are left out: they may quote the query of the address. */
export function fetchFault(error: unknown): FetchFault {
	const codes = codesOf(error);
	const found = FAULTS.find(([pattern]) => codes.some((code) => pattern.test(code)));
	return (
		found?.[1] ?? {
			what: 'cannot be reached',
			hint: `Check File URL, the network and the proxy of n8n. ${FROM_N8N}`,
		}
	);
}

/** By HTTP status; the first that matches counts. */
const STATUSES: ReadonlyArray<[matches: (status: number) => boolean, hint: string]> = [
	[
		(status) => status === 401 || status === 403,
		'The file needs a login, or the link has expired. Fetch it with an HTTP Request node and its credential before this one, and set the source to Binary Data here.',
	],
	[
		(status) => status === 404 || status === 410,
		'Check File URL: the server has no such file, or no longer.',
	],
	[
		(status) => status === 407,
		'The proxy of n8n requires a login: check the proxy settings of n8n.',
	],
	[
		(status) => status === 429,
		'The server limits the number of calls: run again later, or lower Max Concurrency.',
	],
	[
		(status) => status >= 500,
		'The server of the file has failed: run again later, or ask whoever runs it.',
	],
];

/** What another HTTP status than 200 means. */
export function statusFault(status: number): FetchFault {
	const hint = STATUSES.find(([matches]) => matches(status))?.[1] ?? `Check File URL. ${OTHER_WAY}`;
	return { what: `answers with HTTP status ${status}`, hint };
}

/** A file that did not come to its end. */
export const TORN: FetchFault = { what: 'did not arrive completely', hint: AGAIN };

/** A page instead of the file, such as that of a login. */
export const WEB_PAGE: FetchFault = {
	what: 'is a web page and not a file, such as a login page',
	hint: `Check File URL: it must lead to the file itself, without a login. ${OTHER_WAY} To send the page, enter a File Name that ends in .html.`,
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
		return `a text of ${given.length.toLocaleString('en-US')} characters`;
	return JSON.stringify(bare).replace(
		/[\p{Cf}\p{Zl}\p{Zp}]/gu,
		(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
	);
}
