/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { Agent as PlainAgent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import axios from 'axios';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import { CredentialStore, execute, textFromItem, type Outcome } from '../test/engine/harness';
import { inTurns, type Run } from './measure';

/** Where the simulator listens, and its first app. */
export interface Place {
	baseUrl: string;
	corpId: string;
	agentId: number;
	corpSecret: string;
}

/** How many messages are on their way at the same time. */
export interface Setting extends Place {
	concurrency: number;
}

/** A number of messages. */
export interface Load extends Setting {
	items: number;
}

/** What is measured, round after round. */
export interface Row {
	items: number;
	/** Milliseconds that the simulator takes for an answer. */
	latency: number;
	rounds: number;
}

/** A way to send. */
interface Sender {
	/** Sends each item once. */
	run(input: INodeExecutionData[]): Promise<void>;
	/** What else is told of its last run. */
	more?(): Partial<Sent>;
}

/** What a way to send took. */
interface Sent {
	rounds: Run[];
	credentialReads?: number;
	/** What n8n stores of the execution, in characters for each item. */
	stored?: number;
}

/** So much is sent before, in several executions: the code is compiled then, as in an n8n that runs for long. */
const WARM_UP = 1000;
const WARM_UPS = 10;

/** n8n's packages are not those of this project. */
const packageOf = createRequire(__filename);

/** The real n8n of the tests. */
const N8N = join(process.cwd(), 'test/e2e/node_modules');
const HTTP_REQUEST = join(N8N, 'n8n-nodes-base/dist/nodes/HttpRequest/V3/HttpRequestV3.node.js');

/** What n8n stores of an execution goes through this. */
const { stringify } = packageOf(join(N8N, 'flatted')) as { stringify(value: unknown): string };

export const member = (index: number) => `user${String((index % 1000) + 1).padStart(4, '0')}`;

/** Items with a text for a member each. */
export const texts = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({
		json: { text: `message ${index}`, user: member(index) },
	}));

export const credentialOf = ({ baseUrl, corpId, agentId, corpSecret }: Place) =>
	new CredentialStore({ baseUrl, corpId, agentId: String(agentId), corpSecret });

export function assertSent(outcome: Awaited<ReturnType<typeof execute>>, count: number): void {
	if (outcome.items.length !== count)
		throw new Error(outcome.error?.message ?? `${outcome.items.length} of ${count} sent`);
}

/** The same message for everybody, instead of one for each. */
const EQUAL: INodeParameters = { content: 'All hands at 10' };

const CARD: INodeParameters = {
	messageType: 'template_card',
	cardType: 'text_notice',
	users: '={{ $json.user }}',
	title: '={{ $json.text }}',
	cardActionUrl: 'https://example.com',
};

function inNode(setting: Setting, parameters: INodeParameters): Sender {
	const { concurrency } = setting;
	const credentials = credentialOf(setting);
	const { options = {}, ...others } = parameters;
	const all = { ...others, options: { maxConcurrency: concurrency, ...(options as IDataObject) } };
	let last: Outcome | undefined;
	return {
		async run(input) {
			credentials.reads = 0;
			last = await execute(credentials, all, input);
			assertSent(last, input.length);
		},
		more: () => ({
			credentialReads: credentials.reads,
			stored: stringify(last?.run.data).length / Number(last?.items.length),
		}),
	};
}

/** Runs so many jobs at the same time, each with the next item. */
async function inParallel<T>(
	all: readonly T[],
	concurrency: number,
	job: (one: T, index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < all.length) {
			const index = next;
			next += 1;
			await job(all[index], index);
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
}

const bodyOf = ({ json }: INodeExecutionData, agentId: number) => ({
	touser: json.user,
	msgtype: 'text',
	agentid: agentId,
	text: { content: json.text },
});

/** A node that runs a loop of its own, in place of WeCom. */
const looping = (
	loop: (context: IExecuteFunctions, items: INodeExecutionData[]) => Promise<void>,
): INodeType =>
	({
		description: {
			displayName: 'Loop',
			name: 'weCom',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Loop' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'weComApi' }],
			properties: ['users', 'content'].map((name) => ({
				displayName: name,
				name,
				type: 'string',
				default: '',
			})),
		},
		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			await loop(this, items);
			return [items];
		},
	}) as unknown as INodeType;

async function inLoop(setting: Setting, nodeType: INodeType): Promise<Sender> {
	const credentials = credentialOf(setting);
	// Stores a token.
	await execute(credentials, textFromItem, texts(1));
	return {
		run: async (input) =>
			assertSent(await execute(credentials, textFromItem, input, { nodeType }), input.length),
	};
}

