/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../simulator';
import { apiCredential, CREDENTIALS } from './credentials';
import { deliveriesOf, exampleFiles, EXECUTED_BY, readExamples } from './examples';
import { N8nInstance } from './n8n';

const mine: readonly string[] = EXECUTED_BY['examples.test.ts'];
const examples = readExamples(CREDENTIALS.api).filter(({ file }) => mine.includes(file));

let simulator: Simulator;
let n8n: N8nInstance;

beforeAll(async () => {
	[simulator, n8n] = await Promise.all([startSimulator(), N8nInstance.prepare()]);
	await n8n.importCredentials([apiCredential(simulator)]);
	await n8n.importWorkflows(examples);
	await n8n.launch();
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

/** Everything that an example sends, without what differs from run to run. */
function requestsOf(): string[] {
	return simulator
		.calls()
		.filter(({ endpoint }) => endpoint !== 'gettoken')
		.map(({ method, endpoint, body }) =>
			`${method} ${endpoint} ${JSON.stringify(body)}`
				.replace(/"(media_id|thumb_media_id|msgid|response_code)":"[^"]*"/g, '"$1":"…"')
				.replace(/n8n-[0-9a-f]{8}-\d+-/g, 'n8n-…-')
				.replace(/\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:\d{2})?)?/g, '…'),
		)
		.sort();
}

const requestsFile = join(__dirname, 'exampleRequests.json');

/** `N8N_E2E_RECORD=1` writes down what goes out now, after a change that is meant to change it. */
function expectRequests(file: string): void {
	const known = JSON.parse(readFileSync(requestsFile, 'utf8')) as Record<string, string[]>;
	const requests = requestsOf();
	if (process.env.N8N_E2E_RECORD === '1') {
		const all = Object.entries({ ...known, [file]: requests }).sort();
		writeFileSync(requestsFile, `${JSON.stringify(Object.fromEntries(all), null, '\t')}\n`);
	} else {
		expect(requests).toEqual(known[file]);
	}
}

const sorted = (values: Array<string | undefined>) => [...new Set(values)].sort();

it('every example is executed by a test', () => {
	expect(Object.values(EXECUTED_BY).flat().sort()).toEqual(exampleFiles());
	for (const [test, files] of Object.entries(EXECUTED_BY).filter(
		([name]) => name !== 'examples.test.ts',
	)) {
		const source = readFileSync(join(__dirname, test), 'utf8');
		expect(files.filter((file) => !source.includes(`'${file}'`))).toEqual([]);
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
	// Byte for byte, whatever has been rebuilt inside.
	expectRequests(example.file);
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
