/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { WeComClient } from '../../../nodes/WeCom/api/client';
import type { Context } from '../../../nodes/WeCom/transport/credentials';
import type { TokenMode } from '../../simulator';

type Data = ICredentialDataDecryptedObject;

const pass = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How the processes of one n8n, its database and WeCom behave. */
export interface Rules {
	mode: TokenMode;
	random: () => number;
	/** Longest time of a query, and of one way to WeCom, in milliseconds. */
	queryMs: number;
	wayMs: number;
}

/** WeCom and n8n's database, as all processes of an n8n see them. */
export class World {
	readonly delivered: string[] = [];
	/** Refusals for which a process used a token of which it knew that it is dead. */
	readonly knownDead: string[] = [];
	gettoken = 0;
	/** The database is away. */
	isAway = false;
	data: Data;
	private readonly living = new Set<string>();
	/** How often gettoken has answered with a text. */
	private readonly answers = new Map<string, number>();

	constructor(
		readonly rules: Rules,
		corpId: string,
	) {
		this.data = {
			corpId,
			corpSecret: 's',
			agentId: '1',
			baseUrl: 'http://127.0.0.1',
			accessToken: '',
			validUntil: 0,
			fetchedAt: 0,
			issuedFor: '',
		};
	}

	revoke(): void {
		this.living.clear();
	}

	async way(): Promise<void> {
		await pass(this.rules.random() * this.rules.wayMs);
	}

	private async query(): Promise<void> {
		await pass(this.rules.random() * this.rules.queryMs);
		if (this.isAway) throw new Error('Connection terminated unexpectedly');
	}

	async read(): Promise<Data> {
		await this.query();
		return { ...this.data };
	}

	async write(data: Data): Promise<void> {
		await this.query();
		this.data = data;
	}

	issue(): object {
		this.gettoken += 1;
		const [living] = [...this.living].slice(-1);
		const text = this.rules.mode === 'same' && living !== undefined ? living : `T${this.gettoken}`;
		if (this.rules.mode === 'newEndsOld') this.living.clear();
		this.living.add(text);
		this.answers.set(text, this.answersWith(text) + 1);
		return { errcode: 0, access_token: text, expires_in: 7200 };
	}

	answersWith(text: string): number {
		return this.answers.get(text) ?? 0;
	}

	accept(text: string, message: string): object {
		if (!this.living.has(text)) return { errcode: 40014, errmsg: 'invalid access_token' };
		this.delivered.push(message);
		return { errcode: 0, msgid: message };
	}
}

/** A process of n8n, with its own copy of the package. */
export interface Process {
	/** Begins an execution: reads the credential, and gives what calls WeCom. */
	begin(world: World): Promise<WeComClient>;
}

/** Starts a process. Its n8n does what n8n 2.41 does (`authentication.js`, `credentials-helper.js`). */
export async function startProcess(): Promise<Process> {
	let process: Process | undefined;
	await jest.isolateModulesAsync(async () => {
		const { WeComApi } = await import('../../../credentials/WeComApi.credentials');
		const { WeComClient: Client } = await import('../../../nodes/WeCom/api/client');
		const { N8nTransport } = await import('../../../nodes/WeCom/transport/n8nTransport');
		const api = new WeComApi();
		const contextIn = (world: World, refused: Map<string, number>): Context => {
			const httpRequest = async () => {
				await world.way();
				const body = world.issue();
				await world.way();
				return { statusCode: 200, headers: {}, body };
			};
			const request = async ({ qs, body }: IHttpRequestOptions) => {
				const text = String(qs?.access_token);
				if (refused.get(text) === world.answersWith(text)) world.knownDead.push(text);
				await world.way();
				const count = world.answersWith(text);
				const answer = world.accept(text, String((body as { message: string }).message));
				await world.way();
				if ('msgid' in answer === false) refused.set(text, count);
				return { statusCode: 200, headers: {}, body: answer };
			};
			const preAuthentication = async (data: Data) => {
				const output = await api.preAuthentication.call({ helpers: { httpRequest } }, data);
				const stored = await world.read();
				await world.read();
				await world.write({ ...stored, ...output });
				Object.assign(data, output);
			};
			const call = async (
				_type: string,
				options: IHttpRequestOptions,
				{ credentialsDecrypted: { data } }: { credentialsDecrypted: { data: Data } },
			) => {
				const attempt = async (isExpired: boolean) => {
					if (isExpired || data.accessToken === '') await preAuthentication(data);
					const authenticate = api.authenticate as (
						credentials: Data,
						options: IHttpRequestOptions,
					) => Promise<IHttpRequestOptions>;
					return await request(await authenticate(data, options));
				};
				return await attempt(false)
					.catch(async (error: Error & { response?: { status: number } }) => {
						if (error.response?.status !== 401) throw error;
						return await attempt(true);
					})
					.catch((cause: unknown) => {
						throw new Error('a NodeApiError', { cause });
					});
			};
			return {
				getCredentials: async () => await world.read(),
				helpers: { httpRequestWithAuthentication: call },
			} as unknown as Context;
		};
		const refusals = new WeakMap<World, Map<string, number>>();
		process = {
			async begin(world) {
				const refused = refusals.get(world) ?? new Map<string, number>();
				refusals.set(world, refused);
				const context = contextIn(world, refused);
				return new Client(new N8nTransport(context, 'weComApi', await world.read()));
			},
		};
	});
	return process as unknown as Process;
}
