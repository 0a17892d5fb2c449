import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { schedule, type Lane, type Settled, type Task } from '../delivery/scheduler';
import { toErrorItem, toNodeError } from './report';

/** What one input item is to do, checked and ready. */
export interface Job {
	/** Whom it may reach. */
	lane: Lane;
	/** @param emit takes each output as soon as it exists, so that it is kept if a later part fails */
	run(emit: (output: IDataObject) => void): Promise<void>;
}

interface Form<Shared> {
	/** Gives what all items share; if it fails, every item has failed. */
	open(): Promise<Shared>;
	/** Reads the form for one item and checks it, without a request. */
	prepare(shared: Shared, itemIndex: number): Promise<Job>;
	/** Most items at the same time. */
	maxConcurrency: number;
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
	{ open, prepare, maxConcurrency }: Form<Shared>,
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
		shared = await open();
	} catch (error) {
		return items.map((_, itemIndex) => refuse(error, itemIndex));
	}

	const output = items.map((): INodeExecutionData[] => []);
	const tasks: Array<Task<void> & { itemIndex: number }> = [];
	for (const itemIndex of items.keys()) {
		const emit = (json: IDataObject) => {
			output[itemIndex].push({ json, pairedItem: { item: itemIndex } });
		};
		await prepare(shared, itemIndex).then(
			({ lane, run }) => tasks.push({ itemIndex, lane, run: async () => await run(emit) }),
			(error: unknown) => output[itemIndex].push(refuse(error, itemIndex)),
		);
	}

	const settled = await schedule(
		tasks,
		maxConcurrency,
		(failed) => signal?.aborted === true || (failed && !continues),
	);
	const failures = settled.flatMap((one, index) => (one.status === 'failed' ? [{ ...one, ...tasks[index] }] : []));
	if (signal?.aborted === true) throw cancelled(context, settled, output);
	if (!continues && failures.length > 0) {
		const [{ reason, itemIndex }] = failures;
		throw toNodeError(context.getNode(), reason, itemIndex, whatWentOut(output));
	}
	for (const { reason, itemIndex } of failures) output[itemIndex].push(toErrorItem(reason, itemIndex));
	return output.flat();
}

function whatWentOut(output: INodeExecutionData[][]): IDataObject[] {
	const sent = output.flat().filter(({ json }) => !('error' in json));
	return sent.map(({ json, pairedItem }) => ({ item: (pairedItem as { item: number }).item, ...json }));
}

function cancelled(
	context: IExecuteFunctions,
	settled: ReadonlyArray<Settled<void>>,
	output: INodeExecutionData[][],
): NodeOperationError {
	const sent = whatWentOut(output);
	const open = settled.filter(({ status }) => status !== 'done').length;
	const error = new NodeOperationError(context.getNode(), 'The execution was canceled', {
		description: `${sent.length} messages were sent before, ${open} items were not finished. The message IDs are in the error data.`,
	});
	error.context.data = { sent };
	return error;
}
