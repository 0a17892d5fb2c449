import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import { InvalidInputError, WeComApiError, WeComCallError } from '../api/errors';
import { IncompleteDeliveryError, NoValidRecipientError } from '../delivery/results';

/** Longest text out of the input in an error, in characters: n8n stores what it shows. */
const MOST_CHARACTERS = 500;

/** Most issues of one input that are listed. */
const MOST_ISSUES = 5;

const brief = (text: string) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

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
	if (error instanceof WeComApiError) {
		const { errcode, errmsg, hint } = error;
		return { errcode, errmsg, hint, ...(error instanceof NoValidRecipientError ? error.rejected : {}) };
	}
	if (error instanceof WeComCallError) return { hint: error.hint, delivered: error.delivered };
	if (error instanceof IncompleteDeliveryError) {
		const { hint, outputs, rejected } = error;
		return outputs.length === 1 ? { hint, ...outputs[0], ...rejected } : { hint, ...rejected, messages: [...outputs] };
	}
	return {};
}

function descriptionOf(error: unknown): string | undefined {
	if (error instanceof InvalidInputError) {
		const others = othersOf(error);
		return [error.issues[0].hint, ...(others.length > 0 ? [`Also: ${others.join('. ')}.`] : [])].join(' ');
	}
	if (error instanceof WeComApiError || error instanceof WeComCallError) return error.description;
	return error instanceof IncompleteDeliveryError ? error.hint : undefined;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** A sentence about what the same run has sent already, since running it again would send that twice. */
function alreadySent(sent: IDataObject[]): string[] {
	if (sent.length === 0) return [];
	const count = sent.length === 1 ? '1 message' : `${sent.length} messages`;
	return [`${count} of this run had been sent before; the message IDs are in the error data.`];
}

function nodeError(node: INode, error: unknown, itemIndex: number, description?: string): NodeApiError | NodeOperationError {
	const message = withItem(messageOf(error), itemIndex);
	if (error instanceof WeComApiError) {
		const { errcode, errmsg, failure } = error;
		const answer: JsonObject = { errcode, errmsg };
		return new NodeApiError(node, answer, { message, description, httpCode: String(errcode), itemIndex, failure });
	}
	if (error instanceof WeComCallError) {
		const { failure, delivered } = error;
		return new NodeApiError(node, { delivered }, { message, description, itemIndex, failure });
	}
	return new NodeOperationError(node, message, { description, itemIndex });
}

/**
 * The failure of one item as n8n shows it: what happened, what to do, which item, and what had been sent before.
 *
 * The original error never goes along: n8n stores what it is given, and the request in it carries the token.
 *
 * @param sent what the node would have put out for the messages of the same run that were accepted
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	sent: IDataObject[] = [],
): NodeApiError | NodeOperationError {
	const description = [descriptionOf(error) ?? [], alreadySent(sent)].flat().join(' ') || undefined;
	const result = nodeError(node, error, itemIndex, description);
	// n8n replaces a sentence that quotes a network error, such as a text about an incident, by one of its own.
	result.message = withItem(messageOf(error), itemIndex);
	result.context.data = { ...detailsOf(error), ...(sent.length > 0 ? { sent } : {}) };
	return result;
}

/** The failure of one item as an item: n8n's error output takes it if there is nothing but `error` and `details`. */
export function toErrorItem(error: unknown, itemIndex: number): INodeExecutionData {
	return {
		json: { error: withItem(messageOf(error), itemIndex), details: detailsOf(error) },
		pairedItem: { item: itemIndex },
	};
}
