import type { Lane } from '../destinations/lane';

/** Work that starts when all jobs before it that it conflicts with have ended. */
export interface Task<T> {
	lane: Lane;
	run(): Promise<T>;
}

/** What became of a job, in the order of the jobs. */
type Settled<T> =
	| { status: 'done'; value: T }
	| { status: 'failed'; reason: unknown }
	/** It never started. */
	| { status: 'skipped' };

interface Waiting {
	/** Jobs before this one that have not ended. */
	blockers: number;
	/** Jobs that wait for this one. */
	followers: number[];
}

/**
 * Which job waits for which. Each key remembers only the last job that had it, and `everybody` only the jobs since the
 * last `everybody`, so the number of edges grows with the number of keys and not with their pairs.
 */
function waitingLists(lanes: readonly Lane[]): Waiting[] {
	const waiting = lanes.map((): Waiting => ({ blockers: 0, followers: [] }));
	const follow = (before: number, after: number) => {
		waiting[before].followers.push(after);
		waiting[after].blockers += 1;
	};
	let barrier: number | undefined;
	let sinceBarrier: number[] = [];
	let lastOf = new Map<string, number>();
	for (const [index, lane] of lanes.entries()) {
		if (lane === 'everybody') {
			for (const before of sinceBarrier) follow(before, index);
			if (sinceBarrier.length === 0 && barrier !== undefined) follow(barrier, index);
			barrier = index;
			sinceBarrier = [];
			lastOf = new Map();
			continue;
		}
		const before = new Set<number>();
		for (const key of lane) {
			const last = lastOf.get(key);
			if (last !== undefined && last !== index) before.add(last);
			lastOf.set(key, index);
		}
		if (barrier !== undefined) before.add(barrier);
		for (const one of before) follow(one, index);
		sinceBarrier.push(index);
	}
	return waiting;
}

/**
 * Runs jobs in parallel where they cannot disturb each other: conflicting jobs never overlap and never swap.
 *
 * @param limit most jobs at the same time; 1 means strictly one after another
 * @param halted asked before each start; once true, no further job starts
 * @returns what became of each job, in their order, when all that started have ended
 */
export async function schedule<T>(
	tasks: ReadonlyArray<Task<T>>,
	limit: number,
	halted: (failed: boolean) => boolean,
): Promise<Array<Settled<T>>> {
	const settled = tasks.map((): Settled<T> => ({ status: 'skipped' }));
	// One after another needs no waiting lists, and keeps the order of the jobs altogether.
	const waiting = waitingLists(limit === 1 ? tasks.map(() => []) : tasks.map(({ lane }) => lane));
	const ready: number[] = [...waiting.keys()].filter((index) => waiting[index].blockers === 0);
	let next = 0;
	let running = 0;
	let failed = false;

	await new Promise<void>((finish) => {
		const end = (index: number) => {
			running -= 1;
			for (const follower of waiting[index].followers) {
				waiting[follower].blockers -= 1;
				if (waiting[follower].blockers === 0) ready.push(follower);
			}
			start();
		};
		const start = () => {
			while (running < limit && next < ready.length && !halted(failed)) {
				const index = ready[next];
				next += 1;
				running += 1;
				tasks[index].run().then(
					(value) => {
						settled[index] = { status: 'done', value };
						end(index);
					},
					(reason: unknown) => {
						settled[index] = { status: 'failed', reason };
						failed = true;
						end(index);
					},
				);
			}
			if (running === 0) finish();
		};
		start();
	});
	return settled;
}
