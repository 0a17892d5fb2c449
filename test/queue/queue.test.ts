import { callbackSettings, publishTrigger, triggerWorkflow } from '../e2e/receiving';
import { triggerPath } from '../e2e/examples';
import { deliver, inFlight } from '../e2e/callbacks';
import { say } from '../e2e/figures';
import type { Simulator } from '../simulator';
import { textMessage } from '../simulator/receiving/events';
import { Batch, NONE } from './batch';
import { SLOTS, type Cluster } from './cluster';
import { until } from './until';
import { startWorld, stopWorld } from './world';

/** So many that each of the two workers has some. */
const EXECUTIONS = 2 * SLOTS;
/** Fewer calls of gettoken than executions: as a rule, each worker makes one, and on a busy machine some more. */
const FEW = EXECUTIONS - 1;
/** For what happens to the token while they run. */
const UNDER_FIRE = 40;
const CALLBACKS = 1000;
const KILL_AFTER = 300;
const IN_FLIGHT = 20;

let simulator: Simulator;
let cluster: Cluster;

/** An execution whose worker was killed. */
let killed: { batch: Batch; id: string };

beforeAll(async () => {
	// Until then, the execution of a dead worker can be retried by hand: also on a machine on which n8n starts slowly.
	({ simulator, cluster } = await startWorld(120));
});

afterAll(async () => {
	await stopWorld({ simulator, cluster });
});

/** Does what the button in n8n's list of executions does, and waits for the end. */
async function retry(execution: string): Promise<string> {
	const path = `/executions/${execution}/retry`;
	const body = { loadWorkflow: false };
	return (await cluster.main.rest<{ status: string }>('POST', path, body)).status;
}

/** Starts executions that send a message for each of their items. */
async function send(name: string, executions: number, items: number): Promise<Batch> {
	const batch = new Batch(cluster, simulator, name, executions, items);
	await batch.publish();
	await batch.start();
	return batch;
}

/** What WeCom has answered since then to calls of gettoken, and how often it has refused a token. */
function tokensSince(seq: number) {
	const calls = simulator.calls().filter((call) => call.seq > seq);
	return {
		fetched: calls.filter(({ endpoint }) => endpoint === 'gettoken').length,
		refused: calls.filter(({ responseErrcode }) => responseErrcode === 40014).length,
	};
}
const lastCall = () => simulator.calls().at(-1)?.seq ?? 0;

describe('sending on two workers', () => {
	beforeAll(() => simulator.setLatency(100));

	it.each([
		{ token: 'cold, no token is stored: few are fetched', most: FEW },
		{ token: 'warm, a token is stored: none is fetched', most: 0 },
	])('$token; nothing is lost or double', async ({ token, most }) => {
		const since = lastCall();
		const batch = await send(token, EXECUTIONS, 50);
		expect(await batch.ended()).toEqual(new Set(['success']));
		expect(batch.faults()).toEqual(NONE);
		const { fetched } = tokensSince(since);
		say(`${token.split(',')[0]}: ${fetched} calls of gettoken for ${EXECUTIONS} executions`);
		expect(fetched).toBeLessThanOrEqual(most);
		const executions = (await batch.executions()).map(({ id }) => id);
		expect(cluster.workersOf(executions)).toHaveLength(2);
	});
});

describe('a worker that is killed in the middle of an execution', () => {
	/** What the members had got, and what of it went out without Duplicate Check. */
	let before: { delivered: number; unchecked: string[] };

	beforeAll(async () => {
		simulator.setLatency(1500);
		const batch = await send('killed', 1, 200);
		await batch.untilDelivered(48);
		const [{ id }] = await batch.executions();
		killed = { batch, id };
		const [worker] = cluster.workersOf([id]);
		await worker.kill();
		// What was on its way arrives.
		await until('The last answer', () => simulator.calls().every(({ status }) => status !== 0));
		before = { delivered: batch.delivered().size, unchecked: batch.deliveredUnchecked() };
		simulator.setLatency(0);
		await worker.launch();
	});

	it('has sent some of the messages; no other worker goes on with them', async () => {
		const { batch } = killed;
		expect(before.delivered).toBeGreaterThanOrEqual(48);
		expect(before.delivered).toBeLessThan(batch.size);
		expect(await batch.ended()).toEqual(new Set(['crashed']));
		expect(batch.delivered().size).toBe(before.delivered);
	});

	it('retried by hand, the execution sends the rest; double is just what was out without Duplicate Check', async () => {
		const { batch, id } = killed;
		expect(await retry(id)).toBe('success');
		const { lost, double, doubleThoughChecked } = batch.faults();
		say(`Killed: ${before.delivered} of ${batch.size} were out, ${double.length} are double`);
		expect(lost).toEqual([]);
		expect(doubleThoughChecked).toEqual([]);
		expect(double).toEqual(before.unchecked);
		expect(Math.max(...batch.delivered().values())).toBe(2);
	});
});

