import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { brief, ExplainedError } from '../api/explained';
import { withMaskedAddresses } from '../api/memberAddress';

const withItem = (message: string, itemIndex: number) => `${brief(message)} [item ${itemIndex}]`;

/** What a later node can work with: the `details` of a failed item. */
const detailsOf = (error: unknown): IDataObject =>
	error instanceof ExplainedError ? withMaskedAddresses(error.details() as IDataObject) : {};

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * What became of all items of a run that ended early, by state and without addresses in full: running it again would send
 * what was sent once more.
 */
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

/** Whether the failed item is all there is: then its error says everything. */
const isAlone = ({ sent, unknown, refused, notStarted }: Fates) =>
	sent.length === 0 && unknown.length + refused.length + notStarted.length === 1;

/**
 * What became of all items; nothing if there is nothing to tell.
 *
 * @param inVain what to do about what was sent
 */
export function fatesInWords(
	{ sent, unknown, refused, notStarted }: Fates,
	inVain?: string,
): string[] {
	const parts = [
		...(sent.length > 0 ? [`${countOf(sent.length, 'message')} sent`] : []),
		...(unknown.length > 0 ? [`${countOf(unknown.length, 'item')} possibly delivered`] : []),
		...(refused.length > 0 ? [`${countOf(refused.length, 'item')} not delivered`] : []),
		...(notStarted.length > 0 ? [`${countOf(notStarted.length, 'item')} not started`] : []),
	];
	const withIds = sent.some(({ msgid }) => msgid !== undefined) ? ', including message IDs' : '';
	return parts.length === 0
		? []
		: [
				`In this run: ${parts.join(', ')}. The error data lists them${withIds}.`,
				...(inVain !== undefined && sent.length > 0 ? [inVain] : []),
			];
}

function nodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	description?: string,
): NodeApiError | NodeOperationError {
	const message = withItem(messageOf(error), itemIndex);
	const { response, failure } = error instanceof ExplainedError ? error : {};
	if (response === undefined) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const { errcode } = response;
	const httpCode = errcode === undefined ? {} : { httpCode: String(errcode) };
	return new NodeApiError(node, response, {
		message,
		description,
		...httpCode,
		itemIndex,
		failure,
	});
}

/**
 * The failure of one item as n8n shows it: what happened, what to do, which item, and what became of the others.
 *
 * The original error never goes along: n8n stores what it is given, and the request in it carries the token.
 *
 * @param fates of all items; undefined if nothing of the run was tried
 * @param inVain what to do about what was sent
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	fates?: Fates,
	inVain?: string,
): NodeApiError | NodeOperationError {
	const told = fates === undefined || isAlone(fates) ? [] : fatesInWords(fates, inVain);
	const description =
		[error instanceof ExplainedError ? error.description : [], told].flat().join(' ') || undefined;
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
