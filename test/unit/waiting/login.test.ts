import fc from 'fast-check';

import { WeComClient, type ApiCall } from '../../../nodes/WeCom/api/client';
import { WeComApiError, WeComCallError, type WeComAnswer } from '../../../nodes/WeCom/api/errors';
import {
	isLoginState,
	loginState,
	LoginError,
	loginUrl,
	memberByCode,
	openTicket,
	sealTicket,
} from '../../../nodes/WeCom/waiting/login';

const SECRET = 'app-secret-1';
const NONCE = 'Ab-_9xYz';
const NOW = Date.UTC(2026, 10, 27, 8);
const MINUTE = 60_000;

/** What a code leads to if WeCom answers so, and the calls that were made. */
async function askWith(answer: WeComAnswer | Error, code = 'CODE1') {
	const calls: ApiCall[] = [];
	const client = new WeComClient({
		send: async (call) => {
			calls.push(call);
			if (answer instanceof Error) throw answer;
			return { answer, at: 0 };
		},
		refused: () => false,
	});
	const result = await memberByCode(client, code).catch((error: unknown) => error);
	return { result, calls };
}

describe('the way to the login', () => {
	const redirectUri = 'https://n8n.example.com/webhook-waiting/17/n-1-c?token=a/b&w=x y';
	const url = loginUrl({ corpId: 'ww1', agentId: 1000002, redirectUri, state: 'abc123' });

	it("is WeCom's own page, with everything that it needs", () => {
		const { origin, pathname, searchParams, hash } = new URL(url);
		expect([origin, pathname, hash]).toEqual([
			'https://open.weixin.qq.com',
			'/connect/oauth2/authorize',
			'#wechat_redirect',
		]);
		expect(Object.fromEntries(searchParams)).toEqual({
			appid: 'ww1',
			redirect_uri: redirectUri,
			response_type: 'code',
			scope: 'snsapi_base',
			state: 'abc123',
			agentid: '1000002',
		});
	});

	it('has no character of the redirect URL that could end it', () =>
		expect(url).toContain(
			'redirect_uri=https%3A%2F%2Fn8n.example.com%2Fwebhook-waiting%2F17%2Fn-1-c%3Ftoken%3Da%2Fb%26w%3Dx+y&',
		));
});

describe('the member behind a code', () => {
	it('is asked for with the code, by a call that delivers nothing', async () => {
		const { result, calls } = await askWith({ errcode: 0, errmsg: 'ok', userid: 'zhangsan' });
		expect(result).toBe('zhangsan');
		expect(calls).toEqual([
			{ method: 'GET', path: 'auth/getuserinfo', query: { code: 'CODE1' }, harmless: true },
		]);
	});

	it('is none if WeCom knows an openid only', async () => {
		const { result } = await askWith({ errcode: 0, openid: 'o1', external_userid: 'w1' });
		expect(result).toBeInstanceOf(LoginError);
		expect(result).toMatchObject({ reason: 'notMember', message: "You aren't a member" });
	});

	it.each([
		[40029, 'codeUsed', 'This login has expired'],
		[42003, 'codeUsed', 'This login has expired'],
		[50001, 'untrustedDomain', "WeCom doesn't trust this address"],
	])('is none after errcode %i', async (errcode, reason, message) => {
		const { result } = await askWith({ errcode, errmsg: 'no' });
		expect(result).toBeInstanceOf(LoginError);
		expect(result).toMatchObject({ reason, message });
		expect((result as LoginError).details()).toEqual({
			reason,
			hint: (result as LoginError).description,
		});
	});

	it.each([
		['without a code', ''],
		['with a code longer than WeCom makes them', 'c'.repeat(513)],
	])('is not asked for %s', async (_, code) => {
		const { result, calls } = await askWith({ errcode: 0, userid: 'zhangsan' }, code);
		expect(result).toMatchObject({ reason: 'codeUsed' });
		expect(calls).toEqual([]);
	});

	it('stays unknown if the answer names nobody', async () => {
		const { result } = await askWith({ errcode: 0, errmsg: 'ok' });
		expect(result).toMatchObject({ message: 'The response to auth/getuserinfo has no userid' });
	});

	it('stays unknown if the call fails in any other way', async () => {
		const failure = new WeComCallError('No way', 'Wait', 'unreachable');
		expect((await askWith(failure)).result).toBe(failure);
		expect((await askWith({ errcode: 60020, errmsg: 'not allow' })).result).toBeInstanceOf(
			WeComApiError,
		);
	});
});

describe('the state of a login', () => {
	it('has letters and digits only, 128 at most', () =>
		expect(loginState(NONCE, SECRET)).toMatch(/^[A-Za-z0-9]{1,128}$/));

	it('fits its nonce and its app, and nothing else', () => {
		const state = loginState(NONCE, SECRET);
		expect(isLoginState(state, NONCE, SECRET)).toBe(true);
		expect(isLoginState(state, 'Ab-_9xYy', SECRET)).toBe(false);
		expect(isLoginState(state, NONCE, 'app-secret-2')).toBe(false);
		expect(isLoginState('', NONCE, SECRET)).toBe(false);
		expect(isLoginState(`${state}0`, NONCE, SECRET)).toBe(false);
	});
});

describe('a ticket', () => {
	const ticket = sealTicket({ userid: 'zhangsan', nonce: NONCE, at: NOW }, SECRET);

	it.each(['zhangsan', 'ww2/li.si@x-y_z', '张三'])('tells who has it: %s', (userid) =>
		expect(
			openTicket(
				sealTicket({ userid, nonce: NONCE, at: NOW }, SECRET),
				{ nonce: NONCE, at: NOW },
				SECRET,
			),
		).toBe(userid),
	);

	it('is good for 10 minutes', () => {
		expect(openTicket(ticket, { nonce: NONCE, at: NOW + 10 * MINUTE }, SECRET)).toBe('zhangsan');
		expect(openTicket(ticket, { nonce: NONCE, at: NOW + 10 * MINUTE + 1 }, SECRET)).toBeUndefined();
	});

	it('is good for its nonce and its app only', () => {
		expect(openTicket(ticket, { nonce: 'other', at: NOW }, SECRET)).toBeUndefined();
		expect(openTicket(ticket, { nonce: NONCE, at: NOW }, 'app-secret-2')).toBeUndefined();
	});

	it('is not the state, and shows no secret', () => {
		expect(ticket).not.toContain(SECRET);
		expect(
			openTicket(loginState(NONCE, SECRET), { nonce: NONCE, at: NOW }, SECRET),
		).toBeUndefined();
	});

	it('can be for nobody else, and no newer', () => {
		const [at, userid, signature] = ticket.split('.');
		const lisi = Buffer.from('lisi').toString('base64url');
		for (const forged of [`${at}.${lisi}.${signature}`, `${NOW + 1}.${userid}.${signature}`])
			expect(openTicket(forged, { nonce: NONCE, at: NOW }, SECRET)).toBeUndefined();
	});

	it('opens for nobody if anything in it was changed', () => {
		const changed = fc
			.tuple(fc.nat(ticket.length), fc.nat(3), fc.string({ maxLength: 3 }))
			.map(([at, less, text]) => `${ticket.slice(0, at)}${text}${ticket.slice(at + less)}`)
			.filter((text) => text !== ticket);
		fc.assert(
			fc.property(fc.oneof(changed, fc.string({ unit: 'binary' })), (text) => {
				expect(openTicket(text, { nonce: NONCE, at: NOW }, SECRET)).toBeUndefined();
			}),
			{ numRuns: 2000 },
		);
	});
});
