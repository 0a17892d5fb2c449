import type { IDataObject } from 'n8n-workflow';

import {
	askingWorkflow,
	call,
	calledWorkflow,
	chain,
	node,
	pause,
	question,
	startNode,
} from './askingWorkflows';
import { inFlight } from './callbacks';
import { CREDENTIALS } from './credentials';
import { credentialType, nodeType } from './examples';
import { sayTimes } from './figures';
import type { WorkflowDefinition } from './n8n';
import { callbackSettings, triggerWorkflow } from './receiving';
import { until } from './until';
import { AskingHouse, type Running } from './waiting';
import { racePairs, raceVotes } from './waitingRaces';

const DECISIONS = 100;
const VOTES_OF_TWO = 50;
const VOTES_OF_THREE = 20;
const AT_ONCE = 2;

let house: AskingHouse;

beforeAll(async () => {
	// The default engine makes an isolate for each of the calls, which takes long and changes nothing else.
	house = await AskingHouse.start({ env: { N8N_EXPRESSION_ENGINE: 'legacy' } });
});

afterAll(async () => await house?.stop());

it(`approve and decline at the same moment: one decision in each of ${DECISIONS}, on every phone and in the record`, async () => {
	const before = await house.started();
	const { faults, phones, answered, wentOn } = await racePairs(house, DECISIONS, AT_ONCE);
	sayTimes('From a press to its answer', answered);
	sayTimes('From a press to the next node', wentOn);
	expect(faults).toEqual([]);
	expect(phones).toBe(2 * DECISIONS);
	expect(await house.started()).toBe(before);
});

it.each([
	[VOTES_OF_TWO, ['lisi', 'zhangsan']],
	[VOTES_OF_THREE, ['lisi', 'zhangsan', 'wangwu']],
])('%i times, votes of %j at the same moment: none is lost', async (executions, members) => {
	expect(await raceVotes(house, executions, members, AT_ONCE)).toEqual([]);
});

it("a token that WeCom forgets meanwhile is renewed for the outcome, and the inbox page shows everybody's card locked", async () => {
	const { simulator } = house;
	const running = await house.begin(askingWorkflow({}));
	const card = await house.card('lisi', running);
	simulator.revokeToken();
	const tokens = simulator.count('gettoken');
	await house.press('lisi', { card, button: 'Approve' });
	for (const member of ['lisi', 'zhangsan']) {
		expect(await house.outcome(member, card.msgid)).toContain('Approved by $userName=lisi$');
		const query = `user=${member}&app=${simulator.agentId}`;
		const page = await (await fetch(`${simulator.url}/simulator/inbox?${query}`)).text();
		const [, shown = ''] = page.split(`data-msgid="${card.msgid}"`);
		expect(shown).toContain('Approved by');
		expect(shown).toContain('<button disabled>Approved</button>');
	}
	expect(simulator.count('gettoken')).toBeGreaterThan(tokens);
});

/** Starts a question that is followed by other nodes. */
async function followedBy(...following: Array<ReturnType<typeof node>>): Promise<Running> {
	const { nodes, connections, ...rest } = askingWorkflow({});
	return await house.begin({
		...rest,
		nodes: [...nodes, ...following],
		connections: { ...connections, ...chain('After', ...following.map(({ name }) => name)) },
	});
}

it('a press that comes late starts nothing and changes nothing, whatever has become of the execution', async () => {
	const waiting = await followedBy(question({ title: 'Another' }, 'Another'));
	const running = await followedBy(pause('Pause', 60));
	const ended = await followedBy();
	const failed = await followedBy(
		node('Fail', 'n8n-nodes-base.stopAndError', 1, { errorMessage: 'on purpose' }),
	);
	const stopped = await followedBy();
	const deleted = await followedBy();
	const all = [waiting, running, ended, failed, stopped, deleted];
	const cards = new Map<Running, Awaited<ReturnType<typeof house.card>>>();
	for (const one of all) cards.set(one, await house.card('lisi', one));
	await house.n8n.rest('POST', `/executions/${stopped.executionId}/stop`);
	await inFlight([waiting, running, ended, failed, deleted], AT_ONCE, async (one) => {
		const card = cards.get(one)!;
		expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject({ status: 200 });
		await house.outcome('lisi', card.msgid);
	});
	await house.card('lisi', waiting, 1);
	expect(await house.reaches(waiting.executionId, 'waiting')).toBe('waiting');
	expect(await house.reaches(running.executionId, 'running')).toBe('running');
	expect(await house.ends(failed.executionId)).toBe('error');
	await house.ends(deleted.executionId);
	await house.n8n.rest('POST', '/executions/delete', { ids: [deleted.executionId] });

	const before = await house.started();
	for (const one of all) {
		const card = cards.get(one)!;
		const late = { card, button: 'Decline', late: true };
		expect(await house.press('zhangsan', late)).toMatchObject({ status: 200 });
		if (one === stopped) continue;
		expect(await house.outcome('lisi', card.msgid)).toMatch(/^Approved by \$userName=lisi\$/);
	}
	expect(await house.started()).toBe(before);
	expect((await house.n8n.getExecution(waiting.executionId)).status).toBe('waiting');
	// n8n stores what a running execution has done only in the end.
	for (const one of [waiting, ended, failed])
		expect(await house.answer(one.executionId)).toMatchObject({ approved: true });
	await house.n8n.rest('POST', `/executions/${running.executionId}/stop`);
});

