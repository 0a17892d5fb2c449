import { createHash } from 'crypto';

import { readBaseUrl } from './baseUrl';

/** Header by which the node asks `authenticate` for a token and nothing else: no call goes out. */
export const RENEW_HEADER = 'x-wecom-renew-token';

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

const fingerprints = new WeakMap<Secrets, string>();

/** Tells secrets apart without giving them away. */
export function fingerprint(secrets: Secrets): string {
	const known = fingerprints.get(secrets);
	if (known !== undefined) return known;
	const { baseUrl, corpId, corpSecret } = secrets;
	const made = createHash('sha256')
		.update(JSON.stringify([baseUrl, corpId, corpSecret]))
		.digest('hex')
		.slice(0, 32);
	fingerprints.set(secrets, made);
	return made;
}

/** The secrets that were read last: every call of an execution asks for the same. */
let latest: { from: readonly unknown[]; secrets: Readonly<Secrets> } | undefined;

/**
 * The secrets out of the fields of a credential, without the spaces that people copy with them.
 *
 * @throws InvalidInputError if Base URL is no address
 */
export function secretsOf({
	baseUrl,
	corpId,
	corpSecret,
}: Record<string, unknown>): Readonly<Secrets> {
	const from = [baseUrl, corpId, corpSecret];
	if (latest?.from.every((value, index) => value === from[index])) return latest.secrets;
	const trimmed = (value: unknown) => String(value ?? '').trim();
	const secrets = {
		baseUrl: readBaseUrl(baseUrl),
		corpId: trimmed(corpId),
		corpSecret: trimmed(corpSecret),
	};
	latest = { from, secrets };
	return secrets;
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

/**
 * Whether a stored token may be used, as far as it tells itself: there is one, for these secrets, and its time is not over.
 *
 * @param issuedFor fingerprint of the secrets
 */
export function isUsable(token: StoredToken, issuedFor: string, now = Date.now()): boolean {
	return token.accessToken !== '' && token.issuedFor === issuedFor && now < token.validUntil;
}
