import type { JsonObject, Simulator, Visitor } from '../../simulator';
import { startSimulator } from '../../simulator';
import { clientOf, getJson, type Client } from './client';
import { elementsOf, messagesOf, pageOf } from './page';

const OTHER_SECRET = 'z'.repeat(43);
const MINUTE = 60_000;
const PAGE = 'https://n8n.example.com/webhook-waiting/7/node-c?token=abc';
const MEMBER = { userid: 'zhangsan' };

let simulator: Simulator;
let client: Client;

beforeAll(async () => {
	simulator = await startSimulator({
		apps: [
			{ agentId: 1, secret: 'w'.repeat(43), trustedDomain: 'n8n.example.com', name: 'First' },
			{ agentId: 2, secret: OTHER_SECRET, trustedDomain: 'n8n.example.com:8443' },
			{ agentId: 3, secret: 'u'.repeat(43) },
		],
	});
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
	simulator.reset();
	client = await clientOf(simulator);
});

type Change = Record<string, string | undefined>;

/** A link to WeCom's authorize page, with what a test is about. */
function linkOf(change: Change = {}, fragment = '#wechat_redirect'): string {
	const query = new URLSearchParams();
	const values: Change = {
		appid: simulator.corpId,
		redirect_uri: PAGE,
		response_type: 'code',
		scope: 'snsapi_base',
		agentid: '1',
		state: 'Nonce1',
		...change,
	};
	for (const [name, value] of Object.entries(values))
		if (value !== undefined) query.set(name, value);
	return `https://open.weixin.qq.com/connect/oauth2/authorize?${query.toString()}${fragment}`;
}
const open = (change: Change = {}, visitor: Visitor = MEMBER) =>
	simulator.openLogin(linkOf(change), visitor);
const codeIn = (address: string) => String(new URL(address).searchParams.get('code'));
const login = (visitor?: Visitor) => codeIn(open({}, visitor));
const userInfo = async (code: string, by = client): Promise<JsonObject> =>
	await by.get('auth/getuserinfo', { code });

describe('the authorize page', () => {
	it('leads to the address with a code and the state, behind what its query has already', () => {
		const address = open();
		expect(address.startsWith(`${PAGE}&code=`)).toBe(true);
		expect(new URL(address).searchParams.get('state')).toBe('Nonce1');
		expect(Buffer.byteLength(codeIn(address))).toBeLessThanOrEqual(512);
		expect(open({ redirect_uri: 'http://n8n.example.com/page#part', state: undefined })).toMatch(
			/^http:\/\/n8n\.example\.com\/page\?code=[\w-]+&state=#part$/,
		);
	});

	it('gives each visit a code of its own', () => {
		expect(login()).not.toBe(login());
	});

	it.each<[string, Change]>([
		['appid', { appid: 'ww-other' }],
		['appid', { appid: undefined }],
		['response_type', { response_type: 'token' }],
		['scope', { scope: 'snsapi_userinfo' }],
		['scope', { scope: undefined }],
		['state', { state: 'x'.repeat(129) }],
		['state', { state: 'with-dash' }],
		['agentid', { agentid: '9' }],
		['agentid', { agentid: undefined }],
		['redirect_uri', { redirect_uri: 'javascript:alert(1)' }],
		['redirect_uri', { redirect_uri: 'n8n.example.com/page' }],
		['redirect_uri', { redirect_uri: undefined }],
	])('refuses a wrong %s: %j', (name, change) => {
		expect(() => open(change)).toThrow(`wrong ${name}`);
	});

	it('takes a state of 128 letters and digits', () => {
		const state = 'aZ09'.repeat(32);
		expect(new URL(open({ state })).searchParams.get('state')).toBe(state);
	});

	it.each([
		['https://www.n8n.example.com/', '1'],
		['https://example.com/', '1'],
		['https://n8n.example.com:8443/', '1'],
		['https://n8n.example.com/', '2'],
		['https://n8n.example.com@evil.example/', '1'],
		['https://n8n.example.com/', '3'],
	])('does not lead to %s for app %s, whose trusted domain it is not', (redirect_uri, agentid) => {
		expect(() => open({ redirect_uri, agentid })).toThrow('50001');
	});

	it('leads to the trusted domain as it is set, with its port, in upper or lower case', () => {
		simulator.setTrustedDomain('127.0.0.1:5678', 3);
		expect(open({ redirect_uri: 'http://127.0.0.1:5678/page', agentid: '3' })).toContain('?code=');
		expect(open({ redirect_uri: 'HTTPS://N8N.EXAMPLE.COM/page' })).toContain('?code=');
	});

	it.each([
		['without its fragment', () => linkOf({}, '')],
		['to another host', () => linkOf().replace('open.weixin', 'open.other')],
	])('is not where a link %s leads', (_, link) => {
		expect(() => simulator.openLogin(link(), MEMBER)).toThrow('does not log in');
	});
});

