/* eslint-disable @n8n/community-nodes/no-restricted-globals */
const pollMs = 100;
const withinMs = 300_000;

/** Waits for something that the simulator or n8n tells. */
export async function until(
	what: string,
	happened: () => boolean | Promise<boolean>,
): Promise<void> {
	for (const deadline = Date.now() + withinMs; !(await happened()); ) {
		if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
		await new Promise((resolve) => setTimeout(resolve, pollMs));
	}
}
