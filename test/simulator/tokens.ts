import { randomBytes } from 'node:crypto';
import { ApiError } from './errors';

interface Token {
	value: string;
	agentId: number;
	expiresAt: number;
	revoked: boolean;
}

/** Tokens of all apps. A second gettoken call leaves the first token alive unless told otherwise. */
export class Tokens {
	private readonly tokens = new Map<string, Token>();

	/** Hands out a token; with `same` the newest living one of the app again (path/91039). */
	issue(
		agentId: number,
		now: number,
		ttlSeconds: number,
		same: boolean,
	): { value: string; expiresIn: number } {
		if (same) {
			const living = [...this.tokens.values()]
				.filter((token) => token.agentId === agentId && !token.revoked && token.expiresAt > now)
				.pop();
			if (living) {
				return {
					value: living.value,
					expiresIn: Math.ceil((living.expiresAt - now) / 1000),
				};
			}
		}
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

	/** Makes the tokens that fit unknown to the API. */
	revoke(fits: (token: { value: string; agentId: number }) => boolean): void {
		for (const token of this.tokens.values()) if (fits(token)) token.revoked = true;
	}

	expireAll(now: number): void {
		for (const token of this.tokens.values()) token.expiresAt = Math.min(token.expiresAt, now);
	}

	clear(): void {
		this.tokens.clear();
	}
}
