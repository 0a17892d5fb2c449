import type { Failure } from 'n8n-workflow';

import { visibly } from './characters';
import { lookUp } from './errorCatalogue';

/** What WeCom answers to any call. `errcode` 0, or none at all, is success. */
export interface WeComAnswer {
	errcode?: number;
	/** Free text that may change; for people, never for decisions. */
	errmsg?: string;
	[key: string]: unknown;
}

/** What is wrong with one input, for the person who made it. */
export interface Issue {
	/** What is the matter, with limit, unit and given value. */
	message: string;
	/** What to do about it. */
	hint: string;
	/** Label of the field. */
	field: string;
	limit?: number;
	unit?: string;
	actual?: unknown;
}

/** The input cannot be sent. Nothing went out. */
export class InvalidInputError extends Error {
	override readonly name = 'InvalidInputError';

	/** @param issues at least one */
	constructor(readonly issues: readonly Issue[]) {
		super(issues[0].message);
	}
}

const SHOWN_CHARACTERS = 60;

/** A given value as it may stand in an error text: short, on one line. */
export function shown(value: unknown): string {
	const whole = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
	const line = visibly(whole).replace(/\s+/g, ' ');
	return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}

/** Takes tokens and secrets out of a text: WeCom carries both in URLs. */
export function masked(text: string): string {
	return text.replace(/\b(access_token|corpsecret|key)=[^&\s"'<>]+/gi, '$1=***');
}

/** The caller's IP address as WeCom saw it. */
function callerIp(errmsg: string): string | undefined {
	return /from ip:\s*([0-9a-f.:]*[0-9a-f])/i.exec(errmsg)?.[1];
}

const IP_NOT_TRUSTED = [60020, 301042];

function sentence(errcode: number, errmsg: string): string {
	const ip = IP_NOT_TRUSTED.includes(errcode) ? callerIp(errmsg) : undefined;
	if (ip !== undefined) {
		return `WeCom does not trust the IP address ${ip}, from which this n8n calls (errcode ${errcode})`;
	}
	const meaning = lookUp(errcode)?.meaning ?? (masked(errmsg) || 'WeCom gave no reason');
	return `${meaning} (errcode ${errcode})`;
}

function wayOut(errcode: number, errmsg: string): string {
	const ip = IP_NOT_TRUSTED.includes(errcode) ? callerIp(errmsg) : undefined;
	if (ip !== undefined) {
		return `Add ${ip} to the trusted IPs (企业可信IP) of the app in the WeCom admin console and wait a minute, or set Base URL in the credential to a relay with a trusted IP.`;
	}
	return (
		lookUp(errcode)?.hint ??
		`Look the code up at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
	);
}

/** WeCom answered, and the answer was no. */
export class WeComApiError extends Error {
	override readonly name = 'WeComApiError';

	readonly errcode: number;

	/** WeCom's own words, without secrets. */
	readonly errmsg: string;

	/** What to do about it. */
	readonly hint: string;

	/** n8n shows it below the message. */
	readonly description: string;

	readonly failure?: Failure;

	/** @param answer an answer with an errcode other than 0 */
	constructor(readonly answer: WeComAnswer) {
		const errcode = Number(answer.errcode);
		const errmsg = masked(String(answer.errmsg ?? ''));
		super(sentence(errcode, errmsg));
		this.errcode = errcode;
		this.errmsg = errmsg;
		this.hint = wayOut(errcode, errmsg);
		this.description = errmsg === '' ? this.hint : `${this.hint} WeCom says: ${errmsg}`;
		const cause = lookUp(errcode)?.failure;
		if (cause !== undefined) this.failure = { cause };
	}

	/** The access token is no longer good (40014, 42001). */
	get tokenInvalid(): boolean {
		return lookUp(this.errcode)?.tokenInvalid === true;
	}

	/** No further call of this credential can succeed until somebody changes it. */
	get credentialRefused(): boolean {
		return !this.tokenInvalid && this.failure?.cause === 'credential-invalid';
	}
}

/**
 * Why a call did not work: no connection came about (`unreachable`), somebody on the way refused it (`refused`), or the
 * answer was lost after the call went out (`lost`).
 */
export type CallFailure = 'unreachable' | 'refused' | 'lost';

/** The call itself did not work: WeCom was not reached, or its answer was lost. */
export class WeComCallError extends Error {
	override readonly name = 'WeComCallError';

	/** n8n shows it below the message. */
	readonly description: string;

	readonly failure: Failure = { cause: 'temporarily-unavailable' };

	/**
	 * @param message what happened
	 * @param hint what to do about it
	 * @param harmless the call delivers nothing to anybody
	 */
	constructor(
		message: string,
		readonly hint: string,
		readonly reason: CallFailure,
		private readonly harmless = false,
	) {
		super(message);
		this.description = hint;
	}

	/** Whether the message may be with the recipients all the same. */
	get delivered(): 'no' | 'unknown' {
		return this.reason === 'lost' && !this.harmless ? 'unknown' : 'no';
	}
}

/**
 * What a successful answer must have.
 *
 * @param path of the call that was answered
 * @throws WeComCallError if it does not: somebody else answers in the place of WeCom
 */
export function requiredIn(answer: WeComAnswer, key: string, path: string): string {
	const { [key]: value } = answer;
	if (typeof value === 'string' && value !== '') return value;
	throw new WeComCallError(
		`The answer of WeCom to ${path} has no ${key}`,
		'Check Base URL in the credential: a relay or proxy there answers in the place of WeCom.',
		'refused',
	);
}

/** Throws unless WeCom's answer is success: no errcode, or 0. */
export function assertSuccess(answer: WeComAnswer): void {
	if (answer.errcode !== undefined && answer.errcode !== 0) throw new WeComApiError(answer);
}
