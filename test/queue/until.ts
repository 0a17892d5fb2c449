import { until as untilThere } from '../e2e/until';

/** The restart of a server takes its time, and so does n8n until it gives up on a job. */
const PATIENCE_MS = 300_000;

/** Waits until something has happened that the simulator or n8n tells. */
export async function until(
	what: string,
	happened: () => boolean | Promise<boolean>,
): Promise<void> {
	await untilThere(what, async () => ((await happened()) ? true : undefined), PATIENCE_MS);
}