describe('a token that is revoked in the middle', () => {
	beforeAll(() => simulator.setLatency(100));

	it.each([
		{ gettoken: 'a new token, and the old one stays good', mode: 'new', revocations: 3 },
		{ gettoken: 'the same token while it is good', mode: 'same', revocations: 3 },
		{ gettoken: 'a new token, which ends the old one', mode: 'newEndsOld', revocations: 1 },
	] as const)(
		'gettoken gives $gettoken: with $revocations revocation(s) no execution fails, nothing is lost or double',
		async ({ gettoken, mode, revocations }) => {
			simulator.tokenMode(mode);
			const since = lastCall();
			const batch = await send(gettoken, UNDER_FIRE, 50);
			for (let count = 1; count <= revocations; count++) {
				await batch.untilDelivered((count * batch.size) / (revocations + 2));
				simulator.revokeToken();
			}
			expect(await batch.ended()).toEqual(new Set(['success']));
			expect(batch.faults()).toEqual(NONE);
			const { fetched, refused } = tokensSince(since);
			say(`${gettoken}: ${refused} calls refused, ${fetched} calls of gettoken`);
			expect(refused).toBeGreaterThan(0);
			expect(fetched).toBeLessThanOrEqual(FEW * revocations);
		},
	);
});

/** Restarts a server while executions run and others wait for a worker, and waits until all processes have it again. */
async function restartedIn(server: 'redis' | 'postgres'): Promise<Batch> {
	simulator.setLatency(1000);
	const batch = await send(server, EXECUTIONS + 4, 40);
	await batch.untilDelivered(64);
	await cluster[server].restart();
	const then = batch.delivered().size;
	say(`${server} restarted: ${then} of ${batch.size} were out`);
	expect(then).toBeLessThan(batch.size);
	simulator.setLatency(50);
	await until('All processes are ready', async () => await cluster.isReady());
	return batch;
}

it('Redis is restarted in the middle: all executions end well, nothing is lost or double', async () => {
	const batch = await restartedIn('redis');
	expect(await batch.ended()).toEqual(new Set(['success']));
	expect(batch.faults()).toEqual(NONE);
});

it('PostgreSQL is restarted in the middle: what n8n could not store is found as crashed, and retried by hand', async () => {
	const batch = await restartedIn('postgres');
	await until('No job is left', async () => await cluster.isIdle());
	// Only at its start, and every three hours, n8n looks for executions without a job.
	await cluster.main.kill();
	await cluster.main.launch();
	const statuses = await batch.ended();
	expect(['success', 'error', 'crashed']).toEqual(expect.arrayContaining([...statuses]));

	const before = batch.deliveredUnchecked();
	const failed = (await batch.executions()).filter(({ status }) => status !== 'success');
	const retried = await Promise.all(failed.map(async ({ id }) => await retry(id)));
	expect(retried.filter((status) => status !== 'success')).toEqual([]);
	const { lost, double, doubleThoughChecked } = batch.faults();
	say(`${failed.length} executions were retried, ${double.length} messages are double`);
	expect(lost).toEqual([]);
	expect(doubleThoughChecked).toEqual([]);
	expect(double.filter((text) => !before.includes(text))).toEqual([]);
});

it('once n8n has given up on its job, the execution has no input any more: a retry sends nothing', async () => {
	const { batch, id } = killed;
	const statusOf = async () => (await batch.executions()).find((one) => one.id === id)?.status;
	await until('n8n gives up', async () => (await statusOf()) === 'error');
	const { data } = await cluster.main.getExecution(id);
	expect(data.resultData.error?.message).toContain('failed to be processed too many times');
	const since = lastCall();
	expect(await retry(id)).toBe('error');
	expect(lastCall()).toBe(since);
});

describe(`a webhook processor that is killed in the middle of ${CALLBACKS} callbacks`, () => {
	beforeAll(async () => await cluster.prepareForCallbacks());

	it('WeCom repeats to the other one: none is lost, and double is only what it had not answered yet', async () => {
		const { corpId, agentId } = simulator;
		const workflow = triggerWorkflow('Callbacks');
		const settings = callbackSettings(cluster.balancer, workflow, corpId);
		await publishTrigger(cluster.main, workflow, settings);
		const processor = cluster.processorOf(triggerPath(workflow));

		const contents = Array.from({ length: CALLBACKS }, (_, index) => `callback ${index}.`);
		const open = new Set<string>();
		let answered = 0;
		let openAtKill: string[] = [];
		await inFlight(contents, IN_FLIGHT, async (content) => {
			open.add(content);
			const address = { corpId, agentId, userid: 'zhangsan', at: Date.now() };
			await deliver(settings, textMessage(address, content).xml);
			open.delete(content);
			answered += 1;
			if (answered !== KILL_AFTER) return;
			openAtKill = [...open];
			await processor.kill();
		});
		expect(openAtKill.length).toBeGreaterThan(0);

		await until('No job is left', async () => await cluster.isIdle());
		const started = cluster
			.query(
				`SELECT substring(data FROM 'callback [0-9]+[.]') FROM execution_data JOIN execution_entity
				ON id = "executionId" WHERE data LIKE '%callback %' AND status = 'success'`,
			)
			.flat();
		const double = started.filter((content, index) => started.indexOf(content) !== index);
		say(
			`${openAtKill.length} of ${IN_FLIGHT} callbacks were open at the kill, ${double.length} are double`,
		);
		expect(contents.filter((content) => !started.includes(content))).toEqual([]);
		expect(double.filter((content) => !openAtKill.includes(content))).toEqual([]);
		expect(new Set(double).size).toBe(double.length);
	});
});
