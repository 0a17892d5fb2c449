/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	openCallback,
	openEcho,
	sealReply,
	type CallbackSecrets,
} from '../../../nodes/WeCom/callback/envelope';

/** An app that receives callbacks with the functions of the real node, and answers as a test wants it. */
export class TestReceiver {
	/** Decrypted XML of everything that came. */
	readonly received: string[] = [];
	status = 200;
	/** XML that is encrypted into the answer; a text without `<` is sent as it is. */
	reply: string | ((message: string) => Promise<string>) = '';
	/** So many callbacks have to come before any of them is answered. */
	awaited = 0;
	private readonly held: Array<() => void> = [];

	private constructor(
		private readonly server: Server,
		readonly secrets: CallbackSecrets,
	) {}

	static async start(receiveId: string): Promise<TestReceiver> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const secrets = {
			token: 'ReceiverToken1',
			encodingAesKey: 'receiver'.repeat(5) + '000',
			receiveId,
		};
		const receiver = new TestReceiver(server, secrets);
		server.on('request', (request, response) => {
			const query = Object.fromEntries(new URL(request.url ?? '', 'http://127.0.0.1').searchParams);
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				void receiver.answer(request.method, query, Buffer.concat(chunks)).then((answer) => {
					response.statusCode = receiver.status;
					response.end(answer);
				});
			});
		});
		return receiver;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhook/wecom`;
	}

	/** What is entered in the simulator. */
	get settings() {
		const { token, encodingAesKey } = this.secrets;
		return { url: this.url, token, encodingAesKey };
	}

	private async answer(
		method: string | undefined,
		query: Record<string, string>,
		body: Buffer,
	): Promise<string> {
		if (method === 'GET') return openEcho(query, this.secrets, 0);
		const { message } = openCallback(query, body, this.secrets, 0);
		this.received.push(message);
		await this.othersToo();
		const reply = typeof this.reply === 'string' ? this.reply : await this.reply(message);
		if (!reply.startsWith('<')) return reply;
		return sealReply(reply, this.secrets, { timestamp: '1700000000', nonce: 'nonce' });
	}

	private async othersToo(): Promise<void> {
		if (this.received.length >= this.awaited) this.held.splice(0).forEach((go) => go());
		else await new Promise<void>((resolve) => this.held.push(resolve));
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
