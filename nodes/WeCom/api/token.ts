import { createHash } from 'crypto';

import { readBaseUrl } from './baseUrl';
import { assertSuccess, requiredIn, type WeComAnswer } from './errors';

/** Header by which the node tells `authenticate` that the token of this generation (`fetchedAt`) no longer works. */
export const STALE_HEADER = 'x-wecom-stale-token';

/** Header by which the node tells `authenticate` after which moment of the monotonic clock the call must not go out. */
export const NOT_AFTER_HEADER = 'x-wecom-not-after';

/** Header by which the node tells `authenticate` how long the call may take from now on, all of it, in milliseconds. */
export const WITHIN_HEADER = 'x-wecom-within';

/** Header by which the credential test asks for a new token and a look at the app. */
export const VERIFY_HEADER = 'x-wecom-verify';

/** What a token belongs to. */
export interface Secrets {
	baseUrl: string;
	corpId: string;
	corpSecret: string;
}

/** The token as the credential stores it, encrypted by n8n. */
export interface StoredToken {
	accessToken: string;
	/** Clock time in milliseconds after which it is not used any more. */
	validUntil: number;
	/** Clock time in milliseconds when it came; tells generations apart even if WeCom gives the same token twice. */
	fetchedAt: number;
	/** Fingerprint of the secrets it was issued for. */
	issuedFor: string;
}

/** Life of a token, where the answer does not tell it. */
const USUAL_LIFE_SECONDS = 7200;

/** A token is renewed this long before it ends, in milliseconds, but never before half of its life. */
const MARGIN_MS = 300_000;

/** How long a new token may take until every execution that waits for one reads it from the database, in milliseconds. */
const HANDOVER_MS = 3000;

/** Tells secrets apart without giving them away. */
export function fingerprint({ baseUrl, corpId, corpSecret }: Secrets): string {
	return createHash('sha256')
		.update(JSON.stringify([baseUrl, corpId, corpSecret]))
		.digest('hex')
		.slice(0, 32);
}

/**
 * The secrets out of the fields of a credential, without the spaces that people copy with them.
 *
 * @throws InvalidInputError if Base URL is no address
 */
export function secretsOf(credentials: Record<string, unknown>): Secrets {
	const trimmed = (name: string) => String(credentials[name] ?? '').trim();
	return {
		baseUrl: readBaseUrl(credentials.baseUrl),
		corpId: trimmed('corpId'),
		corpSecret: trimmed('corpSecret'),
	};
}

/** The token out of the fields of a credential. */
export function tokenOf(credentials: Record<string, unknown>): StoredToken {
	return {
		accessToken: String(credentials.accessToken ?? ''),
		validUntil: Number(credentials.validUntil),
		fetchedAt: Number(credentials.fetchedAt),
		issuedFor: String(credentials.issuedFor ?? ''),
	};
}

/** Whether a stored token may be used: there is one, for these secrets, and its time is not over. */
export function isUsable(
	token: Partial<StoredToken>,
	secrets: Secrets,
	now = Date.now(),
): token is StoredToken {
	return (
		typeof token.accessToken === 'string' &&
		token.accessToken !== '' &&
		token.issuedFor === fingerprint(secrets) &&
		now < Number(token.validUntil)
	);
}

const running = new Map<string, Promise<StoredToken>>();
/** The newest token of each, with the moment of the monotonic clock at which it came: the clock on the wall may be set back. */
const handedOver = new Map<string, { token: StoredToken; at: number }>();

async function fetchToken(
	secrets: Secrets,
	generation: number,
	get: (path: string, qs: Record<string, string>) => Promise<WeComAnswer>,
): Promise<StoredToken> {
	const answer = await get('gettoken', {
		corpid: secrets.corpId,
		corpsecret: secrets.corpSecret,
	});
	assertSuccess(answer);
	const life = (Number(answer.expires_in) || USUAL_LIFE_SECONDS) * 1000;
	const now = Date.now();
	return {
		accessToken: requiredIn(answer, 'access_token', 'gettoken'),
		validUntil: now + life - Math.min(MARGIN_MS, life / 2),
		// Later than the one before, even if the clock was set back in between.
		fetchedAt: Math.max(now, (generation || 0) + 1),
		issuedFor: fingerprint(secrets),
	};
}

/**
 * Gets a new access token (`path/91039`). Callers that ask for the same secrets at the same time share one call.
 *
 * @param secrets whose token
 * @param generation `fetchedAt` of the token that the caller found missing or bad; 0 if it had none
 * @param get sends a request to a path below `/cgi-bin/` and gives WeCom's answer
 * @throws WeComApiError if WeCom refuses the secrets, WeComCallError if it cannot be reached
 */
export async function obtainToken(
	secrets: Secrets,
	generation: number,
	get: (path: string, qs: Record<string, string>) => Promise<WeComAnswer>,
): Promise<StoredToken> {
	const key = fingerprint(secrets);
	const recent = handedOver.get(key);
	// Another execution was faster, and this one had read the credential just before the new token was stored.
	if (
		recent !== undefined &&
		recent.token.fetchedAt > generation &&
		performance.now() - recent.at < HANDOVER_MS
	) {
		if (isUsable(recent.token, secrets)) return recent.token;
	}
	const shared = running.get(key);
	if (shared !== undefined) return await shared;

	const mine = fetchToken(secrets, generation, get);
	running.set(key, mine);
	try {
		const token = await mine;
		handedOver.set(key, { token, at: performance.now() });
		return token;
	} finally {
		running.delete(key);
	}
}
