import type { IDataObject, INode } from 'n8n-workflow';

import { nodeType } from './examples';
import { startFakeModel, type FakeModel } from './fakeModel';
import type { WorkflowDefinition } from './n8n';
import { until } from './until';
import { AskingHouse, askingWorkflow, BOTH, keysOf, loopingWorkflow } from './waiting';

const OPEN_AI = { id: 'openAiFake000000', name: 'Fake model' };

let house: AskingHouse;
let model: FakeModel;

beforeAll(async () => {
	model = await startFakeModel();
	house = await AskingHouse.start({}, [
		{ ...OPEN_AI, type: 'openAiApi', data: { apiKey: model.apiKey, url: model.url } },
	]);
});

afterAll(async () => {
	await Promise.all([house?.stop(), model?.close()]);
});

const silent = { status: 200, body: '', tries: 1 };
const replaced = (text: string) =>
	expect.stringContaining(`<ReplaceName><![CDATA[${text}`) as string;

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
		const late = house.pressXml('zhangsan', { card, button: 'Decline' });
		await house.press('lisi', { card, button: 'Approve' });
		await house.ends(running.executionId);
		expect(await house.send(late)).toMatchObject({ status: 200 });
		expect((await house.answer(running.executionId)).approved).toBe(true);
		await house.n8n.rest('POST', '/executions/delete', { ids: [running.executionId] });
		const gone = await house.press('zhangsan', { card, button: 'Decline' });
		expect(gone.status).toBe(200);
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
		const xml = house.pressXml('lisi', { card, button: 'Approve' });
		const answers = await Promise.all([1, 2, 3, 4].map(async () => await house.send(xml)));
		for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: '' });
		await house.ends(running.executionId);
		expect(await house.outcome('lisi', card.msgid)).toMatch(/^Approved by \$userName=lisi\$/);
		expect(await house.send(xml)).toMatchObject(silent);
		expect(await house.output(running.executionId, 'After')).toHaveLength(1);
		expect(await house.outcome('zhangsan', card.msgid)).toMatch(/^Approved by \$userName=lisi\$/);
	});

	it('is one decision where two members press at the same moment, ten times', async () => {
		const workflowId = await house.n8n.createWorkflow(askingWorkflow({}));
		for (let pair = 0; pair < 10; pair++) {
			const running = await house.beginAgain(workflowId);
			const card = await house.card('lisi', running);
			await Promise.all([
				house.press('lisi', { card, button: 'Approve' }),
				house.press('zhangsan', { card, button: 'Decline' }),
			]);
			expect(await house.ends(running.executionId)).toBe('success');
			expect(await house.output(running.executionId, 'After')).toHaveLength(1);
			const { approved, responder } = await house.answer(running.executionId);
			const [word, id] = approved === true ? ['Approved', 'lisi'] : ['Declined', 'zhangsan'];
			expect(responder).toMatchObject({ id });
			for (const member of ['lisi', 'zhangsan'])
				expect(await house.outcome(member, card.msgid)).toContain(`${word} by $userName=${id}$`);
		}
	});
});

it('an answer of a card with options, and of one with lists, comes as arrays', async () => {
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
				],
			},
		}),
	);
	const card = await house.card('lisi', lists);
	await house.press('lisi', { card, chosen: { Day: ['Friday'], Meal: ['Rice'] } });
	await house.ends(lists.executionId);
	expect((await house.answer(lists.executionId)).answers).toEqual({
		Day: ['Friday'],
		Meal: ['Rice'],
	});
	expect(await house.outcome('zhangsan', card.msgid)).toContain('Answered by $userName=lisi$');
});

