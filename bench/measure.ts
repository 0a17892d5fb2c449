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

/**
 * Runs jobs in turns, round after round: a machine may be slower for some minutes, and what is compared must share them.
 * Garbage goes when it goes, as in n8n: to force it would throw the compiled code away as well.
 *
 * @returns the rounds of each job, in the order of the jobs
 */
export async function inTurns(
	jobs: ReadonlyArray<() => Promise<void>>,
	rounds: number,
): Promise<Run[][]> {
	const all = jobs.map((job) => ({ job, runs: [] as Run[] }));
	for (let round = 0; round < rounds; round++) {
		// Each leaves its garbage to the next one.
		const turns = [...all.slice(round % all.length), ...all.slice(0, round % all.length)];
		for (const { job, runs } of turns) runs.push(await once(job));
	}
	return all.map(({ runs }) => runs);
}
