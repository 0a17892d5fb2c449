import fc from 'fast-check';

import { schedule, type Task } from '../../../nodes/WeCom/delivery/scheduler';
import type { Lane } from '../../../nodes/WeCom/destinations/lane';
import { cases } from '../../cases';

/** A task of the model: whom it reaches, how many turns it takes, whether it fails. */
interface Model {
	lane: Lane;
	turns: number;
	fails: boolean;
}

interface Running extends Task {
	run(): Promise<void>;
}

const run = async (task: Running) => await task.run();

const CASES = cases(100_000);

const lane = fc.oneof(
	{ weight: 6, arbitrary: fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 }) },
	{ weight: 1, arbitrary: fc.constant('everybody' as const) },
);
const model = fc.record({ lane, turns: fc.nat(3), fails: fc.boolean() });

const conflict = (one: Lane, other: Lane) =>
	one === 'everybody' || other === 'everybody' || one.some((key) => other.includes(key));

interface Trace {
	started: number[];
	ended: number[];
	most: number;
	/** Pairs that were under way at the same time. */
	overlapping: Array<[number, number]>;
}

async function traced(models: readonly Model[], limit: number, stopOnFailure: boolean) {
	const trace: Trace = { started: [], ended: [], most: 0, overlapping: [] };
	const running = new Set<number>();
	let failed = false;
	const tasks = models.map(({ lane: own, turns, fails }, index): Running & { index: number } => ({
		index,
		lane: own,
		async run() {
			for (const other of running) trace.overlapping.push([other, index]);
			running.add(index);
			trace.started.push(index);
			trace.most = Math.max(trace.most, running.size);
			for (let turn = 0; turn < turns; turn++) await Promise.resolve();
			running.delete(index);
			trace.ended.push(index);
			failed ||= fails;
		},
	}));
	const notStarted = await schedule(tasks, run, limit, () => stopOnFailure && failed);
	return { trace, notStarted: notStarted.map(({ index }) => index) };
}

describe('the scheduler', () => {
	it(`keeps its promises in ${CASES} random cases`, async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(model, { maxLength: 12 }),
				fc.integer({ min: 1, max: 5 }),
				fc.boolean(),
				async (models, limit, stopOnFailure) => {
					const { trace, notStarted } = await traced(models, limit, stopOnFailure);
					const { started, ended, most, overlapping } = trace;

					if (most > limit) throw new Error('more than the limit in flight');
					if (new Set(started).size !== started.length) throw new Error('a job ran twice');
					if (ended.length !== started.length) throw new Error('ended before its jobs');
					if (!stopOnFailure && started.length !== models.length)
						throw new Error('a job never ran');
					for (const [one, other] of overlapping) {
						if (conflict(models[one].lane, models[other].lane))
							throw new Error('conflicting jobs overlapped');
					}
					const place = new Map(started.map((index, position) => [index, position]));
					for (const [other, position] of place) {
						for (let one = 0; one < other; one++) {
							if (!conflict(models[one].lane, models[other].lane)) continue;
							const before = place.get(one);
							if (before === undefined || before > position)
								throw new Error('conflicting jobs swapped');
						}
					}
					if (models.some((_, index) => place.has(index) === notStarted.includes(index)))
						throw new Error('what never started is told wrong');
					if (
						limit === 1 &&
						!stopOnFailure &&
						started.some((index, position) => position > 0 && index < started[position - 1])
					) {
						throw new Error('with limit 1 the order is that of the jobs');
					}
				},
			),
			{ numRuns: CASES, seed: 20261124 },
		);
	}, 300_000);

	it('starts no further job after a failure when told to stop, and waits for those under way', async () => {
		const models: Model[] = [
			{ lane: ['a'], turns: 1, fails: true },
			{ lane: ['b'], turns: 3, fails: false },
			{ lane: ['c'], turns: 0, fails: false },
		];
		const { trace, notStarted } = await traced(models, 2, true);
		expect(trace.ended.sort()).toEqual([0, 1]);
		expect(notStarted).toEqual([2]);
	});

	it('runs what it can while a conflicting job waits', async () => {
		const models: Model[] = [
			{ lane: ['a'], turns: 5, fails: false },
			{ lane: ['a'], turns: 0, fails: false },
			{ lane: ['b'], turns: 0, fails: false },
		];
		const { trace } = await traced(models, 2, false);
		expect(trace.started).toEqual([0, 2, 1]);
	});

	it('ends at once without jobs', async () => {
		expect(await schedule<Running>([], run, 4, () => false)).toEqual([]);
	});

	it.each([
		['all conflict', (): Lane => 'everybody'],
		['all share a member', (): Lane => ['a']],
		['none conflict', (index: number): Lane => [`user${index}`]],
		[
			'departments and members take turns',
			(index: number): Lane => (index % 2 === 0 ? 'everybody' : [`user${index}`]),
		],
	])('has as many links between 20,000 jobs as there are keys when %s', async (_, laneAt) => {
		const count = 20_000;
		let reads = 0;
		let ran = 0;
		// Counts how often the scheduler looks at a key: linear in the keys, whatever the conflicts.
		const watched = (own: Lane): Lane =>
			own === 'everybody'
				? own
				: new Proxy(own, {
						get(target, property, receiver) {
							if (property === '0') reads += 1;
							return Reflect.get(target, property, receiver) as unknown;
						},
					});
		const tasks = Array.from(
			{ length: count },
			(__, index): Running => ({
				lane: watched(laneAt(index)),
				async run() {
					ran += 1;
				},
			}),
		);
		expect(await schedule(tasks, run, 16, () => false)).toEqual([]);
		expect(ran).toBe(count);
		// When it is looked at, and when it has ended.
		expect(reads).toBeLessThanOrEqual(2 * count);
	});
});