const publish = async (id: string) => await house.n8n.publishWorkflow(id, async () => true);

it('asked two workflows deeper, the answer comes back to the one that waits for it', async () => {
	const before = house.received();
	const asking = await house.n8n.createWorkflow(
		calledWorkflow('Asks', question({ title: 'From below' })),
	);
	await publish(asking);
	const between = await house.n8n.createWorkflow(calledWorkflow('Between', call(asking)));
	await publish(between);
	const top: WorkflowDefinition = {
		name: 'Above',
		nodes: [startNode(), call(between)],
		connections: chain('Start', 'Call'),
	};
	const executionId = await house.n8n.startWorkflow(await house.n8n.createWorkflow(top));
	const running = await house.waitingIn(asking, before);
	expect(await house.reaches(executionId, 'waiting')).toBe('waiting');
	const card = await house.card('lisi', running);
	await house.press('lisi', { card, button: 'Approve' });
	expect(await house.ends(executionId)).toBe('success');
	expect(await house.answer(executionId, 'Call')).toMatchObject({
		approved: true,
		responder: { id: 'lisi', by: 'callback' },
	});
});

describe('from the editor', () => {
	it('Execute Step waits, takes the answer, and stops there', async () => {
		const workflowId = await house.n8n.createWorkflow(askingWorkflow({}));
		const before = house.received();
		const { executionId } = await house.n8n.rest<{ executionId: string }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{
				triggerToStartFrom: { name: 'Start' },
				destinationNode: { nodeName: 'Ask', mode: 'inclusive' },
			},
		);
		const running = { workflowId, executionId, before };
		await house.reaches(executionId, 'waiting');
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Approve' });
		expect(await house.ends(executionId)).toBe('success');
		expect(await house.answer(executionId)).toMatchObject({ responder: { id: 'lisi' } });
		expect(await house.output(executionId, 'After')).toEqual([]);
	});

	it('a trigger that listens on its test URL hands over several presses, and goes on listening', async () => {
		const workflow = triggerWorkflow('Tested');
		const id = await house.n8n.createWorkflow(workflow);
		await house.n8n.listenForTest(id, 'Trigger');
		const { corpId } = house.simulator;
		await house.simulator.setCallback(
			callbackSettings(house.n8n, workflow, corpId, 'webhook-test'),
		);
		try {
			const running = await house.beginTogether(askingWorkflow({}), 3);
			for (const one of running) {
				const card = await house.card('lisi', one);
				await house.press('lisi', { card, button: 'Approve' });
				expect(await house.ends(one.executionId)).toBe('success');
				expect(await house.answer(one.executionId)).toMatchObject({ approved: true });
			}
			expect(await house.n8n.countExecutions(id)).toBe(0);
		} finally {
			await house.simulator.setCallback(house.settings);
		}
	});
});

it('n8n waits and goes on although it saves no executions', async () => {
	const workflow = askingWorkflow(
		{},
		{
			settings: {
				saveDataSuccessExecution: 'none',
				saveDataErrorExecution: 'none',
				saveManualExecutions: false,
			},
		},
	);
	const told = node(
		'Tell',
		nodeType,
		1,
		{ users: 'wangwu', content: '={{ $json.data.responder.id }} decided' },
		{ credentials: { [credentialType]: CREDENTIALS.api } },
	);
	workflow.nodes.push(told);
	Object.assign(workflow.connections, chain('After', 'Tell'));
	const running = await house.begin(workflow);
	const card = await house.card('lisi', running);
	await house.press('lisi', { card, button: 'Approve' });
	const heard = await until('what the next node says', () =>
		house.simulator
			.inbox('wangwu')
			.slice(running.before.wangwu)
			.find(({ msgtype }) => msgtype === 'text'),
	);
	expect(heard.content.content).toBe('lisi decided');
	expect(await house.outcome('zhangsan', card.msgid)).toContain('Approved by $userName=lisi$');
	await until('the execution is gone', async () => {
		const all = await house.n8n.allExecutionsOf(running.workflowId);
		return all.length === 0 || undefined;
	});
	const late = { card, button: 'Decline', late: true };
	expect(await house.press('zhangsan', late)).toMatchObject({ status: 200 });
});

describe('the workflow that asks', () => {
	async function answers(running: Running): Promise<IDataObject> {
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		return await house.answer(running.executionId, 'After');
	}

	it('may be edited and unpublished while it waits', async () => {
		const running = await house.beginByCall({});
		const at = `/workflows/${running.workflowId}`;
		await house.n8n.rest('POST', `${at}/deactivate`);
		const { nodes, connections, name } = askingWorkflow({ title: 'Edited' }, { name: 'Other' });
		await house.n8n.rest('PATCH', at, { name, nodes, connections });
		expect(await answers(running)).toMatchObject({ approved: true, responder: { id: 'lisi' } });
	});

	it('may be archived; once it is deleted, a press starts nothing', async () => {
		const [first, second] = [await house.beginByCall({}), await house.beginByCall({})];
		for (const { workflowId } of [first, second])
			await house.n8n.rest('POST', `/workflows/${workflowId}/archive`);
		expect(await answers(first)).toMatchObject({ approved: true });
		const card = await house.card('lisi', second);
		await house.n8n.rest('DELETE', `/workflows/${second.workflowId}`);
		const before = await house.started();
		expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject({
			status: 200,
			body: expect.stringContaining('No longer open') as string,
		});
		expect(await house.started()).toBe(before);
	});
});
