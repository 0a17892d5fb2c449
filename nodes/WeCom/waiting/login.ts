import { createHmac } from 'crypto';

import type { WeComClient } from '../api/client';
import { isOneOf } from '../api/errcodes';
import { requiredIn, WeComApiError, type WeComAnswer } from '../api/errors';
import { ExplainedError } from '../api/explained';
import { sameSignature } from '../callback/signature';
import { pageText } from './pageTexts';

/** WeCom's page that asks who somebody is (`path/91022`). A relay stands for the API alone, so Base URL has no say here. */
const AUTHORIZE = 'https://open.weixin.qq.com/connect/oauth2/authorize';

/** Longest code, in bytes (`path/91023`). */
const MOST_CODE_BYTES = 512;

/** How long a ticket lets its member answer, in milliseconds. */
const TICKET_MS = 10 * 60_000;

const TICKET = /^(\d{1,16})\.([\w-]+)\.[\w-]{43}$/;

/** Why somebody was not logged in, where it is not the connection to WeCom. */
export type LoginFailure = 'notMember' | 'codeUsed' | 'untrustedDomain';

/** WeCom did not say which member it is. */
export class LoginError extends ExplainedError {
	override readonly name = 'LoginError';

	readonly hint: string;

	readonly description: string;

	/** @param reason a page says it in the language of whoever reads it */
	constructor(readonly reason: LoginFailure) {
		super(pageText(`${reason}Title`, 'en'));
		this.hint = pageText(reason, 'en');
		this.description = this.hint;
	}

	details(): Record<string, unknown> {
		return { reason: this.reason, hint: this.hint };
	}
}

/**
 * Where a member goes to prove who he is (`path/91022`), silently where the app is open to him. WeCom sends him back to the
 * redirect URL with `code` and `state`.
 *
 * @param redirectUri its domain must be the app's trusted domain
 * @param state letters and digits, at most 128
 */
export function loginUrl({
	corpId,
	agentId,
	redirectUri,
	state,
}: {
	corpId: string;
	agentId: number;
	redirectUri: string;
	state: string;
}): string {
	const query = new URLSearchParams({
		appid: corpId,
		redirect_uri: redirectUri,
		response_type: 'code',
		scope: 'snsapi_base',
		state,
		agentid: String(agentId),
	});
	return `${AUTHORIZE}?${query.toString()}#wechat_redirect`;
}

/** What WeCom knows about a code (`path/91023`). */
interface WhoAnswer extends WeComAnswer {
	/** A member's, `<corp ID>/<user ID>` for a linked company. */
	userid?: string;
	/** Of somebody who is no member. */
	openid?: string;
}

function failureOf(error: unknown): LoginFailure | undefined {
	if (!(error instanceof WeComApiError)) return undefined;
	if (isOneOf(['invalidLoginCode', 'expiredLoginCode'], error.errcode)) return 'codeUsed';
	return isOneOf(['untrustedDomain'], error.errcode) ? 'untrustedDomain' : undefined;
}

/**
 * Asks WeCom which member a code stands for (`path/91023`).
 *
 * @returns the user ID
 * @throws LoginError if it is no member's, or can't be used any more; WeComApiError and WeComCallError as every call
 */
export async function memberByCode(client: WeComClient, code: string): Promise<string> {
	const length = Buffer.byteLength(code);
	if (length === 0 || length > MOST_CODE_BYTES) throw new LoginError('codeUsed');
	const path = 'auth/getuserinfo';
	let answer: WhoAnswer;
	try {
		answer = await client.get(path, { code });
	} catch (error) {
		const failure = failureOf(error);
		throw failure === undefined ? error : new LoginError(failure);
	}
	if (answer.userid === undefined && answer.openid !== undefined) throw new LoginError('notMember');
	return requiredIn(answer, 'userid', path);
}

/** Each purpose has a key of its own, and none of them is the secret. */
function sign(purpose: 'state' | 'ticket', parts: ReadonlyArray<string | number>, secret: string) {
	const key = createHmac('sha256', secret).update(`n8n-nodes-wecom-push ${purpose}`).digest();
	return createHmac('sha256', key).update(JSON.stringify(parts));
}

/** The `state` of a login that was begun here, for this nonce: WeCom takes letters and digits only. */
export const loginState = (nonce: string, secret: string): string =>
	sign('state', [nonce], secret).digest('hex');

/** Whether a `state` that came back is that of this nonce. */
export const isLoginState = (state: string, nonce: string, secret: string): boolean =>
	sameSignature(state, loginState(nonce, secret));

/** Who may answer what, from when on. */
interface Ticket {
	userid: string;
	nonce: string;
	/** Moment on the clock of the wall, in milliseconds. */
	at: number;
}

/** What a page keeps of a login: who it is, for this nonce, for 10 minutes. */
export function sealTicket({ userid, nonce, at }: Ticket, secret: string): string {
	const signature = sign('ticket', [userid, nonce, at], secret).digest('base64url');
	return `${at}.${Buffer.from(userid).toString('base64url')}.${signature}`;
}

/**
 * Who has such a ticket.
 *
 * @param at now
 * @returns the user ID; undefined if the ticket is no more valid, was sealed for another nonce, or not here
 */
export function openTicket(
	ticket: string,
	{ nonce, at }: Omit<Ticket, 'userid'>,
	secret: string,
): string | undefined {
	const [, sealedAt, id] = TICKET.exec(ticket) ?? [];
	if (id === undefined) return undefined;
	const userid = Buffer.from(id, 'base64url').toString();
	const isOurs = sameSignature(ticket, sealTicket({ userid, nonce, at: Number(sealedAt) }, secret));
	return isOurs && at - Number(sealedAt) <= TICKET_MS ? userid : undefined;
}