describe('auth/getuserinfo', () => {
	it('answers with the userid of a member, in the visible range or not', async () => {
		expect(await userInfo(login())).toEqual({ errcode: 0, errmsg: 'ok', userid: 'zhangsan' });
		expect(await userInfo(login({ userid: 'hidden' }))).toMatchObject({ userid: 'hidden' });
	});

	it('answers with the openid of anybody else, and no userid', async () => {
		expect(await userInfo(login({ openid: 'oStranger' }))).toEqual({
			errcode: 0,
			errmsg: 'ok',
			openid: 'oStranger',
		});
	});

	it('takes a code once', async () => {
		const code = login();
		expect(await userInfo(code)).toMatchObject({ errcode: 0 });
		expect(await userInfo(code)).toMatchObject({ errcode: 40029 });
	});

	it('takes a code for five minutes', async () => {
		const [early, late] = [login(), login()];
		simulator.advanceTime(4 * MINUTE);
		expect(await userInfo(early)).toMatchObject({ errcode: 0 });
		simulator.advanceTime(MINUTE);
		expect(await userInfo(late)).toMatchObject({ errcode: 40029 });
	});

	it.each(['', 'made up', 'x'.repeat(513)])('refuses the code "%s"', async (code) => {
		expect(await userInfo(code)).toMatchObject({ errcode: 40029 });
	});

	it('refuses a code of another app, which stays good for its own', async () => {
		const code = login();
		expect(await userInfo(code, await clientOf(simulator, OTHER_SECRET))).toMatchObject({
			errcode: 40029,
		});
		expect(await userInfo(code)).toMatchObject({ userid: 'zhangsan' });
	});

	it('refuses a code whose domain is not the trusted one any more', async () => {
		const code = login();
		simulator.setTrustedDomain('elsewhere.example.com', 1);
		expect(await userInfo(code)).toMatchObject({ errcode: 50001 });
	});

	it('needs a token', async () => {
		const answer = await getJson(`${simulator.url}/cgi-bin/auth/getuserinfo?code=${login()}`);
		expect(answer).toMatchObject({ errcode: 41001 });
	});
});

describe('a browser', () => {
	const visit = async (cookie?: string, change?: Change, language = 'en') =>
		await fetch(simulator.loginUrlHere(linkOf(change)), {
			redirect: 'manual',
			headers: { 'accept-language': language, ...(cookie === undefined ? {} : { cookie }) },
		});
	const cookieOf = (visitor: Visitor) => {
		const { name, value } = simulator.loginCookie(visitor);
		return `first=1; ${name}=${value}; last=1`;
	};

	it.each<[Visitor]>([[{ userid: 'lisi' }], [{ openid: 'oStranger' }]])(
		'is sent on as %j',
		async (visitor) => {
			const answer = await visit(cookieOf(visitor));
			expect(answer.status).toBe(302);
			expect(await userInfo(codeIn(String(answer.headers.get('location'))))).toMatchObject(visitor);
		},
	);

	it.each([undefined, 'wecom-simulator-visitor=userid%3Anobody'])(
		'is not sent on as somebody unknown (%s)',
		async (cookie) => {
			const answer = await visit(cookie);
			expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
			expect(await answer.text()).toContain('Open the link from a message in the inbox');
		},
	);

	it('shows in its language what WeCom refuses', async () => {
		const elsewhere = { redirect_uri: 'https://evil.example/page' };
		const shown = async (language: string) =>
			await (await visit(cookieOf(MEMBER), elsewhere, language)).text();
		expect(await shown('en')).toContain('evil.example is not the trusted domain of “First”');
		expect(await shown('zh-CN')).toContain('evil.example 不是应用“First”的可信域名');
		expect(simulator.calls('connect/oauth2/authorize')).toMatchObject([
			{ status: 400 },
			{ status: 400 },
		]);
	});
});

describe('a link in a message of the inbox', () => {
	const textcard = (url: string) => ({
		msgtype: 'textcard',
		textcard: { title: 'Approve', description: 'Leave', url },
	});
	const messages: Array<[string, (url: string) => JsonObject]> = [
		['text card', textcard],
		['text', (url) => ({ msgtype: 'text', text: { content: `<a href="${url}">Approve</a>` } })],
		[
			'card',
			(url) => ({
				msgtype: 'template_card',
				template_card: {
					card_type: 'text_notice',
					main_title: { title: 'Approve' },
					card_action: { type: 1, url },
				},
			}),
		],
	];
	const linkIn = async (message: JsonObject) => {
		const answer = await client.send({ touser: 'zhangsan', agentid: 1, ...message });
		expect(answer).toMatchObject({ errcode: 0 });
		const [shown] = messagesOf(await pageOf(simulator, '?user=zhangsan&app=1'));
		return elementsOf(shown).find(({ name }) => name === 'a')?.attribs;
	};

	it.each(messages)('of a %s opens the authorize page of the simulator in a tab', async (_, of) => {
		expect(await linkIn(of(linkOf()))).toMatchObject({
			href: linkOf().replace('https://open.weixin.qq.com', ''),
			target: '_blank',
			rel: 'noopener noreferrer',
		});
	});

	it.each([
		['to any other page', () => PAGE],
		['to the authorize page, but without the fragment', () => linkOf({}, '')],
	])('%s opens where it leads', async (_, url) => {
		expect(await linkIn(textcard(url()))).toMatchObject({ href: url() });
	});

	it('is opened by the member whose phone it is', async () => {
		const page = await pageOf(simulator, '?user=lisi');
		const body = elementsOf(page).find(({ name }) => name === 'body');
		const { name, value } = simulator.loginCookie({ userid: 'lisi' });
		expect(body?.attribs['data-visitor']).toBe(
			`${name}=${value}; Path=/connect/oauth2/authorize; SameSite=Lax`,
		);
	});
});
