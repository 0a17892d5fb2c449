/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import fc from 'fast-check';

import type { WeComAnswer } from '../../../nodes/WeCom/api/errors';
import { fingerprint, type StoredToken } from '../../../nodes/WeCom/api/token';
import { tokensOf } from '../../../nodes/WeCom/api/tokenMemory';
import { cases } from '../../cases';

let corp = 0;

/** Secrets that no other test uses: what was fetched for them is remembered for a few seconds. */
const newSecrets = () => ({
	baseUrl: 'http://127.0.0.1',
	corpId: `corp-${(corp += 1)}`,
	corpSecret: 's',
});

function wecom(...answers: WeComAnswer[]) {
	const asked: Array<Record<string, string>> = [];
	const get = async (path: string, qs: Record<string, string>): Promise<WeComAnswer> => {
		asked.push({ path, ...qs });
		await new Promise(setImmediate);
		return answers[Math.min(asked.length, answers.length) - 1];
	};
	return { asked, get };
}

const ask = async (get: ReturnType<typeof wecom>['get'], secrets = newSecrets()) =>
	await tokensOf(secrets).obtain(secrets, 0, get);

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
		const token = await tokensOf(secrets).obtain(secrets, 0, get);
		expect(asked).toEqual([{ path: 'gettoken', corpid: secrets.corpId, corpsecret: 's' }]);
		expect(token).toMatchObject({ accessToken: 'T', issuedFor: fingerprint(secrets) });
		expect(token.validUntil - token.fetchedAt).toBe(7200_000 - 300_000);
		expect(token.fetchedAt).toBeGreaterThanOrEqual(before);
	});

	it('that somebody else answers instead of WeCom gives a sentence', async () => {
		await expect(ask(wecom({ message: 'welcome' } as WeComAnswer).get)).rejects.toMatchObject({
			name: 'WeComCallError',
			message: 'The response to gettoken has no access_token',
			delivered: 'no',
		});
	});

	it('whose life is not told counts as two hours', async () => {
		const token = await ask(wecom({ errcode: 0, access_token: 'T' }).get);
		expect(token.validUntil - token.fetchedAt).toBe(7200_000 - 300_000);
	});

	it('of a short life keeps half of it', async () => {
		const token = await ask(wecom(good('T', 60)).get);
		expect(token.validUntil - token.fetchedAt).toBe(30_000);
	});

	it('is one call for all who ask at the same time', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T'));
		const tokens = await Promise.all(
			Array.from({ length: 20 }, async () => await tokensOf(secrets).obtain(secrets, 0, get)),
		);
		expect(asked).toHaveLength(1);
		expect(new Set(tokens).size).toBe(1);
	});

	it('is one call for one who had read the credential just before the token was stored', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T1'), good('T2'));
		await tokensOf(secrets).obtain(secrets, 0, get);
		expect((await tokensOf(secrets).obtain(secrets, 0, get)).accessToken).toBe('T1');
		expect(asked).toHaveLength(1);
	});

	it('is a new call if the token of that very generation is the bad one', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T1'), good('T2'));
		const first = await tokensOf(secrets).obtain(secrets, 0, get);
		expect((await tokensOf(secrets).obtain(secrets, first.fetchedAt, get)).accessToken).toBe('T2');
		expect(asked).toHaveLength(2);
	});

	it('is a new call for a credential test, also if there is one that works', async () => {
		const secrets = newSecrets();
		const { asked, get } = wecom(good('T1'), good('T2'));
		await ask(get, secrets);
		const tested = await tokensOf(secrets).obtain(secrets, Infinity, get);
		expect(tested.accessToken).toBe('T2');
		expect(tokensOf(secrets).best).toBe(tested);
		expect(asked).toHaveLength(2);
	});

	it.each([0, -1, 'soon'])('with a life of %j counts as two hours', async (life) => {
		const answer = { errcode: 0, access_token: 'T', expires_in: life } as WeComAnswer;
		const token = await ask(wecom(answer).get);
		expect(token.validUntil - token.fetchedAt).toBe(7200_000 - 300_000);
	});

	it('tells those who wait for it, also that there is none', async () => {
		const secrets = newSecrets();
		const { get } = wecom({ errcode: 40001 }, good('T'));
		const arrivals = [tokensOf(secrets).arrival(), tokensOf(secrets).arrival()];
		await expect(ask(get, secrets)).rejects.toThrow('(errcode 40001)');
		expect(await Promise.all(arrivals)).toEqual([undefined, undefined]);
		const arrival = tokensOf(secrets).arrival();
		const token = await ask(get, secrets);
		expect(await arrival).toBe(token);
	});

	it('that failed is not remembered', async () => {
		const secrets = newSecrets();
		const { get } = wecom({ errcode: -1, errmsg: 'busy' }, good('T'));
		await expect(tokensOf(secrets).obtain(secrets, 0, get)).rejects.toThrow('(errcode -1)');
		expect((await tokensOf(secrets).obtain(secrets, 0, get)).accessToken).toBe('T');
	});
});

