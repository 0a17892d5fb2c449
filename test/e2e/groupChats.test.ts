import { startSimulator, WHOLE_COMPANY, type Simulator } from '../simulator';
import { apiCredential, CREDENTIALS } from './credentials';
import { expectRequests, requestsIn } from './exampleRequests';
import { readExamples } from './examples';
import { N8nInstance } from './n8n';

const examples = readExamples(CREDENTIALS.api);

let simulator: Simulator;
let n8n: N8nInstance;

const example = (file: string) =>
	examples.find((one) => one.file === file) as (typeof examples)[number];

beforeAll(async () => {
	[simulator, n8n] = await Promise.all([
		startSimulator({ visible: WHOLE_COMPANY }),
		N8nInstance.start(),
	]);
	await n8n.createCredentials([apiCredential(simulator)]);
	await n8n.createWorkflows(examples);
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

it('an incident gets its war room, and a second alert comes into the same one', async () => {
	for (const run of ['first', 'second']) {
		const execution = await n8n.runWorkflow(example('war-room.json').id);
		expect({ run, error: execution.data.resultData.error?.message }).toEqual({ run });
		if (run === 'first') expectRequests('war-room.json', requestsIn(simulator.calls()));
	}
	expect(simulator.group('incident4711')).toMatchObject({
		name: 'Incident 4711',
		owner: 'lisi',
		users: ['zhangsan', 'lisi'],
	});
	expect(simulator.groupInbox('incident4711')).toMatchObject([
		{ msgtype: 'text', mentioned: ['lisi'] },
		{ msgtype: 'text', mentioned: ['lisi'] },
	]);
});
