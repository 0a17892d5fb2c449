import type { Failure } from 'n8n-workflow';

import { ExplainedError, type CallState } from './explained';
import { lookUp, type OwnWords } from './errorCatalogue';
import { masked, quoted, sentence, wayOut } from './sentences';

/** What WeCom answers to any call. `errcode` 0, or none at all, is success. */
export interface WeComAnswer {
	errcode?: number;
	/** Free text that may change; for people, never for decisions. */
	errmsg?: string;
	[key: string]: unknown;
}

/** Whether a message may be with its recipients although the call did not end well. */
export type Delivered = 'no' | 'unknown';

/** Who knows more about the answers to a call than WeCom's list of errcodes does. */
export interface Teller {
	words: OwnWords;
	/** WeCom's own words without what is secret there. */
	cleaned?(errmsg: string): string;
}

/** A call that did not end well. It also says whether something may have arrived. */
export abstract class CallError extends ExplainedError {
	readonly hint: string;

	/**
	 * @param hint what to do about it
	 * @param lostBefore an earlier attempt of the same call that may have arrived: no later answer says that it did not
	 */
	constructor(
		message: string,
		hint: string,
		readonly lostBefore?: WeComCallError,
	) {
		super(message);
		this.hint =
			lostBefore === undefined
				? hint
				: `An earlier attempt got no response. ${lostBefore.hint} ${hint}`;
	}

	/** WeCom's own words stand in the details only. */
	get description(): string {
		return this.hint;
	}

	/** Whether the message may be with the recipients all the same. */
	get delivered(): Delivered {
		return this.lostBefore?.delivered ?? 'no';
	}

	override get state(): CallState {
		return this.delivered === 'unknown' ? 'unknown' : 'refused';
	}

	override get response(): Record<string, string | number> {
		return { delivered: this.delivered };
	}

	details(): Record<string, unknown> {
		return { hint: this.hint, delivered: this.delivered };
	}

	/** The same failure after an attempt that may have arrived. */
	abstract after(lost: WeComCallError): CallError;

	/** The same failure in the words of somebody who knows more about answers of WeCom. */
	abstract toldBy(teller: Teller): CallError;
}

/** WeCom answered, and the answer was no. */
export class WeComApiError extends CallError {
	override readonly name: string = 'WeComApiError';

	readonly errcode: number;

	/** WeCom's own words, without secrets. */
	readonly errmsg: string;

	override readonly failure?: Failure;

	/**
	 * @param answer an answer with an errcode other than 0
	 * @param lostBefore an earlier attempt of the same call that may have arrived
	 * @param own what it means and what to do about it, where more is known than for the errcode alone
	 */
	constructor(
		readonly answer: WeComAnswer,
		lostBefore?: WeComCallError,
		own: OwnWords[number] = {},
	) {
		const errcode = Number(answer.errcode);
		const errmsg = masked(String(answer.errmsg ?? ''));
		super(sentence(errcode, errmsg, own.meaning), own.hint ?? wayOut(errcode, errmsg), lostBefore);
		this.errcode = errcode;
		this.errmsg = errmsg;
		const cause = lookUp(errcode)?.failure;
		if (cause !== undefined) this.failure = { cause };
	}

	override get response(): Record<string, string | number> {
		return { errcode: this.errcode, errmsg: this.errmsg };
	}

	override details(): Record<string, unknown> {
		const { errcode, errmsg } = this;
		return { errcode, errmsg: quoted(errmsg), ...super.details() };
	}

	after(lost: WeComCallError): WeComApiError {
		return new WeComApiError(this.answer, lost);
	}

	toldBy({ words, cleaned = String }: Teller): WeComApiError {
		const errmsg = cleaned(this.errmsg);
		const own = words[this.errcode];
		return own === undefined && errmsg === this.errmsg
			? this
			: new WeComApiError({ ...this.answer, errmsg }, this.lostBefore, own);
	}

	/** The access token is no longer good (40014, 42001). */
	get tokenInvalid(): boolean {
		return lookUp(this.errcode)?.tokenInvalid === true;
	}

	/** The same call may succeed a little later. */
	get retryable(): boolean {
		return !this.tokenInvalid && lookUp(this.errcode)?.retryable === true;
	}

	/** No further call of this credential can succeed until somebody changes it. */
	get credentialRefused(): boolean {
		return !this.tokenInvalid && this.failure?.cause === 'credential-invalid';
	}

	/** The refusal is about the app, its secret or the caller's address, so that it holds for every other message, too. */
	get concernsApp(): boolean {
		return this.credentialRefused || lookUp(this.errcode)?.concerns === 'app';
	}
}

/**
 * Why a call did not work: no connection came about (`unreachable`), somebody on the way refused it (`refused`), or the
 * answer was lost after the call went out (`lost`).
 */
type CallFailure = 'unreachable' | 'refused' | 'lost';

/** The call itself did not work: WeCom was not reached, or its answer was lost. */
export class WeComCallError extends CallError {
	override readonly name = 'WeComCallError';

	override readonly failure: Failure = { cause: 'temporarily-unavailable' };

	/**
	 * @param message what happened
	 * @param ownHint what to do about it
	 * @param harmless the call delivers nothing to anybody
	 * @param lostBefore an earlier attempt of the same call that may have arrived
	 */
	constructor(
		message: string,
		private readonly ownHint: string,
		readonly reason: CallFailure,
		private readonly harmless = false,
		lostBefore?: WeComCallError,
	) {
		super(message, ownHint, lostBefore);
	}

	override get delivered(): Delivered {
		return this.reason === 'lost' && !this.harmless ? 'unknown' : super.delivered;
	}

	after(lost: WeComCallError): WeComCallError {
		// Its own hint says the same.
		if (this.delivered === 'unknown') return this;
		return new WeComCallError(this.message, this.ownHint, this.reason, this.harmless, lost);
	}

	toldBy(): this {
		return this;
	}
}

/** A repetition would have gone out too late to be recognized as one. It did not go out. */
export class TooLateError extends Error {
	override readonly name = 'TooLateError';
}

/**
 * Somebody else answers in the place of WeCom: the answer lacks what WeCom's always has.
 *
 * @param ifLost what to do then, where the call may have done something
 */
export function notFromWeCom(path: string, key: string, ifLost?: string): WeComCallError {
	const check =
		'Check Base URL in the credential. A relay or proxy there responds instead of WeCom.';
	return new WeComCallError(
		`The response to ${path} has no ${key}`,
		ifLost === undefined ? check : `${ifLost} ${check}`,
		ifLost === undefined ? 'refused' : 'lost',
	);
}

/**
 * What a successful answer must have.
 *
 * @param path of the call that was answered
 * @param ifLost what to do then, where the call may have done something
 * @throws WeComCallError if it does not: somebody else answers in the place of WeCom
 */
export function requiredIn(
	answer: WeComAnswer,
	key: string,
	path: string,
	ifLost?: string,
): string {
	const value = answer[key];
	if (typeof value === 'string' && value !== '') return value;
	throw notFromWeCom(path, key, ifLost);
}

/** Throws unless WeCom's answer is success: no errcode, or 0. */
export function assertSuccess(answer: WeComAnswer): void {
	const refusal = refusalOf(answer);
	if (refusal !== undefined) throw refusal;
}

/** The refusal in an answer; undefined for success: no errcode, or 0. */
export function refusalOf(answer: WeComAnswer): WeComApiError | undefined {
	return answer.errcode === undefined || answer.errcode === 0
		? undefined
		: new WeComApiError(answer);
}
