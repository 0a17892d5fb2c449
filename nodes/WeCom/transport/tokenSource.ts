import { sleep, type ICredentialDataDecryptedObject, type IHttpRequestOptions } from 'n8n-workflow';

import { callError } from '../api/call';
import { CallError, TooLateError, WeComApiError, WeComCallError } from '../api/errors';
import { RENEW_HEADER, secretsOf, tokenOf, type StoredToken } from '../api/token';
import { deadline, ended } from '../api/timeUp';
import { tokensOf } from '../api/tokenMemory';
import type { Context } from './credentials';
import { DatabaseError, readOnce } from './database';

/** So long a renewal waits for n8n's database, which it can do without, in milliseconds. */
const PATIENCE_MS = 2000;

/**
 * Longest pause before a refused token is renewed, in milliseconds: another worker may have renewed it and be about to
 * store it, and workers that would renew it at the same moment come one after another. At least a quarter is waited, and
 * as many times as long as tokens were refused recently: then workers seem to end each other's.
 */
const PAUSE_MS = 600;
const RECENTLY_MS = 10_000;

/** So often one call waits for a renewal that turns out to be in vain. */
const MOST_RENEWALS = 3;

/** Why nothing was sent: what the credential says, which n8n has wrapped into an error of its own. */
export function reasonInside(error: unknown): CallError | TooLateError | undefined {
	for (let current = error; current instanceof Error; current = current.cause) {
		if (current instanceof CallError || current instanceof TooLateError) return current;
	}
	return undefined;
}

/** Rejects when the execution is canceled: a renewal that others share goes on, but this one need not wait for it. */
async function cancellation(context: Context): Promise<never> {
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	await (signal === undefined ? new Promise(() => {}) : ended(signal));
	throw new WeComCallError(
		'The execution was canceled before the call to WeCom',
		'Run the workflow again to send it.',
		'refused',
	);
}

/**
 * Where an execution has its token from: this process, n8n's database, which all workers share, or WeCom.
 *
 * A token that was refused is not taken from any of them, and everybody in this process who needs another one shares one
 * renewal. The database helps, but nothing depends on it: a token that could not be stored is in the memory of the process.
 */
export class TokenSource {
	/** Why the credential is no good. Nothing is tried with it any more: WeCom blocks who insists. */
	private refusal?: WeComApiError;

	/** Rejects when the execution is canceled. */
	private canceled?: Promise<never>;

	private tokens: ReturnType<typeof tokensOf>;

	/** Nobody can have stored anything since the credential was read. */
	private isFresh = true;

	/**
	 * @param type name of the credential
	 * @param credentials as n8n decrypted them just now
	 */
	constructor(
		private readonly context: Context,
		private readonly type: string,
		private readonly credentials: ICredentialDataDecryptedObject,
	) {
		this.tokens = this.noted();
	}

	/** What this process knows about the tokens of the app, the one in the credential included. */
	private noted(): ReturnType<typeof tokensOf> {
		const tokens = tokensOf(secretsOf(this.credentials));
		tokens.note(tokenOf(this.credentials));
		return tokens;
	}

	/**
	 * A token to call with.
	 *
	 * @throws WeComApiError if WeCom gives none, WeComCallError if it cannot be reached
	 */
	async current(): Promise<StoredToken> {
		for (let attempt = 1; ; attempt++) {
			if (this.refusal !== undefined) throw this.refusal;
			const { tokens } = this;
			const { best } = tokens;
			if (best !== undefined) {
				this.isFresh = false;
				return best;
			}
			const renewed = tokens.renewed(async () => await this.renew());
			this.canceled ??= cancellation(this.context);
			const token = await Promise.race([renewed, this.canceled]).catch((error: unknown) => {
				if (error instanceof WeComApiError && error.credentialRefused) this.refusal = error;
				throw error;
			});
			// It may have been refused already, while it was being stored, or in calls that were quicker than this one.
			if (tokens.isAlive(token) || attempt === MOST_RENEWALS) return token;
		}
	}

	/**
	 * Notes that WeCom has refused a token, in a call that went out at the moment.
	 *
	 * @returns whether this process had fetched it
	 */
	refuse(token: StoredToken, at: number): boolean {
		const { tokens } = this;
		this.isFresh = false;
		tokens.refuse(token, at);
		return tokens.isOwn(token);
	}

	private async renew(): Promise<StoredToken> {
		const wasRefused = this.tokens.isRefused(tokenOf(this.credentials));
		const longest = PAUSE_MS * Math.max(1, this.tokens.refusedWithin(RECENTLY_MS));
		const pauses = wasRefused ? [0, longest * (0.25 + 0.75 * Math.random())] : [0];
		for (const pause of this.isFresh && !wasRefused ? [] : pauses) {
			if (pause > 0) await sleep(pause);
			const isThere = await this.readStored();
			const { best } = this.tokens;
			if (best !== undefined) return best;
			if (!isThere) break;
		}
		return await this.fetch();
	}

	/**
	 * Reads the credential again, with the token that others may have stored.
	 *
	 * @returns whether the database is there; without it all stays as it is
	 */
	private async readStored(): Promise<boolean> {
		const read = async () => await this.context.getCredentials(this.type);
		return await readOnce(read, deadline(PATIENCE_MS)).then(
			(stored) => {
				Object.assign(this.credentials, stored);
				this.tokens = this.noted();
				return true;
			},
			(error: unknown) => {
				if (error instanceof DatabaseError) return false;
				throw error;
			},
		);
	}

	/** Has n8n fetch a token and store it, which is all that happens: `authenticate` lets no call go out. */
	private async fetch(): Promise<StoredToken> {
		const { baseUrl } = secretsOf(this.credentials);
		// Without a token n8n fetches one, and writes it into its database.
		const data: ICredentialDataDecryptedObject = { ...this.credentials, accessToken: '' };
		const options: IHttpRequestOptions = { url: baseUrl, headers: { [RENEW_HEADER]: '1' } };
		const stored = this.context.helpers.httpRequestWithAuthentication
			.call(this.context, this.type, options, {
				credentialsDecrypted: { id: '', name: '', type: this.type, data },
			})
			.then(
				() => undefined,
				(error: unknown) => error,
			);
		let token: StoredToken | undefined;
		const late = this.tokens.arrival().then(async (arrived) => {
			token = arrived;
			await ended(deadline(PATIENCE_MS));
		});
		const error = await Promise.race([stored, late]);
		if (token !== undefined) return token;
		if (error === undefined) return tokenOf(data);
		throw (
			reasonInside(error) ?? callError(error, { baseUrl, path: 'gettoken', harmless: true }, false)
		);
	}
}
