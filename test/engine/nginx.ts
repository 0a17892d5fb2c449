/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

import { endProcess, host } from '../e2e/process';

const startTimeoutMs = 30_000;
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** nginx, or undefined where it is not installed. */
export function nginxProgram(): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
	return folders.map((folder) => join(folder, 'nginx')).find((path) => existsSync(path));
}

/** What a distribution's nginx.conf has around the files in conf.d, with all files in one folder. */
const frame = (folder: string) => `
user root;
worker_processes 1;
pid ${folder}/nginx.pid;
events {}
http {
	access_log ${folder}/logs/access.log;
	error_log ${folder}/logs/error.log;
	${temporary.map((name) => `${name}_temp_path ${folder}/temporary/${name};`).join('\n\t')}
	include ${folder}/conf.d/*.conf;
}
`;

/** An nginx of our own in a folder of its own. It listens where its configuration says. */
export class Nginx {
	private said = '';

	private constructor(private readonly server: ChildProcess) {
		server.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString('utf8')));
	}

	/**
	 * Starts it with one file in conf.d.
	 *
	 * @param folder an empty folder, which gets `logs` and `temporary`
	 * @param port where it answers once it is ready
	 */
	static async start(
		program: string,
		folder: string,
		port: number,
		configuration: string,
	): Promise<Nginx> {
		for (const name of ['conf.d', 'logs', 'temporary']) mkdirSync(join(folder, name));
		writeFileSync(join(folder, 'nginx.conf'), frame(folder));
		writeFileSync(join(folder, 'conf.d', 'wecom-relay.conf'), configuration);
		const files = ['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'logs', 'error.log')];
		const nginx = new Nginx(
			spawn(program, ['-p', folder, ...files, '-g', 'daemon off;'], {
				cwd: folder,
				stdio: ['ignore', 'ignore', 'pipe'],
			}),
		);
		await nginx.ready(port);
		return nginx;
	}

	async stop(): Promise<void> {
		await endProcess(this.server);
	}

	private async ready(port: number): Promise<void> {
		const deadline = Date.now() + startTimeoutMs;
		while (!(await accepts(port))) {
			if (this.server.exitCode !== null || Date.now() > deadline) {
				await this.stop();
				throw new Error(`nginx is not ready:\n${this.said}`);
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
}

async function accepts(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, host);
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}

const TYPE = { a: 1, aaaa: 28 };
/** An IPv6 address at which nobody answers. */
const DEAD = Buffer.from('20010db8000000000000000000000001', 'hex');

/** A DNS server that finds every name at 127.0.0.1, and, if asked, at a dead IPv6 address too. */
export async function startDns(): Promise<{
	port: number;
	/** What was asked for: 'A' or another type's number. */
	asked: string[];
	close: () => void;
}> {
	const asked: string[] = [];
	const socket = createSocket('udp4');
	socket.on('message', (query, { port, address }) => {
		const question = query.subarray(12, query.indexOf(0, 12) + 5);
		const type = question.readUInt16BE(question.length - 4);
		asked.push(type === TYPE.a ? 'A' : String(type));
		const data = type === TYPE.a ? Buffer.from([127, 0, 0, 1]) : DEAD;
		const known = type === TYPE.a || type === TYPE.aaaa;
		// The flags of an answer; then one question, and how many records answer it.
		const head = Buffer.from([0x81, 0x80, 0, 1, 0, known ? 1 : 0, 0, 0, 0, 0]);
		// The name is the one at byte 12; class IN, valid for a minute.
		const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
		const parts = [query.subarray(0, 2), head, question, ...(known ? [record, data] : [])];
		socket.send(Buffer.concat(parts), port, address);
	});
	socket.bind(0, host);
	await once(socket, 'listening');
	return { port: socket.address().port, asked, close: () => socket.close() };
}