/** What the least of all nodes would do: n8n's helper, with the token that n8n adds, in a bare loop. */
async function throughHelper(setting: Setting): Promise<Sender> {
	const { agentId, baseUrl, concurrency } = setting;
	const loop = looping(async (context, items) => {
		const decrypted = await context.getCredentials('weComApi');
		await inParallel(items, concurrency, async (item) => {
			const answer = (await context.helpers.httpRequestWithAuthentication.call(
				context,
				'weComApi',
				{
					method: 'POST',
					url: `${baseUrl}/cgi-bin/message/send`,
					body: bodyOf(item, agentId),
					json: true,
				},
				{ credentialsDecrypted: { id: '', name: '', type: 'weComApi', data: decrypted } },
			)) as { errcode: number };
			if (answer.errcode !== 0) throw new Error(JSON.stringify(answer));
		});
	});
	return await inLoop(setting, loop);
}

/** What n8n takes to evaluate the two expressions of each item, and nothing else. */
async function expressionsOnly(setting: Setting): Promise<Sender> {
	const loop = looping(async (context, items) => {
		for (const index of items.keys()) {
			context.getNodeParameter('users', index);
			context.getNodeParameter('content', index);
		}
	});
	return await inLoop(setting, loop);
}

/** All items are checked, and nothing goes out, since the last one is bad. */
function preparedOnly(setting: Setting): Sender {
	const credentials = credentialOf(setting);
	const bad: INodeExecutionData = { json: { text: '', user: member(0) } };
	return {
		async run(input) {
			const { error } = await execute(credentials, textFromItem, [...input, bad]);
			if (!error?.message.includes(`[item ${input.length}]`)) throw new Error(String(error));
		},
	};
}

async function throughAxios(setting: Setting): Promise<Sender> {
	const { concurrency, baseUrl, corpId, agentId, corpSecret } = setting;
	const agents = {
		httpAgent: new PlainAgent({ keepAlive: false }),
		httpsAgent: new TlsAgent({ keepAlive: false }),
	};
	const { data: token } = await axios.get<{ access_token: string }>(`${baseUrl}/cgi-bin/gettoken`, {
		params: { corpid: corpId, corpsecret: corpSecret },
		...agents,
	});
	return {
		run: async (input) =>
			await inParallel(input, concurrency, async (item) => {
				const { data } = await axios.post<{ errcode: number }>(
					`${baseUrl}/cgi-bin/message/send`,
					bodyOf(item, agentId),
					{ params: { access_token: token.access_token }, ...agents },
				);
				if (data.errcode !== 0) throw new Error(JSON.stringify(data));
			}),
	};
}

/** n8n's HTTP Request node with the credential of this package, sending as many at a time. */
async function throughHttpRequest(setting: Setting): Promise<Sender> {
	const { agentId, baseUrl, concurrency } = setting;
	const credentials = credentialOf(setting);
	await execute(credentials, textFromItem, texts(1));
	const { HttpRequestV3 } = packageOf(HTTP_REQUEST) as {
		HttpRequestV3: new (base: object) => INodeType;
	};
	const nodeType = new HttpRequestV3({
		displayName: 'HTTP Request',
		name: 'httpRequest',
		group: [],
		description: '',
	});
	nodeType.description.credentials = [{ name: 'weComApi' }];
	const settings = { nodeType, typeVersion: 4.2 };
	const body = `={{ JSON.stringify({ touser: $json.user, msgtype: "text", agentid: ${agentId}, text: { content: $json.text } }) }}`;
	const parameters = {
		method: 'POST',
		url: `${baseUrl}/cgi-bin/message/send`,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'weComApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody: body,
		options: { batching: { batch: { batchSize: concurrency, batchInterval: 0 } } },
	};
	return {
		run: async (input) =>
			assertSent(await execute(credentials, parameters, input, settings), input.length),
	};
}

/** Ways to send, and what they are compared with. */
const SENDERS = {
	node: (setting: Setting) => inNode(setting, textFromItem),
	card: (setting: Setting) => inNode(setting, CARD),
	equal: (setting: Setting) =>
		inNode(setting, { ...textFromItem, ...EQUAL, options: { combineEqual: true } }),
	helper: throughHelper,
	axios: throughAxios,
	httpRequest: throughHttpRequest,
	expressions: expressionsOnly,
	prepared: preparedOnly,
} satisfies Record<string, (setting: Setting) => Sender | Promise<Sender>>;

export type SenderName = keyof typeof SENDERS;

/** Sends in several ways, which take turns: all that has been asked for, row by row. */
export async function send(
	names: SenderName[],
	setting: Setting,
	rows: readonly Row[],
): Promise<Array<Record<string, Sent>>> {
	const senders: Array<[SenderName, Sender]> = [];
	for (const name of names) senders.push([name, await SENDERS[name](setting)]);
	for (let round = 0; round < WARM_UPS; round++)
		for (const [, sender] of senders) await sender.run(texts(WARM_UP));
	const measured = [];
	for (const { items, latency, rounds } of rows) {
		await axios.post(`${setting.baseUrl}/simulator/faults`, { setLatency: latency });
		const input = texts(items);
		const jobs = senders.map(
			([, sender]) =>
				async () =>
					await sender.run(input),
		);
		const runs = await inTurns(jobs, rounds);
		measured.push(
			Object.fromEntries(
				senders.map(([name, { more }], index) => [name, { rounds: runs[index], ...more?.() }]),
			),
		);
	}
	return measured;
}
