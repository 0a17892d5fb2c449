import { fingerprint, isUsable, secretsOf, tokenOf } from '../../../nodes/WeCom/api/token';

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

	it('is read from a credential that never had one', () =>
		expect(isUsable(tokenOf({}), fingerprint(secrets), 0)).toBe(false));
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

it('a fingerprint does not give the secret away', () => {
	expect(fingerprint({ baseUrl: 'https://a', corpId: 'corp', corpSecret: 'secret' })).toMatch(
		/^[0-9a-f]{32}$/,
	);
});
