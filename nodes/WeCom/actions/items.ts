import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { WeComApiError } from '../api/errors';
import { toErrorItem, toNodeError } from './report';

/** What one input item is to do, checked and ready. */
export type Job = () => Promise<IDataObject[]>;

/**
 * Runs an operation over all input items: first every item is prepared, which includes all checks, then the jobs run
 * in order. So bad input never sends half a batch.
 *
 * @param open gives what all items share; if it fails, every item has failed
 * @param prepare reads the form for one item and checks it, without a request
 * @throws NodeApiError or NodeOperationError with the index of the item, unless the node continues on failures
 */
export async function forEachItem<Shared>(
	context: IExecuteFunctions,
	open: () => Promise<Shared>,
	prepare: (shared: Shared, itemIndex: number) => Promise<Job>,
): Promise<INodeExecutionData[]> {
	const continues = context.continueOnFail();
	const node = context.getNode();
	const refuse = (error: unknown, itemIndex: number): INodeExecutionData[] => {
		if (!continues) throw toNodeError(node, error, itemIndex);
		return [toErrorItem(error, itemIndex)];
	};

	const items = context.getInputData();
	let shared: Shared;
	try {
		shared = await open();
	} catch (error) {
		return items.flatMap((_, itemIndex) => refuse(error, itemIndex));
	}

	const prepared: Array<Job | INodeExecutionData[]> = [];
	for (const itemIndex of items.keys()) {
		prepared.push(await prepare(shared, itemIndex).catch((error: unknown) => refuse(error, itemIndex)));
	}

	const output: INodeExecutionData[] = [];
	// Wrong secrets, tried again and again, make WeCom block the IP address.
	let refused: WeComApiError | undefined;
	for (const [itemIndex, job] of prepared.entries()) {
		if (typeof job !== 'function') {
			output.push(...job);
			continue;
		}
		const results = refused === undefined ? job() : Promise.reject(refused);
		output.push(
			...(await results.then(
				(items) => items.map((json) => ({ json, pairedItem: { item: itemIndex } })),
				(error: unknown) => {
					if (error instanceof WeComApiError && error.credentialRefused) refused = error;
					return refuse(error, itemIndex);
				},
			)),
		);
	}
	return output;
}
