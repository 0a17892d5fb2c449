import {
	NodeOperationError,
	sleep,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { stateOf } from '../api/explained';
import { withMaskedAddresses } from '../api/memberAddress';
import { concernsRecipients } from '../destinations/rejections';
import { EventLoop } from '../delivery/eventLoop';
import { NotTriedError } from '../delivery/hold';
import type { Job, Results } from '../delivery/job';
import type { Between } from '../delivery/resolve';
import { schedule } from '../delivery/scheduler';
import { NodeForm, type ItemForm } from './form/itemForm';
import { fatesInWords, toErrorItem, toNodeError, type Fates } from './report';

interface Run<Shared, Ready extends Job> {
	/**
	 * Gives what all items share; if it fails, every item has failed.
	 *
	 * @param first the form for the first item, which decides for all
	 */
	begin(first: ItemForm): Promise<Shared>;
	/** Reads the form for one item and checks it, without a request. */
	prepare(shared: Shared, form: ItemForm): Promise<Ready>;
	/** May look up what all jobs need, leave out those that can't be done, and put several into one. Its list is used up. */
	arrange?(shared: Shared, jobs: Ready[], between: Between): Promise<Job[]>;
	/** What the user must know although all went well. */
	warnings?(shared: Shared): string[];
	/** What to do about what was sent, where the run ends early. */
	inVain?: string;
}

/**
 * Runs an operation over all input items: first every item is prepared, which includes all checks, then the jobs run,
 * in parallel where they cannot reach the same person. So bad input never sends half a batch.
 *
 * @returns output items in the order of the input items
 * @throws NodeApiError or NodeOperationError with the index of the item, unless the node continues on failures
 */
export async function forEachItem<Shared, Ready extends Job>(
	context: IExecuteFunctions,
	{ begin, prepare, arrange, warnings, inVain }: Run<Shared, Ready>,
): Promise<INodeExecutionData[]> {
	const continues = context.continueOnFail();
	const signal = context.getExecutionCancelSignal();
	const isCancelled = () => signal?.aborted === true;
	const items = context.getInputData();
	const node = context.getNode();
	const nothing: INodeExecutionData[] = [];
	const output = items.map(() => nothing);
	// A list that only grows where it must keeps no room for more: there may be very many.
	const put = (itemIndex: number, item: INodeExecutionData) =>
		(output[itemIndex] = output[itemIndex].concat(item));
	const refuse = (error: unknown, itemIndex: number) => {
		if (!continues) throw toNodeError(node, error, itemIndex);
		put(itemIndex, toErrorItem(error, itemIndex));
	};

	const eventLoop = new EventLoop(sleep);
	const pause = async () => await eventLoop.giveWay();
	const form = new NodeForm(context);
	let shared: Shared;
	try {
		shared = await begin(form.item(0));
	} catch (error) {
		for (const itemIndex of items.keys()) {
			await pause();
			refuse(error, itemIndex);
		}
		return output.flat();
	}

	const failures: Failed[] = [];
	const results: Results = {
		emit: (itemIndex, json, binary) =>
			put(itemIndex, { json, ...(binary && { binary }), pairedItem: { item: itemIndex } }),
		fail: (itemIndex, reason) => failures.push({ itemIndex, reason }),
	};
	const preparedOne = async (itemIndex: number) => {
		try {
			return await prepare(shared, form.item(itemIndex));
		} catch (error) {
			// What the end of the execution has cut off says nothing about the item.
			if (!isCancelled()) refuse(error, itemIndex);
			return undefined;
		}
	};
	// In a function of its own, so that nothing but the scheduler has the jobs: each is gone when it has ended.
	const prepared = async () => {
		const ready: Ready[] = [];
		for (const itemIndex of items.keys()) {
			await pause();
			const job = isCancelled() ? undefined : await preparedOne(itemIndex);
			if (job !== undefined) ready.push(job);
			else if (isCancelled()) results.fail(itemIndex, new NotTriedError(undefined));
		}
		if (isCancelled()) return ready;
		const between: Between = {
			pause,
			// Of a run that was canceled it is told what became of every item.
			refuse: (error, itemIndex) =>
				isCancelled() ? results.fail(itemIndex, error) : refuse(error, itemIndex),
			continues,
			cancelled: isCancelled,
		};
		return (await arrange?.(shared, ready, between)) ?? ready;
	};
	const jobs: Job[] = await prepared();
	const notStarted = await schedule(
		jobs,
		async (job) => {
			await pause();
			await job.run(results);
		},
		jobs[0]?.maxConcurrency ?? 1,
		() => isCancelled() || (failures.length > 0 && !continues),
	);
	failures.sort((one, other) => one.itemIndex - other.itemIndex);
	const fates = async () =>
		await fatesOf(
			output,
			failures,
			notStarted.flatMap(({ itemIndexes }) => itemIndexes),
			pause,
		);
	if (isCancelled()) throw cancelled(node, await fates(), inVain);
	if (!continues && failures.length > 0) {
		const [{ reason, itemIndex }] = [
			...failures.filter(({ reason: one }) => stateOf(one) !== 'notTried'),
			...failures,
		];
		throw toNodeError(node, reason, itemIndex, await fates(), inVain);
	}
	for (const { reason, itemIndex } of failures) {
		await pause();
		refuse(reason, itemIndex);
	}
	// A tool of an AI Agent has no hints before n8n 1.119; its output says the same.
	for (const message of warnings?.(shared) ?? [])
		context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
	return output.flat();
}

interface Failed {
	itemIndex: number;
	reason: unknown;
}

/**
 * What became of every item of a run that ended early, without addresses in full.
 *
 * @param pause called between two items
 */
async function fatesOf(
	output: INodeExecutionData[][],
	failures: readonly Failed[],
	skipped: readonly number[],
	pause: () => Promise<void>,
): Promise<Fates> {
	const fates: Fates = { sent: [], unknown: [], refused: [], notStarted: [...skipped] };
	for (const [item, items] of output.entries()) {
		await pause();
		// What an item with an error says is masked already.
		for (const { json } of items)
			if ('error' in json) fates.refused.push({ item, ...json });
			else fates.sent.push({ item, ...withMaskedAddresses(json) });
	}
	for (const { reason, itemIndex: item } of failures) {
		await pause();
		if (concernsRecipients(reason))
			for (const json of reason.outputs) fates.sent.push({ item, ...withMaskedAddresses(json) });
		const state = stateOf(reason);
		if (state === 'notTried') fates.notStarted.push(item);
		else if (state !== 'sent') fates[state].push({ item, ...toErrorItem(reason, item).json });
	}
	fates.sent.sort((one, other) => Number(one.item) - Number(other.item));
	fates.notStarted.sort((one, other) => one - other);
	return fates;
}

function cancelled(node: INode, fates: Fates, inVain?: string): NodeOperationError {
	const error = new NodeOperationError(node, 'The execution was canceled', {
		description: fatesInWords(fates, inVain).join(' ') || undefined,
	});
	error.context.data = { ...fates };
	return error;
}
