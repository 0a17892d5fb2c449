/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import fastify, { type FastifyInstance } from 'fastify';
import type { IDataObject } from 'n8n-workflow';

import { askingWorkflow } from './askingWorkflows';
import { CREDENTIALS } from './credentials';
import { expectRequests, requestsIn } from './exampleRequests';
import { EXECUTED_BY, readExamples, triggerPath, webhookType, type Example } from './examples';
import { startFakeModel, type FakeModel } from './fakeModel';
import type { WorkflowDefinition } from './n8n';
import { publishTrigger } from './receiving';
import { until } from './until';
import { AskingHouse, keysOf, type Running } from './waiting';

const own = {
	secret: { id: 'wecomHeaderAuth0', name: 'Secret' },
	model: { id: 'wecomFakeModel00', name: 'Fake model' },
};
const bearer = 'Bearer of-the-pipeline';

/** A call of a server that comes after a decision. */
interface Call {
	path: string;
	authorization?: string;
	body: unknown;
}

let house: AskingHouse;
let model: FakeModel;
/** The pipeline, and the bank. */
let elsewhere: FastifyInstance;
let elsewhereUrl: string;
const told: Call[] = [];
/** The workflow that receives. */
let receiverId: string;

const mine: readonly string[] = EXECUTED_BY['waitingExamples.test.ts'];
const examples = readExamples(CREDENTIALS.api, CREDENTIALS.callback, {
	httpHeaderAuth: own.secret,
	openAiApi: own.model,
}).filter(({ file }) => mine.includes(file));

/** An example as it is, but for the server that it calls. */
function example(file: (typeof EXECUTED_BY)['waitingExamples.test.ts'][number]): Example {
	const found = examples.find((one) => one.file === file) as Example;
	const text = JSON.stringify(found).replace(
		/https:\/\/(?:ci|bank)\.example\.com(?=\/(?:deployments|payments)\b)/g,
		elsewhereUrl,
	);
	return JSON.parse(text) as Example;
}

beforeAll(async () => {
	elsewhere = fastify();
	elsewhere.post('/*', async ({ url, headers: { authorization }, body }) => {
		told.push({ path: url, authorization, body });
		return await Promise.resolve({ payment: 'P-1' });
	});
	elsewhereUrl = await elsewhere.listen({ host: '127.0.0.1', port: 0 });
	model = await startFakeModel();
	house = await AskingHouse.start({ env: { GENERIC_TIMEZONE: 'Asia/Shanghai' } }, [
		{ ...own.secret, type: 'httpHeaderAuth', data: { name: 'Authorization', value: bearer } },
		{ ...own.model, type: 'openAiApi', data: { apiKey: model.apiKey, url: model.url } },
	]);
	const answers = example('answers-from-wecom.json');
	const settings = { ...house.settings, url: `${house.n8n.url}${triggerPath(answers)}` };
	receiverId = await publishTrigger(house.n8n, answers, settings);
	await house.simulator.setCallback(settings);
});

afterAll(async () => {
	await Promise.all([house?.stop(), model?.close(), elsewhere?.close()]);
});

beforeEach(() => told.splice(0));

const silent = { status: 200, body: '', tries: 1 };

/** What was sent to WeCom since. */
function requestsSince(): () => string[] {
	const before = house.simulator.calls().length;
	return () => requestsIn(house.simulator.calls().slice(before));
}

/** The texts that a member has got since an execution began. */
const texts = (member: string, before = 0): string[] =>
	house.simulator
		.inbox(member)
		.slice(before)
		.filter(({ msgtype }) => msgtype === 'text')
		.map(({ content }) => String(content.content));

it('the receiving workflow hands an answer over, and does not start itself', async () => {
	const sent = requestsSince();
	const running = await house.begin(askingWorkflow({}));
	const card = await house.card('lisi', running);
	expect(await house.press('lisi', { card, button: 'Approve' })).toMatchObject(silent);
	expect(await house.ends(running.executionId)).toBe('success');
	expect(await house.answer(running.executionId)).toMatchObject({
		approved: true,
		responder: { id: 'lisi', verified: true },
	});
	await house.outcome('zhangsan', card.msgid);
	expect(await house.n8n.countExecutions(receiverId)).toBe(0);
	expectRequests('answers-from-wecom.json', sent());
});

