/** How a call ended without an answer. Only the last two may have reached WeCom, and a cancelled one. */
export type NetworkFault =
	| 'canceled'
	| 'unreachable'
	| 'plaintext'
	| 'handshake'
	| 'certificate'
	| 'timeout'
	| 'broken';

/** What Node.js and the HTTP library tell about an error. */
interface NetworkError {
	code?: unknown;
	syscall?: unknown;
	cause?: unknown;
	/** Of one attempt for each address of a host. */
	errors?: unknown;
	/** The request of the HTTP library, by which its connection can be looked at. */
	request?: unknown;
}

/** System calls before a connection stands. Any other may fail after the request has gone out. */
const CONNECTING = /^(connect|getaddrinfo|query[A-Z])/;

/** Node.js checks the certificate at the end of the handshake, before anything is sent (`X509_verify_cert`). */
const CERTIFICATE =
	/^(CERT_|CRL_|UNABLE_TO_|ERROR_IN_C|DEPTH_ZERO_|SELF_SIGNED_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

const PLAINTEXT = /WRONG_VERSION_NUMBER|HTTP_REQUEST|UNKNOWN_PROTOCOL|PACKET_LENGTH_TOO_LONG/;

/** The error with all that it wraps. */
function* chainOf(error: unknown, depth = 0): Generator<NetworkError> {
	if (typeof error !== 'object' || error === null || depth > 10) return;
	const { cause, errors } = error as NetworkError;
	yield error as NetworkError;
	if (Array.isArray(errors)) for (const inner of errors) yield* chainOf(inner, depth + 1);
	yield* chainOf(cause, depth + 1);
}

function socketOf(request: unknown): { secureConnecting?: unknown } | undefined {
	if (typeof request !== 'object' || request === null) return undefined;
	const { socket, _currentRequest: current } = request as {
		socket?: object | null;
		_currentRequest?: unknown;
	};
	return socket ?? socketOf(current);
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

/**
 * What became of a call that gave no answer. Whatever does not prove that the request never went out counts as `timeout`
 * or `broken`: codes alone prove nothing, since a connection in use fails with the same ones.
 *
 * @param error what the HTTP helper threw, with whatever it wraps
 */
export function networkFault(error: unknown): NetworkFault {
	const chain = [...chainOf(error)];
	const codes = chain.map(({ code }) => textOf(code));
	const has = (...wanted: string[]) => codes.some((code) => wanted.includes(code));
	if (has('ERR_CANCELED')) return 'canceled';
	// One address of several that connected, and then broke, is the one that counts.
	const calls = chain.map(({ syscall }) => textOf(syscall)).filter((syscall) => syscall !== '');
	if (calls.length > 0 && calls.every((syscall) => CONNECTING.test(syscall))) return 'unreachable';
	if (calls.length === 0 && codes.some((code) => CERTIFICATE.test(code))) return 'certificate';
	if (chain.some(({ request }) => socketOf(request)?.secureConnecting === true)) {
		const words = chain.map((one) =>
			`${textOf(one.code)} ${one instanceof Error ? one.message : ''}`
				.replace(/ /g, '_')
				.toUpperCase(),
		);
		if (words.some((text) => PLAINTEXT.test(text))) return 'plaintext';
		return codes.some((code) => /^(EPROTO|ERR_SSL_|ERR_TLS_)/.test(code))
			? 'handshake'
			: 'unreachable';
	}
	return has('ECONNABORTED', 'ETIMEDOUT') ? 'timeout' : 'broken';
}
