/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import {
	createServer,
	request,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

import { host } from '../e2e/process';

/** Which processor gets a call. */
type Rule = 'byPath' | 'inTurn';

/**
 * What stands in front of the webhook processors. As docs/receiving.md advises, each path has a processor of its own, and
 * goes to the next one if nobody listens there; or each call gets the next processor. What a processor has begun to answer
 * is never asked for twice.
 */
export class Balancer {
	private readonly asked = new Map<number, number>();

	private turn = 0;

	private constructor(
		private readonly server: Server,
		readonly ports: readonly number[],
		private readonly rule: Rule,
	) {
		server.on('request', (call, answer) => void this.pass(call, answer));
	}

	static async start(ports: readonly number[], rule: Rule = 'byPath'): Promise<Balancer> {
		const server = createServer();
		server.listen(0, host);
		await once(server, 'listening');
		return new Balancer(server, ports, rule);
	}

	get url(): string {
		return `http://${host}:${(this.server.address() as AddressInfo).port}`;
	}

	/** How many calls each processor has got. */
	callsOf(): number[] {
		return this.ports.map((port) => this.asked.get(port) ?? 0);
	}

	/** The ports for a path, in the order in which they are asked. */
	portsFor(path: string): number[] {
		const sum = [...path].reduce((total, letter) => total + letter.charCodeAt(0), 0);
		return this.portsFrom(sum);
	}

	private portsFrom(number: number): number[] {
		const first = number % this.ports.length;
		return [...this.ports.slice(first), ...this.ports.slice(0, first)];
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async pass(call: IncomingMessage, answer: ServerResponse): Promise<void> {
		try {
			const turn = (this.turn += 1);
			const body = await buffer(call);
			const path = call.url!.split('?')[0];
			const ports = this.rule === 'byPath' ? this.portsFor(path) : this.portsFrom(turn);
			const response = await this.ask(call, body, ports);
			answer.writeHead(response.statusCode!, response.headers);
			await pipeline(response, answer);
		} catch {
			answer.destroy();
		}
	}

	private async ask(
		call: IncomingMessage,
		body: Buffer,
		[port, ...others]: number[],
	): Promise<IncomingMessage> {
		const { method, url: path, headers } = call;
		this.asked.set(port, (this.asked.get(port) ?? 0) + 1);
		const asked = request({ host, port, method, path, headers, agent: false }).end(body);
		const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
		const [response] = await answered.catch(async (error: NodeJS.ErrnoException) => {
			const isDown = error.code === 'ECONNREFUSED';
			if (!isDown || others.length === 0) throw error;
			return [await this.ask(call, body, others)];
		});
		return response;
	}
}
