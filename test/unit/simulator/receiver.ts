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
	reply = '';
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
				response.statusCode = receiver.status;
				response.end(receiver.answer(request.method, query, Buffer.concat(chunks)));
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

	private answer(method: string | undefined, query: Record<string, string>, body: Buffer): string {
		if (method === 'GET') return openEcho(query, this.secrets, 0);
		this.received.push(openCallback(query, body, this.secrets, 0).message);
		if (!this.reply.startsWith('<')) return this.reply;
		return sealReply(this.reply, this.secrets, { timestamp: '1700000000', nonce: 'nonce' });
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