describe('the leave request', () => {
	const file = 'leave-request-with-reason.json';

	it('shows what is asked, and the employee learns that it is approved', async () => {
		const sent = requestsSince();
		const running = await house.begin(example(file));
		const card = await house.card('lisi', running);
		expect(Object.keys(keysOf(card))).toEqual(['Approve', 'Decline']);
		expect(card.content).toMatchObject({
			sub_title_text: 'zhangsan asks for 3 days off.',
			horizontal_content_list: [
				{ keyname: 'Type', value: 'Annual leave' },
				{ keyname: 'From', value: '2026-12-21' },
				{ keyname: 'To', value: '2026-12-23' },
			],
		});
		await house.press('lisi', { card, button: 'Approve', chosen: { reason: ['No remark'] } });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(texts('zhangsan', running.before.zhangsan)).toEqual([
			'Your leave from 2026-12-21 to 2026-12-23 was approved by lisi.',
		]);
		await house.outcome('lisi', card.msgid);
		expectRequests('leave-request-with-reason.json', sent());
	});

	it('declined tells the employee the remark', async () => {
		const running = await house.begin(example(file));
		const card = await house.card('lisi', running);
		await house.press('lisi', { card, button: 'Decline', chosen: { reason: ['Too busy'] } });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(texts('zhangsan', running.before.zhangsan)).toEqual([
			'Your leave from 2026-12-21 to 2026-12-23 was declined by lisi. Remark: Too busy',
		]);
	});

	it('that nobody answers tells the employee so, and closes the card', async () => {
		const soon = { limitWaitTime: { values: { resumeAmount: 0.05, resumeUnit: 'minutes' } } };
		const workflow: WorkflowDefinition = example(file);
		const ask = workflow.nodes.find(({ name }) => name === 'Ask the Manager');
		Object.assign(ask?.parameters ?? {}, { options: soon });
		const running = await house.begin(workflow);
		const card = await house.card('lisi', running);
		expect(await house.ends(running.executionId)).toBe('success');
		expect(texts('zhangsan', running.before.zhangsan)).toEqual([
			'Nobody has answered your leave request for 2026-12-21. Please ask your manager in person.',
		]);
		expect(await house.outcome('lisi', card.msgid)).toBe('No longer open');
	});
});

describe('two of three managers', () => {
	const file = 'two-of-three-managers.json';

	/** Each votes after the other. */
	async function vote(...votes: Array<[string, string]>): Promise<Running> {
		const running = await house.begin(example(file));
		for (const [member, button] of votes) {
			await house.reaches(running.executionId, 'waiting');
			const card = await house.card(member, running);
			await house.press(member, { card, button });
		}
		expect(await house.ends(running.executionId)).toBe('success');
		return running;
	}

	it('approve together, whatever the third says', async () => {
		const sent = requestsSince();
		const before = house.simulator.inbox('zhaoliu').length;
		await vote(['wangwu', 'Approve'], ['zhangsan', 'Decline'], ['lisi', 'Approve']);
		expect(texts('zhaoliu', before)).toEqual([
			'Approved: Two test phones, 7,600 yuan\nwangwu: approve\nzhangsan: decline\nlisi: approve',
		]);
		expectRequests('two-of-three-managers.json', sent());
	});

	it('decline together, and one can change his mind before', async () => {
		const before = house.simulator.inbox('zhaoliu').length;
		await vote(['wangwu', 'Approve'], ['zhangsan', 'Decline'], ['wangwu', 'Decline']);
		expect(texts('zhaoliu', before)).toEqual([
			'Not approved: Two test phones, 7,600 yuan\nMost managers declined.\nzhangsan: decline\nwangwu: decline',
		]);
	});
});

