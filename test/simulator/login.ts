import { randomBytes } from 'node:crypto';
import { ApiError } from './errors';
import { Explained, saying } from './language';
import type { State } from './state';
import type { JsonObject } from './types';

/** Who opens a link: a member in WeCom, or somebody else, for example in WeChat. */
export type Visitor = { userid: string } | { openid: string };

/** Where WeCom's own authorize page is; everything after it is the same here. */
export const LOGIN_URL = 'https://open.weixin.qq.com/connect/oauth2/authorize';
export const LOGIN_PATH = '/connect/oauth2/authorize';
/** Tells WeCom's client to say who opens the link; it never reaches a server. */
const FRAGMENT = '#wechat_redirect';

const CODE_LIFE_MS = 5 * 60_000;
const CODE_BYTES = 512;
const STATE = /^[a-zA-Z0-9]{0,128}$/;

interface LoginCode {
	agentId: number;
	visitor: Visitor;
	/** Where it was sent. */
	host: string;
	at: number;
}

/** The codes that tell an app who has opened its page (path/91022, path/91023). */
export class LoginCodes {
	private readonly codes = new Map<string, LoginCode>();

	clear(): void {
		this.codes.clear();
	}

	issue(code: LoginCode): string {
		const value = randomBytes(32).toString('base64url');
		this.codes.set(value, code);
		return value;
	}

	/**
	 * Uses a code up, within 5 minutes and by the app that it was issued for.
	 * @throws {ApiError} 40029 for every other
	 */
	use(value: string | undefined, agentId: number, now: number): LoginCode {
		if (!value || Buffer.byteLength(value) > CODE_BYTES) throw new ApiError(40029);
		const code = this.codes.get(value);
		if (!code || code.agentId !== agentId || now - code.at >= CODE_LIFE_MS)
			throw new ApiError(40029);
		this.codes.delete(value);
		return code;
	}
}

/** Whether WeCom's client would say on this link who has opened it. */
export const isLoginLink = (link: string): boolean =>
	link.startsWith(`${LOGIN_URL}?`) && link.endsWith(FRAGMENT);

/** The address here of a link to WeCom's own authorize page. */
export const loginPathOf = (link: string): string => link.replace(LOGIN_URL, LOGIN_PATH);

/** Where a link in the inbox opens: to WeCom's authorize page nobody has to go, since this is WeCom. */
export const openedAt = (url: string): string => (isLoginLink(url) ? loginPathOf(url) : url);

/** The address behind a link, with the code and the state in it, whatever its query has already (path/91022). */
function withCode(address: string, code: string, given: string): string {
	const [rest, ...fragment] = address.split('#');
	const added = new URLSearchParams({ code, state: given }).toString();
	return [`${rest}${rest.includes('?') ? '&' : '?'}${added}`, ...fragment].join('#');
}

/**
 * Sends a visitor on to where a link to the authorize page leads (path/91022, path/91335).
 *
 * @returns the address, with a code and the state
 * @throws {Explained} with what WeCom would refuse
 */
export function authorize(state: State, query: URLSearchParams, visitor: Visitor): string {
	const value = (name: string) => query.get(name) ?? '';
	const refuse = (name: string) => new Explained(saying('badLoginLink', { name }));
	if (value('appid') !== state.corpId) throw refuse('appid');
	if (value('response_type') !== 'code') throw refuse('response_type');
	if (value('scope') !== 'snsapi_base') throw refuse('scope');
	if (!STATE.test(value('state'))) throw refuse('state');
	const app = state.allApps.find(({ agentId }) => String(agentId) === value('agentid'));
	if (app === undefined) throw refuse('agentid');
	const address = value('redirect_uri');
	if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) throw refuse('redirect_uri');
	const { host } = new URL(address);
	// The port counts too, and a domain above it does not do (path/91335).
	if (host !== app.trustedDomain?.toLowerCase())
		throw new Explained(saying('notTrusted', { host, app: app.name }));
	const code = state.logins.issue({ agentId: app.agentId, visitor, host, at: state.now() });
	return withCode(address, code, value('state'));
}

/**
 * What auth/getuserinfo answers (path/91023).
 * @throws {ApiError} 40029 for a code that does not do, 50001 if its domain is not the app's any more
 */
export function userInfo(state: State, code: string | undefined, agentId: number): JsonObject {
	const { visitor, host } = state.logins.use(code, agentId, state.now());
	if (host !== state.app(agentId).trustedDomain?.toLowerCase()) throw new ApiError(50001);
	return { ...visitor };
}

/** Who opens links, for tests. */
export interface LoginControls {
	/**
	 * Opens a link to WeCom's authorize page, as it was sent, in the client of a member or with somebody else.
	 *
	 * @returns the address to which WeCom redirects
	 * @throws {Error} with what WeCom shows instead
	 */
	openLogin(link: string, visitor: Visitor): string;
	/**
	 * A cookie for a browser in which the simulator takes whoever comes for this visitor.
	 *
	 * A link in a card needs none: the inbox sets it. A page that redirects to WeCom's own address gets to the simulator
	 * if the test answers for that host:
	 * `context.route('https://open.weixin.qq.com/**', (route) => route.fulfill({ status: 302, headers: { location } }))`
	 * with `location` made by `loginUrlHere` of the request's URL.
	 */
	loginCookie(visitor: Visitor): { name: string; value: string; url: string };
	/** The address, in this simulator, of a link to WeCom's authorize page. */
	loginUrlHere(link: string): string;
	/** Sets the trusted domain (可信域名) of an app, with its port if it has one; links that lead elsewhere are refused. */
	setTrustedDomain(domain: string | undefined, agentId?: number): void;
}

const COOKIE = 'wecom-simulator-visitor';

const cookieValue = (visitor: Visitor) =>
	encodeURIComponent('userid' in visitor ? `userid:${visitor.userid}` : `openid:${visitor.openid}`);

/** The cookie with which the inbox tells who has opened a link; the script of the page sets it. */
export const visitorCookie = (userid: string) =>
	`${COOKIE}=${cookieValue({ userid })}; Path=${LOGIN_PATH}; SameSite=Lax`;

/** Who comes with these cookies; undefined if none of them says so. */
export function visitorOf(state: State, cookies = ''): Visitor | undefined {
	const [, kind, id] =
		new RegExp(`(?:^|; )${COOKIE}=(userid|openid)%3A([^;]+)`).exec(cookies) ?? [];
	if (id === undefined) return undefined;
	const name = decodeURIComponent(id);
	if (kind === 'openid') return { openid: name };
	const member = state.directory.member(name);
	return member && { userid: member.userid };
}

/** The controls of the web login. */
export function loginsOf(state: State, origin: () => string): LoginControls {
	return {
		openLogin(link, visitor) {
			if (!isLoginLink(link)) throw new Error(`WeCom does not log in on ${link}`);
			return authorize(state, new URL(link).searchParams, visitor);
		},
		loginCookie: (visitor) => ({
			name: COOKIE,
			value: cookieValue(visitor),
			url: origin() + LOGIN_PATH,
		}),
		loginUrlHere: (link) => origin() + loginPathOf(link),
		setTrustedDomain(domain, agentId) {
			state.app(agentId).trustedDomain = domain;
		},
	};
}
