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

/** A number of messages, of which so many are on their way at the same time. */
export interface Load extends Place {
	items: number;
	concurrency: number;
	/** Milliseconds that the simulator takes for an answer, while it is measured. */
	latency: number;
}

/** A way to send, which has sent so much already that its code is compiled. */
interface Sender {
	/** Sends all items once. */
	run(): Promise<void>;
	/** What else is told of it. */
	more?(): Partial<Sent>;
}

/** What a way to send took. */
interface Sent extends Run {
	credentialReads?: number;
	/** What n8n stores of the execution, in characters for each item. */
	stored?: number;
}

/** So much is sent before, in several executions. */
const WARM_UP = 1000;
const ROUNDS = 3;

/** Sends so much at first that the code is compiled, as in an n8n that runs for long. */
async function warmUp(run: (input: INodeExecutionData[]) => Promise<unknown>): Promise<void> {
	for (let round = 0; round < ROUNDS; round++) await run(texts(WARM_UP));
}

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

async function inNode(load: Load, parameters: INodeParameters): Promise<Sender> {
	const { items, concurrency } = load;
	const credentials = credentialOf(load);
	const { options = {}, ...others } = parameters;
	const all = { ...others, options: { maxConcurrency: concurrency, ...(options as IDataObject) } };
	await warmUp(async (input) => await execute(credentials, all, input));
	const input = texts(items);
	let first: Outcome | undefined;
	return {
		async run() {
			credentials.reads = 0;
			const outcome = await execute(credentials, all, input);
			assertSent(outcome, items);
			first ??= outcome;
		},
		more: () => ({
			credentialReads: credentials.reads,
			stored: stringify(first?.run.data).length / items,
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

async function inLoop(load: Load, nodeType: INodeType): Promise<Sender> {
	const credentials = credentialOf(load);
	// Stores a token.
	await execute(credentials, textFromItem, texts(1));
	await warmUp(async (input) => await execute(credentials, textFromItem, input, { nodeType }));
	const input = texts(load.items);
	return {
		async run() {
			const outcome = await execute(credentials, textFromItem, input, { nodeType });
			assertSent(outcome, load.items);
		},
	};
}

/** What the least of all nodes would do: n8n's helper, with the token that n8n adds, in a bare loop. */
async function throughHelper(load: Load): Promise<Sender> {
	const { agentId, baseUrl, concurrency } = load;
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
	return await inLoop(load, loop);
}

/** What n8n takes to evaluate the two expressions of each item, and nothing else. */
async function expressionsOnly(load: Load): Promise<Sender> {
	const loop = looping(async (context, items) => {
		for (const index of items.keys()) {
			context.getNodeParameter('users', index);
			context.getNodeParameter('content', index);
		}
	});
	return await inLoop(load, loop);
}

/** All items are checked, and nothing goes out, since the last one is bad. */
async function preparedOnly(load: Load): Promise<Sender> {
	const credentials = credentialOf(load);
	await warmUp(async (input) => await execute(credentials, textFromItem, input));
	const input = [...texts(load.items), { json: { text: '', user: member(0) } }];
	return {
		async run() {
			const { error } = await execute(credentials, textFromItem, input);
			if (!error?.message.includes(`[item ${load.items}]`)) throw new Error(String(error));
		},
	};
}

async function throughAxios(load: Load): Promise<Sender> {
	const { items, concurrency, baseUrl, corpId, agentId, corpSecret } = load;
	const agents = {
		httpAgent: new PlainAgent({ keepAlive: false }),
		httpsAgent: new TlsAgent({ keepAlive: false }),
	};
	const { data: token } = await axios.get<{ access_token: string }>(`${baseUrl}/cgi-bin/gettoken`, {
		params: { corpid: corpId, corpsecret: corpSecret },
		...agents,
	});
	const run = async (input: INodeExecutionData[]) =>
		await inParallel(input, concurrency, async (item) => {
			const { data } = await axios.post<{ errcode: number }>(
				`${baseUrl}/cgi-bin/message/send`,
				bodyOf(item, agentId),
				{ params: { access_token: token.access_token }, ...agents },
			);
			if (data.errcode !== 0) throw new Error(JSON.stringify(data));
		});
	await warmUp(run);
	const input = texts(items);
	return { run: async () => await run(input) };
}

/** n8n's HTTP Request node with the credential of this package, sending as many at a time. */
async function throughHttpRequest(load: Load): Promise<Sender> {
	const { agentId, baseUrl, concurrency } = load;
	const credentials = credentialOf(load);
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
	await warmUp(async (input) => await execute(credentials, parameters, input, settings));
	const input = texts(load.items);
	return {
		run: async () =>
			assertSent(await execute(credentials, parameters, input, settings), load.items),
	};
}

/** Ways to send, and what they are compared with. */
const SENDERS = {
	node: async (load: Load) => await inNode(load, textFromItem),
	card: async (load: Load) => await inNode(load, CARD),
	equal: async (load: Load) =>
		await inNode(load, { ...textFromItem, ...EQUAL, options: { combineEqual: true } }),
	helper: throughHelper,
	axios: throughAxios,
	httpRequest: throughHttpRequest,
	expressions: expressionsOnly,
	prepared: preparedOnly,
} satisfies Record<string, (load: Load) => Promise<Sender>>;

export type SenderName = keyof typeof SENDERS;

/** Sends the load in several ways, which take turns. */
export async function send(
	names: SenderName[],
	load: Load,
	rounds: number,
): Promise<Record<string, Sent>> {
	const senders: Record<string, Sender> = {};
	for (const name of names) senders[name] = await SENDERS[name](load);
	await axios.post(`${load.baseUrl}/simulator/faults`, { setLatency: load.latency });
	const runs = await inTurns(senders, rounds);
	return Object.fromEntries(
		Object.entries(runs).map(([name, run]) => [name, { ...run, ...senders[name].more?.() }]),
	);
}
