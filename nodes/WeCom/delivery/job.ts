import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { Lane } from '../destinations/lane';

/** Takes what becomes of the items of a job. */
export interface Results {
	/** What the node puts out for an item, as soon as it exists, so that it is kept if a later part fails. */
	emit(itemIndex: number, output: IDataObject, files?: IBinaryKeyData): void;
	fail(itemIndex: number, reason: unknown): void;
}

/** What is to be done for one input item, or for several in one go; checked and ready. */
export interface Job {
	itemIndexes: readonly number[];
	/** Who may get it. */
	lane: Lane;
	/** Most jobs at the same time; the first job decides. */
	maxConcurrency: number;
	/** Never rejects: what fails is told for each item. */
	run(results: Results): Promise<void>;
}

/** What one input item is to do. */
interface SingleJob {
	itemIndex: number;
	lane: Lane;
	maxConcurrency: number;
	/** @param emit takes what the node puts out */
	run(emit: (output: IDataObject, files?: IBinaryKeyData) => void): Promise<void>;
}

/** The job of one input item. */
export function singleJob({ itemIndex, lane, maxConcurrency, run }: SingleJob): Job {
	return {
		itemIndexes: [itemIndex],
		lane,
		maxConcurrency,
		run: async (results) =>
			await run((...output) => results.emit(itemIndex, ...output)).catch((reason: unknown) =>
				results.fail(itemIndex, reason),
			),
	};
}
