import type { IDataObject } from 'n8n-workflow';

import { agentWorkflow, askingWorkflow, loopingWorkflow } from './askingWorkflows';
import { startFakeModel, type FakeModel } from './fakeModel';
import { until } from './until';
import { AskingHouse, keysOf, pressBy, type Running } from './waiting';

const OPEN_AI = { id: 'openAiFake000000', name: 'Fake model' };

/** What is said to an agent that is to use its tool two times. */
const TWICE = 'What is 6 times 7? And 42 times 2?';

let house: AskingHouse;
let model: FakeModel;

/** Executions whose time is up while other tests run: n8n takes up to a minute to see it. */
let timeUp: { deadline: number; marked: Running; partly: Running; agent: Running };

/** The model wants its tool first, and then says what came of it. */
function useTools(): void {
	model.answerWith(({ tools, messages }) => {
		const results = messages.filter(({ role }) => role === 'tool');
		const uses = messages.some(({ content }) => content === TWICE) ? 2 : 1;
		const input = results.length === 0 ? '6*7' : '42*2';
		return results.length < uses
			? { tool: tools[0].name, arguments: { toolParameters: { input }, hitlParameters: {} } }
			: { text: `Answer: ${results.at(-1)?.content ?? ''}` };
	});
}

const within = (resumeAmount: number) => ({
	options: { limitWaitTime: { values: { resumeAmount, resumeUnit: 'minutes' } } },
});

async function beginThoseWhoseTimeIsUp(): Promise<typeof timeUp> {
	// Long enough for four presses on a slow machine; and n8n sees a whole minute's end in time.
	const partly = await house.begin(askingWorkflow({ ask: 'each', ...within(1) }, { items: 10 }));
	await house.card('lisi', partly, 9);
	const cards = house.cards('lisi', partly);
	for (const [index, card] of cards.slice(0, 4).entries()) {
		await house.reaches(partly.executionId, 'waiting');
		await house.press('lisi', { card, button: index % 2 === 0 ? 'Approve' : 'Decline' });
	}
	const agent = await house.begin(agentWorkflow(OPEN_AI, within(0.05)));
	const two = askingWorkflow(within(0.05), { items: 2, onError: 'continueErrorOutput' });
	const marked = await house.begin(two);
	// WeCom tells the time of a press in whole seconds.
	return { deadline: Date.now() + 4500, marked, partly, agent };
}

beforeAll(async () => {
	model = await startFakeModel();
	useTools();
	house = await AskingHouse.start({}, [
		{ ...OPEN_AI, type: 'openAiApi', data: { apiKey: model.apiKey, url: model.url } },
	]);
});

// Apart from the start of n8n, which on a busy machine takes as long as one step may.
beforeAll(async () => {
	timeUp = await beginThoseWhoseTimeIsUp();
});

afterAll(async () => {
	await Promise.all([house?.stop(), model?.close()]);
});

const silent = { status: 200, body: '', tries: 1 };
/** What an agent has said in the end. */
const said = async (executionId: string) =>
	(await house.output(executionId, 'AI Agent')).at(-1)?.output;

const replaced = (text: string) =>
	expect.stringContaining(`<ReplaceName><![CDATA[${text}`) as string;

it('a press after the deadline is refused, though n8n still waits', async () => {
	const { executionId } = timeUp.marked;
	const card = await house.card('lisi', timeUp.marked);
	await until('the end of the time', () => Date.now() > timeUp.deadline || undefined);
	const { status } = await house.n8n.getExecution(executionId);
	const { body } = await house.press('lisi', { card, button: 'Approve' });
	if (status === 'waiting') expect(body).toEqual(replaced('No longer open'));
	expect((await house.answer(executionId))?.approved).not.toBe(true);
});

