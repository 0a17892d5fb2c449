import { createHash } from 'crypto';

import { assertSuccess, requiredIn, type WeComAnswer } from './errors';
import { fingerprint, isUsable, type Secrets, type StoredToken } from './token';

/** Life of a token, where the answer does not tell it. */
const USUAL_LIFE_SECONDS = 7200;

/** A token is renewed this long before it ends, in milliseconds, but never before half of its life. */
const MARGIN_MS = 300_000;

/** So many tokens are told apart; of the refused ones, those before are also behind the generation that was refused last. */
const MOST_TOLD_APART = 8;

/** Sends a request to a path below `/cgi-bin/` and gives WeCom's answer. */
type Get = (path: string, qs: Record<string, string>) => Promise<WeComAnswer>;

/** Tells tokens apart without keeping those that are no good any more. */
const digest = (accessToken: string) => createHash('sha256').update(accessToken).digest('hex');

function forgetOldest<K>(all: Map<K, unknown> | Set<K>): void {
	const [oldest] = all.keys();
	if (all.size > MOST_TOLD_APART) all.delete(oldest);
}

/**
 * What this process knows about the tokens of one app: the newest that works, and which do not work any more.
 *
 * A token is known by its generation (`fetchedAt`), since WeCom may answer with the same text again. Generations only
 * grow, whatever the clocks of several machines say: each is later than all that its process has seen before.
 */
class TokenMemory {
	private newest?: StoredToken;

	/** The highest generation that was refused. What is older is not tried any more: a newer token may have ended it. */
	private deadUpTo = -Infinity;

	/** Texts of refused tokens: each is dead up to this moment, also under a generation that another worker gave it. */
	private readonly refused = new Map<string, number>();

	/** The highest generation or moment that was ever seen here. */
	private latest = 0;

	/** Generations that this process has fetched, the last ones. */
	private readonly own = new Set<number>();

	private fetching?: Promise<StoredToken>;

	private renewing?: Promise<StoredToken>;

	/** Those who wait for the next token that is asked for. */
	private readonly waiting: Array<(token?: StoredToken) => void> = [];

	/** @param key fingerprint of the secrets */
	constructor(private readonly key: string) {}

	/** Whether a token may be used. */
	isAlive(token: StoredToken): boolean {
		return isUsable(token, this.key) && !this.isRefused(token);
	}

	/** Whether WeCom has refused a token, or a later one. */
	isRefused({ accessToken, fetchedAt }: StoredToken): boolean {
		if (fetchedAt <= this.deadUpTo) return true;
		return this.refused.size > 0 && fetchedAt <= (this.refused.get(digest(accessToken)) ?? 0);
	}

	/** The newest token that may be used. */
	get best(): StoredToken | undefined {
		return this.newest !== undefined && this.isAlive(this.newest) ? this.newest : undefined;
	}

	/** Notes a token that was found somewhere, such as in n8n's database. */
	note(token: StoredToken): void {
		if (!this.isAlive(token)) return;
		this.latest = Math.max(this.latest, token.fetchedAt);
		if (token.fetchedAt > (this.best?.fetchedAt ?? 0)) this.newest = token;
	}

	/**
	 * Notes that WeCom has refused a token.
	 *
	 * @param at moment, on the clock of the wall, at which the call went out
	 */
	refuse({ accessToken, fetchedAt }: StoredToken, at: number): void {
		const text = digest(accessToken);
		const upTo = Math.max(fetchedAt, at, this.refused.get(text) ?? 0);
		this.refused.delete(text);
		this.refused.set(text, upTo);
		forgetOldest(this.refused);
		this.deadUpTo = Math.max(this.deadUpTo, fetchedAt);
		this.latest = Math.max(this.latest, upTo);
	}

	/** How many tokens were refused within the last milliseconds. */
	refusedWithin(milliseconds: number): number {
		const since = Date.now() - milliseconds;
		return [...this.refused.values()].filter((at) => at > since).length;
	}

	/** Whether this process has fetched a token itself, and not only found it. */
	isOwn({ fetchedAt }: StoredToken): boolean {
		return this.own.has(fetchedAt);
	}

	/**
	 * Gets a new access token (`path/91039`). Callers that ask at the same time share one call.
	 *
	 * @param older generation of the token that the caller has found missing or bad; one that is newer is handed over
	 * @throws WeComApiError if WeCom refuses the secrets, WeComCallError if it cannot be reached
	 */
	async obtain(secrets: Secrets, older: number, get: Get): Promise<StoredToken> {
		const { best } = this;
		let token: StoredToken | undefined;
		try {
			// Another execution was faster, and this one had read the credential just before the new token was stored.
			if (best !== undefined && best.fetchedAt > older) return (token = best);
			this.fetching ??= this.fetch(secrets, older, get).finally(() => (this.fetching = undefined));
			return (token = await this.fetching);
		} finally {
			for (const tell of this.waiting.splice(0)) tell(token);
		}
	}

	private async fetch(
		{ corpId, corpSecret }: Secrets,
		older: number,
		get: Get,
	): Promise<StoredToken> {
		const now = Date.now();
		// As of the question, not of the answer: a refusal in between is about the token as well, if it is the same again.
		const fetchedAt = Math.max(now, this.latest + 1, Number.isFinite(older) ? older + 1 : 0);
		this.latest = fetchedAt;
		const answer = await get('gettoken', { corpid: corpId, corpsecret: corpSecret });
		assertSuccess(answer);
		const seconds = Number(answer.expires_in);
		const life = (seconds > 0 ? seconds : USUAL_LIFE_SECONDS) * 1000;
		const token: StoredToken = {
			accessToken: requiredIn(answer, 'access_token', 'gettoken'),
			validUntil: now + life - Math.min(MARGIN_MS, life / 2),
			fetchedAt,
			issuedFor: this.key,
		};
		this.own.add(fetchedAt);
		forgetOldest(this.own);
		this.note(token);
		return token;
	}

	/** The next token that is asked for, as soon as it is here; undefined if there was none. */
	async arrival(): Promise<StoredToken | undefined> {
		return await new Promise((resolve) => this.waiting.push(resolve));
	}

	/** Renews the token; all executions of this process that need one meanwhile share that, and its failure. */
	async renewed(renew: () => Promise<StoredToken>): Promise<StoredToken> {
		this.renewing ??= renew().finally(() => (this.renewing = undefined));
		return await this.renewing;
	}
}

const memories = new Map<string, TokenMemory>();

/** What this process knows about the tokens of an app. */
export function tokensOf(secrets: Secrets): TokenMemory {
	const key = fingerprint(secrets);
	const known = memories.get(key) ?? new TokenMemory(key);
	memories.set(key, known);
	return known;
}
