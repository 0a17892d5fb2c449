import { CALLBACK_SECRETS, callbackCredential, CREDENTIALS } from '../test/e2e/credentials';
import { callbackCredentialType, triggerType, type Example } from '../test/e2e/examples';
import { N8nInstance } from '../test/e2e/n8n';
import { sendCallback, verifyUrl, type CallbackSettings } from '../test/simulator/callback';
import { textMessage } from '../test/simulator/receiving/events';
import { tell } from './measured';

/** How a real n8n answers callbacks; the numbers are milliseconds. */
export interface Answered {
	node: 'trigger' | 'webhook';
	engine: 'vm' | 'legacy';
	median: number;
	slowest: number;
	perSecond: number;
}

const CALLBACKS = 500;
const WARM_UP = 50;
/** With many more, n8n's default engine takes longer for each than WeCom waits, on a small machine. */
const IN_FLIGHT = 10;
const settings = { ...CALLBACK_SECRETS, corpId: 'ww0123456789abcdef' };
const path = 'bench';

const textXml = (index: number) =>
	textMessage(
		{ corpId: settings.corpId, agentId: 1000002, userid: `user${index}`, at: Date.now() },
		`message ${index}`,
	).xml;

const nodes: Record<Answered['node'], Partial<Example['nodes'][number]>> = {
	trigger: {
		type: triggerType,
		typeVersion: 1,
		parameters: {},
		credentials: { [callbackCredentialType]: CREDENTIALS.callback },
	},
	webhook: {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { path: `${path}/wecom`, httpMethod: 'POST', options: {} },
	},
};

/** Publishes a workflow that consists of one trigger, and waits until it answers. */
async function publish(
	n8n: N8nInstance,
	node: Answered['node'],
	{ url }: CallbackSettings,
): Promise<void> {
	const only = {
		id: 'only',
		name: node,
		position: [0, 0] as [number, number],
		webhookId: path,
		...nodes[node],
	};
	const id = await n8n.createWorkflow({
		name: node,
		nodes: [only as Example['nodes'][number]],
		connections: {},
	});
	const answers = async () =>
		node === 'trigger'
			? (await verifyUrl({ ...settings, url }, '1')).status === 200
			: (await fetch(url, { method: 'POST' })).ok;
	await n8n.publishWorkflow(id, answers);
}

async function measure(node: Answered['node'], engine: Answered['engine']): Promise<Answered> {
	const n8n = await N8nInstance.prepare({ whole: true, env: { N8N_EXPRESSION_ENGINE: engine } });
	try {
		await n8n.importCredentials([callbackCredential(settings)]);
		await n8n.launch();
		const callback = { ...settings, url: `${n8n.url}/webhook/${path}/wecom` };
		await publish(n8n, node, callback);
		const send = async (index: number): Promise<number> => {
			const since = performance.now();
			if (node === 'trigger') await sendCallback(callback, textXml(index));
			else await (await fetch(callback.url, { method: 'POST', body: textXml(index) })).text();
			return performance.now() - since;
		};
		const sendAll = async (from: number, to: number): Promise<number[]> => {
			const times: number[] = [];
			let next = from;
			const worker = async () => {
				while (next < to) times.push(await send(next++));
			};
			await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
			return times;
		};
		await sendAll(0, WARM_UP);
		const since = performance.now();
		const times = await sendAll(WARM_UP, WARM_UP + CALLBACKS);
		const seconds = (performance.now() - since) / 1000;
		times.sort((one, other) => one - other);
		return {
			node,
			engine,
			median: times[CALLBACKS / 2],
			slowest: times[CALLBACKS - 1],
			perSecond: CALLBACKS / seconds,
		};
	} finally {
		await n8n.stop();
	}
}

async function measureAll(): Promise<Answered[]> {
	const measured: Answered[] = [];
	for (const engine of ['vm', 'legacy'] as const) {
		for (const node of ['trigger', 'webhook'] as const) measured.push(await measure(node, engine));
	}
	return measured;
}

tell(measureAll());
