import { startSimulator, type Simulator } from '../simulator';
import { CREDENTIALS, robotCredential } from './credentials';
import { expectRequests, requestsIn } from './exampleRequests';
import { readExamples, robotCredentialType } from './examples';
import { N8nInstance } from './n8n';

const examples = readExamples(CREDENTIALS.api, undefined, {
	[robotCredentialType]: CREDENTIALS.robot,
});

let simulator: Simulator;
let n8n: N8nInstance;

const example = (file: string) =>
	examples.find((one) => one.file === file) as (typeof examples)[number];

beforeAll(async () => {
	[simulator, n8n] = await Promise.all([startSimulator(), N8nInstance.start()]);
	await n8n.createCredentials([robotCredential(simulator)]);
	await n8n.createWorkflows(examples);
});

beforeEach(() => simulator.reset());

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

/** Runs an example; n8n stores nothing of the key. */
async function run(file: string): Promise<void> {
	const execution = await n8n.runWorkflow(example(file).id);
	expect({ status: execution.status, error: execution.data.resultData.error?.message }).toEqual({
		status: 'success',
	});
	expect(JSON.stringify(execution)).not.toContain(simulator.robotKey);
}

it('an alert mentions the person on call', async () => {
	await run('robot-alert-to-group.json');
	expect(simulator.groupInbox()).toMatchObject([{ msgtype: 'text', mentioned: ['zhangsan'] }]);
	expectRequests('robot-alert-to-group.json', requestsIn(simulator.calls()));
});

it('figures become a table', async () => {
	await run('robot-daily-table.json');
	expect(simulator.groupInbox()).toMatchObject([
		{
			msgtype: 'markdown_v2',
			content: {
				content:
					'# Sales yesterday\n| Product | Sold | Stock |\n| :--- | ---: | ---: |\n| 茶具 | 12 | 140 |\n| 雨伞 | 30 | 75 |',
			},
		},
	]);
	expectRequests('robot-daily-table.json', requestsIn(simulator.calls()));
});

it('a report goes into the group as a file', async () => {
	await run('robot-report-file.json');
	const [{ content }] = simulator.groupInbox();
	expect(simulator.media(String(content.media_id))).toMatchObject({ filename: '周报.csv' });
	expectRequests('robot-report-file.json', requestsIn(simulator.calls()));
});

describe('the test of the credential', () => {
	const { id, name, type } = robotCredential({ url: '', robotWebhook: '' });

	const testWith = async (data: Record<string, string> = {}) =>
		await n8n.testCredential({
			id,
			name,
			type,
			data: { ...robotCredential(simulator).data, ...data },
		});

	it('accepts a robot that is there, and posts nothing', async () => {
		expect(await testWith()).toMatchObject({ status: 'OK' });
		expect(simulator.groupInbox()).toEqual([]);
	});

	it('tells what is wrong, without the key', async () => {
		const stranger = 'decade00-0000-4ace-bead-facade999999';
		const answers = [
			await testWith({ webhook: stranger }),
			await testWith({
				webhook: `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${stranger}`,
			}),
			await testWith({ webhook: 'no key' }),
			await testWith({ baseUrl: 'http://127.0.0.1:1' }),
		];
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'Error'));
		expect(new Set(answers.map(({ message }) => message)).size).toBe(answers.length);
		expect(JSON.stringify(answers)).not.toContain(stranger);
	});
});
