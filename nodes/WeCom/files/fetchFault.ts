/** Why a file could not be fetched from its address, and what to do. */
export interface FetchFault {
	/** Goes on after "the file at …". */
	what: string;
	hint: string;
}

/** The place of an address, in hints. */
export interface AddressPlace {
	/** What the user calls the address. */
	url: string;
	/** What else can be done there. */
	otherWay: string;
	/** What to do if it is meant to be a web page. */
	asPage?: string;
}

/** The field of the form. */
export const URL_FIELD: AddressPlace = {
	url: 'File URL',
	otherWay:
		'fetch the file with an HTTP Request node before this one, with its credential if it needs one, and set the source to Binary Data here',
	asPage: 'To send the page itself, enter a File Name that ends in .html.',
};

/** The tag of a picture in a web page. */
export const PICTURE_TAG: AddressPlace = {
	url: 'the src of the picture',
	otherWay: 'put the picture itself into the page, as a data: URL',
};

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
const AGAIN = 'Try again. If this keeps happening, check the network between n8n and that server.';

type Hint = (place: AddressPlace) => string;
type Fault = [code: RegExp, what: string, hint: Hint];

/** By the code of the operating system, of TLS or of n8n's HTTP library; the first that matches counts. */
const FAULTS: readonly Fault[] = [
	[
		/^(ENOTFOUND|EAI_)/,
		"can't be reached",
		({ url }) => `n8n can't find a server with that name (DNS). Check ${url}. ${FROM_N8N}`,
	],
	[
		/^ECONNREFUSED$/,
		"can't be reached",
		({ url }) =>
			`The connection was refused: nothing is listening on that port. Check ${url}, including the port, and that the server is running. ${FROM_N8N}`,
	],
	[
		/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/,
		"can't be reached",
		({ url }) =>
			`There is no network route to it. Check ${url} and n8n's firewall and proxy. ${FROM_N8N}`,
	],
	[
		/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/,
		"is on a server whose certificate has expired or isn't valid yet",
		() => 'Have the certificate renewed, or check the clock of the machine n8n runs on.',
	],
	[
		/^ERR_TLS_CERT_ALTNAME_INVALID$/,
		'is on a server whose certificate is for a different name',
		({ url }) => `In ${url}, use the name in the certificate.`,
	],
	[
		/CERT|SELF_SIGNED|UNABLE_TO_|SIGNATURE/,
		"is on a server whose certificate n8n doesn't trust",
		() =>
			'If you use your own certificate authority, set NODE_EXTRA_CA_CERTS for n8n to its certificate file (PEM) and restart n8n.',
	],
	[
		/^(EPROTO|ERR_SSL_|ERR_TLS_|HPE_)/,
		"can't be fetched: the server doesn't use that protocol",
		({ url }) => `Check ${url}: whether it must start with http:// or https://, and the port.`,
	],
	[
		/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT|ERR_CANCELED)$/,
		"didn't arrive in time",
		({ otherWay }) =>
			`Check that the server is fast enough and that no firewall blocks it. Or ${otherWay}.`,
	],
	[/^(ECONNRESET|EPIPE|ERR_STREAM)/, "can't be fetched: the connection was lost", () => AGAIN],
];

const OTHER_FAULT: Fault = [
	/^/,
	"can't be reached",
	({ url }) => `Check ${url} and n8n's network and proxy. ${FROM_N8N}`,
];

/** What an error of the HTTP helper means. Its own words are left out: they may quote the query of the address. */
export function fetchFault(error: unknown, place: AddressPlace): FetchFault {
	const codes = codesOf(error);
	const [, what, hint] =
		FAULTS.find(([pattern]) => codes.some((code) => pattern.test(code))) ?? OTHER_FAULT;
	return { what, hint: hint(place) };
}

/** By HTTP status; the first that matches counts. */
const STATUSES: ReadonlyArray<[matches: (status: number) => boolean, hint: Hint]> = [
	[
		(status) => status === 401 || status === 403,
		({ otherWay }) =>
			`The file requires a login, or the link has expired. If it requires a login, ${otherWay}.`,
	],
	[
		(status) => status === 404 || status === 410,
		({ url }) => `Check ${url}. The server doesn't have this file, or no longer does.`,
	],
	[(status) => status === 407, () => "n8n's proxy requires a login. Check n8n's proxy settings."],
	[
		(status) => status === 429,
		() => 'The server limits the number of calls. Try again later, or lower Max Concurrency.',
	],
	[
		(status) => status >= 500,
		() => "The file's server had an error. Try again later, or contact whoever runs it.",
	],
];

const otherStatus: Hint = ({ url, otherWay }) => `Check ${url}. Or ${otherWay}.`;

/** What another HTTP status than 200 means. */
export function statusFault(status: number, place: AddressPlace): FetchFault {
	const hint = STATUSES.find(([matches]) => matches(status))?.[1] ?? otherStatus;
	return { what: `returned HTTP status ${status}`, hint: hint(place) };
}

/** A file that did not come to its end. */
export const TORN: FetchFault = { what: "didn't arrive completely", hint: AGAIN };

/**
 * A page instead of the file, such as that of a login.
 *
 * @param takesPages a page is a file, too, if somebody wants it
 */
export const webPage = (
	{ url, otherWay, asPage = '' }: AddressPlace,
	takesPages: boolean,
): FetchFault => ({
	what: 'is a web page, such as a login page, not a file',
	hint: `Check ${url}. It must lead to the file itself, without a login. Or ${otherWay}. ${takesPages ? asPage : ''}`.trim(),
});

const SHOWN_CHARACTERS = 200;

/** A path without what may be a secret: some services put a key among the folders. */
export const withoutKeys = (path: string) => path.replace(/[^/]{20,}(?=\/)/g, '…');

/**
 * An address as it may be shown: without what may be a secret, which is its login, query and fragment, and long parts of its
 * path, and without data.
 * What looks like no address is not shown at all: it may be the file itself.
 */
export function shownAddress(given: string): string {
	const bare = given
		.replace(/[?#][^]*$/, '')
		.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*@/i, '$1//')
		.replace(/(?<=^https?:\/\/[^/]*)\/[^]*$/i, withoutKeys)
		.replace(/^(data:[^,]{0,100},)[^]*$/i, '$1…');
	if (bare.length > SHOWN_CHARACTERS || /[\s"'{}<>]/.test(bare))
		return `text of ${given.length.toLocaleString('en-US')} characters`;
	return JSON.stringify(bare).replace(
		/[\p{Cf}\p{Zl}\p{Zp}]/gu,
		(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
	);
}
