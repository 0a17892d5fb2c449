/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What one run took. */
export interface Measured {
	/** Seconds from the first item to the last answer. */
	wall: number;
	/** CPU seconds of this process, user and system. */
	cpu: number;
	/** Most memory of the process above what it had before, in bytes. */
	peak: number;
	/** Longest time that the process did nothing else, in seconds. */
	block: number;
	credentialReads?: number;
	/** What n8n stores of the execution, in characters for each item. */
	stored?: number;
}

const used = () => process.memoryUsage.rss();

/** Lets the garbage go first, so that only what is really held counts. */
export const settle = () => (globalThis as { gc?: () => void }).gc?.();

/** What one run takes, in turns of the event loop that are watched. */
async function once(job: () => Promise<void>): Promise<Omit<Measured, 'peak'>> {
	const delay = monitorEventLoopDelay({ resolution: 1 });
	delay.enable();
	// The first turn only starts the clock.
	await new Promise((resolve) => setTimeout(resolve, 5));
	const cpu = process.cpuUsage();
	const since = performance.now();
	await job();
	const wall = (performance.now() - since) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	await new Promise((resolve) => setTimeout(resolve, 5));
	delay.disable();
	return { wall, cpu: (user + system) / 1e6, block: delay.max / 1e9 };
}

/** Of several runs, the shortest time, the least CPU time, and the longest block. */
const bestOf = (one: Omit<Measured, 'peak'>, other: Omit<Measured, 'peak'>) => ({
	wall: Math.min(one.wall, other.wall),
	cpu: Math.min(one.cpu, other.cpu),
	block: Math.max(one.block, other.block),
});

/** @param rounds so many runs, one after another */
export async function measure(job: () => Promise<void>, rounds = 1): Promise<Measured> {
	settle();
	const idle = used();
	let peak = idle;
	const sampler = setInterval(() => {
		peak = Math.max(peak, used());
	}, 20);
	let best = await once(job);
	for (let round = 1; round < rounds; round++) best = bestOf(best, await once(job));
	clearInterval(sampler);
	return { ...best, peak: Math.max(peak, used()) - idle };
}
