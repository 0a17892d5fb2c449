/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { endProcess, freePort, host } from './process';

const debianFolder = '/usr/lib/postgresql';
const user = 'n8n';
const startTimeoutMs = 30_000;

/** The folder of PostgreSQL's programs, or undefined where it is not installed. */
export function postgresFolder(): string | undefined {
	const versions = existsSync(debianFolder)
		? readdirSync(debianFolder).sort((one, other) => Number(other) - Number(one))
		: [];
	const folders = [
		...versions.map((version) => join(debianFolder, version, 'bin')),
		...(process.env.PATH ?? '').split(delimiter),
	];
	return folders.find(
		(folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
	);
}

/** The account in whose name PostgreSQL runs: it refuses to run as root. */
function account(): { uid?: number; gid?: number } {
	if (process.getuid?.() !== 0) return {};
	const id = (flag: string, name: string) =>
		Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
	const name = execFileSync('sh', ['-c', 'id -un postgres 2>/dev/null || echo nobody'], {
		encoding: 'utf8',
	}).trim();
	return { uid: id('-u', name), gid: id('-g', name) };
}

/** A PostgreSQL of our own, in a temporary folder, that listens on the loopback interface only. */
export class Postgres {
	private constructor(
		private readonly programs: string,
		private readonly server: ChildProcess,
		private readonly folder: string,
		private readonly port: number,
	) {}

	static async start(programs: string): Promise<Postgres> {
		// Not below TMPDIR, which belongs to root alone if the tests run as root.
		const folder = mkdtempSync(
			join(existsSync('/tmp') ? '/tmp' : tmpdir(), 'wecom-push-postgres-'),
		);
		const own = account();
		if (own.uid !== undefined && own.gid !== undefined) chownSync(folder, own.uid, own.gid);
		const data = join(folder, 'data');
		const init = ['-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
		execFileSync(join(programs, 'initdb'), init, { ...own, cwd: folder, stdio: 'pipe' });
		const port = await freePort();
		const settings = { listen_addresses: host, unix_socket_directories: '', fsync: 'off' };
		const args = [
			'-D',
			data,
			'-p',
			String(port),
			...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
		];
		const server = spawn(join(programs, 'postgres'), args, {
			...own,
			cwd: folder,
			stdio: 'ignore',
		});
		const postgres = new Postgres(programs, server, folder, port);
		await postgres.ready();
		return postgres;
	}

	/** Makes an empty database, and answers with the environment in which n8n uses it. */
	database(name: string): Record<string, string> {
		this.run('createdb', [name]);
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: host,
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_DATABASE: name,
			DB_POSTGRESDB_USER: user,
		};
	}

	/** Runs a statement. */
	execute(database: string, statement: string): void {
		this.run('psql', ['-v', 'ON_ERROR_STOP=1', '-d', database, '-c', statement]);
	}

	async stop(): Promise<void> {
		// A fast shutdown: without it, it waits for its clients.
		this.server.kill('SIGINT');
		await endProcess(this.server);
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}

	private run(program: string, args: string[]): void {
		execFileSync(
			join(this.programs, program),
			['-h', host, '-p', String(this.port), '-U', user, ...args],
			{ cwd: this.folder, stdio: 'pipe' },
		);
	}

	private isReady(): boolean {
		try {
			this.run('psql', ['-d', 'postgres', '-c', 'select 1']);
			return true;
		} catch {
			return false;
		}
	}

	private async ready(): Promise<void> {
		const deadline = Date.now() + startTimeoutMs;
		while (!this.isReady()) {
			if (Date.now() > deadline)
				throw new Error(`PostgreSQL is not ready after ${startTimeoutMs} ms`);
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
	}
}
