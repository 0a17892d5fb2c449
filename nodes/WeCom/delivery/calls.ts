import type { Failure, IDataObject } from 'n8n-workflow';

import { ExplainedError, stateOf, type CallState } from '../api/explained';
import { concernsRecipients, together, type RecipientFailure } from '../destinations/rejections';

/** One of the calls that an item needs. */
export interface ItemCall {
	/** Who gets it, as it stands in the output. */
	recipients: IDataObject;
	/** Which portion of the recipients they are. */
	portion: number;
	/** Which part of a split text, from 1; undefined if it is in one piece. */
	part?: number;
	/** @returns what the node puts out for it */
	send(): Promise<IDataObject>;
}

type Outcome = Pick<ItemCall, 'recipients' | 'part'> &
	({ output: IDataObject; error?: undefined } | { error: unknown });

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
	const outputs = concernsRecipients(error) ? Object.assign({}, ...error.outputs) : {};
	return {
		...head,
		...outputs,
		error: (error as Error).message,
		...(errcode === undefined ? {} : { errcode }),
	};
}

/**
 * Makes all calls of one item, one after another. A failure does not keep back the others: what concerns all of them holds
 * them back by itself.
 *
 * @param emit takes what the node puts out for each call that WeCom took
 * @throws the failure of the only call; the rejected recipients of all; SeveralCallsError for any other failure of several
 */
export async function makeCalls(
	calls: readonly ItemCall[],
	emit: (output: IDataObject) => void,
): Promise<void> {
	const outcomes: Outcome[] = [];
	// Nobody there can get a further part either.
	const nobody = new Map<number, RecipientFailure>();
	for (const { recipients, portion, part, send } of calls) {
		const known = nobody.get(portion);
		const result =
			known !== undefined
				? { error: known }
				: await send().then(
						(output) => ({ output }),
						(error: unknown) => ({ error }),
					);
		outcomes.push({ recipients, part, ...result });
		if ('output' in result) emit(result.output);
		else if (concernsRecipients(result.error) && result.error.outputs.length === 0)
			nobody.set(portion, result.error);
	}
	const errors = outcomes.flatMap(({ error }) => (error === undefined ? [] : [error]));
	if (errors.length === 0) return;
	if (calls.length === 1) throw errors[0];
	const rejections = errors.filter(concernsRecipients);
	if (
		rejections.length === errors.length &&
		!rejections.some((error) => stateOf(error) === 'unknown')
	)
		throw together([...new Set<RecipientFailure>(rejections)]);
	for (const output of rejections.flatMap(({ outputs }) => outputs)) emit(output);
	throw new SeveralCallsError(outcomes);
}
