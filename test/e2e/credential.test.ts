/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../simulator';
import { apiData } from './credentials';
import { credentialType } from './examples';
import { N8nInstance, type Execution } from './n8n';

const name = 'WeCom';
const httpRequestName = 'Read App';

let simulator: Simulator;
let n8n: N8nInstance;

const createCredential = async () =>
	await n8n.createCredential({ name, type: credentialType, data: apiData(simulator) });

beforeAll(async () => {
	[simulator, n8n] = await Promise.all([startSimulator(), N8nInstance.start()]);
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

let secrets = 0;

beforeEach(() => {
	simulator.reset();
	// n8n hands a token that it has just fetched to executions with the same secrets; each test shall have its own.
	secrets += 1;
	simulator.setSecret(`secret-of-test-${secrets}`);
});

describe('the credential test', () => {
	let id: string;

	beforeAll(async () => {
		id = await createCredential();
	});

	/** What the user sees who changes `data` in the form and presses the button. */
	const testWith = async (data: ICredentialDataDecryptedObject = {}) =>
		await n8n.testCredential({
			id,
			name,
			type: credentialType,
			data: { ...apiData(simulator), ...data },
		});

	it('accepts a good credential', async () => {
		expect(await testWith()).toMatchObject({ status: 'OK' });
	});

	it('gives every mistake a message of its own', async () => {
		const answers = [
			await testWith({ corpId: 'wwffffffffffffffff' }),
			await testWith({ corpSecret: 'not-the-secret-of-this-app' }),
			await testWith({ agentId: 1999999 }),
			await testWith({ baseUrl: 'http://127.0.0.1:1' }),
		];
		simulator.trustedIp({ enforce: true, seenIp: '203.0.113.7' });
		answers.push(await testWith());

		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'Error'));
		expect(new Set(answers.map(({ message }) => message)).size).toBe(answers.length);
		const waysOut = [
			'Copy the Corp ID',
			'Correct Corp ID and App Secret',
			'Agent ID and App Secret of the same app',
			'Check Base URL',
			"Add this address to the app's trusted IPs",
		];
		expect(
			answers.map(({ message }, index) => message.includes(waysOut[index]) || message),
		).toEqual(answers.map(() => true));
	});

	it.each([
		['', 'Base URL in the credential is empty'],
		['qyapi.weixin.qq.com/a-secret-path', 'it has neither'],
		['ftp://127.0.0.1/a-secret-path', 'it starts with ftp://'],
	])('says what to enter instead of %j as Base URL', async (baseUrl, sentence) => {
		const { status, message } = await testWith({ baseUrl });
		expect(status).toBe('Error');
		expect(message).toContain(sentence);
		expect(message).toContain('Enter https://qyapi.weixin.qq.com, or the URL of your relay');
		expect(message).not.toContain('a-secret-path');
	});

	it('accepts a Base URL with /cgi-bin/ at its end', async () => {
		expect(await testWith({ baseUrl: `${simulator.url}/cgi-bin/` })).toMatchObject({
			status: 'OK',
		});
	});

	it.each(['gettoken', 'agent/get'])(
		'does not carry the secret after a redirect of %s, and names the address to enter',
		async (path) => {
			const other = await startSimulator();
			simulator.failNext({
				path,
				times: 9,
				status: 302,
				headers: { location: `${other.url}/cgi-bin/${path}` },
			});
			const { status, message } = await testWith();
			expect(status).toBe('Error');
			expect(message).toContain(`Set Base URL in the credential to ${other.url}`);
			expect(other.calls(path)).toEqual([]);
			await other.close();
		},
	);

	it('names the address that WeCom does not trust', async () => {
		simulator.trustedIp({ enforce: true, seenIp: '203.0.113.7' });
		const { status, message } = await testWith();
		expect(status).toBe('Error');
		expect(message).toContain('203.0.113.7');
	});

	it('does not accept a wrong secret because an older token still works', async () => {
		expect(await testWith()).toMatchObject({ status: 'OK' });
		expect(await testWith({ corpSecret: 'not-the-secret-of-this-app' })).toMatchObject({
			status: 'Error',
		});
	});

	it('never repeats the secret', async () => {
		const { message } = await testWith({ corpSecret: 'a-secret-nobody-may-see' });
		expect(message).not.toContain('a-secret-nobody-may-see');
	});
});

describe('the HTTP Request node with the credential', () => {
	async function createRequestWorkflow(): Promise<string> {
		const id = await createCredential();
		return await n8n.createWorkflow({
			name: 'Read the app with the HTTP Request node',
			nodes: [
				{
					id: 'trigger',
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					id: 'request',
					name: httpRequestName,
					type: 'n8n-nodes-base.httpRequest',
					typeVersion: 4.2,
					position: [220, 0],
					parameters: {
						url: `${simulator.url}/cgi-bin/agent/get?agentid=${simulator.agentId}`,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: credentialType,
						options: {},
					},
					credentials: { [credentialType]: { id, name } },
				},
			],
			connections: { Start: { main: [[{ node: httpRequestName, type: 'main', index: 0 }]] } },
		});
	}

	const answerOf = ({ data }: Execution): IDataObject | undefined =>
		data.resultData.runData[httpRequestName]?.[0].data?.main[0]?.[0].json;

	it('reaches the rest of the API, with one token for many calls', async () => {
		const workflow = await createRequestWorkflow();
		for (let round = 0; round < 2; round++) {
			const execution = await n8n.runWorkflow(workflow);
			expect(execution.status).toBe('success');
			expect(answerOf(execution)).toMatchObject({ errcode: 0, agentid: simulator.agentId });
		}
		expect(simulator.count('gettoken')).toBe(1);
	});

	it('gets a new token when the stored one has run out', async () => {
		simulator.setTokenTtl(2);
		const workflow = await createRequestWorkflow();
		await n8n.runWorkflow(workflow);
		await new Promise((resolve) => setTimeout(resolve, 2500));

		const execution = await n8n.runWorkflow(workflow);
		expect(answerOf(execution)).toMatchObject({ errcode: 0 });
		expect(simulator.count('gettoken')).toBe(2);
	});

	it('keeps secret and token out of the execution', async () => {
		const execution = await n8n.runWorkflow(await createRequestWorkflow());
		const stored = JSON.stringify(execution.data);
		const tokens = simulator.calls('agent/get').flatMap(({ token }) => token ?? []);
		expect(tokens).not.toHaveLength(0);
		for (const secret of [...tokens, simulator.secret]) expect(stored).not.toContain(secret);
	});
});
