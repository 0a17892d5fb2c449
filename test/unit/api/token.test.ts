import {
	fingerprint,
	isUsable,
	NOT_AFTER_HEADER,
	RENEW_HEADER,
	secretsOf,
	tokenOf,
	VERIFY_HEADER,
	WITHIN_HEADER,
} from '../../../nodes/WeCom/api/token';

describe('a stored token', () => {
	const secrets = { baseUrl: 'https://a', corpId: 'c', corpSecret: 's' };
	const token = {
		accessToken: 'T',
		validUntil: 1000,
		fetchedAt: 1,
		issuedFor: fingerprint(secrets),
	};

	it('is used until its time is over', () => {
		expect(isUsable(token, fingerprint(secrets), 999)).toBe(true);
		expect(isUsable(token, fingerprint(secrets), 1000)).toBe(false);
	});

	it('is not used if it is empty', () =>
		expect(isUsable({ ...token, accessToken: '' }, fingerprint(secrets), 0)).toBe(false));

	it.each([{ baseUrl: 'https://b' }, { corpId: 'd' }, { corpSecret: 't' }])(
		'is not used after a change of %j',
		(change) => expect(isUsable(token, fingerprint({ ...secrets, ...change }), 0)).toBe(false),
	);

	it('is read from a credential, with numbers that n8n has stored as text', () =>
		expect(tokenOf({ accessToken: 'T', validUntil: '1000', fetchedAt: 1, issuedFor: 'f' })).toEqual(
			{ accessToken: 'T', validUntil: 1000, fetchedAt: 1, issuedFor: 'f' },
		));

	it('is read from a credential that never had one', () => {
		expect(isUsable(tokenOf({}), fingerprint(secrets), 0)).toBe(false);
		expect(tokenOf({})).toMatchObject({ accessToken: '', issuedFor: '' });
	});
});

it('secrets are read without the blanks and slashes that people copy with them', () => {
	expect(
		secretsOf({ baseUrl: ' https://a.example.com// ', corpId: ' c ', corpSecret: 's\n' }),
	).toEqual({
		baseUrl: 'https://a.example.com',
		corpId: 'c',
		corpSecret: 's',
	});
});

it('secrets of one credential are never those of another that has a part of them', () => {
	const one = { baseUrl: 'https://a.example.com', corpId: 'c', corpSecret: 's' };
	const first = secretsOf(one);
	expect(secretsOf({ ...one })).toBe(first);
	expect(secretsOf({ ...one, corpSecret: 't' })).toEqual({ ...one, corpSecret: 't' });
	expect(secretsOf(one)).toEqual(one);
});

it('secrets that nobody has entered are empty', () =>
	expect(secretsOf({ baseUrl: 'https://a.example.com' })).toMatchObject({
		corpId: '',
		corpSecret: '',
	}));

it('headers for the credential are told apart from those of WeCom and of each other', () => {
	const headers = [RENEW_HEADER, NOT_AFTER_HEADER, WITHIN_HEADER, VERIFY_HEADER];
	expect(new Set(headers).size).toBe(4);
	for (const header of headers) expect(header).toMatch(/^x-wecom-[a-z-]+$/);
});

it('a fingerprint does not give the secret away', () => {
	expect(fingerprint({ baseUrl: 'https://a', corpId: 'corp', corpSecret: 'secret' })).toMatch(
		/^[0-9a-f]{32}$/,
	);
});
