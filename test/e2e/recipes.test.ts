/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../simulator';
import { sendCallback, verifyUrl, type CallbackSettings } from '../simulator/callback';
import { textMessage } from '../simulator/receiving/events';
import { apiCredential, CALLBACK_SECRETS, callbackCredential, CREDENTIALS } from './credentials';
import { expectRequests, requestsIn } from './exampleRequests';
import { EXECUTED_BY, readExamples, triggerPath, webhookType, type Example } from './examples';
import { startFakeModel, type FakeModel, type ModelMessage, type ModelRequest } from './fakeModel';
import { N8nInstance, type Execution } from './n8n';

const credentials = {
	...CREDENTIALS,
	alertSender: { id: 'wecomAlertSender', name: 'Alert sender' },
	model: { id: 'wecomFakeModel00', name: 'Fake model' },
};
const mine: readonly string[] = EXECUTED_BY['recipes.test.ts'];
const examples = readExamples(credentials.api, credentials.callback, {
	httpHeaderAuth: credentials.alertSender,
	openAiApi: credentials.model,
}).filter(({ file }) => mine.includes(file));

const bearer = 'Bearer of-the-monitoring';

let simulator: Simulator;
let n8n: N8nInstance;
let model: FakeModel;

const example = (file: (typeof EXECUTED_BY)['recipes.test.ts'][number]): Example =>
	examples.find((one) => one.file === file) as Example;
const agentThatAnswers = example('agent-answers-in-wecom.json');
const agentThatNotifies = example('agent-notifies-people.json');
const alerts = example('alerts-from-monitoring.json');
const broadcast = example('broadcast-to-department.json');
const hrList = example('people-from-hr-list.json');

beforeAll(async () => {
	[simulator, model, n8n] = await Promise.all([
		startSimulator(),
		startFakeModel(),
		N8nInstance.start({ whole: true, env: { GENERIC_TIMEZONE: 'Asia/Shanghai' } }),
	]);
	await n8n.createCredentials([
		apiCredential(simulator),
		callbackCredential(simulator),
		{
			...credentials.alertSender,
			type: 'httpHeaderAuth',
			data: { name: 'Authorization', value: bearer },
		},
		{ ...credentials.model, type: 'openAiApi', data: { apiKey: model.apiKey, url: model.url } },
	]);
	await n8n.createWorkflows(examples);
	await n8n.publishWorkflow(
		alerts.id,
		async () => (await postAlerts({}, { authorization: '' })).status === 403,
	);
	await n8n.publishWorkflow(
		agentThatAnswers.id,
		async () => (await verifyUrl(callbackSettings(), '1')).status === 200,
	);
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close(), model?.close()]);
});

beforeEach(() => simulator.reset());

