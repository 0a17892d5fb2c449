import { randomBytes } from 'node:crypto';
import { ApiError } from './errors';
import type { TokenMode } from './types';

interface Token {
	value: string;
	agentId: number;
	expiresAt: number;
	revoked: boolean;
}

/** Tokens of all apps. */
export class Tokens {
	private readonly tokens = new Map<string, Token>();

	/** Hands out a token, as the mode says (path/91039). */
	issue(
		agentId: number,
		now: number,
		ttlSeconds: number,
		mode: TokenMode,
	): { value: string; expiresIn: number } {
		const living = [...this.tokens.values()].filter(
			(token) => token.agentId === agentId && !token.revoked && token.expiresAt > now,
		);
		const newest = living.at(-1);
		if (mode === 'same' && newest !== undefined) {
			return { value: newest.value, expiresIn: Math.ceil((newest.expiresAt - now) / 1000) };
		}
		if (mode === 'newEndsOld') for (const token of living) token.revoked = true;
		// Real tokens are far longer than one would guess; 512 bytes must be reserved for them.
		const value = randomBytes(160).toString('base64url');
		this.tokens.set(value, {
			value,
			agentId,
			expiresAt: now + ttlSeconds * 1000,
			revoked: false,
		});
		return { value, expiresIn: ttlSeconds };
	}

	/** The app a token belongs to; refuses missing, unknown and expired ones. */
	agentOf(value: string | undefined, now: number): number {
		if (!value) throw new ApiError(41001);
		const token = this.tokens.get(value);
		if (!token || token.revoked) throw new ApiError(40014);
		if (token.expiresAt <= now) throw new ApiError(42001);
		return token.agentId;
	}

	/** Makes the tokens that fit unknown to the API, and tells how many there are. */
	revoke(fits: (token: { value: string; agentId: number }) => boolean): number {
		const revoked = [...this.tokens.values()].filter(fits);
		for (const token of revoked) token.revoked = true;
		return revoked.length;
	}

	expireAll(now: number): void {
		for (const token of this.tokens.values()) token.expiresAt = Math.min(token.expiresAt, now);
	}

	clear(): void {
		this.tokens.clear();
	}
}
