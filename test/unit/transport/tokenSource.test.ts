import fc from 'fast-check';
import { sleep } from 'n8n-workflow';

import type { TokenMode } from '../../simulator';
import { seeded } from '../../seeded';
import { startProcess, World, type Process } from './processes';

const PROCESSES = 4;
const EXECUTIONS = 12;
const CALLS = 12;

/** Time in which everything of a case happens, in milliseconds of its own clock. */
const SPAN = 10_000;

let processes: Process[];
let worlds = 0;

beforeAll(async () => {
	processes = [];
	for (let count = 0; count < PROCESSES; count++) processes.push(await startProcess());
	jest.useFakeTimers();
});

afterAll(() => jest.useRealTimers());

interface Case {
	seed: number;
	/** Moments of the revocations. */
	revocations: number[];
	/** From when to when the database is away. */
	outage?: [from: number, to: number];
	processes: number;
	queryMs: number;
	wayMs: number;
}

const at = async (moment: number, what: () => void): Promise<void> => {
	await sleep(moment);
	what();
};

/** Lets the processes send, each execution some of its messages at the same time, and gives what became of it. */
async function play(mode: TokenMode, one: Case) {
	const random = seeded(one.seed);
	jest.spyOn(Math, 'random').mockImplementation(random);
	const world = new World({ mode, random, ...one }, `corp-${(worlds += 1)}`);
	const failures: string[] = [];
	const send = async (execution: number) => {
		const client = await processes[execution % one.processes].begin(world);
		const lane = async (number: number) => {
			for (let call = number; call < CALLS; call += 3) {
				await sleep(random() * ((3 * SPAN) / CALLS));
				const message = `${execution}-${call}`;
				await client
					.post('message/send', { message })
					.catch((error: Error) => failures.push(`${message}: ${error.message}`));
			}
		};
		await Promise.all([lane(0), lane(1), lane(2)]);
	};
	const all = [
		// All have read their credential before the database goes away.
		...Array.from({ length: EXECUTIONS }, async (_, execution) => await send(execution)),
		...one.revocations.map(async (moment) => await at(moment, () => world.revoke())),
		...(one.outage ?? []).map(
			async (moment, index) => await at(moment, () => (world.isAway = index === 0)),
		),
	];
	let hasEnded = false;
	const ended = Promise.all(all).then(() => (hasEnded = true));
	for (let slice = 0; slice < 100 && !hasEnded; slice++)
		await jest.advanceTimersByTimeAsync(SPAN / 10);
	await ended;
	jest.restoreAllMocks();
	return { world, failures };
}

const caseWith = (revocations: number, isAway = false): fc.Arbitrary<Case> =>
	fc.record({
		seed: fc.integer(),
		processes: fc.integer({ min: 1, max: PROCESSES }),
		revocations: fc.array(fc.integer({ min: 500, max: SPAN }), {
			minLength: revocations,
			maxLength: revocations,
		}),
		queryMs: fc.constantFrom(0, 20, 150),
		wayMs: fc.constantFrom(1, 30, 150),
		...(isAway
			? {
					outage: fc
						.tuple(fc.integer({ min: 500, max: SPAN / 2 }), fc.integer({ min: 100, max: SPAN / 2 }))
						.map(([from, duration]): [number, number] => [from, from + duration]),
				}
			: {}),
	});

describe.each<[TokenMode, revocations: number, isAway: boolean, cases: number]>([
	['same', 3, false, 60],
	['same', 3, true, 60],
	['new', 3, false, 60],
	['new', 3, true, 60],
	['newEndsOld', 1, false, 120],
	['newEndsOld', 3, false, 60],
])(
	'up to four processes, with gettoken in the mode "%s", %i revocations, and a database that is away for a while (%s)',
	(mode, revocations, isAway, cases) => {
		it('deliver every message once, and use no token of which they know that it is dead', async () => {
			await fc.assert(
				fc.asyncProperty(caseWith(revocations, isAway), async (one) => {
					const { world, failures } = await play(mode, one);
					expect(failures).toEqual([]);
					expect(new Set(world.delivered).size).toBe(EXECUTIONS * CALLS);
					expect(world.delivered).toHaveLength(EXECUTIONS * CALLS);
					expect(world.knownDead).toEqual([]);
					// In the beginning and after a revocation each process asks; where they end each other's tokens, once more.
					const most = one.processes * (1 + revocations) * (mode === 'newEndsOld' ? 3 : 1);
					expect(world.gettoken).toBeLessThanOrEqual(most);
				}),
				{ numRuns: cases, seed: 13 },
			);
		});
	},
);
