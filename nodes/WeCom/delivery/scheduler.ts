import type { Lane } from '../destinations/lane';

/** Work that starts when all tasks before it that it conflicts with have ended. */
export interface Task {
	lane: Lane;
	/** Never rejects. */
	run(): Promise<void>;
}

interface Waiting {
	/** Tasks before this one that have not ended. */
	blockers: number;
	/** Tasks that wait for this one. */
	followers: number[];
}

/**
 * Which task waits for which. Each key remembers only the last task that had it, and `everybody` only the tasks since the
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
 * Runs tasks in parallel where they cannot disturb each other: conflicting tasks never overlap and never swap.
 *
 * @param tasks emptied while they run, so that what has ended does not take up memory
 * @param limit most tasks at the same time; 1 means strictly one after another
 * @param halted asked before each start; once true, no further task starts
 * @returns the tasks that never started, when all others have ended
 */
export async function schedule<T extends Task>(
	tasks: T[],
	limit: number,
	halted: () => boolean,
): Promise<T[]> {
	// One after another needs no waiting lists, and keeps the order of the tasks altogether.
	const waiting = waitingLists(limit === 1 ? tasks.map(() => []) : tasks.map(({ lane }) => lane));
	const left = new Map(tasks.entries());
	tasks.length = 0;
	const ready: number[] = [...waiting.keys()].filter((index) => waiting[index].blockers === 0);
	let next = 0;
	let running = 0;

	await new Promise<void>((finish, fail) => {
		const end = (index: number) => {
			running -= 1;
			for (const follower of waiting[index].followers) {
				waiting[follower].blockers -= 1;
				if (waiting[follower].blockers === 0) ready.push(follower);
			}
			start();
		};
		const start = () => {
			while (running < limit && next < ready.length && !halted()) {
				const index = ready[next];
				next += 1;
				running += 1;
				const task = left.get(index) as T;
				left.delete(index);
				task.run().then(() => end(index), fail);
			}
			if (running === 0) finish();
		};
		start();
	});
	return [...left.values()];
}
