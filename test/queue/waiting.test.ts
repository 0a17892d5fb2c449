import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { askingWorkflow, chain, pause } from '../e2e/askingWorkflows';
import { say, sayTimes } from '../e2e/figures';
import { AskingHouse } from '../e2e/waiting';
import { racePairs, raceVotes } from '../e2e/waitingRaces';
import type { Simulator } from '../simulator';
import { Balancer } from './balancer';
import type { Cluster } from './cluster';
import { until } from './until';
import { startWorld, stopWorld } from './world';

const DECISIONS = 20;
const VOTES_OF_TWO = 50;
const VOTES_OF_THREE = 20;
const VOTES_AT_ONCE = 2;
const ALL = ['zhangsan', 'lisi', 'wangwu'];

let simulator: Simulator;
let cluster: Cluster;
/** Gives each press to another webhook processor than the one before. */
let balancer: Balancer;
let house: AskingHouse;

beforeAll(async () => {
	({ simulator, cluster } = await startWorld(20));
	const ports = cluster.processors.map(({ port }) => port);
	balancer = await Balancer.start(ports, 'inTurn');
	house = await AskingHouse.open(simulator, cluster.main, balancer);
});

afterAll(async () => {
	await balancer?.stop();
	await stopWorld({ simulator, cluster });
});

it(`approve and decline at the same moment on two webhook processors: one decision in each of ${DECISIONS}, on every phone and in the record`, async () => {
	const before = balancer.callsOf();
	// One after the other: so the two presses of a pair go to different processors.
	const { faults, phones, answered, wentOn } = await racePairs(house, DECISIONS, 1);
	sayTimes('Queue mode, from a press to its answer', answered);
	sayTimes('Queue mode, from a press to the next node', wentOn);
	expect(faults).toEqual([]);
	expect(phones).toBe(2 * DECISIONS);
	const after = balancer.callsOf();
	const calls = after.map((all, index) => all - before[index]);
	// WeCom calls again where it had to wait too long.
	expect(Math.min(...calls)).toBeGreaterThanOrEqual(DECISIONS);
});

it.each<[string, INodeParameters, Array<[string, string]>, boolean, string[]]>([
	[
		'two of three approve',
		{ decision: 'atLeast', requiredAnswers: 2, declineEnds: false },
		[
			['lisi', 'Approve'],
			['wangwu', 'Decline'],
			['zhangsan', 'Approve'],
		],
		true,
		['lisi approve', 'wangwu decline', 'zhangsan approve'],
	],
	[
		'all approve',
		{ decision: 'everybody' },
		[
			['wangwu', 'Approve'],
			['lisi', 'Approve'],
			['zhangsan', 'Approve'],
		],
		true,
		['wangwu approve', 'lisi approve', 'zhangsan approve'],
	],
	[
		'one declines, which ends it',
		{ decision: 'everybody' },
		[
			['lisi', 'Approve'],
			['wangwu', 'Decline'],
		],
		false,
		['lisi approve', 'wangwu decline'],
	],
	[
		'one changes his mind',
		{ decision: 'atLeast', requiredAnswers: 2, declineEnds: false },
		[
			['lisi', 'Approve'],
			['lisi', 'Decline'],
			['wangwu', 'Decline'],
		],
		false,
		['lisi decline', 'wangwu decline'],
	],
])('votes: %s', async (_, parameters, presses, approved, votes) => {
	const running = await house.begin(askingWorkflow({ users: ALL.join(', '), ...parameters }));
	for (const [member, button] of presses) {
		await house.reaches(running.executionId, 'waiting');
		await house.press(member, { card: await house.card(member, running), button });
	}
	expect(await house.ends(running.executionId)).toBe('success');
	const decided = await house.answer(running.executionId, 'After');
	const counted = (decided.votes as IDataObject[]).map(
		({ id, decision }) => `${String(id)} ${String(decision)}`,
	);
	expect([decided.approved, counted]).toEqual([approved, votes]);
	for (const member of ALL) {
		const { msgid } = await house.card(member, running);
		expect(await house.outcome(member, msgid)).toContain(approved ? 'Approved by' : 'Declined by');
	}
});

it.each([
	[VOTES_OF_TWO, ALL.slice(0, 2)],
	[VOTES_OF_THREE, ALL],
])('%i times, votes of %j at the same moment: none is lost', async (executions, members) => {
	expect(await raceVotes(house, executions, members, VOTES_AT_ONCE)).toEqual([]);
});

describe('a worker that is killed', () => {
	it('while executions wait takes no decision with it: the other one goes on', async () => {
		const running = await house.beginTogether(askingWorkflow({}), 4);
		const [dead] = cluster.workers;
		await dead.kill();
		for (const one of running) {
			const card = await house.card('lisi', one);
			expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject({ status: 200 });
		}
		await house.allReach(running, 'success');
		await dead.launch();
		for (const { executionId } of running)
			expect(await house.answer(executionId, 'After')).toMatchObject({ responder: { id: 'lisi' } });
	});

	it('while it goes on with a decision ends the execution; the card shows the decision, and nobody can make another', async () => {
		const { nodes, connections, ...rest } = askingWorkflow({});
		const running = await house.begin({
			...rest,
			nodes: [...nodes, pause('Pause', 60)],
			connections: { ...connections, ...chain('After', 'Pause') },
		});
		const { executionId } = running;
		const card = await house.card('lisi', running);
		const known = cluster.workers.map((worker) => worker.logs().length);
		const resuming = () =>
			cluster.workers.find((worker, index) =>
				worker.logs().slice(known[index]).includes(`Worker started execution ${executionId} (`),
			);
		await house.press('lisi', { card, button: 'Approve' });
		await until('A worker goes on with it', () => resuming() !== undefined);
		const worker = resuming()!;
		await worker.kill();
		const decided = await house.outcome('lisi', card.msgid);
		const late = { card, button: 'Decline', late: true };
		expect(await house.press('zhangsan', late)).toMatchObject({ status: 200 });
		await worker.launch();
		// It depends on who notices first: the worker as it starts again, or the queue, which misses it.
		expect(['crashed', 'error']).toContain(await house.ends(executionId));
		expect(decided).toMatch(/^Approved by \$userName=lisi\$/);
		expect(await house.outcome('lisi', card.msgid)).toBe(decided);
		expect(await house.press('zhangsan', late)).toMatchObject({ status: 200 });
		expect(await house.outcome('lisi', card.msgid)).toBe(decided);
		say(`Killed while it went on: zhangsan reads "${await house.outcome('zhangsan', card.msgid)}"`);
	});
});
