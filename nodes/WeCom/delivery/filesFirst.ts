import type { Job } from './job';
import { refuseAll, type Between } from './resolve';

/** The job of one item, which may need files. */
export interface JobWithFiles extends Job {
	readonly hasFiles: boolean;
	/**
	 * Has its files with WeCom, or here where they stand in the message itself. Nothing else goes out.
	 *
	 * @throws InvalidInputError if one can't be had, or WeCom would not take it
	 */
	bringFiles(): Promise<void>;
}

/**
 * Brings the files of all jobs before the first message goes out, so that a file that is not there holds back all of them.
 *
 * @returns the jobs that can be done, in their order
 */
export async function withFiles<J extends JobWithFiles>(jobs: J[], between: Between): Promise<J[]> {
	const { pause, continues, cancelled } = between;
	const needing = jobs.filter(({ hasFiles }) => hasFiles);
	if (needing.length === 0) return jobs;
	const failed = new Map<J, unknown>();
	const waiting = needing.values();
	const worker = async () => {
		// All workers take from the same iterator.
		for (const job of waiting) {
			if (cancelled() || (failed.size > 0 && !continues)) return;
			await pause();
			await job.bringFiles().catch((error: unknown) => {
				// What a canceled execution has cut off was not begun.
				if (!cancelled()) failed.set(job, error);
			});
		}
	};
	await Promise.all(Array.from({ length: needing[0].maxConcurrency }, worker));
	const refused = [...failed].flatMap(([job, error]) =>
		job.itemIndexes.map((itemIndex) => ({ error, itemIndex })),
	);
	await refuseAll(refused, between);
	return jobs.filter((job) => !failed.has(job));
}
