import type { JsonObject, Simulator } from '../../simulator';

/** A message request that differs from a valid text only in what a test is about. */
export function textMessage(simulator: Simulator, more: JsonObject = {}): JsonObject {
	return {
		touser: 'zhangsan',
		msgtype: 'text',
		agentid: simulator.agentId,
		text: { content: '你好' },
		...more,
	};
}

export async function getJson(url: string): Promise<JsonObject> {
	const response = await fetch(url);
	return (await response.json()) as JsonObject;
}

async function postJson(url: string, body: unknown): Promise<JsonObject> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	return (await response.json()) as JsonObject;
}

async function postFile(
	url: string,
	bytes: Uint8Array,
	filename: string,
	field: string,
): Promise<JsonObject> {
	const form = new FormData();
	form.append(field, new Blob([Uint8Array.from(bytes)]), filename);
	const response = await fetch(url, { method: 'POST', body: form });
	return (await response.json()) as JsonObject;
}

export async function tokenOf(simulator: Simulator, secret = simulator.secret): Promise<string> {
	const { access_token: token } = await getJson(
		`${simulator.url}/cgi-bin/gettoken?corpid=${simulator.corpId}&corpsecret=${secret}`,
	);
	return String(token);
}

/** Calls the API with one token, as a client would. */
export class Client {
	constructor(
		private readonly simulator: Simulator,
		readonly token: string,
	) {}

	url(path: string, query: Record<string, string> = {}): string {
		const search = new URLSearchParams({ access_token: this.token, ...query });
		return `${this.simulator.url}/cgi-bin/${path}?${search.toString()}`;
	}

	async get(path: string, query: Record<string, string> = {}): Promise<JsonObject> {
		return await getJson(this.url(path, query));
	}

	async post(path: string, body: unknown): Promise<JsonObject> {
		return await postJson(this.url(path), body);
	}

	async send(body: unknown): Promise<JsonObject> {
		return await this.post('message/send', body);
	}

	async upload(
		type: string,
		bytes: Uint8Array,
		filename: string,
		field = 'media',
		path = 'media/upload',
	): Promise<JsonObject> {
		return await postFile(this.url(path, { type }), bytes, filename, field);
	}

	async mediaId(type: string, bytes: Uint8Array, filename: string): Promise<string> {
		const { media_id: id } = await this.upload(type, bytes, filename);
		return String(id);
	}
}

/** Calls the API as one robot. */
export class RobotClient {
	constructor(
		private readonly simulator: Simulator,
		private readonly key = simulator.robotKey,
	) {}

	private url(path: string, query: Record<string, string> = {}): string {
		const search = new URLSearchParams({ key: this.key, ...query });
		return `${this.simulator.url}/cgi-bin/webhook/${path}?${search.toString()}`;
	}

	async send(body: unknown): Promise<JsonObject> {
		return await postJson(this.url('send'), body);
	}

	async upload(type: string, bytes: Uint8Array, filename: string): Promise<JsonObject> {
		return await postFile(this.url('upload_media', { type }), bytes, filename, 'media');
	}

	async mediaId(type: string, bytes: Uint8Array, filename: string): Promise<string> {
		const { media_id: id } = await this.upload(type, bytes, filename);
		return String(id);
	}
}

export async function clientOf(simulator: Simulator, secret?: string): Promise<Client> {
	return new Client(simulator, await tokenOf(simulator, secret));
}

/** Makes many calls, some at the same time: a busy machine takes no thousand connections at once. */
export async function inBatches<T>(count: number, call: () => Promise<T>): Promise<T[]> {
	const results: T[] = [];
	while (results.length < count) {
		const batch = Array.from({ length: Math.min(50, count - results.length) }, call);
		results.push(...(await Promise.all(batch)));
	}
	return results;
}
