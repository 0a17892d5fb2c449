import type { Failure } from 'n8n-workflow';

import entries from './error-codes.json';

/** What is known about one errcode (`path/90313`). */
interface ErrorCode {
	code: number;
	/** What happened. */
	meaning: string;
	/** What to do about it. */
	hint: string;
	/** WeCom did nothing, and the same call may succeed a little later. */
	retryable?: boolean;
	/** The access token is no longer good; a new one helps. */
	tokenInvalid?: boolean;
	/** The refusal is about the app or the caller's address: it holds for every other message as well. */
	concerns?: 'app';
	/** n8n's own classification, where it has one. */
	failure?: Failure['cause'];
}

/** What errcodes mean, and what to do then, where that is not what they mean elsewhere. */
export type OwnWords = Readonly<
	Partial<Record<number, Partial<Pick<ErrorCode, 'meaning' | 'hint'>>>>
>;

const CATALOGUE: ReadonlyMap<number, ErrorCode> = new Map(
	(entries as ErrorCode[]).map((entry) => [entry.code, entry]),
);

/** Looks up an errcode; `undefined` for codes that WeCom's list does not have. */
export function lookUp(errcode: number): ErrorCode | undefined {
	return CATALOGUE.get(errcode);
}
