import { networkFault } from '../../../nodes/WeCom/api/networkFault';

const network = (code: string, syscall?: string, more: object = {}) =>
	Object.assign(new Error(`${syscall ?? ''} ${code}`), {
		code,
		...(syscall === undefined ? {} : { syscall }),
		...more,
	});

const handshaking = { request: { socket: { secureConnecting: true } } };
const established = { request: { socket: { secureConnecting: false } } };

describe('a call without an answer', () => {
	it.each([
		['connect ECONNREFUSED', network('ECONNREFUSED', 'connect')],
		['connect EHOSTUNREACH', network('EHOSTUNREACH', 'connect')],
		['connect ENETUNREACH', network('ENETUNREACH', 'connect')],
		['connect ETIMEDOUT', network('ETIMEDOUT', 'connect')],
		['connect EADDRNOTAVAIL', network('EADDRNOTAVAIL', 'connect')],
		['getaddrinfo ENOTFOUND', network('ENOTFOUND', 'getaddrinfo')],
		['getaddrinfo EAI_AGAIN', network('EAI_AGAIN', 'getaddrinfo')],
		['queryA ENODATA', network('ENODATA', 'queryA')],
		[
			'every address of a host',
			network('ECONNREFUSED', undefined, {
				errors: [network('ECONNREFUSED', 'connect'), network('ENETUNREACH', 'connect')],
			}),
		],
		['a reset during the handshake', network('ECONNRESET', undefined, handshaking)],
		['a timeout during the handshake', network('ECONNABORTED', undefined, handshaking)],
	])('never went out: %s', (_, error) => {
		expect(networkFault(error)).toBe('unreachable');
		expect(
			networkFault(new Error('wrapped', { cause: new Error('again', { cause: error }) })),
		).toBe('unreachable');
	});

	it.each([
		'ECONNREFUSED',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'ENETDOWN',
		'ECONNRESET',
		'EPIPE',
		'ENOTFOUND',
		'EAI_AGAIN',
		'EADDRNOTAVAIL',
	])('may have arrived: %s without a failed connect', (code) => {
		for (const syscall of [undefined, 'read', 'write', 'shutdown', 'writev'])
			expect(networkFault(network(code, syscall))).toBe('broken');
		expect(
			networkFault(
				network(code, undefined, { errors: [network(code, 'connect'), network(code, 'read')] }),
			),
		).toBe('broken');
	});

	it('may have arrived: a certificate, and a connection that broke', () => {
		const errors = [network('CERT_HAS_EXPIRED'), network('ECONNRESET', 'read')];
		expect(networkFault(Object.assign(new Error('all'), { errors }))).toBe('broken');
	});

	it('may wrap itself, or nothing', () => {
		const error = network('ECONNRESET');
		expect(networkFault(Object.assign(error, { cause: error }))).toBe('broken');
		const each = network('ECONNRESET');
		expect(networkFault(Object.assign(each, { errors: [each] }))).toBe('broken');
		expect(networkFault(network('ECONNRESET', undefined, { cause: null, request: null }))).toBe(
			'broken',
		);
	});

	it.each(['ETIMEDOUT', 'ECONNABORTED'])('may have arrived: %s', (code) => {
		expect(networkFault(network(code))).toBe('timeout');
		expect(networkFault(network(code, 'read'))).toBe('timeout');
		expect(networkFault(network(code, undefined, established))).toBe('timeout');
	});

	it.each([
		'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
		'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC',
		'ERR_SSL_BAD_RECORD_TYPE',
		'ERR_SSL_WRONG_VERSION_NUMBER',
		'EPROTO',
	])('may have arrived: %s in the middle of a connection', (code) => {
		expect(networkFault(network(code))).toBe('broken');
		expect(networkFault(network(code, 'write', established))).toBe('broken');
	});

	it.each([
		'CERT_HAS_EXPIRED',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'ERR_TLS_CERT_ALTNAME_INVALID',
	])('never went out: %s', (code) => expect(networkFault(network(code))).toBe('certificate'));

	it('never went out: HTTPS to a port that speaks HTTP, and any other failed handshake', () => {
		expect(
			networkFault(
				network('EPROTO', 'write', {
					...handshaking,
					message: 'ssl3_get_record:wrong version number',
				}),
			),
		).toBe('plaintext');
		expect(networkFault(network('ERR_SSL_WRONG_VERSION_NUMBER', undefined, handshaking))).toBe(
			'plaintext',
		);
		expect(
			networkFault(network('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', undefined, handshaking)),
		).toBe('handshake');
		const wrapped = (code: string) =>
			new Error('wrapped', { cause: network(code, undefined, handshaking) });
		expect(networkFault(wrapped('ERR_SSL_WRONG_VERSION_NUMBER'))).toBe('plaintext');
		expect(networkFault(wrapped('EPROTO'))).toBe('handshake');
	});

	it('was canceled', () => expect(networkFault(network('ERR_CANCELED'))).toBe('canceled'));

	it.each([undefined, 'text', new Error('boom'), {}])('of %p tells nothing', (error) =>
		expect(networkFault(error)).toBe('broken'),
	);
});
