/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import 'reflect-metadata';
import { Agent } from 'node:http';
import axios from 'axios';
import type { INodeExecutionData } from 'n8n-workflow';

import { decodeKey, encrypt } from '../nodes/WeCom/callback/cipher';
import { openCallback } from '../nodes/WeCom/callback/envelope';
import { readEvent } from '../nodes/WeCom/callback/event';
import { sign } from '../nodes/WeCom/callback/signature';
import { CredentialStore, execute, itemWithFile, textFromItem } from '../test/engine/harness';
import { tell } from './measured';

/** One measurement; each runs in a process of its own. */
export interface Cell {
	/** `node`: the node inside n8n-core; `axios`: the same requests, bare. */
	what: 'node' | 'axios' | 'upload' | 'callback';
	items: number;
	concurrency: number;
	/** Where the simulator listens, and its first app. */
	baseUrl: string;
	corpId: string;
	agentId: number;
	corpSecret: string;
}

export interface Measured {
	/** Seconds from the first item to the last answer. */
	wall: number;
	/** CPU seconds of this process, user and system. */
	cpu: number;
	/** Most memory of the process above what it had before, in bytes. */
	peak: number;
	credentialReads?: number;
}

const member = (index: number) => `user${String((index % 1000) + 1).padStart(4, '0')}`;
const WARM_UP = 50;
const FILE_BYTES = 20 * 1024 * 1024;

const used = () => process.memoryUsage.rss();

/** Lets the garbage go first, so that only what is really held counts. */
const settle = () => (globalThis as { gc?: () => void }).gc?.();

async function measure(job: () => Promise<void>): Promise<Omit<Measured, 'credentialReads'>> {
	settle();
	const idle = used();
	let peak = idle;
	const sampler = setInterval(() => {
		peak = Math.max(peak, used());
	}, 2);
	const cpu = process.cpuUsage();
	const since = performance.now();
	await job();
	const wall = (performance.now() - since) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(sampler);
	return { wall, cpu: (user + system) / 1e6, peak: Math.max(peak, used()) - idle };
}

const texts = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({
		json: { text: `message ${index}`, user: member(index) },
	}));

function assertSent(outcome: Awaited<ReturnType<typeof execute>>, count: number): void {
	if (outcome.items.length !== count)
		throw new Error(outcome.error?.message ?? `${outcome.items.length} of ${count} sent`);
}

async function throughNode({ items, concurrency, ...secrets }: Cell): Promise<Measured> {
	const { baseUrl, corpId, agentId, corpSecret } = secrets;
	const credentials = new CredentialStore({
		baseUrl,
		corpId,
		agentId: String(agentId),
		corpSecret,
	});
	const parameters = { ...textFromItem, options: { maxConcurrency: concurrency } };
	await execute(credentials, parameters, texts(WARM_UP));
	const input = texts(items);
	credentials.reads = 0;
	const measured = await measure(async () =>
		assertSent(await execute(credentials, parameters, input), items),
	);
	return { ...measured, credentialReads: credentials.reads };
}

async function throughAxios({
	items,
	concurrency,
	baseUrl,
	corpId,
	agentId,
	corpSecret,
}: Cell): Promise<Measured> {
	const httpAgent = new Agent({ keepAlive: false });
	const { data: token } = await axios.get<{ access_token: string }>(`${baseUrl}/cgi-bin/gettoken`, {
		params: { corpid: corpId, corpsecret: corpSecret },
	});
	const run = async (input: INodeExecutionData[]) => {
		let next = 0;
		const worker = async () => {
			while (next < input.length) {
				const { json } = input[next];
				next += 1;
				const body = {
					touser: json.user,
					msgtype: 'text',
					agentid: agentId,
					text: { content: json.text },
				};
				const { data } = await axios.post<{ errcode: number }>(
					`${baseUrl}/cgi-bin/message/send`,
					body,
					{
						params: { access_token: token.access_token },
						httpAgent,
					},
				);
				if (data.errcode !== 0) throw new Error(JSON.stringify(data));
			}
		};
		await Promise.all(Array.from({ length: concurrency }, worker));
	};
	await run(texts(WARM_UP));
	const input = texts(items);
	return await measure(async () => await run(input));
}

/** One file of 20 MB that every item sends. */
async function upload({
	items,
	concurrency,
	baseUrl,
	corpId,
	agentId,
	corpSecret,
}: Cell): Promise<Measured> {
	const credentials = new CredentialStore({
		baseUrl,
		corpId,
		agentId: String(agentId),
		corpSecret,
	});
	// Loads all code, an upload included, so that only the file is measured.
	const small = itemWithFile(Buffer.from('warm up'), 'small.txt');
	await execute(credentials, { messageType: 'file', users: member(0) }, [small]);
	const data = Buffer.alloc(FILE_BYTES, 'x').toString('base64');
	const input = texts(items).map((item) => ({
		...item,
		binary: { data: { data, mimeType: 'application/octet-stream', fileName: 'big.bin' } },
	}));
	const parameters = {
		messageType: 'file',
		users: '={{ $json.user }}',
		options: { maxConcurrency: concurrency },
	};
	return await measure(async () =>
		assertSent(await execute(credentials, parameters, input), items),
	);
}

/** Checking and decrypting callbacks of so many kilobytes, one after another. */
async function callback({ items, concurrency: kilobytes }: Cell): Promise<Measured> {
	const secrets = { token: 'T', encodingAesKey: 'x'.repeat(43), receiveId: 'ww1' };
	const message = `<xml><MsgType>text</MsgType><Content>${'字'.repeat((kilobytes * 1024) / 3)}</Content></xml>`;
	const encrypted = encrypt(decodeKey(secrets.encodingAesKey), message, secrets.receiveId);
	const query = {
		timestamp: '1',
		nonce: 'n',
		msg_signature: sign(secrets.token, '1', 'n', encrypted),
	};
	const body = Buffer.from(`<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`);
	const open = () => readEvent(openCallback(query, body, secrets, 0).message, 0, secrets.receiveId);
	for (let index = 0; index < WARM_UP; index++) open();
	return await measure(async () => {
		for (let index = 0; index < items; index++) open();
	});
}

const [, , given] = process.argv;
const cell = JSON.parse(given) as Cell;
const jobs = { node: throughNode, axios: throughAxios, upload, callback };
tell(jobs[cell.what](cell));
