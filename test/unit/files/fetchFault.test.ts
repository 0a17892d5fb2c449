import {
	fetchFault,
	PICTURE_TAG,
	shownAddress,
	statusFault,
	URL_FIELD,
	webPage,
} from '../../../nodes/WeCom/files/fetchFault';

const failure = (code: string, more: object = {}) =>
	Object.assign(new Error(`getaddrinfo ${code} files.example.com ?token=secret`), {
		code,
		...more,
	});

it.each<[string, RegExp]>([
	['ENOTFOUND', /server with that name/],
	['EAI_AGAIN', /server with that name/],
	['ECONNREFUSED', /connection was refused/],
	['EHOSTUNREACH', /no network route/],
	['ENETUNREACH', /no network route/],
	['CERT_HAS_EXPIRED', /renewed/],
	['ERR_TLS_CERT_ALTNAME_INVALID', /name in the certificate/],
	['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
	['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS/],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS/],
	['EPROTO', /http:\/\/ or https:\/\//],
	['ERR_SSL_WRONG_VERSION_NUMBER', /http:\/\/ or https:\/\//],
	['HPE_INVALID_CONSTANT', /http:\/\/ or https:\/\//],
	['ETIMEDOUT', /firewall/],
	['ECONNABORTED', /firewall/],
	['ECONNRESET', /Try again/],
	['EWHATEVER', /File URL/],
])('%s tells the way out', (code, hint) => {
	for (const error of [
		failure(code),
		new Error('x', { cause: failure(code) }),
		failure('', { errors: [failure(code)] }),
	]) {
		const fault = fetchFault(error, URL_FIELD);
		expect(fault.hint).toMatch(hint);
		expect(JSON.stringify(fault)).not.toMatch(/secret|getaddrinfo/);
	}
});

it.each([undefined, null, 'text', {}, new Error('x')])('%s is a fault too', (error) => {
	expect(fetchFault(error, URL_FIELD).what).toBe("can't be reached");
});

it('speaks of the address where it was given', () => {
	const all = (place: typeof URL_FIELD) =>
		JSON.stringify([
			...['ENOTFOUND', 'ECONNREFUSED', 'EHOSTUNREACH', 'EPROTO', 'ETIMEDOUT', 'EWHATEVER'].map(
				(code) => fetchFault(failure(code), place),
			),
			...[401, 404, 418].map((status) => statusFault(status, place)),
			webPage(place, true),
		]);
	expect(all(URL_FIELD)).toMatch(/File URL.*Binary Data.*\.html/);
	expect(all(PICTURE_TAG)).not.toMatch(/File URL|Binary Data|\.html/);
});

it('asks for a File Name only where a page can be the file', () =>
	expect(webPage(URL_FIELD, false).hint).not.toContain('.html'));

it.each([204, 304, 400, 401, 404, 407, 418, 429, 500, 599])('status %i has a way out', (status) => {
	expect(statusFault(status, URL_FIELD)).toEqual({
		what: `returned HTTP status ${status}`,
		hint: expect.stringMatching(/\S.*\.$/) as string,
	});
});

it.each([
	['https://u:p@host/a?key=1#f', '"https://host/a"'],
	[
		'https://a.host.with.a.long.name/file/bot110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/photos/a.jpg',
		'"https://a.host.with.a.long.name/file/…/photos/a.jpg"',
	],
	['htps:/host/a?key=1', '"htps:/host/a"'],
	['//u:p@host/a', '"//host/a"'],
	['data:image/png;base64,AAAA', '"data:image/png;base64,…"'],
	['C:\\a.png', '"C:\\\\a.png"'],
	['ht\u200btp://host', '"ht\\u{200b}tp://host"'],
	['', '""'],
	['{"mimeType":"text/plain","data":"c2VjcmV0"}', 'text of 43 characters'],
	['the secret content', 'text of 18 characters'],
	['A'.repeat(1000), 'text of 1,000 characters'],
])('of %j only %s is shown', (given, shown) => expect(shownAddress(given)).toBe(shown));
