/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What one run took. */
export interface Run {
	/** Seconds from the first item to the last answer. */
	wall: number;
	/** CPU seconds of this process, user and system. */
	cpu: number;
	/** Longest time that the process did nothing else, in seconds. */
	block: number;
}

/** Lets the garbage go first, so that only what is really held counts. */
export const settle = () => (globalThis as { gc?: () => void }).gc?.();

/** @returns what a job gives, and the longest time that the process did nothing else meanwhile, in seconds */
export async function watched<Result>(
	job: () => Promise<Result>,
): Promise<{ result: Result; block: number }> {
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	// The first turn only starts the clock.
	await new Promise((resolve) => setTimeout(resolve, 5));
	const result = await job();
	await new Promise((resolve) => setTimeout(resolve, 5));
	delay.disable();
	return { result, block: delay.max / 1e9 };
}

/** What one run takes. */
export async function once(job: () => Promise<void>): Promise<Run> {
	const { result, block } = await watched(async () => {
		const cpu = process.cpuUsage();
		const since = performance.now();
		await job();
		const wall = (performance.now() - since) / 1000;
		const { user, system } = process.cpuUsage(cpu);
		return { wall, cpu: (user + system) / 1e6 };
	});
	return { ...result, block };
}

/** Of two runs, the shorter time, the less CPU time, and the longer block. */
const bestOf = (one: Run, other: Run): Run => ({
	wall: Math.min(one.wall, other.wall),
	cpu: Math.min(one.cpu, other.cpu),
	block: Math.max(one.block, other.block),
});

/**
 * Runs jobs in turns, round after round: a machine may be slower for some minutes, and what is compared must share them.
 *
 * @returns of all rounds of each job, the shortest time, the least CPU time, and the longest block
 */
export async function inTurns(
	jobs: Record<string, { run(): Promise<void> }>,
	rounds: number,
): Promise<Record<string, Run>> {
	const best: Record<string, Run> = {};
	for (let round = 0; round < rounds; round++)
		for (const [name, job] of Object.entries(jobs)) {
			settle();
			const one = await once(async () => await job.run());
			best[name] = name in best ? bestOf(best[name], one) : one;
		}
	return best;
}