async function postAlerts(
	body: object,
	{ query = '', authorization = bearer } = {},
): Promise<Response> {
	const path = alerts.nodes.find(({ type }) => type === webhookType)?.parameters.path as string;
	return await fetch(`${n8n.url}/webhook/${path}${query}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...(authorization !== '' && { authorization }) },
		body: JSON.stringify(body),
	});
}

function callbackSettings(): CallbackSettings {
	return {
		...CALLBACK_SECRETS,
		url: `${n8n.url}${triggerPath(agentThatAnswers)}`,
		corpId: simulator.corpId,
	};
}

/** A member writes to the app. */
async function write(from: string, text: string): Promise<void> {
	const { corpId, agentId } = simulator;
	const { xml } = textMessage({ corpId, agentId, userid: from, at: Date.now() }, text);
	expect(await sendCallback(callbackSettings(), xml)).toMatchObject({
		status: 200,
		body: '',
		tries: 1,
	});
}

const contents = (userid: string) =>
	simulator.inbox(userid).map(({ content }) => String(content.content));

/** Waits until a member has so many messages, and gives their contents. */
async function received(userid: string, count = 1): Promise<string[]> {
	for (let tries = 0; tries < 200 && contents(userid).length < count; tries++) {
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	expect(contents(userid)).toHaveLength(count);
	return contents(userid);
}

describe('alerts from monitoring', () => {
	const page = readFileSync(join(__dirname, '..', '..', 'docs', 'recipes', 'alerts.md'), 'utf8');
	const blocks = (language: string) =>
		[...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)\n\`\`\`$`, 'gms'))].map(
			([, text]) => text,
		);
	const [alertmanager, grafana] = blocks('json').map(
		(text) => JSON.parse(text) as { alerts: IDataObject[] },
	);

	it('the documented call of Alertmanager becomes the documented message, to the tag of the people on call', async () => {
		const response = await postAlerts(alertmanager);
		expect(response.status).toBe(200);
		expect(contents('zhangsan')).toEqual(blocks('text'));
		expect(contents('lisi')).toEqual(blocks('text'));
		expect(contents('wangwu')).toEqual([]);
		expectRequests('alerts-from-monitoring.json', requestsIn(simulator.calls()));
	});

	it('the documented call of Grafana goes where the URL says, with a link to the panel', async () => {
		await postAlerts(grafana, { query: '?departments=4&users=zhaoliu' });
		const [text] = contents('wangwu');
		expect(text).toContain('**1 firing, 0 resolved**');
		expect(text).toContain(
			'>Less than 5% left\n><font color="comment">grafana_folder: Servers, instance: db-1</font>',
		);
		expect(text).toContain(
			'>since 11-24 10:31:00 [Open](https://grafana.example.com/d/disks?orgId=1&viewPanel=4)',
		);
		expect(contents('zhaoliu')).toEqual([text]);
		expect(contents('zhangsan')).toEqual([]);
	});

	it('the same call is delivered once, and the end of the alert all the same', async () => {
		const [alert] = grafana.alerts;
		await postAlerts(grafana);
		await postAlerts(grafana);
		expect(contents('lisi')).toHaveLength(1);
		await postAlerts({
			...grafana,
			status: 'resolved',
			alerts: [{ ...alert, status: 'resolved', endsAt: '2026-11-24T11:00:00+08:00' }],
		});
		const [, resolved] = contents('lisi');
		expect(resolved).toContain('**0 firing, 1 resolved**');
		expect(resolved).toContain('<font color="info">RESOLVED</font> **DiskFull**');
		expect(resolved).toContain('>11-24 10:31:00 to 11-24 11:00:00');
	});

	it('a hundred alerts make a few messages within the limit, in order, and the rest is counted', async () => {
		const [, firing] = alertmanager.alerts;
		const many = Array.from({ length: 100 }, (_, index) => ({
			...firing,
			labels: {
				...(firing.labels as IDataObject),
				instance: `web-${String(index).padStart(3, '0')}`,
			},
		}));
		const response = await postAlerts({ ...alertmanager, alerts: many, truncatedAlerts: 5 });
		expect(response.status).toBe(200);
		const parts = contents('zhangsan');
		expect(parts.length).toBeGreaterThan(2);
		expect(parts.length).toBeLessThan(10);
		expect(Math.max(...parts.map((part) => Buffer.byteLength(part)))).toBeLessThanOrEqual(2048);
		const shown = [...parts.join('').matchAll(/web-\d+/g)].map(([name]) => name);
		expect(shown).toEqual(
			Array.from({ length: 30 }, (_, index) => `web-${String(index).padStart(3, '0')}`),
		);
		expect(parts.at(-1)).toContain('And 75 more: https://alertmanager.example.com');
	});

	it('a failure is answered with an error, so that the sender tries again, and then it is delivered', async () => {
		simulator.trustedIp({ enforce: true });
		expect((await postAlerts(alertmanager)).status).toBe(500);
		simulator.trustedIp({ enforce: false });
		expect((await postAlerts(alertmanager)).status).toBe(200);
		expect(contents('zhangsan')).toHaveLength(1);
	});

	it('nobody without the secret can send', async () => {
		expect((await postAlerts(alertmanager, { authorization: 'Bearer guessed' })).status).toBe(403);
		expect(simulator.inbox()).toEqual([]);
	});
});

describe('broadcast to a department', () => {
	it('reaches the department, and the sender learns who did not get it', async () => {
		const { status } = await n8n.runWorkflow(broadcast.id);
		expect(status).toBe('success');
		const announcement =
			'**<font color="warning">Checkout is slow</font>**\n>Payments take up to 30 s. Please do not deploy.\n><font color="comment">from lisi</font>';
		for (const member of ['zhangsan', 'wangwu', 'UserID3'])
			expect(contents(member)).toEqual([announcement]);
		expect(contents('lisi')).toEqual([announcement, 'Not delivered to: someone.who.left']);
		expectRequests('broadcast-to-department.json', requestsIn(simulator.calls()));
	});

	it('that nobody got is told to the sender with its cause', async () => {
		simulator.failNext({
			path: 'message/send',
			errcode: 81013,
			errmsg: 'user & party & tag all invalid',
		});
		const { status } = await n8n.runWorkflow(broadcast.id);
		expect(status).toBe('success');
		expect(contents('wangwu')).toEqual([]);
		const [told] = contents('lisi');
		expect(told).toMatch(/^Nobody got the announcement\. .*81013/s);
	});
});

