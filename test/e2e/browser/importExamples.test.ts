import { startSimulator, type Simulator } from '../../simulator';
import { verifyUrl } from '../../simulator/callback';
import { apiCredential, CALLBACK_SECRETS, callbackCredential, CREDENTIALS } from '../credentials';
import { exampleFile, exampleIn, triggerPath, triggerType, webhookType } from '../examples';
import { N8nInstance, type WorkflowDefinition } from '../n8n';
import { TestBrowser } from './browser';
import { Editor } from './editor';

let simulator: Simulator;
let n8n: N8nInstance;
let browser: TestBrowser;
let editor: Editor;

beforeAll(async () => {
	[simulator, browser, n8n] = await Promise.all([
		startSimulator(),
		TestBrowser.launch(),
		N8nInstance.prepare(),
	]);
	// One of each type: the editor then selects it for the imported nodes.
	await n8n.importCredentials([
		apiCredential(simulator),
		callbackCredential(simulator),
		{
			id: 'wecomAlertSender',
			name: 'Alert sender',
			type: 'httpHeaderAuth',
			data: { name: 'Authorization', value: 'Bearer of-the-monitoring' },
		},
		{
			id: 'wecomModel000000',
			name: 'Model',
			type: 'openAiApi',
			data: { apiKey: 'unused', url: simulator.url },
		},
	]);
	await n8n.launch();
	editor = new Editor(await browser.open(undefined, n8n.session), n8n.url);
});

afterAll(async () => {
	await browser?.close();
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

type Stored = WorkflowDefinition & { active: boolean };
const stored = async (id: string) => await n8n.rest<Stored>('GET', `/workflows/${id}`);

/** The addresses at which a published workflow answers. Each is called, and must be the workflow's own. */
async function addressesOf({ nodes }: Stored): Promise<string[]> {
	const addresses: string[] = [];
	for (const { type, parameters } of nodes) {
		if (type === triggerType) {
			const url = `${n8n.url}${triggerPath({ nodes })}`;
			const settings = { ...CALLBACK_SECRETS, url, corpId: simulator.corpId };
			expect(await verifyUrl(settings, '1')).toMatchObject({ status: 200, body: '1' });
			addresses.push(url);
		}
		if (type === webhookType) {
			const url = `${n8n.url}/webhook/${String(parameters.path)}`;
			// It is there, and asks for its secret.
			expect((await fetch(url, { method: 'POST' })).status).toBe(403);
			addresses.push(url);
		}
	}
	return addresses;
}

describe('imported from its file and published, and then once more,', () => {
	it.each(['loop-answer-text.json'])('%s runs twice', async (file) => {
		const addresses: string[] = [];
		for (let copy = 0; copy < 2; copy++) {
			await editor.newWorkflow();
			await editor.importFile(exampleFile(file));
			await editor.publish();
			const workflow = await stored(editor.workflowId);
			expect(workflow.active).toBe(true);
			const credentials = workflow.nodes.flatMap(({ credentials: own = {} }) => Object.values(own));
			expect(credentials.every(({ id }) => id)).toBe(true);
			addresses.push(...(await addressesOf(workflow)));
		}
		expect(new Set(addresses).size).toBe(addresses.length);
	});
});

it.each(['alerts-from-monitoring.json', 'loop-answer-text.json'])(
	'%s can be published twice when it is created without the editor',
	async (file) => {
		const { api, callback } = CREDENTIALS;
		const known: Record<string, { id: string; name: string }> = {
			weComApi: api,
			weComCallbackApi: callback,
			httpHeaderAuth: { id: 'wecomAlertSender', name: 'Alert sender' },
			openAiApi: { id: 'wecomModel000000', name: 'Model' },
		};
		const example = exampleIn(file);
		const nodes = example.nodes.map((node) => ({
			...node,
			credentials: Object.fromEntries(
				Object.keys(node.credentials ?? {}).map((type) => [type, known[type]]),
			),
		}));
		for (let copy = 0; copy < 2; copy++) {
			const id = await n8n.createWorkflow({ ...example, nodes });
			await n8n.publishWorkflow(id, async () => (await stored(id)).active);
		}
	},
);
