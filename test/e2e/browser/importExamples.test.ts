/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Simulator } from '../../simulator';
import { verifyUrl } from '../../simulator/callback';
import {
	apiCredential,
	CALLBACK_SECRETS,
	callbackCredential,
	CREDENTIALS,
	robotCredential,
} from '../credentials';
import {
	exampleFile,
	exampleFiles,
	exampleIn,
	triggerPath,
	triggerType,
	webhookType,
} from '../examples';
import type { N8nInstance, WorkflowDefinition } from '../n8n';
import type { Editor } from './editor';
import { openHouse, type House } from './house';

/** What starts a published workflow. A workflow with a Manual Trigger only is executed by hand. */
const PUBLISHED = [triggerType, webhookType, 'n8n-nodes-base.scheduleTrigger'];
const isPublished = (file: string) =>
	exampleIn(file).nodes.some(({ type }) => PUBLISHED.includes(type));
const published = exampleFiles().filter(isPublished);
const byHand = exampleFiles().filter((file) => !isPublished(file));

const { api, callback, robot } = CREDENTIALS;
const alertSender = { id: 'wecomAlertSender', name: 'Alert sender' };
const model = { id: 'wecomModel000000', name: 'Model' };
const OWNED: Record<string, { id: string; name: string }> = {
	weComApi: api,
	weComCallbackApi: callback,
	weComRobotApi: robot,
	httpHeaderAuth: alertSender,
	openAiApi: model,
};

let house: House;
let simulator: Simulator;
let n8n: N8nInstance;
let editor: Editor;

beforeAll(async () => {
	house = await openHouse({
		// The default engine makes an isolate for each of the calls, which nothing here is about.
		n8n: { env: { N8N_EXPRESSION_ENGINE: 'legacy' } },
		// One of each type: the editor then selects it for the imported nodes.
		furnish: async (instance, wecom) =>
			await instance.createCredentials([
				apiCredential(wecom),
				callbackCredential(wecom),
				robotCredential(wecom),
				{
					...alertSender,
					type: 'httpHeaderAuth',
					data: { name: 'Authorization', value: 'Bearer of-the-monitoring' },
				},
				{
					...model,
					type: 'openAiApi',
					data: { apiKey: 'unused', url: wecom.url },
				},
			]),
	});
	({ simulator, n8n, editor } = house);
});

afterAll(async () => await house?.close());

type Stored = WorkflowDefinition & { active: boolean };
const stored = async (id: string) => await n8n.rest<Stored>('GET', `/workflows/${id}`);

/** The addresses at which a workflow answers once it is published. */
function addressesOf({ nodes }: Stored): string[] {
	return nodes.flatMap((node) => {
		if (node.type === triggerType) return [`${n8n.url}${triggerPath({ nodes: [node] })}`];
		if (node.type !== webhookType) return [];
		// An empty path stands for the ID.
		return [`${n8n.url}/webhook/${String(node.parameters.path || node.webhookId)}`];
	});
}

/** Whether an address is there, with the credential of the workflow. */
async function answers(url: string): Promise<boolean> {
	const settings = { ...CALLBACK_SECRETS, url, corpId: simulator.corpId };
	if (url.endsWith('/wecom')) return (await verifyUrl(settings, '1')).body === '1';
	// It asks for the secret.
	return (await fetch(url, { method: 'POST' })).status === 403;
}

/** Waits until a published workflow answers wherever it should, and gives these addresses. */
async function untilItAnswers(id: string): Promise<string[]> {
	const isReady = async () => {
		const workflow = await stored(id);
		const ready = await Promise.all(addressesOf(workflow).map(answers));
		return workflow.active && ready.every(Boolean);
	};
	for (let tries = 0; tries < 100 && !(await isReady()); tries++) {
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	expect(await isReady()).toBe(true);
	const workflow = await stored(id);
	const credentials = workflow.nodes.flatMap(({ credentials: own = {} }) => Object.values(own));
	expect(credentials.filter((credential) => !credential.id)).toEqual([]);
	return addressesOf(workflow);
}

function expectAllDifferent(addresses: string[]): void {
	expect(new Set(addresses).size).toBe(addresses.length);
}

/** Stores an example as its file is, with credentials selected. */
async function create(file: string): Promise<string> {
	const example = exampleIn(file);
	const nodes = example.nodes.map((node) => ({
		...node,
		credentials: Object.fromEntries(
			Object.keys(node.credentials ?? {}).map((type) => [type, OWNED[type]]),
		),
	}));
	return await n8n.createWorkflow({ ...example, nodes });
}

describe('in the editor, imported from its file and published, and then once more,', () => {
	it.each<[string, Record<string, string>]>([
		['loop-answer-text.json', {}],
		[
			'alerts-from-monitoring.json',
			{ 'Alert Received': alertSender.name, 'Tell the People on Call': api.name },
		],
	])('%s answers at two addresses', async (file, selections) => {
		const addresses: string[] = [];
		for (let copy = 0; copy < 2; copy++) {
			await editor.newWorkflow();
			await editor.importFile(exampleFile(file));
			for (const [node, credential] of Object.entries(selections)) {
				await editor.openNode(node);
				await editor.selectCredential(credential);
				await editor.closeNode();
			}
			await editor.publish();
			addresses.push(...(await untilItAnswers(editor.workflowId)));
		}
		expectAllDifferent(addresses);
	});
});

it.each(published)('%s can be imported twice and published twice', async (file) => {
	const addresses: string[] = [];
	for (let copy = 0; copy < 2; copy++) {
		const id = await create(file);
		await n8n.publishWorkflow(id, async () => true);
		addresses.push(...(await untilItAnswers(id)));
	}
	expectAllDifferent(addresses);
});

it.each(byHand)('%s can be imported twice, and that publishes nothing', async (file) => {
	for (let copy = 0; copy < 2; copy++) {
		const id = await create(file);
		const { nodes, active } = await stored(id);
		const namesOf = (all: Array<{ name: string }>) => all.map(({ name }) => name).sort();
		expect(namesOf(nodes)).toEqual(namesOf(exampleIn(file).nodes));
		expect(active).toBe(false);
	}
});
