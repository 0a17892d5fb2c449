import type { Failure, IDataObject } from 'n8n-workflow';

import { ExplainedError, stateOf, type CallState } from '../api/explained';
import { concernsRecipients, together, type RecipientFailure } from '../destinations/rejections';
import type { Results } from './job';

/** What one call gave for one of the items that it was made for. */
export type Result = { output: IDataObject; error?: undefined } | { error: unknown };

/** One of the calls that a message needs. */
export interface MessageCall {
	/** Which portion of the recipients get it. */
	portion: number;
	/** Which part of a split text, from 1; undefined if it is in one piece. */
	part?: number;
	/** The items that it is made for, each with those recipients that are its own, as they stand in the output. */
	shares: ReadonlyArray<{ itemIndex: number; recipients: IDataObject }>;
	/** Never rejects. */
	send(): Promise<Result[]>;
}

/** What became of one call, for one item. */
type Outcome = Result & { recipients: IDataObject; part?: number };

const inWords: ReadonlyArray<[CallState, string]> = [
	['sent', 'sent'],
	['unknown', 'possibly delivered'],
	['refused', 'not delivered'],
	['notTried', 'not tried'],
];

const stateOfOutcome = (outcome: Outcome) =>
	outcome.error === undefined ? 'sent' : stateOf(outcome.error);

/** An item needed several calls, and not all of them went well. */
class SeveralCallsError extends ExplainedError {
	override readonly name = 'SeveralCallsError';

	/** The failure that says most: one that may have arrived, else the first that was an answer. */
	readonly main: Error;

	readonly hint: string;

	readonly description: string;

	override readonly failure?: Failure;

	/** @param outcomes of all calls, in order; at least one failed */
	constructor(readonly outcomes: readonly Outcome[]) {
		const states = outcomes.map(stateOfOutcome);
		const counts = inWords
			.map(([state, words]) => ({ words, count: states.filter((one) => one === state).length }))
			.filter(({ count }) => count > 0)
			.map(({ words, count }) => `${count} ${words}`);
		const errors = outcomes.flatMap(({ error }) => (error instanceof Error ? [error] : []));
		const main = ['unknown', 'refused', 'sent'].flatMap(
			(state) => errors.find((error) => stateOf(error) === state) ?? [],
		);
		const [first = errors[0]] = main;
		super(`${first.message} (calls for this item: ${counts.join(', ')})`);
		this.main = first;
		if (first instanceof ExplainedError) this.failure = first.failure;
		const { hint = '', description = hint } = first as Partial<ExplainedError>;
		this.hint = `${hint} The details show who got each call.`.trim();
		this.description = `${description} The error data shows who got each call.`.trim();
	}

	override get state(): CallState {
		const states = this.outcomes.map(stateOfOutcome);
		if (states.includes('unknown')) return 'unknown';
		return states.every((state) => state === 'notTried') ? 'notTried' : 'refused';
	}

	override get response(): Record<string, string | number> | undefined {
		return this.main instanceof ExplainedError ? this.main.response : undefined;
	}

	/** Per call: who got it, who may have, who did not, and who was not tried. */
	details(): IDataObject {
		const own = this.main instanceof ExplainedError ? this.main.details() : {};
		const someSent = this.outcomes.some((outcome) => stateOfOutcome(outcome) === 'sent');
		return {
			...own,
			hint: this.hint,
			delivered: this.state === 'unknown' ? 'unknown' : someSent ? 'partly' : 'no',
			calls: this.outcomes.map(callDetails),
		};
	}
}

function callDetails(outcome: Outcome): IDataObject {
	const { recipients, part, error } = outcome;
	const head = {
		state: stateOfOutcome(outcome),
		...(part === undefined ? {} : { part }),
		recipients,
	};
	if (error === undefined) return { ...head, ...('output' in outcome ? outcome.output : {}) };
	const { errcode } = error as { errcode?: number };
	const outputs = concernsRecipients(error)
		? Object.assign({}, ...error.outputs, error.rejected)
		: {};
	return {
		...head,
		...outputs,
		error: (error as Error).message,
		...(errcode === undefined ? {} : { errcode }),
	};
}

/**
 * Makes all calls of one message, one after another. A failure does not keep back the others: what concerns all of them
 * holds them back by itself.
 *
 * @param results takes what the node puts out for each call that WeCom took, and what failed for an item
 */
export async function makeCalls(calls: readonly MessageCall[], results: Results): Promise<void> {
	if (calls.length > 1) return await makeSeveral(calls, results);
	// Nearly every message is one call, which needs no record of the others.
	for (const { shares, send } of calls) {
		const sent = await send();
		for (const [index, { itemIndex }] of shares.entries()) {
			const result = sent[index];
			if ('output' in result) results.emit(itemIndex, result.output);
			else results.fail(itemIndex, result.error);
		}
	}
}

async function makeSeveral(calls: readonly MessageCall[], results: Results): Promise<void> {
	const outcomes = new Map<number, Outcome[]>();
	// By portion and item. Nobody there can get a further part either.
	const nobody = new Map<number, Map<number, RecipientFailure>>();
	for (const { portion, part, shares, send } of calls) {
		const ofPortion = nobody.get(portion) ?? new Map<number, RecipientFailure>();
		nobody.set(portion, ofPortion);
		const known = shares.map(({ itemIndex }) => ofPortion.get(itemIndex));
		const sent: Result[] = known.includes(undefined) ? await send() : [];
		for (const [index, { itemIndex, recipients }] of shares.entries()) {
			const earlier = known[index];
			const result: Result = earlier === undefined ? sent[index] : { error: earlier };
			const { error } = result;
			if ('output' in result) results.emit(itemIndex, result.output);
			else if (concernsRecipients(error) && error.outputs.length === 0)
				ofPortion.set(itemIndex, error);
			const ofItem = outcomes.get(itemIndex) ?? [];
			outcomes.set(itemIndex, [...ofItem, { ...result, recipients, part }]);
		}
	}
	for (const [itemIndex, ofItem] of outcomes) conclude(itemIndex, ofItem, results);
}

/** Tells what failed for one item: the failure of its only call, the rejected recipients of all, or how each call went. */
function conclude(itemIndex: number, outcomes: readonly Outcome[], results: Results): void {
	const errors = outcomes.flatMap(({ error }) => (error === undefined ? [] : [error]));
	if (errors.length === 0) return;
	if (outcomes.length === 1) return results.fail(itemIndex, errors[0]);
	const rejections = errors.filter(concernsRecipients);
	const isCertain = !rejections.some((error) => stateOf(error) === 'unknown');
	// That nobody got one of the calls is not all to tell where somebody got another one.
	const tellsAll =
		errors.length === outcomes.length || rejections.some(({ outputs }) => outputs.length > 0);
	if (rejections.length === errors.length && isCertain && tellsAll)
		return results.fail(itemIndex, together([...new Set<RecipientFailure>(rejections)]));
	for (const output of rejections.flatMap(({ outputs }) => outputs))
		results.emit(itemIndex, output);
	results.fail(itemIndex, new SeveralCallsError(outcomes));
}
