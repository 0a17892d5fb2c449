import { callError, readAnswer } from '../../../nodes/WeCom/api/call';
import { lookUp } from '../../../nodes/WeCom/api/errorCatalogue';
import entries from '../../../nodes/WeCom/api/error-codes.json';
import {
	assertSuccess,
	requiredIn,
	WeComApiError,
	WeComCallError,
} from '../../../nodes/WeCom/api/errors';
import { masked } from '../../../nodes/WeCom/api/sentences';

const answered = (errcode: number, errmsg = '') => new WeComApiError({ errcode, errmsg });

describe('the catalogue', () => {
	it("has every code of WeCom's list once, each with a meaning and a way out", () => {
		expect(entries).toHaveLength(254);
		expect(new Set(entries.map(({ code }) => code)).size).toBe(254);
		expect(
			entries.filter(({ meaning, hint }) => meaning.trim() === '' || hint.trim() === ''),
		).toEqual([]);
	});

	it("knows n8n's classification where there is one", () => {
		expect([-1, 45009, 40001, 60020, 81013].map((code) => lookUp(code)?.failure)).toEqual([
			'temporarily-unavailable',
			'rate-limited',
			'credential-invalid',
			'configuration-invalid',
			undefined,
		]);
	});
});

describe('an answer that says no', () => {
	it('is what happened, with the code; below it what to do; the words of WeCom stand in the details', () => {
		const error = answered(40013, 'invalid corpid, hint: [1]');
		expect(error.message).toBe('Invalid Corp ID (errcode 40013)');
		expect(error.description).toBe(
			'Copy the Corp ID from the admin console (My Company > Company Info).',
		);
		expect(error.details()).toMatchObject({ errmsg: 'invalid corpid, hint: [1]' });
	});

	it('about an untrusted IP address names it, in IPv4 and IPv6', () => {
		expect(
			answered(
				60020,
				'not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info at',
			).message,
		).toBe("WeCom doesn't trust the IP address this n8n calls from, 203.0.113.7 (errcode 60020)");
		expect(answered(60020, 'from ip: 2001:db8::1, more').description).toContain(
			"Add this address to the app's trusted IPs (企业可信IP)",
		);
		expect(answered(60020, 'no address here').message).toBe(
			"The caller's IP address isn't allowed (errcode 60020)",
		);
		expect(answered(301042, 'from ip:203.0.113.7').message).toContain('203.0.113.7 ');
		expect(answered(60020, 'from ip:  203.0.113.7').message).toContain('203.0.113.7 ');
		expect(answered(40013, 'from ip: 203.0.113.7').message).not.toContain('203.0.113.7');
	});

	it('with an unknown code shows the words of WeCom and where to look the code up', () => {
		expect(answered(123456, 'brand new').message).toBe('brand new (errcode 123456)');
		expect(answered(123456).message).toBe('WeCom gave no reason (errcode 123456)');
		expect(answered(123456).hint).toContain(
			'https://open.work.weixin.qq.com/devtool/query?e=123456',
		);
	});

	it.each([
		[40014, true, false, false, false],
		[42001, true, false, false, false],
		[40001, false, true, false, true],
		[40013, false, true, false, true],
		[60020, false, false, false, true],
		[45009, false, false, true, true],
		[-1, false, false, true, false],
		[81013, false, false, false, false],
		[123456, false, false, false, false],
	])(
		'%i: a new token helps %s, the credential is no good %s, another try may work %s, all messages meet it %s',
		(errcode, tokenInvalid, credentialRefused, retryable, concernsApp) => {
			const error = answered(errcode);
			expect(error).toMatchObject({ tokenInvalid, credentialRefused, retryable, concernsApp });
		},
	);

	it('is for certain, and n8n stores it with its code', () => {
		const error = new WeComApiError({ errcode: 81013 });
		expect(error).toMatchObject({
			name: 'WeComApiError',
			state: 'refused',
			response: { errcode: 81013, errmsg: '' },
		});
		expect(error.failure).toBeUndefined();
		expect(error.details()).toEqual({
			errcode: 81013,
			errmsg: '',
			hint: error.hint,
			delivered: 'no',
		});
	});

	it('keeps its code in sight, however much WeCom says', () => {
		const error = answered(999123, 'x'.repeat(5000));
		expect(error.message).toMatch(/^x{200}… \(errcode 999123\)$/);
		expect(error.description.length).toBeLessThan(500);
		expect(error.details()).toMatchObject({
			errcode: 999123,
			errmsg: expect.stringMatching(/^x{200}…$/),
		});
		expect(answered(999123, 'x'.repeat(200)).message).toMatch(/^x{200} \(/);
	});

	it('is any errcode but 0 or none', () => {
		expect(() => assertSuccess({ errcode: 0 })).not.toThrow();
		expect(() => assertSuccess({ ip_list: [] })).not.toThrow();
		expect(() => assertSuccess({ errcode: -1 })).toThrow(WeComApiError);
	});
});

describe('a failure after an attempt that may have arrived', () => {
	const lost = new WeComCallError('No answer', 'Ask a recipient.', 'lost');

	it.each([
		['a refusal', answered(81013), { errcode: 81013, errmsg: '' }],
		[
			'a call that did not work',
			new WeComCallError('x', 'Check.', 'unreachable'),
			{ delivered: 'unknown' },
		],
		[
			'a look-up whose answer was lost',
			new WeComCallError('x', 'Check.', 'lost', true),
			{ delivered: 'unknown' },
		],
	])('says so: %s', (_, error, response) => {
		const after = error.after(lost);
		expect(after).toMatchObject({
			name: error.name,
			message: error.message,
			hint: `An earlier attempt got no response. Ask a recipient. ${error.hint}`,
			delivered: 'unknown',
			state: 'unknown',
			response,
		});
		expect(after.details()).toMatchObject({ hint: after.hint, delivered: 'unknown' });
		expect(error.delivered).toBe('no');
	});

	it('is itself where it says the same', () => {
		const again = new WeComCallError('No answer again', 'Ask.', 'lost');
		expect(again.after(lost)).toBe(again);
	});
});

it('an answer must have what it always has', () => {
	expect(requiredIn({ media_id: 'M' }, 'media_id', 'media/upload')).toBe('M');
	for (const answer of [{}, { media_id: '' }, { media_id: 1 }])
		expect(() => requiredIn(answer, 'media_id', 'media/upload')).toThrow(
			'The response to media/upload has no media_id',
		);
});

describe('secrets', () => {
	it('in URLs are taken out of every text', () => {
		const text =
			'GET https://q/cgi-bin/gettoken?corpid=ww1&corpsecret=abc-DEF_1 then send?access_token=tok.en&x=1 webhook?key=693a';
		expect(masked(text)).toBe('GET https://q then send?access_token=***&x=1 webhook?key=***');
		expect(
			masked(
				'http://user:pw@relay.example.com:8080/a-secret/cgi-bin/message/send?access_token=T, access_token: T, corpsecret "S"',
			),
		).toBe('http://relay.example.com:8080 access_token: *** corpsecret "***"');
		expect(masked('more info at https://open.work.weixin.qq.com/devtool/query?e=40013')).toContain(
			'/devtool/query?e=40013',
		);
		expect(masked('https://relay.example.com/SECRET/https://open.work.weixin.qq.com/')).toBe(
			'https://relay.example.com',
		);
		expect(masked('{"access_token":"T", "corpsecret" : "S"} key   "K"')).toBe(
			'{"access_token":"***", "corpsecret" : "***"} key   "***"',
		);
		expect(answered(40013, 'bad url ?access_token=SECRET').description).not.toContain('SECRET');
	});
});

const network = (code: string, more: object = {}) =>
	Object.assign(new Error(`${code} access_token=SECRET`), { code, ...more });
const there = { baseUrl: 'https://relay.example.com', path: 'message/send' };

describe('a call that did not work', () => {
	it.each([
		['refused', network('ECONNREFUSED', { syscall: 'connect' }), 'unreachable', 'no'],
		[
			'refused after the request went out',
			network('ECONNREFUSED', { syscall: 'read' }),
			'lost',
			'unknown',
		],
		['unknown host', network('ENOTFOUND', { syscall: 'getaddrinfo' }), 'unreachable', 'no'],
		['no DNS', network('EAI_AGAIN', { syscall: 'getaddrinfo' }), 'unreachable', 'no'],
		['timeout while connecting', network('ETIMEDOUT', { syscall: 'connect' }), 'unreachable', 'no'],
		['bad certificate', network('CERT_HAS_EXPIRED'), 'refused', 'no'],
		['certificate without its chain', network('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'refused', 'no'],
		['self-signed certificate', network('DEPTH_ZERO_SELF_SIGNED_CERT'), 'refused', 'no'],
		['reset', network('ECONNRESET'), 'lost', 'unknown'],
		['timeout', network('ECONNABORTED'), 'lost', 'unknown'],
		['cancelled', network('ERR_CANCELED'), 'lost', 'unknown'],
		['anything else', new Error('boom'), 'lost', 'unknown'],
	])('%s', (_, error, reason, delivered) => {
		expect(callError(error, there)).toMatchObject({ reason, delivered });
	});

	const handshake = { request: { socket: { secureConnecting: true } } };

	it.each([
		[network('ECONNREFUSED', { syscall: 'connect' }), "Can't reach WeCom at ", 'unreachable'],
		[network('ERR_SSL_WRONG_VERSION_NUMBER', handshake), " doesn't use HTTPS", 'refused'],
		[network('EPROTO', handshake), "Couldn't establish a secure connection to ", 'refused'],
		[network('CERT_HAS_EXPIRED'), "doesn't trust the certificate of ", 'refused'],
		[network('ECONNABORTED'), "didn't respond in time at ", 'lost'],
		[network('ECONNRESET'), 'was lost before WeCom responded', 'lost'],
	])('says where it went: %s', (error, says, reason) => {
		const { baseUrl } = there;
		const found = callError(error, { ...there, baseUrl: `${baseUrl}/SECRET` });
		expect(found).toMatchObject({ reason, failure: { cause: 'temporarily-unavailable' } });
		expect(found.message).toContain(says);
		expect(found.message).toContain(baseUrl);
		expect(found.message + found.hint).not.toContain('SECRET');
		if (reason === 'unreachable')
			expect(found.hint).toContain(`Base URL in the credential (${baseUrl})`);
	});

	it('took too long where nobody canceled the execution, since the words are the same', () => {
		const canceled = network('ERR_CANCELED');
		expect(callError(canceled, there).message).toContain('was canceled');
		expect(callError(canceled, there, false).message).toContain("didn't respond in time");
		expect(callError(network('ECONNRESET'), there, false).message).toContain('was lost');
		expect(callError(network('ECONNRESET'), there, true).message).toContain('was lost');
	});

	it('is found inside the wrapping of n8n', () =>
		expect(
			callError(
				new Error('wrapped', { cause: network('ECONNREFUSED', { syscall: 'connect' }) }),
				there,
			).reason,
		).toBe('unreachable'));

	it('says nothing that n8n replaces by a sentence of its own, and nothing secret', () => {
		for (const code of [
			'ECONNREFUSED',
			'ENOTFOUND',
			'ETIMEDOUT',
			'ECONNRESET',
			'ECONNABORTED',
			'EPIPE',
			'ENOENT',
		]) {
			const { message, description } = callError(network(code), there);
			expect(message + description).not.toMatch(/\bE[A-Z]{4,}\b|SECRET/);
		}
	});

	it.each([
		[{}, 'The message may have been delivered. Ask a recipient before you send it again.'],
		[{ ifLost: 'It is safe to recall it again.' }, 'It is safe to recall it again.'],
	])('whose answer was lost says what that means (%j)', (more, way) => {
		const { delivered, hint } = callError(network('ECONNRESET'), { ...there, ...more });
		expect(delivered).toBe('unknown');
		expect(hint).toBe(way);
	});

	it('has delivered nothing if it could not', () => {
		const { delivered, hint, reason } = callError(network('ECONNRESET'), {
			...there,
			harmless: true,
		});
		expect([delivered, reason]).toEqual(['no', 'lost']);
		expect(hint).toMatch(/^Nothing was sent\. Try again\./);
	});
});

describe('an HTTP response', () => {
	it('with JSON is the answer', () =>
		expect(readAnswer({ status: 200, body: { errcode: 0 } }, there)).toEqual({ errcode: 0 }));

	it("with JSON of WeCom's is the answer, also if a relay changes the status", () =>
		expect(readAnswer({ status: 400, body: { errcode: 40058 } }, there)).toEqual({
			errcode: 40058,
		}));

	it('of a look-up may come without errcode', () =>
		expect(
			readAnswer({ status: 200, body: { access_token: 'T' } }, { ...there, harmless: true }),
		).toEqual({ access_token: 'T' }));

	it('with a msgid and no errcode is the answer', () =>
		expect(readAnswer({ status: 200, body: { msgid: 'M' } }, there)).toEqual({ msgid: 'M' }));

	it('with a number as text is the answer of a relay that rewrites JSON', () => {
		expect(readAnswer({ status: 200, body: { errcode: '0' } }, there)).toEqual({ errcode: 0 });
		expect(readAnswer({ status: 200, body: { errcode: '-1' } }, there)).toEqual({ errcode: -1 });
		expect(readAnswer({ status: 200, body: { errcode: '81013' } }, there)).toEqual({
			errcode: 81013,
		});
	});

	it.each([
		[
			'https://new.example.com/cgi-bin/message/send?access_token=SECRET',
			'Set Base URL in the credential to https://new.example.com,',
		],
		[
			'http://user:SECRET@new.example.com:8080/SECRET/cgi-bin/message/send',
			'Set Base URL in the credential to http://new.example.com:8080,',
		],
		['https://relay.example.com/SECRET/', 'the part before /cgi-bin/'],
		['/SECRET', 'the part before /cgi-bin/'],
		[undefined, 'the part before /cgi-bin/'],
		['http://[', 'the part before /cgi-bin/'],
	])('that redirects to %s tells what to enter, and nothing secret', (location, hint) => {
		const attempt = () => readAnswer({ status: 307, body: '', location }, there);
		try {
			attempt();
			throw new Error('not refused');
		} catch (error) {
			expect(error).toMatchObject({
				name: 'WeComCallError',
				reason: 'refused',
				delivered: 'no',
				hint: expect.stringContaining(hint),
			});
			expect(JSON.stringify(error)).not.toContain('SECRET');
		}
	});

	it('names the path that a relay does not pass on', () => {
		expect(() => readAnswer({ status: 404, body: '' }, { ...there, path: 'media/upload' })).toThrow(
			'answered media/upload with HTTP status 404',
		);
	});

	it.each([
		[200, { message: 'welcome' }, 'other JSON', 'unknown'],
		[200, '<html>', "something that isn't JSON", 'unknown'],
		[200, { errcode: null }, 'other JSON', 'unknown'],
		[200, { errcode: 'ERR_UPSTREAM' }, 'other JSON', 'unknown'],
		[200, { errcode: '' }, 'other JSON', 'unknown'],
		[200, { errcode: '0x' }, 'other JSON', 'unknown'],
		[200, { errcode: 'E0' }, 'other JSON', 'unknown'],
		[200, { msgid: null }, 'other JSON', 'unknown'],
		[200, { msgid: '' }, 'other JSON', 'unknown'],
		[200, null, "something that isn't JSON", 'unknown'],
		[201, { msgid: 'of the relay' }, 'HTTP status 201', 'unknown'],
		[300, '', 'redirects calls', 'no'],
		[400, '', 'HTTP status 400', 'no'],
		[500, { msgid: 'of the relay' }, 'HTTP status 500', 'unknown'],
		[408, '', 'HTTP status 408', 'unknown'],
		[502, '<html>', 'HTTP status 502', 'unknown'],
		[504, { error: 'gateway' }, 'HTTP status 504', 'unknown'],
		[502, { errcode: -1 }, 'HTTP status 502', 'unknown'],
		[504, { errcode: 504 }, 'HTTP status 504', 'unknown'],
		[500, { errcode: 0, errmsg: 'ok' }, 'HTTP status 500', 'unknown'],
		[302, '', 'redirects calls', 'no'],
		[308, { message: 'moved' }, 'redirects calls', 'no'],
		[403, 'forbidden', 'HTTP status 403', 'no'],
		[404, { message: 'no route' }, 'HTTP status 404', 'no'],
	])('%i of somebody else is named (%j)', (status, body, what, delivered) => {
		expect(() => readAnswer({ status: status, body: body }, there)).toThrow(WeComCallError);
		try {
			readAnswer({ status: status, body: body }, there);
		} catch (error) {
			const reason = delivered === 'no' ? 'refused' : 'lost';
			expect(error).toMatchObject({ message: expect.stringContaining(what), delivered, reason });
		}
	});

	it.each([
		[404, {}, 'Nothing was sent. Check Base URL in the credential. '],
		[502, { harmless: true }, 'Nothing was sent. Check Base URL in the credential. '],
		[502, { ifLost: 'Ask a recipient.' }, 'Ask a recipient. Check Base URL in the credential. '],
	])(
		'%i tells what became of the message, and what must be passed on (%j)',
		(status, more, says) => {
			try {
				readAnswer({ status, body: '' }, { ...there, ...more });
				throw new Error('not refused');
			} catch (error) {
				const { hint } = error as WeComCallError;
				expect(hint.slice(0, says.length)).toBe(says);
				expect(hint).toContain('/cgi-bin/message/send');
			}
		},
	);
});