describe('an approval', () => {
	it('by a press is answered, shows on every phone, and starts no workflow of the trigger', async () => {
		const before = await house.started();
		const running = await house.begin(askingWorkflow({}));
		const card = await house.card('lisi', running);
		expect(Object.keys(keysOf(card))).toEqual(['Approve', 'Decline']);
		expect(await house.answer(running.executionId)).toBeUndefined();
		expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject(silent);
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await house.answer(running.executionId, 'After')).toMatchObject({
			approved: true,
			decision: 'approve',
			label: 'Approve',
			timedOut: false,
			responder: { id: 'lisi', source: 'wecom', verified: true, by: 'callback' },
			eligible: ['zhangsan', 'lisi'],
			msgid: card.msgid,
		});
		for (const member of ['zhangsan', 'lisi'])
			expect(await house.outcome(member, card.msgid)).toMatch(
				/^Approved by \$userName=lisi\$ · \d\d:\d\d$/,
			);
		expect(await house.started()).toBe(before);
	});

	it('declined tells the reason, as chosen', async () => {
		const running = await house.begin(
			askingWorkflow({ approvalOptions: { value: { reasons: 'No budget\nNo time' } } }),
		);
		const card = await house.card('zhangsan', running);
		await house.press('zhangsan', { card, button: 'Decline', chosen: { reason: ['No time'] } });
		await house.ends(running.executionId);
		expect(await house.answer(running.executionId)).toMatchObject({
			approved: false,
			decision: 'decline',
			answers: { reason: ['No time'] },
			chatInput: 'Declined. Reason: No time',
		});
	});

	it('by somebody who may not answer waits on, and tells only him', async () => {
		const running = await house.begin(
			askingWorkflow({
				users: 'zhangsan, lisi, wangwu',
				whoMayAnswer: 'members',
				approvers: 'lisi',
			}),
		);
		const card = await house.card('wangwu', running);
		const { status, body } = await house.press('wangwu', { card, button: 'Approve' });
		expect({ status, body }).toEqual({ status: 200, body: replaced("You can't answer") });
		expect((await house.n8n.getExecution(running.executionId)).status).toBe('waiting');
		expect(house.cards('lisi', running)[0].updated).toBeUndefined();
		expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject(silent);
		expect(await house.ends(running.executionId)).toBe('success');
	});

	it('that comes late says so, and starts nothing', async () => {
		const before = await house.started();
		const running = await house.begin(askingWorkflow({}));
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Approve' });
		await house.ends(running.executionId);
		const late = { card, button: 'Decline', late: true };
		expect(await house.press('zhangsan', late)).toMatchObject({ status: 200 });
		expect((await house.answer(running.executionId)).approved).toBe(true);
		await house.n8n.rest('POST', '/executions/delete', { ids: [running.executionId] });
		expect(await house.press('zhangsan', late)).toMatchObject({ status: 200 });
		expect(await house.started()).toBe(before);
	});

	it('of a workflow that was stopped says that it is no longer open', async () => {
		const running = await house.begin(askingWorkflow({}));
		const card = await house.card('lisi', running);
		await house.n8n.rest('POST', `/executions/${running.executionId}/stop`);
		expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject({
			status: 200,
			body: replaced('No longer open'),
		});
	});

	it('whose callback comes four times counts once, and the card keeps its outcome', async () => {
		const running = await house.begin(askingWorkflow({}));
		const card = await house.card('lisi', running);
		const press = pressBy('lisi', { card, button: 'Approve', times: 4 });
		const { answers, repeat } = await house.simulator.press(press);
		expect(answers).toHaveLength(4);
		for (const answer of answers) expect(answer).toMatchObject(silent);
		await house.ends(running.executionId);
		expect(await house.outcome('lisi', card.msgid)).toMatch(/^Approved by \$userName=lisi\$/);
		expect(await repeat()).toMatchObject([silent]);
		expect(await house.output(running.executionId, 'After')).toHaveLength(1);
		expect(await house.outcome('zhangsan', card.msgid)).toMatch(/^Approved by \$userName=lisi\$/);
	});
});

it('an answer of a card with options, and of one with three lists, comes as arrays', async () => {
	const options = await house.begin(
		askingWorkflow({
			responseType: 'options',
			choices: 'The lake\nThe hills',
			severalChoices: true,
		}),
	);
	const vote = await house.card('lisi', options);
	await house.press('lisi', { card: vote, chosen: { options: ['The lake', 'The hills'] } });
	await house.ends(options.executionId);
	expect(await house.answer(options.executionId)).toMatchObject({
		approved: true,
		decision: 'answer',
		label: 'The lake, The hills',
		answers: { options: ['The lake', 'The hills'] },
	});
	const lists = await house.begin(
		askingWorkflow({
			responseType: 'lists',
			choiceLists: {
				values: [
					{ label: 'Day', choices: 'Monday\nFriday' },
					{ label: 'Meal', choices: 'Rice\nNoodles' },
					{ label: 'Seat', choices: 'Window\nAisle' },
				],
			},
		}),
	);
	const card = await house.card('lisi', lists);
	await house.press('lisi', { card, chosen: { Day: ['Friday'], Meal: ['Noodles'] } });
	await house.ends(lists.executionId);
	expect((await house.answer(lists.executionId)).answers).toEqual({
		Day: ['Friday'],
		Meal: ['Noodles'],
		// What the client has chosen before anybody touches the card.
		Seat: ['Window'],
	});
	expect(await house.outcome('zhangsan', card.msgid)).toContain('Answered by $userName=lisi$');
});

