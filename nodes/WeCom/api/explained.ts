import type { Failure } from 'n8n-workflow';

import { visibly } from './characters';
import { withMaskedMobiles } from './mobileNumbers';

/**
 * What became of what failed: WeCom took it, it may have arrived without an answer, it certainly did not deliver anything,
 * or it was not tried.
 */
export type CallState = 'sent' | 'unknown' | 'refused' | 'notTried';

/** A failure that explains itself: its message says what happened. */
export abstract class ExplainedError extends Error {
	/** What to do about it. */
	abstract readonly hint: string;

	/** n8n shows it below the message. */
	abstract readonly description: string;

	/** n8n's own classification. */
	readonly failure?: Failure;

	/** What became of it. */
	get state(): CallState {
		return 'refused';
	}

	/** What was answered, for errors of an API; undefined for all others. */
	get response(): Record<string, string | number> | undefined {
		return undefined;
	}

	/** What a later step can work with. */
	abstract details(): Record<string, unknown>;
}

/** The state of what ended with an error. */
export const stateOf = (error: unknown): CallState =>
	error instanceof ExplainedError ? error.state : 'refused';

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
	/** It is about a field that nobody here knows: an unchecked message could have it. */
	unknownField?: true;
}

/** Longest text out of the input in an error, in characters: n8n stores what it shows. */
const MOST_CHARACTERS = 500;

/** Most issues of one input that are listed. */
const MOST_ISSUES = 5;

/** The beginning of a text that may come out of the input. */
export const brief = (text: string) =>
	text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;

/** A given value as it is; as its text where something of that must not be shown, and as its beginning where it is long. */
function briefValue(value: unknown): unknown {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	const short = brief(visibly(withMaskedMobiles(text)));
	return short === text ? value : short;
}

/** An issue without the mobile numbers that come with what was given: they are personal. */
const impersonal = ({ message, field, ...issue }: Issue): Issue => ({
	...issue,
	message: withMaskedMobiles(message),
	field: withMaskedMobiles(field),
});

/** Most names of one kind in a sentence, unless somebody says otherwise; the lists beside it have them all. */
const MOST_NAMED = 10;

/**
 * Names in a sentence, such as "lisi, wangwu and 3 more".
 *
 * @param most so many are named; the rest is counted
 */
export function enumerated(names: ReadonlyArray<string | number>, most = MOST_NAMED): string {
	const more = names.length - most;
	const parts = [names.slice(0, most).join(', '), more > 0 ? `${more} more` : ''];
	return parts.filter((part) => part !== '').join(' and ');
}

/** The input cannot be sent. Nothing went out. */
export class InvalidInputError extends ExplainedError {
	override readonly name = 'InvalidInputError';

	readonly hint: string;

	readonly description: string;

	/** What else is wrong, in words. */
	private readonly others: readonly string[];

	readonly issues: readonly Issue[];

	/** @param given at least one */
	constructor(given: readonly Issue[]) {
		const issues = given.map(impersonal);
		super(issues[0].message);
		this.issues = issues;
		const listed = issues.slice(1, 1 + MOST_ISSUES).map(({ message }) => brief(message));
		const more = issues.length - 1 - MOST_ISSUES;
		this.hint = issues[0].hint;
		this.others = more > 0 ? [...listed, `and ${more} more`] : listed;
		this.description =
			this.others.length > 0 ? `${this.hint} Also: ${this.others.join('. ')}.` : this.hint;
	}

	details(): Record<string, unknown> {
		const { field, limit, unit, actual } = this.issues[0];
		// A number beside a limit is an amount.
		const isAmount = limit !== undefined && typeof actual === 'number';
		const facts = { field, limit, unit, actual: isAmount ? actual : briefValue(actual) };
		return {
			hint: this.hint,
			...Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)),
			...(this.others.length > 0 ? { others: [...this.others] } : {}),
		};
	}
}

/** Longest given value in an error, in characters. */
export const SHOWN_CHARACTERS = 60;

/** A given value as it may stand in an error text: short, on one line, without mobile numbers in full. */
export function shown(value: unknown): string {
	const whole = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value));
	const line = visibly(withMaskedMobiles(whole)).replace(/\s+/g, ' ');
	return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
