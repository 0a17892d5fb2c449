/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { startSimulator, type FailNext, type Simulator } from '../simulator';
import { credentialsFor, execute, textFromItem } from './harness';

const ITEMS = 1000;
const MEMBERS = 200;
const FAULTS = 150;

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ members: MEMBERS });
});

afterEach(async () => await simulator.close());

/** Small, good enough, and the same everywhere (mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const KINDS: ReadonlyArray<Partial<FailNext>> = [
	{ errcode: -1 },
	{ errcode: 45009 },
	{ status: 502, body: 'bad gateway' },
	{ resetBefore: true },
	{ resetAfter: true },
	{ delayMs: 60 },
];

function armFaults(seed: number): void {
	const random = seeded(seed);
	for (let fault = 0; fault < FAULTS; fault++) {
		const kind = KINDS[Math.floor(random() * KINDS.length)];
		simulator.failNext({ path: 'message/send', skip: Math.floor(random() * ITEMS), times: 1, ...kind });
	}
}

const items: INodeExecutionData[] = Array.from({ length: ITEMS }, (_, index) => ({
	json: { text: `message ${index}`, user: `user${String((index % MEMBERS) + 1).padStart(4, '0')}` },
}));

async function run(seed: number, options: IDataObject): Promise<INodeExecutionData[]> {
	armFaults(seed);
	// The token dies twice, at moments that nobody has planned.
	const revocations = [150, 450].map((after) => setTimeout(() => simulator.revokeToken(), after));
	simulator.setLatency(3);
	const parameters = { ...textFromItem, options: { retries: 10, retryTime: 120, ...options } as never };
	const { items: output } = await execute(credentialsFor(simulator), parameters, items, { onError: 'continueRegularOutput' });
	revocations.forEach(clearTimeout);
	return output;
}

function arrivals(): Map<string, number> {
	const count = new Map<string, number>();
	for (const { content } of simulator.inbox()) {
		const text = String(content.content);
		count.set(text, (count.get(text) ?? 0) + 1);
	}
	return count;
}

describe.each([1, 20261124])('with random failures (seed %i)', (seed) => {
	it('and Duplicate Check, every member gets each message exactly once, in order', async () => {
		const output = await run(seed, { duplicateCheck: true });
		expect(output.filter(({ json }) => json.error !== undefined)).toEqual([]);
		expect(output).toHaveLength(ITEMS);
		const count = arrivals();
		expect(items.filter(({ json }) => count.get(String(json.text)) !== 1)).toEqual([]);
		for (let member = 1; member <= MEMBERS; member++) {
			const user = `user${String(member).padStart(4, '0')}`;
			const expected = items.filter(({ json }) => json.user === user).map(({ json }) => json.text);
			expect(simulator.inbox(user).map(({ content }) => content.content)).toEqual(expected);
		}
		expect(simulator.count('gettoken')).toBeLessThanOrEqual(3);
	}, 120_000);

	it('and no Duplicate Check, nobody gets a message twice, and what did not verifiably arrive is reported', async () => {
		const output = await run(seed, {});
		expect(output).toHaveLength(ITEMS);
		const count = arrivals();
		let unknown = 0;
		for (const [index, { json }] of output.entries()) {
			const arrived = count.get(`message ${index}`) ?? 0;
			expect(arrived).toBeLessThanOrEqual(1);
			if (json.error === undefined) {
				expect(arrived).toBe(1);
			} else {
				expect(json.details).toMatchObject({ delivered: 'unknown' });
				unknown += 1;
			}
		}
		expect(unknown).toBeGreaterThan(0);
	}, 120_000);
});