describe('what a process knows of the tokens of an app', () => {
	const known = () => {
		const secrets = newSecrets();
		const validUntil = Date.now() + 60_000;
		const token = (accessToken: string, fetchedAt: number): StoredToken => ({
			accessToken,
			fetchedAt,
			validUntil,
			issuedFor: fingerprint(secrets),
		});
		return { secrets, token, tokens: tokensOf(secrets) };
	};

	it('is the newest token that it has seen', () => {
		const { token, tokens } = known();
		for (const one of [token('B', 2), token('C', 3), token('A', 1)]) tokens.note(one);
		expect(tokens.best).toEqual(token('C', 3));
	});

	it.each<[why: string, change: Partial<StoredToken>]>([
		['whose time is over', { validUntil: 0 }],
		['of other secrets', { issuedFor: 'others' }],
		['that is empty', { accessToken: '' }],
		['without a generation', { fetchedAt: NaN }],
	])('is never a token %s', (_, change) => {
		const { token, tokens } = known();
		tokens.note({ ...token('A', 1), ...change });
		expect(tokens.best).toBeUndefined();
	});

	it('gives place to an older token when its time is over', () => {
		const { token, tokens } = known();
		tokens.note(token('B', 2));
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 120_000);
		const later = { ...token('A', 1), validUntil: Infinity };
		tokens.note(later);
		expect(tokens.best).toBe(later);
		jest.restoreAllMocks();
	});

	it('is not a token that was refused, nor an older one, whoever stores it', () => {
		const { token, tokens } = known();
		tokens.note(token('B', 2));
		tokens.refuse(token('B', 2), 2);
		for (const one of [token('B', 2), token('A', 1)]) {
			tokens.note(one);
			expect(tokens.best).toBeUndefined();
			expect(tokens.isAlive(one)).toBe(false);
		}
		tokens.note(token('C', 3));
		expect(tokens.best?.accessToken).toBe('C');
	});

	it('is not the refused text under the generation that another worker has given it before', () => {
		const { token, tokens } = known();
		tokens.note(token('A', 1));
		tokens.refuse(token('A', 1), 5);
		tokens.note(token('A', 4));
		expect(tokens.best).toBeUndefined();
		tokens.note(token('A', 6));
		expect(tokens.best).toEqual(token('A', 6));
	});

	it('is the refused text again if WeCom answers with it once more', async () => {
		const { secrets, tokens } = known();
		const { get } = wecom(good('A'));
		const first = await tokens.obtain(secrets, 0, get);
		// The call went out late, and the clock is set back since.
		tokens.refuse(first, Date.now() + 90_000);
		expect(tokens.best).toBeUndefined();
		const second = await tokens.obtain(secrets, first.fetchedAt, get);
		expect(second.accessToken).toBe('A');
		expect(second.fetchedAt).toBeGreaterThan(Date.now() + 80_000);
		expect(tokens.best).toBe(second);
	});

	it('is not a token whose text was refused while WeCom was being asked for it', async () => {
		const { secrets, token, tokens } = known();
		const { get } = wecom(good('A'));
		const asking = tokens.obtain(secrets, 0, get);
		tokens.refuse(token('A', 1), Date.now() + 1);
		expect(tokens.isAlive(await asking)).toBe(false);
		expect(tokens.isAlive(await tokens.obtain(secrets, 0, get))).toBe(true);
	});

	it('has a later generation for each token it fetches, whatever the clock of another worker said', async () => {
		const { secrets, token, tokens } = known();
		const ahead = token('A', Date.now() + 3600_000);
		tokens.note(ahead);
		tokens.refuse(ahead, Date.now());
		const { fetchedAt } = await tokens.obtain(secrets, ahead.fetchedAt, wecom(good('B')).get);
		expect(fetchedAt).toBeGreaterThan(ahead.fetchedAt);
	});

	it('keeps no text of a token that was refused', () => {
		const { token, tokens } = known();
		tokens.note(token('SECRET-A', 1));
		tokens.refuse(token('SECRET-A', 1), 1);
		tokens.note(token('B', 2));
		expect(JSON.stringify({ ...tokens, refused: [...tokens['refused']] })).not.toContain(
			'SECRET-A',
		);
	});

	it('is bounded, and no refused token comes back for that', () => {
		const { token, tokens } = known();
		const many = Array.from({ length: 100 }, (_, index) => token(`T${index}`, index + 1));
		for (const one of many) tokens.refuse(one, one.fetchedAt);
		for (const one of many) tokens.note(one);
		expect(tokens.best).toBeUndefined();
		expect(tokens['refused'].size).toBe(8);
	});

	it('is not lost to a token that is no good', () => {
		const { token, tokens } = known();
		tokens.note(token('A', 1));
		tokens.note({ ...token('B', 2), validUntil: 0 });
		expect(tokens.best?.accessToken).toBe('A');
	});

	it('is still good where another text was refused later than it was fetched', () => {
		const { token, tokens } = known();
		tokens.note(token('B', 3));
		tokens.refuse(token('A', 1), 5);
		expect(tokens.best?.accessToken).toBe('B');
	});

	it('has a later generation than the best one, and than the one that the caller knows', async () => {
		const { secrets, token, tokens } = known();
		const ahead = Date.now() + 3600_000;
		tokens.note(token('A', ahead));
		const tested = await tokens.obtain(secrets, Infinity, wecom(good('B')).get);
		expect(tested.fetchedAt).toBeGreaterThan(ahead);
		const other = known();
		const fetched = await other.tokens.obtain(other.secrets, ahead, wecom(good('C')).get);
		expect(fetched.fetchedAt).toBeGreaterThan(ahead);
	});

	it('tells its own tokens from those of others', async () => {
		const { secrets, token, tokens } = known();
		tokens.note(token('A', 1));
		expect(tokens.isOwn(token('A', 1))).toBe(false);
		expect(tokens.isOwn(await tokens.obtain(secrets, 1, wecom(good('B')).get))).toBe(true);
	});

	it('counts what was refused lately', () => {
		const { token, tokens } = known();
		const now = Date.now();
		jest.spyOn(Date, 'now').mockReturnValue(now);
		for (const [text, at] of [
			['A', now - 1000],
			['B', now - 999],
			['C', now],
		] as const)
			tokens.refuse(token(text, 1), at);
		expect([1000, 1001, 1].map((time) => tokens.refusedWithin(time))).toEqual([2, 3, 1]);
		jest.restoreAllMocks();
	});

	it('never hands over what was refused since it was fetched, in any order of events', () => {
		const event = fc.record({
			kind: fc.constantFrom('note', 'refuse'),
			text: fc.constantFrom('A', 'B', 'C'),
			generation: fc.integer({ min: 1, max: 9 }),
			at: fc.integer({ min: 1, max: 9 }),
		});
		fc.assert(
			fc.property(fc.array(event, { maxLength: 30 }), (events) => {
				const { token, tokens } = known();
				const refused: typeof events = [];
				for (const one of events) {
					if (one.kind === 'note') tokens.note(token(one.text, one.generation));
					else {
						tokens.refuse(token(one.text, one.generation), one.at);
						refused.push(one);
					}
					const { best } = tokens;
					if (best === undefined) continue;
					for (const { text, generation, at } of refused) {
						expect(best.fetchedAt).toBeGreaterThan(generation);
						if (text === best.accessToken) expect(best.fetchedAt).toBeGreaterThan(at);
					}
				}
			}),
			{ numRuns: cases(2000) },
		);
	});
});

describe('a renewal', () => {
	const token = { accessToken: 'T', validUntil: 2, fetchedAt: 1, issuedFor: '' };

	it('is shared by all that need it meanwhile, and so is its failure', async () => {
		const tokens = tokensOf(newSecrets());
		let count = 0;
		const failing = async () => {
			count += 1;
			await new Promise(setImmediate);
			throw new Error('no');
		};
		const all = Array.from({ length: 5 }, async () => await tokens.renewed(failing));
		expect(await Promise.allSettled(all)).toEqual(
			Array(5).fill({ status: 'rejected', reason: new Error('no') }),
		);
		expect(count).toBe(1);
		expect(await tokens.renewed(async () => await Promise.resolve(token))).toBe(token);
	});
});