describe('the agent that answers', () => {
	// Newer models get their instructions from a "developer".
	const isInstruction = ({ role }: ModelMessage) => role === 'system' || role === 'developer';
	const conversation = ({ messages: all }: ModelRequest) =>
		all.filter((message) => !isInstruction(message)).map(({ content }) => content);

	it('answers the member who wrote, and remembers the conversation of each', async () => {
		model.answerWith((_, index) => ({ text: `Answer ${index}` }));
		await write('zhangsan', '打印机在哪？');
		expect(await received('zhangsan')).toEqual(['Answer 0']);
		await write('zhangsan', '还有别的吗？');
		expect(await received('zhangsan', 2)).toEqual(['Answer 0', 'Answer 1']);
		await write('lisi', 'Hello');
		expect(await received('lisi')).toEqual(['Answer 2']);

		expect(model.requests.map(conversation)).toEqual([
			['打印机在哪？'],
			['打印机在哪？', 'Answer 0', '还有别的吗？'],
			['Hello'],
		]);
		expect(model.requests[2].messages.find(isInstruction)?.content).toContain(
			'you are talking to lisi',
		);
		expectRequests('agent-answers-in-wecom.json', requestsIn(simulator.calls()));
	});

	it('splits an answer that is too long for one message', async () => {
		const text = Array.from(
			{ length: 120 },
			(_, index) => `第${index}步：打开设置，选择打印机。`,
		).join('\n');
		model.answerWith(() => ({ text }));
		await write('wangwu', '怎么设置？');
		const parts = await received('wangwu', Math.ceil(Buffer.byteLength(text) / 2048));
		expect(parts.join('')).toBe(text);
	});

	it('says so when the model fails', async () => {
		model.answerWith(() => ({ status: 400 }));
		await write('zhaoliu', 'Hello');
		expect(await received('zhaoliu')).toEqual([
			'Sorry, I cannot answer now. Please try again later.',
		]);
	});
});

describe('the agent that notifies', () => {
	const answerOf = ({ data }: Execution) =>
		data.resultData.runData['AI Agent'].at(-1)?.data?.main[0]?.[0].json.output;
	const tool = 'Notify_in_WeCom';

	it('sends what the model says to whom the model says', async () => {
		model.answerWith((_, index) =>
			index === 0
				? {
						tool,
						arguments: {
							users: 'zhangsan',
							content: 'Checkout: every third payment times out since 10:20.',
						},
					}
				: { text: 'I have told zhangsan.' },
		);
		const execution = await n8n.runWorkflow(agentThatNotifies.id);
		expect(execution.status).toBe('success');
		expect(simulator.inbox().map(({ userid, content }) => [userid, content.content])).toEqual([
			['zhangsan', 'Checkout: every third payment times out since 10:20.'],
		]);
		expect(answerOf(execution)).toBe('I have told zhangsan.');
		const { role, content } = model.requests[1].messages.at(-1) ?? {};
		expect({ role, content }).toEqual({
			role: 'tool',
			content: expect.stringContaining(simulator.inbox()[0].msgid),
		});
		expectRequests('agent-notifies-people.json', requestsIn(simulator.calls()));
	});

	it('tells the model what the tool does and what each field takes', async () => {
		model.answerWith(() => ({ text: 'Nobody needs to know.' }));
		await n8n.runWorkflow(agentThatNotifies.id);
		const [offered, ...others] = model.requests[0].tools;
		expect(others).toEqual([]);
		const { toolDescription } =
			agentThatNotifies.nodes.find(({ name }) => name === 'Notify in WeCom')?.parameters ?? {};
		expect(offered).toMatchObject({ name: tool, description: toolDescription });
		expect(offered.parameters.required.sort()).toEqual(['content', 'users']);
		expect(offered.parameters.properties).toEqual({
			users: {
				type: 'string',
				description:
					'User IDs of the colleagues to notify, separated by commas, such as: zhangsan, lisi',
			},
			content: {
				type: 'string',
				description:
					'The message in plain text with line breaks, at most 600 characters, no Markdown',
			},
		});
	});

	it('tells the model why a message did not go out, and the model can correct itself', async () => {
		model.answerWith(({ messages: all }, index) => {
			if (index === 0) return { tool, arguments: { users: 'ghost', content: 'Checkout is slow.' } };
			const { content } = all.at(-1) ?? {};
			if (index === 1)
				return content?.includes('81013')
					? { tool, arguments: { users: 'zhangsan', content: 'Checkout is slow.' } }
					: { text: 'No error.' };
			return { text: 'Told.' };
		});
		const execution = await n8n.runWorkflow(agentThatNotifies.id);
		expect(answerOf(execution)).toBe('Told.');
		expect(simulator.inbox().map(({ userid }) => userid)).toEqual(['zhangsan']);
	});
});

it('people from an HR list are reached by email, and HR learns of the others', async () => {
	const { status } = await n8n.runWorkflow(hrList.id);
	expect(status).toBe('success');
	expect(contents('lisi')).toEqual([
		'李四, please confirm your vacation days for this year by Friday.',
	]);
	expect(contents('zhangsan')).toEqual([
		'张三, please confirm your vacation days for this year by Friday.',
		'Not reached:\nNew Colleague',
	]);
	expectRequests('people-from-hr-list.json', requestsIn(simulator.calls()));
});