describe('the deploy gate', () => {
	const file = 'deploy-gate.json';
	const waits = {
		id: 'build/4711',
		service: 'checkout',
		version: '2.8.1',
		stage: 'production',
		author: 'zhaoliu',
		changes: 'Retry a payment once before giving up',
		url: 'https://ci.example.com/pipelines/4711',
	};
	let gate: { id: string; url: string };

	const call = async (authorization: string): Promise<number> => {
		const headers = { 'content-type': 'application/json', authorization };
		const body = JSON.stringify(waits);
		return (await fetch(gate.url, { method: 'POST', headers, body })).status;
	};

	beforeAll(async () => {
		const workflow = example(file);
		const path = workflow.nodes.find(({ type }) => type === webhookType)?.parameters.path;
		const url = `${house.n8n.url}/webhook/${String(path)}`;
		gate = { id: await house.n8n.createWorkflow(workflow), url };
		await house.n8n.publishWorkflow(gate.id, async () => (await call('guessed')) === 403);
	});

	/** The pipeline calls, and waits. */
	async function begin(): Promise<Running> {
		const before = Object.fromEntries(
			['zhangsan', 'lisi', 'wangwu'].map((id) => [id, house.simulator.inbox(id).length]),
		);
		const known = (await house.n8n.allExecutionsOf(gate.id)).map(({ id }) => id);
		expect(await call(bearer)).toBe(200);
		const executionId = await until('an execution of the gate', async () => {
			const all = await house.n8n.allExecutionsOf(gate.id);
			return all.find(({ id }) => !known.includes(id))?.id;
		});
		await house.reaches(executionId, 'waiting', 'error', 'success');
		return { workflowId: gate.id, executionId, before };
	}

	it('lets only a release manager decide, and tells the pipeline', async () => {
		const sent = requestsSince();
		const running = await begin();
		const card = await house.card('wangwu', running);
		expect(card.content).toMatchObject({
			main_title: { title: 'Deploy checkout 2.8.1?' },
			sub_title_text: 'Retry a payment once before giving up',
			quote_area: { type: 1, url: waits.url, title: 'Open the pipeline' },
		});
		const refused = await house.press('wangwu', { card, button: 'Deploy' });
		expect(refused.body).toContain('<ReplaceName><![CDATA[Only release managers can answer');
		expect(told).toEqual([]);
		await house.press('lisi', { card, button: 'Deploy' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(told).toEqual([
			{
				path: '/deployments/build%2F4711/approve',
				authorization: bearer,
				body: { by: 'lisi', at: expect.any(String), timedOut: false },
			},
		]);
		expect(await house.outcome('wangwu', card.msgid)).toMatch(/^Deploying by \$userName=lisi\$ · /);
		expectRequests('deploy-gate.json', sent());
	});

	it('stops the pipeline', async () => {
		const running = await begin();
		const card = await house.card('zhangsan', running);
		await house.press('zhangsan', { card, button: 'Stop' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(told.map(({ path }) => path)).toEqual(['/deployments/build%2F4711/reject']);
	});
});

describe('the agent that pays', () => {
	const file = 'agent-asks-before-paying.json';
	const payment = {
		payee: 'Example Store',
		account: '6222000000000000',
		amount: 7600,
		reference: '2026-118',
	};
	const wantsToPay = () =>
		model.answerWith(({ tools, messages }, index) =>
			index === 0
				? {
						tool: tools[0].name,
						arguments: { toolParameters: payment, hitlParameters: {} },
					}
				: { text: `I heard: ${messages.at(-1)?.content ?? ''}` },
		);
	const said = async (executionId: string): Promise<unknown> =>
		(await house.output(executionId, 'AI Agent')).at(-1)?.output;

	it('shows the payment first, and makes it when somebody approves', async () => {
		wantsToPay();
		const sent = requestsSince();
		const running = await house.begin(example(file));
		const card = await house.card('lisi', running);
		expect(card.content).toMatchObject({
			main_title: { title: 'Payment' },
			sub_title_text: 'The agent wants to use Pay.',
			horizontal_content_list: Object.entries(payment).map(([keyname, value]) => ({
				keyname,
				value: String(value),
			})),
		});
		expect(told).toEqual([]);
		await house.press('lisi', { card, button: 'Pay' });
		expect(await house.ends(running.executionId)).toBe('success');
		expect(told.map(({ path, body }) => ({ path, body }))).toEqual([
			{
				path: '/payments',
				body: payment,
			},
		]);
		expect(await said(running.executionId)).toContain('P-1');
		await house.outcome('zhangsan', card.msgid);
		expectRequests('agent-asks-before-paying.json', sent());
	});

	it('pays nothing when somebody declines, and learns why', async () => {
		wantsToPay();
		const running = await house.begin(example(file));
		const card = await house.card('zhangsan', running);
		await house.press('zhangsan', {
			card,
			button: "Don't pay",
			chosen: { reason: ['Paid before'] },
		});
		expect(await house.ends(running.executionId)).toBe('success');
		expect(told).toEqual([]);
		expect(await said(running.executionId)).toContain('Paid before');
		expect((await house.output(running.executionId, 'Pay')) as IDataObject[]).toEqual([]);
	});
});
