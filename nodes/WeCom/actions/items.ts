import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { stateOf, type CallState } from '../api/explained';
import { concernsRecipients } from '../destinations/rejections';
import type { Job } from '../delivery/deliver';
import { schedule, type Task } from '../delivery/scheduler';
import { ItemForm } from './form/itemForm';
import { fatesInWords, toErrorItem, toNodeError, type Fates } from './report';

interface Run<Shared> {
	/** Gives what all items share; if it fails, every item has failed. */
	begin(): Promise<Shared>;
	/** Reads the form for one item and checks it, without a request. */
	prepare(shared: Shared, form: ItemForm): Promise<Job>;
	/** Most items at the same time. */
	maxConcurrency: number;
	/** What the user must know although all went well. */
	warnings?(shared: Shared): string[];
}

/**
 * Runs an operation over all input items: first every item is prepared, which includes all checks, then the jobs run,
 * in parallel where they cannot reach the same person. So bad input never sends half a batch.
 *
 * @returns output items in the order of the input items
 * @throws NodeApiError or NodeOperationError with the index of the item, unless the node continues on failures
 */
export async function forEachItem<Shared>(
	context: IExecuteFunctions,
	{ begin, prepare, maxConcurrency, warnings }: Run<Shared>,
): Promise<INodeExecutionData[]> {
	const continues = context.continueOnFail();
	const signal = context.getExecutionCancelSignal();
	const items = context.getInputData();
	const refuse = (error: unknown, itemIndex: number): INodeExecutionData => {
		if (!continues) throw toNodeError(context.getNode(), error, itemIndex);
		return toErrorItem(error, itemIndex);
	};

	let shared: Shared;
	try {
		shared = await begin();
	} catch (error) {
		return items.map((_, itemIndex) => refuse(error, itemIndex));
	}

	const output = items.map((): INodeExecutionData[] => []);
	const tasks: Array<Task<void> & { itemIndex: number }> = [];
	for (const itemIndex of items.keys()) {
		const emit = (json: IDataObject) => {
			output[itemIndex].push({ json, pairedItem: { item: itemIndex } });
		};
		await prepare(shared, new ItemForm(context, itemIndex)).then(
			({ lane, run }) => tasks.push({ itemIndex, lane, run: async () => await run(emit) }),
			(error: unknown) => output[itemIndex].push(refuse(error, itemIndex)),
		);
	}

	const settled = await schedule(
		tasks,
		maxConcurrency,
		(failed) => signal?.aborted === true || (failed && !continues),
	);
	const failures = settled.flatMap((one, index) =>
		one.status === 'failed' ? [{ ...one, ...tasks[index] }] : [],
	);
	const fates = (): Fates => {
		const notStarted = settled.flatMap((one, index) =>
			one.status === 'skipped' ? [tasks[index].itemIndex] : [],
		);
		return fatesOf(output, failures, notStarted);
	};
	if (signal?.aborted === true) throw cancelled(context, fates());
	if (!continues && failures.length > 0) {
		const [{ reason, itemIndex }] = [
			...failures.filter(({ reason: one }) => stateOf(one) !== 'notTried'),
			...failures,
		];
		throw toNodeError(context.getNode(), reason, itemIndex, fates());
	}
	for (const { reason, itemIndex } of failures)
		output[itemIndex].push(toErrorItem(reason, itemIndex));
	for (const message of warnings?.(shared) ?? [])
		context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	return output.flat();
}

interface Failed {
	itemIndex: number;
	reason: unknown;
}

/** What became of every item of a run that ended early. */
function fatesOf(
	output: INodeExecutionData[][],
	failures: readonly Failed[],
	skipped: readonly number[],
): Fates {
	const outputs = output.flatMap((items, item) =>
		items.flatMap(({ json }) => ('error' in json ? [] : [{ item, ...json }])),
	);
	const incomplete = failures.flatMap(({ reason, itemIndex: item }) =>
		concernsRecipients(reason) ? reason.outputs.map((json) => ({ item, ...json })) : [],
	);
	const refusedInput = output.flatMap((items, item) =>
		items.flatMap(({ json }) => ('error' in json ? [{ item, ...json }] : [])),
	);
	const withState = (state: CallState) =>
		failures.filter(({ reason }) => stateOf(reason) === state);
	const told = (state: CallState) =>
		withState(state).map(({ reason, itemIndex: item }) => ({
			item,
			...toErrorItem(reason, item).json,
		}));
	return {
		sent: [...outputs, ...incomplete].sort((one, other) => one.item - other.item),
		unknown: told('unknown'),
		refused: [...refusedInput, ...told('refused')],
		notStarted: [...skipped, ...withState('notTried').map(({ itemIndex }) => itemIndex)].sort(
			(one, other) => one - other,
		),
	};
}

function cancelled(context: IExecuteFunctions, fates: Fates): NodeOperationError {
	const error = new NodeOperationError(context.getNode(), 'The execution was canceled', {
		description: fatesInWords(fates).join(' ') || undefined,
	});
	error.context.data = { ...fates };
	return error;
}