describe('votes', () => {
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

	it('at the same moment are both counted', async () => {
		const workflowId = await house.n8n.createWorkflow(askingWorkflow({ decision: 'everybody' }));
		for (let pair = 0; pair < 5; pair++) {
			const running = await house.beginAgain(workflowId);
			const card = await house.card('lisi', running);
			await Promise.all(
				['lisi', 'zhangsan'].map(
					async (member) => await house.press(member, { card, button: 'Approve' }),
				),
			);
			expect(await house.ends(running.executionId)).toBe('success');
			expect((await house.answer(running.executionId)).votes).toHaveLength(2);
		}
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

it('when the time is up, the items go on by the regular output, marked, and a press comes too late', async () => {
	const limitWaitTime = { values: { resumeAmount: 0.05, resumeUnit: 'minutes' } };
	const running = await house.begin(
		askingWorkflow({ options: { limitWaitTime } }, { items: 2, onError: 'continueErrorOutput' }),
	);
	const card = await house.card('lisi', running);
	const { deadline } = { deadline: Date.now() + 3500 };
	await until('the end of the time', () => (Date.now() > deadline ? true : undefined));
	const { status } = await house.n8n.getExecution(running.executionId);
	const { body } = await house.press('lisi', { card, button: 'Approve' });
	if (status === 'waiting') expect(body).toEqual(replaced('No longer open'));
	expect(await house.ends(running.executionId)).toBe('success');
	const after = await house.output(running.executionId, 'After');
	expect(after).toHaveLength(2);
	expect(after[1]).toMatchObject({
		data: { approved: false, timedOut: true, decision: null, responder: null },
	});
	expect(await house.output(running.executionId, 'Ask', 1)).toEqual([]);
});

it('a loop asks three times, and a card of an earlier round decides nothing', async () => {
	const running = await house.begin(loopingWorkflow({}, 3));
	const first = await house.card('lisi', running, 0);
	await house.press('lisi', { card: first, button: 'Approve' });
	const second = await house.card('lisi', running, 1);
	await house.reaches(running.executionId, 'waiting');
	const old = { ...first, updated: undefined };
	expect(await house.press('zhangsan', { card: old, button: 'Decline' })).toMatchObject({
		status: 200,
	});
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
	const place = (
		name: string,
		type: string,
		typeVersion: number,
		parameters: INode['parameters'],
		credentials?: INode['credentials'],
	): INode => ({
		id: crypto.randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters,
		...(credentials && { credentials }),
	});
	const edge = (node: string, type: 'main' | 'ai_tool' | 'ai_languageModel') => ({
		[type]: [[{ node, type, index: 0 }]],
	});
	const agentWorkflow = (parameters: INode['parameters']): WorkflowDefinition => ({
		name: 'Agent that asks',
		nodes: [
			place('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			place('AI Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
				promptType: 'define',
				text: 'What is 6 times 7?',
				options: {},
			}),
			place(
				'Model',
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				1.3,
				{
					model: { __rl: true, mode: 'id', value: 'gpt-5-mini' },
					responsesApiEnabled: false,
					options: {},
				},
				{ openAiApi: OPEN_AI },
			),
			place(
				'Human',
				`${nodeType}HitlTool`,
				1,
				{ users: 'zhangsan, lisi', title: 'The agent asks', ...parameters },
				BOTH,
			),
			place('Calculator', '@n8n/n8n-nodes-langchain.toolCalculator', 1, {}),
		],
		connections: {
			Start: edge('AI Agent', 'main'),
			Model: edge('AI Agent', 'ai_languageModel'),
			Calculator: edge('Human', 'ai_tool'),
			Human: edge('AI Agent', 'ai_tool'),
		},
	});
	const useTool = () =>
		model.answerWith(({ tools, messages }, index) =>
			index === 0
				? {
						tool: tools[0].name,
						arguments: { toolParameters: { input: '6*7' }, hitlParameters: {} },
					}
				: { text: `Answer: ${messages.at(-1)?.content ?? ''}` },
		);
	const said = async (executionId: string) =>
		(await house.output(executionId, 'AI Agent')).at(-1)?.output;

	it('shows what the agent wants to do, and an approval lets the tool run', async () => {
		useTool();
		const running = await house.begin(agentWorkflow({}));
		const card = await house.card('lisi', running);
		expect(card.content).toMatchObject({
			horizontal_content_list: [{ keyname: 'input', value: '6*7' }],
		});
		expect(JSON.stringify(card.content)).not.toContain('[object Object]');
		expect(JSON.stringify(card.content)).toContain('alculator');
		await house.press('lisi', { card, button: 'Approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await said(running.executionId)).toContain('42');
	});

	it('refused with a reason tells the model the reason, and the tool does not run', async () => {
		useTool();
		const running = await house.begin(
			agentWorkflow({ approvalOptions: { value: { reasons: 'Too expensive' } } }),
		);
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Decline', chosen: { reason: ['Too expensive'] } });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await said(running.executionId)).toContain('Too expensive');
		expect(await house.output(running.executionId, 'Calculator')).toEqual([]);
	});

	it('counts votes', async () => {
		useTool();
		const running = await house.begin(agentWorkflow({ decision: 'everybody' }));
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Approve' });
		await house.reaches(running.executionId, 'waiting');
		await house.press('zhangsan', { card, button: 'Approve' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(await said(running.executionId)).toContain('42');
	});
});
