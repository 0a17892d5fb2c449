/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endProcess, freePort, host, spawnKept } from '../e2e/process';

const startTimeoutMs = 30_000;

/** A Redis of our own, in a temporary folder, that listens on the loopback interface only. */
export class Redis {
	private server?: ChildProcess;

	private constructor(
		private readonly program: string,
		private readonly folder: string,
		private readonly port: number,
	) {}

	static async start(program: string): Promise<Redis> {
		const folder = mkdtempSync(join(tmpdir(), 'wecom-push-redis-'));
		const redis = new Redis(program, folder, await freePort());
		await redis.launch();
		return redis;
	}

	/** The environment in which n8n uses it. */
	get environment(): Record<string, string> {
		return { QUEUE_BULL_REDIS_HOST: host, QUEUE_BULL_REDIS_PORT: String(this.port) };
	}

	/** Ends it as an upgrade does, cutting off its clients, and starts it again with what it has stored. */
	async restart(): Promise<void> {
		await this.shutDown();
		await this.launch();
	}

	async stop(): Promise<void> {
		await this.shutDown();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}

	private async launch(): Promise<void> {
		// As the packages of the distributions have it: what is in memory is stored at its end.
		const settings = { bind: host, port: String(this.port), dir: this.folder, save: '3600 1' };
		const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
		this.server = spawnKept(this.program, options, { cwd: this.folder });
		const deadline = Date.now() + startTimeoutMs;
		while (!(await this.answers())) {
			if (Date.now() > deadline) throw new Error(`Redis is not ready after ${startTimeoutMs} ms`);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}

	private async shutDown(): Promise<void> {
		if (this.server !== undefined) await endProcess(this.server);
	}

	/** Gives a command that has one line as its answer. */
	async ask(command: string): Promise<string> {
		return await new Promise((resolve, reject) => {
			const socket = connect(this.port, host, () => socket.write(`${command}\r\n`));
			socket.once('error', reject).once('data', (answer) => {
				socket.destroy();
				resolve(answer.toString().trim());
			});
		});
	}

	private async answers(): Promise<boolean> {
		return (await this.ask('PING').catch(() => '')) === '+PONG';
	}
}
