import type { Lane } from '../destinations/lane';

/** Work that starts when all tasks before it that it conflicts with have ended. */
export interface Task {
	/** Read once. */
	readonly lane: Lane;
}

/** Most tasks that are looked at in advance while they can't start yet: each is held, and looking takes its time. */
const MOST_WAITING = 10_000;

/** A task that has been looked at, and has not ended. */
interface Entry<T> {
	task: T;
	index: number;
	lane: Lane;
	/** Tasks before this one that have not ended. */
	blockers: number;
	/** Tasks that wait for this one. */
	followers: Array<Entry<T>>;
}

/**
 * Which task waits for which. Each key remembers only the last task that had it, so the number of links grows with the number
 * of keys and not with their pairs. What has ended is forgotten.
 */
class Links<T> {
	private readonly all = new Set<Entry<T>>();

	private readonly lastOf = new Map<string, Entry<T>>();

	/** One that everybody may get: all tasks to come have to wait for it. */
	private barrier?: Entry<T>;

	get isBarred(): boolean {
		return this.barrier !== undefined;
	}

	/** Has a task wait for those before it, none of which is a barrier. */
	add(entry: Entry<T>): void {
		const { lane } = entry;
		const before = new Set<Entry<T>>(lane === 'everybody' ? this.all : []);
		if (lane === 'everybody') this.barrier = entry;
		else
			for (const key of lane) {
				const last = this.lastOf.get(key);
				if (last !== undefined && last !== entry) before.add(last);
				this.lastOf.set(key, entry);
			}
		for (const one of before) one.followers.push(entry);
		entry.blockers = before.size;
		this.all.add(entry);
	}

	/** @returns the tasks that need wait no longer */
	end(entry: Entry<T>): Array<Entry<T>> {
		const { lane, followers } = entry;
		this.all.delete(entry);
		if (lane === 'everybody') this.barrier = undefined;
		else for (const key of lane) if (this.lastOf.get(key) === entry) this.lastOf.delete(key);
		for (const follower of followers) follower.blockers -= 1;
		return followers.filter(({ blockers }) => blockers === 0);
	}
}

/**
 * Runs tasks in parallel where they cannot disturb each other: conflicting tasks never overlap and never swap.
 *
 * @param tasks emptied while they run, so that what has ended does not take up memory
 * @param run never rejects
 * @param limit most tasks at the same time; 1 means strictly one after another
 * @param halted asked before each start; once true, no further task starts
 * @returns the tasks that never started, when all others have ended
 */
export async function schedule<T extends Task>(
	tasks: T[],
	run: (task: T) => Promise<void>,
	limit: number,
	halted: () => boolean,
): Promise<T[]> {
	const left: Array<T | undefined> = tasks.splice(0);
	const links = new Links<T>();
	const waiting = new Set<Entry<T>>();
	const ready: Array<Entry<T>> = [];
	let next = 0;
	let running = 0;

	/** Looks at the next task; undefined if there is none, or it would be of no use. */
	const look = (): Entry<T> | undefined => {
		const task = left[next];
		if (task === undefined || links.isBarred || waiting.size >= MOST_WAITING) return undefined;
		left[next] = undefined;
		const entry: Entry<T> = { task, index: next, lane: task.lane, blockers: 0, followers: [] };
		next += 1;
		links.add(entry);
		return entry;
	};

	await new Promise<void>((finish, fail) => {
		const end = (entry: Entry<T>) => {
			running -= 1;
			for (const free of links.end(entry)) {
				waiting.delete(free);
				ready.push(free);
			}
			start();
		};
		const start = () => {
			while (running < limit && !halted()) {
				const entry = ready.shift() ?? look();
				if (entry === undefined) break;
				if (entry.blockers > 0) {
					waiting.add(entry);
					continue;
				}
				running += 1;
				run(entry.task).then(() => end(entry), fail);
			}
			if (running === 0) finish();
		};
		start();
	});
	const looked = [...ready, ...waiting].sort((one, other) => one.index - other.index);
	const others = left.filter((task) => task !== undefined);
	return [...looked.map(({ task }) => task), ...others];
}
