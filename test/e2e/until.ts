import { sleep } from 'n8n-workflow';

const POLL_MS = 50;
const PATIENCE_MS = 120_000;

/**
 * Waits until something is there.
 *
 * @param what for the error
 * @param read gives undefined as long as it isn't
 */
export async function until<T>(
	what: string,
	read: () => T | undefined | Promise<T | undefined>,
	patienceMs = PATIENCE_MS,
): Promise<T> {
	for (const deadline = Date.now() + patienceMs; ; await sleep(POLL_MS)) {
		const value = await read();
		if (value !== undefined) return value;
		if (Date.now() > deadline) throw new Error(`Not within ${patienceMs} ms: ${what}`);
	}
}
