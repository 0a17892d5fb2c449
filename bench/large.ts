/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { WeCom } from '../nodes/WeCom/WeCom.node';
import { execute, textFromItem } from '../test/engine/harness';
import { once, settle, watched, type Run } from './measure';
import { assertSent, credentialOf, texts, type Load } from './senders';

/** How often what is really held is looked at, in milliseconds: each time costs a garbage collection. */
const LOOK_MS = 1000;

const held = () => {
	settle();
	return process.memoryUsage().heapUsed;
};

/** What one execution with very many items holds, in bytes for each. */
interface Large extends Run {
	/** Longest time that the process did nothing else while the node ran, in seconds: n8n hands the items over by itself. */
	nodeBlock: number;
	/** The items themselves, and what the node puts out for them. */
	own: number;
	/** Most that is held at the same time, while they are sent. */
	most: number;
}

/** The node, and how long it blocked the process at most. */
function watchedNode(): { nodeType: INodeType; blocked: () => number } {
	const weCom = new WeCom();
	let longest = 0;
	const nodeType: INodeType = {
		description: weCom.description,
		methods: weCom.methods,
		async execute(this: IExecuteFunctions) {
			const { result, block } = await watched(async () => await weCom.execute.call(this));
			longest = block;
			return result;
		},
	};
	return { nodeType, blocked: () => longest };
}

/** One execution with very many items: how long it blocks n8n, and how much memory each takes above its own data. */
export async function large(load: Load): Promise<Large> {
	const { items, concurrency } = load;
	const credentials = credentialOf(load);
	const parameters = { ...textFromItem, options: { maxConcurrency: concurrency } };
	const { nodeType, blocked } = watchedNode();
	await execute(credentials, parameters, texts(50), { nodeType });
	const many = texts(items);
	const run = await once(async () =>
		assertSent(await execute(credentials, parameters, many, { nodeType }), items),
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
	return { ...run, nodeBlock: blocked(), own: own / items, most: most / items };
}
