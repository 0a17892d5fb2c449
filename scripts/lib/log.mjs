/** A command counts from its own start, and so do the programs that it runs. */
const started = Number((process.env.WECOM_PUSH_STARTED ??= String(Date.now())));

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Prints one line, with the time since the command was started. */
export function info(text) {
	process.stdout.write(`[${seconds(started).padStart(8)}] ${text}\n`);
}

/** Prints a section heading. */
export function heading(text) {
	process.stdout.write(`\n=== ${text} (${seconds(started)} so far) ===\n`);
}

/**
 * Announces a long job, runs it, and says how long it took. A line every half a minute shows that it is still alive:
 * the first installation takes minutes and says nothing by itself.
 */
export async function timed(text, job) {
	const since = Date.now();
	info(`${text} ...`);
	const alive = setInterval(() => info(`${text}: still at it after ${seconds(since)}`), 30_000);
	try {
		const result = await job();
		info(`${text}: done in ${seconds(since)}`);
		return result;
	} finally {
		clearInterval(alive);
	}
}

/** Prints the closing line that people and machines look for. */
export function closing({ passed, failed }) {
	process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
}
