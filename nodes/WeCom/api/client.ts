import { withoutEscapes } from './characters';
import {
	notFromWeCom,
	refusalOf,
	requiredIn,
	type WeComAnswer,
	type WeComApiError,
} from './errors';
import type { StoredToken } from './token';

/** A file as multipart form data. */
interface FileBody {
	body: Buffer;
	contentType: string;
}

/** One call of WeCom's API. */
export interface ApiCall {
	method: 'GET' | 'POST';
	/** Path below `/cgi-bin/`, such as `message/send`. */
	path: string;
	query?: Record<string, string>;
	/** Goes out as JSON. */
	body?: object;
	/** Goes out as multipart form data instead of a JSON body. */
	file?: FileBody;
	/** Longest wait for the answer, in milliseconds. */
	timeout?: number;
	/** The answer is a file: it comes as a `FileAnswer`, unread. */
	binary?: boolean;
	/** Ends the call, and the reading of a file, before its time. */
	signal?: AbortSignal;
	/** The call delivers nothing to anybody, so a lost answer does no harm. */
	harmless?: boolean;
	/** For all other calls: what a lost answer means, and what to do then. */
	ifLost?: string;
	/** Moment on the monotonic clock, in milliseconds, after which the call must not go out any more. */
	notAfter?: number;
}

/** What came of one call. */
export interface Sent {
	answer: WeComAnswer;
	/** The token that went with it; none where the credential needs none. */
	token?: StoredToken;
	/** Moment, on the clock of the wall, at which it went out. */
	at: number;
}

/** How the client reaches WeCom; n8n's HTTP helpers at run time. */
export interface Transport {
	/**
	 * Sends one call with a token that is not known to be refused; it sees to a new one where there is none.
	 *
	 * @throws WeComApiError if no token was to be had, WeComCallError if the call itself did not work, TooLateError if the
	 * moment after which it must not go out had passed
	 */
	send(call: ApiCall): Promise<Sent>;
	/**
	 * Notes that WeCom has refused the token of a call, so that nothing goes out with it any more.
	 *
	 * @param at moment, on the clock of the wall, at which the call went out
	 * @returns whether it was fetched here, and not by another process
	 */
	refused(token: StoredToken, at: number): boolean;
}

/** So often in a row a token is renewed that WeCom refuses at once. */
const MOST_RENEWALS = 3;

/** With so many tokens a call is tried: other processes may have stored some that have ended since. */
const MOST_TOKENS = 8;

/** WeCom's API, with other tokens where WeCom no longer accepts one. */
export class WeComClient {
	/** Generations fetched here that were refused since WeCom last accepted one. */
	private readonly refusedInARow = new Set<number>();

	/** WeCom accepts no token at all. Whoever insists is blocked. */
	private givenUp?: WeComApiError;

	constructor(private readonly transport: Transport) {}

	/**
	 * Makes one call. A call whose token was refused has delivered nothing, so it is made again with another one.
	 *
	 * @throws WeComApiError if WeCom answers with an errcode other than 0, WeComCallError if the call itself did not work
	 */
	async call(call: ApiCall): Promise<WeComAnswer> {
		for (let tokens = 1; ; tokens++) {
			if (this.givenUp !== undefined) throw this.givenUp;
			const sent = await this.transport.send(call);
			const refusal = refusalOf(sent.answer);
			if (refusal?.tokenInvalid !== true) this.refusedInARow.clear();
			if (refusal === undefined) return sent.answer;
			const { token, at } = sent;
			if (!refusal.tokenInvalid || token === undefined) throw refusal;

			if (this.transport.refused(token, at)) this.refusedInARow.add(token.fetchedAt);
			if (this.refusedInARow.size > MOST_RENEWALS) this.givenUp = refusal;
			if (tokens === MOST_TOKENS) throw refusal;
		}
	}

	/**
	 * Calls with a JSON body.
	 *
	 * @param more what stands in the address, longest wait for the answer, in milliseconds, the moment after which it must not
	 * go out any more, and what a lost answer means
	 */
	async post(
		path: string,
		body: object,
		more: Pick<ApiCall, 'query' | 'timeout' | 'notAfter' | 'ifLost'> = {},
	): Promise<WeComAnswer> {
		return await this.call({ method: 'POST', path, body: withoutEscapes(body), ...more });
	}

	/** Looks something up; nothing is delivered to anybody. */
	async get(path: string, query?: Record<string, string>): Promise<WeComAnswer> {
		return await this.call({ method: 'GET', path, query, harmless: true });
	}

	/**
	 * Uploads a temporary file (`path/90253`).
	 *
	 * @param more where to, unless it is for the app, and the longest wait for the answer, in milliseconds
	 * @returns its media_id, good for 3 days, and since when WeCom has it
	 */
	async upload(
		type: string,
		file: FileBody,
		{
			path = 'media/upload',
			query,
			timeout,
		}: Partial<Pick<ApiCall, 'path' | 'query' | 'timeout'>> = {},
	): Promise<UploadedMedia> {
		const call: ApiCall = {
			method: 'POST',
			path,
			query: { ...query, type },
			file,
			timeout,
			harmless: true,
		};
		const answer = await this.call(call);
		const createdAt = Number(answer.created_at);
		return {
			mediaId: requiredIn(answer, 'media_id', call.path),
			...(createdAt > 0 ? { createdAt } : {}),
		};
	}

	/**
	 * Uploads a picture for the text of an article (`path/90256`).
	 *
	 * @param timeout longest wait for the answer, in milliseconds
	 * @returns its URL, which stays good, and which only WeCom shows
	 */
	async uploadImage(file: FileBody, timeout?: number): Promise<string> {
		const path = 'media/uploadimg';
		const call: ApiCall = { method: 'POST', path, file, timeout, harmless: true };
		return requiredIn(await this.call(call), 'url', path);
	}

	/**
	 * Fetches a temporary file, such as that of a message (`path/90254`).
	 *
	 * @param signal ends it before its time
	 */
	async download(mediaId: string, signal?: AbortSignal): Promise<DownloadedFile> {
		const query = { media_id: mediaId };
		const path = 'media/get';
		const call: ApiCall = {
			method: 'GET',
			path,
			query,
			binary: true,
			harmless: true,
			ifLost: "The file wasn't fetched.",
			signal,
		};
		const { file } = (await this.call(call)) as FileAnswer;
		if (file === undefined) throw notFromWeCom(path, 'file');
		return file;
	}
}

/** A temporary file that is with WeCom. */
interface UploadedMedia {
	mediaId: string;
	/** Seconds of Unix time, as far as WeCom says. */
	createdAt?: number;
}

/** A stream of Node.js, as far as it is needed. */
export type FileStream = AsyncIterable<Buffer>;

/** A file that WeCom sends; whoever has it must read it. */
export interface DownloadedFile {
	content: FileStream;
	fileName?: string;
	mimeType: string;
	/** Bytes, as far as WeCom says. */
	size?: number;
}

/** The answer to a call for a file. */
export interface FileAnswer extends WeComAnswer {
	file?: DownloadedFile;
}
