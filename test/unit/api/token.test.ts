/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { WeComAnswer } from '../../../nodes/WeCom/api/errors';
import {
	fingerprint,
	isUsable,
	obtainToken,
	secretsOf,
	tokenOf,
} from '../../../nodes/WeCom/api/token';

let corp = 0;

/** Secrets that no other test uses: what was fetched for them is remembered for a few seconds. */
const newSecrets = () => ({
	baseUrl: 'http://127.0.0.1',
	corpId: `corp-${(corp += 1)}`,
	corpSecret: 's',
});

function wecom(...answers: WeComAnswer[]) {
	const asked: Array<Record<string, string>> = [];
	const get = async (_url: string, qs: Record<string, string>): Promise<WeComAnswer> => {
		asked.push(qs);
		await new Promise(setImmediate);
		return answers[Math.min(asked.length, answers.length) - 1];
	};
	return { asked, get };
}

const good = (token: string, expires = 7200) => ({
	errcode: 0,
	access_token: token,
	expires_in: expires,
});

describe('getting a token', () => {
	it('asks with corpid and corpsecret, and keeps a margin of five minutes', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T'));
		const before = Date.now();
		const token = await obtainToken(secrets, 0, get);
		expect(asked).toEqual([{ corpid: secrets.corpId, corpsecret: 's' }]);
		expect(token).toMatchObject({ accessToken: 'T', issuedFor: fingerprint(secrets) });
		expect(token.validUntil - token.fetchedAt).toBe(7200_000 - 300_000);
		expect(token.fetchedAt).toBeGreaterThanOrEqual(before);
	});

	it('that somebody else answers instead of WeCom gives a sentence', async () => {
		await expect(
			obtainToken(newSecrets(), 0, wecom({ message: 'welcome' } as WeComAnswer).get),
		).rejects.toMatchObject({
			name: 'WeComCallError',
			message: 'The response to gettoken has no access_token',
			delivered: 'no',
		});
	});

	it('whose life is not told counts as two hours', async () => {
		const token = await obtainToken(newSecrets(), 0, wecom({ errcode: 0, access_token: 'T' }).get);
		expect(token.validUntil - token.fetchedAt).toBe(7200_000 - 300_000);
	});

	it('of a short life keeps half of it', async () => {
		const token = await obtainToken(newSecrets(), 0, wecom(good('T', 60)).get);
		expect(token.validUntil - token.fetchedAt).toBe(30_000);
	});

	it('is one call for all who ask at the same time', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T'));
		const tokens = await Promise.all(
			Array.from({ length: 20 }, async () => await obtainToken(secrets, 0, get)),
		);
		expect(asked).toHaveLength(1);
		expect(new Set(tokens).size).toBe(1);
	});

	it('is one call for one who had read the credential just before the token was stored', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T1'), good('T2'));
		await obtainToken(secrets, 0, get);
		expect((await obtainToken(secrets, 0, get)).accessToken).toBe('T1');
		expect(asked).toHaveLength(1);
	});

	it('is a new call if the token of that very generation is the bad one', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T1'), good('T2'));
		const first = await obtainToken(secrets, 0, get);
		expect((await obtainToken(secrets, first.fetchedAt, get)).accessToken).toBe('T2');
		expect(asked).toHaveLength(2);
	});

	it('that failed is not remembered', async () => {
		const secrets = newSecrets();
		const { get } = wecom({ errcode: -1, errmsg: 'busy' }, good('T'));
		await expect(obtainToken(secrets, 0, get)).rejects.toThrow('(errcode -1)');
		expect((await obtainToken(secrets, 0, get)).accessToken).toBe('T');
	});
});

describe('a stored token', () => {
	const secrets = { baseUrl: 'https://a', corpId: 'c', corpSecret: 's' };
	const token = {
		accessToken: 'T',
		validUntil: 1000,
		fetchedAt: 1,
		issuedFor: fingerprint(secrets),
	};

	it('is used until its time is over', () => {
		expect(isUsable(token, secrets, 999)).toBe(true);
		expect(isUsable(token, secrets, 1000)).toBe(false);
	});

	it('is not used if it is empty', () =>
		expect(isUsable({ ...token, accessToken: '' }, secrets, 0)).toBe(false));

	it.each([{ baseUrl: 'https://b' }, { corpId: 'd' }, { corpSecret: 't' }])(
		'is not used after a change of %j',
		(change) => expect(isUsable(token, { ...secrets, ...change }, 0)).toBe(false),
	);

	it('is read from a credential that never had one', () =>
		expect(isUsable(tokenOf({}), secrets, 0)).toBe(false));
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
