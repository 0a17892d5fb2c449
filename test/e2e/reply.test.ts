/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { startSimulator, type Simulator } from '../simulator';
import { sendCallback, verifyUrl, type CallbackSettings } from '../simulator/callback';
import { CALLBACK_SECRETS, callbackCredential, CREDENTIALS } from './credentials';
import {
	callbackCredentialType,
	nodeType,
	triggerPath,
	triggerType,
	type Example,
} from './examples';
import { N8nInstance } from './n8n';

/** Of another app, so with other secrets. */
const ANOTHER = { id: 'wecomCallback001', name: 'Another app' };

let simulator: Simulator;
let n8n: N8nInstance;

beforeAll(async () => {
	simulator = await startSimulator();
	n8n = await N8nInstance.start();
	const another = {
		...callbackCredential(simulator, { ...CALLBACK_SECRETS, token: 'AnotherToken1' }),
		...ANOTHER,
	};
	await n8n.createCredentials([callbackCredential(simulator), another]);
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

/** A workflow that replies, in its own good time and with a credential of its choice. */
function workflowWith(name: string, seconds: number, credential: { id: string; name: string }) {
	const node = (own: { name: string; type: string; parameters: object }, index: number) => ({
		id: `node-${index}`,
		typeVersion: 1,
		position: [220 * index, 0] as [number, number],
		...own,
	});
	const nodes = [
		{
			name: 'Trigger',
			type: triggerType,
			parameters: { respond: 'node' },
			webhookId: crypto.randomUUID(),
			credentials: { [callbackCredentialType]: CREDENTIALS.callback },
		},
		{ name: 'Wait', type: 'n8n-nodes-base.wait', parameters: { amount: seconds, unit: 'seconds' } },
		{
			name: 'Reply',
			type: nodeType,
			parameters: {
				resource: 'message',
				operation: 'replyToCallback',
				replyTo: '={{ $json.FromUserName }}',
				replyType: 'text',
				replyContent: 'Here you are',
			},
			credentials: { [callbackCredentialType]: credential },
		},
	].map(node);
	const to = (next: string) => ({ main: [[{ node: next, type: 'main' as const, index: 0 }]] });
	return {
		name,
		nodes: nodes as Example['nodes'],
		connections: { Trigger: to('Wait'), Wait: to('Reply') },
	};
}

let messages = 0;
const textXml = (from: string) =>
	`<xml><ToUserName>${simulator.corpId}</ToUserName><FromUserName>${from}</FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>${(messages += 1)}</MsgId></xml>`;

/** What WeCom gets for a message of a member, and what became of the execution. */
async function ask(workflow: ReturnType<typeof workflowWith>, from = 'zhangsan') {
	const id = await n8n.createWorkflow(workflow);
	const settings: CallbackSettings = {
		...CALLBACK_SECRETS,
		url: `${n8n.url}${triggerPath(workflow)}`,
		corpId: simulator.corpId,
	};
	await n8n.publishWorkflow(id, async () => (await verifyUrl(settings, '1')).status === 200);
	const answer = await sendCallback(settings, textXml(from)).catch(() => undefined);
	for (let tries = 0; tries < 100; tries++) {
		const [execution] = await n8n.executionsOf(id);
		if (execution !== undefined) {
			const { status, data } = await n8n.waitForExecution(execution.id);
			return { answer, status, error: data.resultData.error?.message };
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error('There was no execution within 10 seconds');
}

it('a reply in time, with the credential of the trigger, reaches the member', async () => {
	const { answer, status, error } = await ask(workflowWith('In time', 0, CREDENTIALS.callback));
	expect({ status, error }).toEqual({ status: 'success', error: undefined });
	expect(answer?.body).toContain('<Content><![CDATA[Here you are]]></Content>');
});

it('a reply after WeCom has hung up is an error', async () => {
	const { status, error } = await ask(workflowWith('Late', 6, CREDENTIALS.callback));
	expect(status).toBe('error');
	expect(error).toMatch(/^WeCom is no longer waiting: the callback arrived \d+\.\d seconds ago/);
});

it('a reply with the credential of another app is an error', async () => {
	const { status, error } = await ask(workflowWith('Another credential', 0, ANOTHER));
	expect(status).toBe('error');
	expect(error).toContain(
		`The credential "Another app" isn't the one the WeCom Trigger uses, "WeCom Simulator Callback"`,
	);
});

it('a reply to WeCom itself is an error', async () => {
	const { status, error } = await ask(workflowWith('Nobody', 0, CREDENTIALS.callback), 'sys');
	expect(status).toBe('error');
	expect(error).toContain("There's no one to reply to");
});
