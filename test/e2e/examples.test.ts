import { startSimulator, type Simulator } from '../simulator';
import { credentialType, deliveriesOf, readExamples, startsByHand } from './examples';
import { N8nInstance } from './n8n';

const credential = { id: 'wecomSimulator00', name: 'WeCom Simulator' };
const examples = readExamples(credential).filter(startsByHand);

let simulator: Simulator;
let n8n: N8nInstance;

beforeAll(async () => {
	[simulator, n8n] = await Promise.all([startSimulator(), N8nInstance.prepare()]);
	const data = {
		corpId: simulator.corpId,
		agentId: simulator.agentId,
		corpSecret: simulator.secret,
		baseUrl: simulator.url,
	};
	await n8n.importCredentials([{ ...credential, type: credentialType, data }]);
	await n8n.importWorkflows(examples);
	await n8n.launch();
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

const sorted = (values: Array<string | undefined>) => [...new Set(values)].sort();

it('there are examples to run', () => {
	expect(examples).not.toHaveLength(0);
});

it.each(examples)('$file delivers what it says it delivered', async (example) => {
	simulator.reset();
	const execution = await n8n.runWorkflow(example.id);
	expect({ status: execution.status, error: execution.data.resultData.error?.message }).toEqual({ status: 'success' });

	const deliveries = deliveriesOf(example, execution);
	expect(deliveries.filter(({ error }) => error)).toEqual([]);
	const reported = sorted(deliveries.map(({ msgid }) => msgid));
	expect(reported).toEqual(sorted(simulator.inbox().map(({ msgid }) => msgid)));
	// All nodes of a workflow share the token that n8n has stored; the reset above has made the last one invalid.
	expect(simulator.count('gettoken')).toBe(1);
});
