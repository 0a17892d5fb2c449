/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../simulator';
import { apiCredential, CREDENTIALS } from './credentials';
import { comparedExamples, expectRequests, requestsIn } from './exampleRequests';
import { deliveriesOf, exampleFiles, EXECUTED_BY, readExamples } from './examples';
import { N8nInstance } from './n8n';

const mine: readonly string[] = EXECUTED_BY['examples.test.ts'];
const examples = readExamples(CREDENTIALS.api).filter(({ file }) => mine.includes(file));

let simulator: Simulator;
let n8n: N8nInstance;

beforeAll(async () => {
	[simulator, n8n] = await Promise.all([startSimulator(), N8nInstance.start()]);
	await n8n.createCredentials([apiCredential(simulator)]);
	await n8n.createWorkflows(examples);
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

const sorted = (values: Array<string | undefined>) => [...new Set(values)].sort();

it('every example is executed by a test, which compares its requests', () => {
	expect(Object.values(EXECUTED_BY).flat().sort()).toEqual(exampleFiles());
	expect(comparedExamples()).toEqual(exampleFiles());
	for (const [test, files] of Object.entries(EXECUTED_BY).filter(
		([name]) => name !== 'examples.test.ts',
	)) {
		const source = readFileSync(join(__dirname, test), 'utf8');
		expect(files.filter((file) => !source.includes(`expectRequests('${file}'`))).toEqual([]);
	}
});

it.each(examples)('$file delivers what it says it delivered', async (example) => {
	simulator.reset();
	const execution = await n8n.runWorkflow(example.id);
	expect({ status: execution.status, error: execution.data.resultData.error?.message }).toEqual({
		status: 'success',
	});

	const deliveries = deliveriesOf(example, execution);
	expect(deliveries.filter(({ error }) => error)).toEqual([]);
	const reported = sorted(deliveries.map(({ msgid }) => msgid));
	expect(reported).toEqual(sorted(simulator.inbox().map(({ msgid }) => msgid)));
	// All nodes of a workflow share the token that n8n has stored; the reset above has made the last one invalid.
	expect(simulator.count('gettoken')).toBe(1);
	expectRequests(example.file, requestsIn(simulator.calls()));
});

it('the daily report can be published, for a minute at which WeCom is not slow', async () => {
	const report = examples.find(
		({ file }) => file === 'daily-report-with-file.json',
	) as (typeof examples)[number];
	const schedule = report.nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
	expect(JSON.stringify(schedule?.parameters)).toMatch(/"expression":"(?!0 |30 )\d+ /);
	await n8n.publishWorkflow(report.id, async () => {
		const { active } = await n8n.rest<{ active: boolean }>('GET', `/workflows/${report.id}`);
		return active;
	});
});
