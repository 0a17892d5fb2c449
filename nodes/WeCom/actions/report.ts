import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { CallError, ExplainedError, InvalidInputError, WeComApiError } from '../api/errors';
import { SeveralCallsError } from '../delivery/calls';
import { NotTriedError } from '../delivery/hold';

/** Longest text out of the input in an error, in characters: n8n stores what it shows. */
const MOST_CHARACTERS = 500;

/** Most issues of one input that are listed. */
const MOST_ISSUES = 5;

const brief = (text: string) =>
	text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;

const withItem = (message: string, itemIndex: number) => `${brief(message)} [item ${itemIndex}]`;

/** A given value as it is; as the beginning of its text where it is long. */
function briefValue(value: unknown): unknown {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return text.length > MOST_CHARACTERS ? brief(text) : value;
}

function othersOf({ issues }: InvalidInputError): string[] {
	const more = issues.length - 1 - MOST_ISSUES;
	const listed = issues.slice(1, 1 + MOST_ISSUES).map(({ message }) => brief(message));
	return more > 0 ? [...listed, `and ${more} more`] : listed;
}

/** What a later step can work with: the `details` of a failed item. */
function detailsOf(error: unknown): IDataObject {
	if (error instanceof InvalidInputError) {
		const { hint, field, limit, unit, actual } = error.issues[0];
		const shown = { field, limit, unit, actual: briefValue(actual) as IDataObject };
		const others = othersOf(error);
		return {
			hint,
			...Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined)),
			...(others.length > 0 ? { others } : {}),
		};
	}
	if (error instanceof ExplainedError) return error.details() as IDataObject;
	return {};
}

function descriptionOf(error: unknown): string | undefined {
	if (error instanceof InvalidInputError) {
		const others = othersOf(error);
		return [
			error.issues[0].hint,
			...(others.length > 0 ? [`Also: ${others.join('. ')}.`] : []),
		].join(' ');
	}
	return error instanceof ExplainedError ? error.description : undefined;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** What became of all items of a run that ended early, by state: running it again would send what was sent once more. */
export interface Fates {
	/** What the node would have put out for each message that WeCom took, with its item. */
	sent: IDataObject[];
	/** Items of which something may have arrived without an answer, with their errors. */
	unknown: IDataObject[];
	/** Items of which the rest was certainly not delivered, with their errors. */
	refused: IDataObject[];
	/** Items of which nothing was tried. */
	notStarted: number[];
}

const countOf = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${count} ${one}s`);

/** What became of the items other than the failed one; nothing if there is nothing to tell. */
export function fatesInWords({ sent, unknown, refused, notStarted }: Fates): string[] {
	const parts = [
		...(sent.length > 0 ? [`${countOf(sent.length, 'message')} sent`] : []),
		...(unknown.length > 0
			? [`${countOf(unknown.length, 'item')} that may have been delivered`]
			: []),
		...(refused.length > 0 ? [`${countOf(refused.length, 'item')} not delivered`] : []),
		...(notStarted.length > 0 ? [`${countOf(notStarted.length, 'item')} not started`] : []),
	];
	const withIds = sent.length > 0 ? ', with message IDs' : '';
	return parts.length === 0
		? []
		: [`In this run: ${parts.join(', ')}. The error data lists them${withIds}.`];
}

/** The refusal by WeCom, if there is one, in a failure. */
function answerIn(error: unknown): WeComApiError | undefined {
	if (error instanceof SeveralCallsError) return answerIn(error.main);
	if (error instanceof NotTriedError) return error.reason;
	return error instanceof WeComApiError ? error : undefined;
}

function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	description?: string,
): NodeApiError | NodeOperationError {
	const message = withItem(messageOf(error), itemIndex);
	const answer = answerIn(error);
	if (answer !== undefined) {
		const { errcode, errmsg, failure } = answer;
		return new NodeApiError(
			node,
			{ errcode, errmsg },
			{ message, description, httpCode: String(errcode), itemIndex, failure },
		);
	}
	const cause = error instanceof SeveralCallsError ? error.main : error;
	if (cause instanceof CallError) {
		const { failure, delivered } = cause;
		return new NodeApiError(node, { delivered }, { message, description, itemIndex, failure });
	}
	return new NodeOperationError(node, message, { description, itemIndex });
}

/**
 * The failure of one item as n8n shows it: what happened, what to do, which item, and what became of the others.
 *
 * The original error never goes along: n8n stores what it is given, and the request in it carries the token.
 *
 * @param fates of all items; undefined if nothing of the run was tried
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	fates?: Fates,
): NodeApiError | NodeOperationError {
	const told = fates === undefined ? [] : fatesInWords(fates);
	const description = [descriptionOf(error) ?? [], told].flat().join(' ') || undefined;
	const result = nodeError(node, error, itemIndex, description);
	// n8n replaces a sentence that quotes a network error, such as a text about an incident, by one of its own.
	result.message = withItem(messageOf(error), itemIndex);
	result.context.data = { ...detailsOf(error), ...fates };
	return result;
}

/** The failure of one item as an item: n8n's error output takes it if there is nothing but `error` and `details`. */
export function toErrorItem(error: unknown, itemIndex: number): INodeExecutionData {
	return {
		json: { error: withItem(messageOf(error), itemIndex), details: detailsOf(error) },
		pairedItem: { item: itemIndex },
	};
}