describe('votes', () => {
	it('that come while WeCom is slow to show the one before are counted', async () => {
		const running = await house.begin(askingWorkflow({ decision: 'everybody' }));
		const card = await house.card('lisi', running);
		house.simulator.failNext({ path: 'message/update_template_card', times: 1, delayMs: 8000 });
		await house.press('zhangsan', { card, button: 'Approve' });
		await house.press('lisi', { card, button: 'Approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		const { votes } = await house.answer(running.executionId);
		expect((votes as IDataObject[]).map(({ id }) => id).sort()).toEqual(['lisi', 'zhangsan']);
	});

	it('two of three decide, and the first shows on every phone', async () => {
		const running = await house.begin(
			askingWorkflow({
				users: 'zhangsan, lisi, wangwu',
				decision: 'atLeast',
				requiredAnswers: 2,
				declineEnds: false,
			}),
		);
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Approve' });
		await until(
			'the first vote shows',
			() =>
				house.cards('wangwu', running)[0].updated?.template_card?.sub_title_text as
					| string
					| undefined,
		);
		await house.reaches(running.executionId, 'waiting');
		const [again] = house.cards('wangwu', running);
		await house.press('wangwu', { card: again, button: 'Decline' });
		await house.reaches(running.executionId, 'waiting');
		const [last] = house.cards('zhangsan', running);
		await house.press('zhangsan', { card: last, button: 'Approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		const { approved, votes, required } = await house.answer(running.executionId);
		expect({ approved, required }).toEqual({ approved: true, required: 2 });
		expect((votes as IDataObject[]).map(({ id, decision }) => `${id} ${decision}`)).toEqual([
			'lisi approve',
			'wangwu decline',
			'zhangsan approve',
		]);
		expect(await house.outcome('wangwu', card.msgid)).toMatch(
			/^Approved by \$userName=lisi\$, \$userName=zhangsan\$ · /,
		);
	});
});

it('one card for each item: each item gets its own answer', async () => {
	const running = await house.begin(askingWorkflow({ ask: 'each' }, { items: 3 }));
	await house.card('lisi', running, 2);
	const cards = house.cards('lisi', running);
	expect(cards.map(({ content }) => (content.main_title as IDataObject).title)).toEqual([
		'Request 0',
		'Request 1',
		'Request 2',
	]);
	for (const [index, button] of ['Approve', 'Decline', 'Approve'].entries()) {
		await house.reaches(running.executionId, 'waiting');
		await house.press('lisi', { card: cards[index], button });
	}
	expect(await house.ends(running.executionId)).toBe('success');
	const after = await house.output(running.executionId, 'After');
	expect(after.map(({ no, data }) => [no, (data as IDataObject).approved])).toEqual([
		[0, true],
		[1, false],
		[2, true],
	]);
});

it('one card for all items: each item gets the answer, with its pairing', async () => {
	const running = await house.begin(askingWorkflow({}, { items: 5 }));
	const card = await house.card('lisi', running);
	expect(house.cards('lisi', running)).toHaveLength(1);
	await house.press('lisi', { card, button: 'Approve' });
	await house.ends(running.executionId);
	const after = await house.output(running.executionId, 'After');
	expect(after.map(({ no }) => no)).toEqual([0, 1, 2, 3, 4]);
});

it('a loop asks three times, and a card of an earlier round decides nothing', async () => {
	const running = await house.begin(loopingWorkflow({}, 3));
	const first = await house.card('lisi', running, 0);
	await house.press('lisi', { card: first, button: 'Approve' });
	const second = await house.card('lisi', running, 1);
	await house.reaches(running.executionId, 'waiting');
	const old = { card: first, button: 'Decline', late: true };
	expect(await house.press('zhangsan', old)).toMatchObject({ status: 200 });
	expect((await house.n8n.getExecution(running.executionId)).status).toBe('waiting');
	await house.press('lisi', { card: second, button: 'Decline' });
	const third = await house.card('lisi', running, 2);
	await house.reaches(running.executionId, 'waiting');
	await house.press('lisi', { card: third, button: 'Approve' });
	await house.ends(running.executionId);
	const after = await house.output(running.executionId, 'After');
	expect(after.map(({ no, data }) => [no, (data as IDataObject).approved])).toEqual([
		[0, true],
		[1, false],
		[2, true],
	]);
});

it('a node with any name asks', async () => {
	const name = 'A "b" }} c\' {{ $x \\';
	const running = await house.begin(askingWorkflow({}, { name }));
	const card = await house.card('lisi', running);
	expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject(silent);
	expect(await house.ends(running.executionId)).toBe('success');
	expect((await house.answer(running.executionId, name)).approved).toBe(true);
});

describe('human review of a tool', () => {
	it('shows what the agent wants to do, and an approval lets the tool run', async () => {
		const running = await house.begin(agentWorkflow(OPEN_AI));
		const card = await house.card('lisi', running);
		expect(card.content).toMatchObject({
			horizontal_content_list: [{ keyname: 'input', value: '6*7' }],
		});
		expect(JSON.stringify(card.content)).not.toContain('[object Object]');
		expect(JSON.stringify(card.content)).toContain('alculator');
		await house.press('lisi', { card, button: 'Approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await said(running.executionId)).toContain('42');
		expect(await house.answersOfTool(running.executionId, 'Calculator')).toHaveLength(1);
	});

	it('refused with a reason tells the model the reason, and the tool does not run', async () => {
		const running = await house.begin(
			agentWorkflow(OPEN_AI, { approvalOptions: { value: { reasons: 'Too expensive' } } }),
		);
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Decline', chosen: { reason: ['Too expensive'] } });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await said(running.executionId)).toContain('Too expensive');
		expect(await house.answersOfTool(running.executionId, 'Calculator')).toEqual([]);
	});

	it('that reaches nobody tells the model so, and no refusal, and the tool does not run', async () => {
		const running = await house.begin(agentWorkflow(OPEN_AI, { users: 'nobody9' }));
		expect(await house.ends(running.executionId)).toBe('success');
		const answer = await said(running.executionId);
		expect(answer).toContain('nobody has approved or rejected');
		expect(answer).not.toMatch(/user rejected/i);
		expect(await house.answersOfTool(running.executionId, 'Calculator')).toEqual([]);
	});

	it('counts votes', async () => {
		const running = await house.begin(agentWorkflow(OPEN_AI, { decision: 'everybody' }));
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Approve' });
		await house.reaches(running.executionId, 'waiting');
		await house.press('zhangsan', { card, button: 'Approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await said(running.executionId)).toContain('42');
	});

	it('asks for each of two calls, one after the other', async () => {
		const running = await house.begin(agentWorkflow(OPEN_AI, {}, TWICE));
		const first = await house.card('lisi', running);
		await house.press('lisi', { card: first, button: 'Approve' });
		const second = await house.card('lisi', running, 1);
		expect(await house.outcome('zhangsan', first.msgid)).toContain('Approved by');
		await house.reaches(running.executionId, 'waiting');
		await house.press('zhangsan', { card: second, button: 'Decline' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await house.outcome('lisi', second.msgid)).toContain('Declined by $userName=zhangsan$');
		expect(await house.answersOfTool(running.executionId, 'Calculator')).toHaveLength(1);
	});
});

describe('when the time is up', () => {
	it('the items go on by the regular output, marked', async () => {
		const { executionId } = timeUp.marked;
		expect(await house.ends(executionId)).toBe('success');
		const after = await house.output(executionId, 'After');
		expect(after).toHaveLength(2);
		expect(after[1]).toMatchObject({
			data: { approved: false, timedOut: true, decision: null, responder: null },
		});
		expect(await house.output(executionId, 'Ask', 1)).toEqual([]);
	});

	it('of ten items, the four that were decided keep their answers, and six are marked', async () => {
		const { executionId } = timeUp.partly;
		expect(await house.ends(executionId)).toBe('success');
		const after = await house.output(executionId, 'After');
		const answers = after.map(({ no, data }) => {
			const { approved, timedOut, decision, responder } = data as IDataObject;
			return [no, approved, timedOut, decision, (responder as IDataObject | null)?.id];
		});
		expect(answers).toEqual(
			[...Array(10).keys()].map((no) =>
				no < 4
					? [no, no % 2 === 0, false, no % 2 === 0 ? 'approve' : 'decline', 'lisi']
					: [no, false, true, null, undefined],
			),
		);
		expect(await house.output(executionId, 'Ask', 1)).toEqual([]);
	});

	it('an agent learns that nobody answered, and its tool does not run', async () => {
		const { executionId } = timeUp.agent;
		expect(await house.ends(executionId)).toBe('success');
		expect(await said(executionId)).toContain('Nobody answered within 3 seconds.');
		expect(await house.answersOfTool(executionId, 'Calculator')).toEqual([]);
	});
});
