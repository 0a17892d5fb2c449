import { sleep } from 'n8n-workflow';

import type { TokenMode } from '../simulator';
import { execute, textFromItem, type Outcome } from './harness';
import { startWorker, type Worker } from './workers';
import { credentials, freshSimulator, simulator } from './world';

const ITEMS = 50;
const EXECUTIONS = 40;
const MESSAGES = ITEMS * EXECUTIONS;

freshSimulator({ members: ITEMS, memberLimitPerMinute: 10 * EXECUTIONS });

const textOf = (execution: number, item: number) => `execution ${execution}, item ${item}`;

const run = async ({ store, nodeType }: Worker, execution: number): Promise<Outcome> =>
	await execute(
		store,
		textFromItem,
		Array.from({ length: ITEMS }, (_, item) => ({
			json: {
				text: textOf(execution, item),
				user: `user${String(item + 1).padStart(4, '0')}`,
			},
		})),
		{ nodeType },
	);

/** Sends 2000 messages from two workers, five executions at a time in each, and revokes all tokens on the way. */
async function underFire(mode: TokenMode, revocations: number): Promise<Outcome[]> {
	simulator.tokenMode(mode);
	simulator.setLatency(3);
	credentials.row.latency = 20;
	const workers = [await startWorker(), await startWorker()];
	const waiting = Array.from({ length: EXECUTIONS }, (_, execution) => execution);
	const outcomes: Outcome[] = [];
	const lane = async (worker: Worker) => {
		for (let execution = waiting.shift(); execution !== undefined; execution = waiting.shift())
			outcomes.push(await run(worker, execution));
	};
	const revoking = (async () => {
		for (let count = 1; count <= revocations; count++) {
			while (simulator.inbox().length < (count * MESSAGES) / (revocations + 1)) await sleep(20);
			simulator.revokeToken();
		}
	})();
	await Promise.all(workers.flatMap((worker) => Array.from({ length: 5 }, () => lane(worker))));
	await revoking;
	return outcomes;
}

describe.each<[TokenMode, number]>([
	['same', 3],
	['new', 3],
	['newEndsOld', 1],
])('two workers, with a WeCom in the mode "%s" that revokes %i times', (mode, revocations) => {
	it('lose nothing, double nothing, and no execution fails', async () => {
		const outcomes = await underFire(mode, revocations);
		expect(outcomes.flatMap(({ error }) => (error === undefined ? [] : [error.message]))).toEqual(
			[],
		);
		const wanted = Array.from({ length: MESSAGES }, (_, index) =>
			textOf(Math.floor(index / ITEMS), index % ITEMS),
		);
		const texts = simulator.inbox().map(({ content }) => String(content.content));
		expect(texts.sort()).toEqual(wanted.sort());
		// Each worker asks once in the beginning and for each revocation; a few more where they ended each other's tokens.
		expect(simulator.count('gettoken')).toBeLessThanOrEqual(4 * (1 + revocations));
	});
});
