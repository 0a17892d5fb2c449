/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { execFileSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endProcess, freePort, host, spawnKept } from './process';

const user = 'n8n';
const startTimeoutMs = 30_000;

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
	private server?: ChildProcess;

	private constructor(
		private readonly programs: string,
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
		const postgres = new Postgres(programs, folder, await freePort());
		await postgres.launch();
		return postgres;
	}

	/** Ends it as an upgrade does, cutting off its clients, and starts it again with what it has stored. */
	async restart(): Promise<void> {
		await this.shutDown();
		await this.launch();
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

	/** Runs a statement, and answers with the rows that come of it. */
	query(database: string, statement: string): string[][] {
		const quiet = ['--no-align', '--tuples-only', '--field-separator=\t', '--quiet'];
		const args = ['-v', 'ON_ERROR_STOP=1', ...quiet, '-d', database, '-c', statement];
		const lines = this.run('psql', args).split('\n');
		return lines.filter((line) => line !== '').map((line) => line.split('\t'));
	}

	async stop(): Promise<void> {
		await this.shutDown();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}

	private async launch(): Promise<void> {
		const settings = {
			listen_addresses: host,
			port: String(this.port),
			unix_socket_directories: '',
			fsync: 'off',
		};
		const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
		const data = ['-D', join(this.folder, 'data')];
		this.server = spawnKept(join(this.programs, 'postgres'), [...data, ...options], {
			...account(),
			cwd: this.folder,
		});
		await this.ready();
	}

	private async shutDown(): Promise<void> {
		if (this.server === undefined) return;
		// A fast shutdown: without it, it waits for its clients.
		this.server.kill('SIGINT');
		await endProcess(this.server);
	}

	private run(program: string, args: string[]): string {
		return execFileSync(
			join(this.programs, program),
			['-h', host, '-p', String(this.port), '-U', user, ...args],
			{ cwd: this.folder, stdio: 'pipe', encoding: 'utf8' },
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
