/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { execute, textFromItem } from '../test/engine/harness';
import { measure, settle, type Measured } from './measure';
import { assertSent, credentialOf, texts, type Load } from './senders';

/** How often what is really held is looked at, in milliseconds: each time costs a garbage collection. */
const LOOK_MS = 1000;

const held = () => {
	settle();
	return process.memoryUsage().heapUsed;
};

/** What one execution with very many items holds, in bytes for each. */
interface Large extends Measured {
	/** The items themselves, and what the node puts out for them. */
	own: number;
	/** Most that is held at the same time, while they are sent. */
	most: number;
}

/** One execution with very many items: how much memory each takes above its own data. */
export async function large(load: Load): Promise<Large> {
	const { items, concurrency } = load;
	const credentials = credentialOf(load);
	const parameters = { ...textFromItem, options: { maxConcurrency: concurrency } };
	await execute(credentials, parameters, texts(50));
	const measured = await measure(async () =>
		assertSent(await execute(credentials, parameters, texts(items)), items),
	);

	const idle = held();
	const input = texts(items);
	let most = 0;
	const sampler = setInterval(() => (most = Math.max(most, held() - idle)), LOOK_MS);
	let outcome: Awaited<ReturnType<typeof execute>> | undefined = await execute(
		credentials,
		parameters,
		input,
	);
	clearInterval(sampler);
	const { items: output } = outcome;
	outcome = undefined;
	const own = held() - idle;
	if (output.length !== input.length) throw new Error('not all were sent');
	return { ...measured, own: own / items, most: most / items };
}
