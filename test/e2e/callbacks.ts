/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { sendCallback, type CallbackAnswer, type CallbackSettings } from '../simulator/callback';

const deliveredWithinMs = 240_000;

/** Sends a callback until it is taken. WeCom gives up after three repetitions; here, what it gave up on comes again. */
export async function deliver(settings: CallbackSettings, xml: string): Promise<CallbackAnswer> {
	for (const deadline = Date.now() + deliveredWithinMs; ; ) {
		if (Date.now() > deadline) throw new Error(`Not taken within ${deliveredWithinMs} ms: ${xml}`);
		const answer = await sendCallback(settings, xml).catch(() => undefined);
		// While it starts, n8n answers whatever comes with 200 and a sentence of its own.
		if (answer?.status === 200 && answer.body === '') return answer;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}

/** Runs a job for each of the contents, so many at a time. */
export async function inFlight<T>(
	contents: readonly T[],
	atOnce: number,
	job: (content: T) => Promise<void>,
): Promise<void> {
	const waiting = [...contents];
	const worker = async () => {
		for (let content = waiting.shift(); content !== undefined; content = waiting.shift())
			await job(content);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
