import { randomBytes } from 'node:crypto';

import type { Credential } from '../e2e/n8n';
import { N8nInstance } from '../e2e/n8n';
import { Postgres } from '../e2e/postgres';
import { Balancer } from './balancer';
import { Redis } from './redis';

const database = 'n8n';

/** What queue mode needs besides n8n. */
export interface Programs {
	/** The folder of PostgreSQL's programs. */
	postgres: string;
	redis: string;
}

/** Settings of every process. */
const common = {
	EXECUTIONS_MODE: 'queue',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	// A job whose worker is gone is found soon after its lock has run out, and not half a minute later.
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** What docs/receiving.md advises where many callbacks arrive at once. */
const receiving = { N8N_EXPRESSION_ENGINE: 'legacy' };

/** How many executions a worker runs at the same time. */
export const SLOTS = 5;

/** n8n in queue mode: one main process, two webhook processors behind a load balancer, two workers, PostgreSQL, Redis. */
export class Cluster {
	private constructor(
		readonly postgres: Postgres,
		readonly redis: Redis,
		readonly balancer: Balancer,
		readonly main: N8nInstance,
		readonly processors: readonly N8nInstance[],
		readonly workers: readonly N8nInstance[],
	) {}

	/** @param lockSeconds so long after its death, the job of a worker counts as running */
	static async start(
		programs: Programs,
		credentials: Array<Credential & { id: string }>,
		lockSeconds: number,
	): Promise<Cluster> {
		const postgres = await Postgres.start(programs.postgres);
		const redis = await Redis.start(programs.redis);
		const env: Record<string, string> = {
			...common,
			QUEUE_WORKER_LOCK_DURATION: String(lockSeconds * 1000),
			...postgres.database(database),
			...redis.environment,
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		};
		const processors = [
			await N8nInstance.prepare({ role: 'webhook', env: { ...env, ...receiving } }),
			await N8nInstance.prepare({ role: 'webhook', env: { ...env, ...receiving } }),
		];
		const balancer = await Balancer.start(processors.map(({ port }) => port));
		env.N8N_WEBHOOK_URL = balancer.url;
		const main = await N8nInstance.prepare({ env });
		const slots = { N8N_CONCURRENCY_PRODUCTION_LIMIT: String(SLOTS) };
		const workers = [
			await N8nInstance.prepare({ role: 'worker', env: { ...env, ...slots } }),
			await N8nInstance.prepare({ role: 'worker', env: { ...env, ...slots } }),
		];
		const cluster = new Cluster(postgres, redis, balancer, main, processors, workers);
		const launch = async () => {
			// Makes the tables as well, so that all can be started at the same time.
			await main.importCredentials(credentials);
			await Promise.all(cluster.processes.map(async (process) => await process.launch()));
		};
		await launch().catch(async (error: unknown) => {
			await cluster.stop();
			throw error;
		});
		return cluster;
	}

	/** Whether every process lives, and reaches PostgreSQL and Redis. */
	async isReady(): Promise<boolean> {
		const ready = await Promise.all(this.processes.map(async (process) => await process.isReady()));
		return ready.every(Boolean);
	}

	/** Whether no job waits for a worker, and no worker has one. */
	async isIdle(): Promise<boolean> {
		const lists = ['wait', 'active'].map((list) => `LLEN bull:jobs:${list}`);
		const lengths = await Promise.all(lists.map(async (command) => await this.redis.ask(command)));
		return lengths.every((length) => length === ':0');
	}

	/** Has the workers, too, do what is advised where many callbacks arrive: each starts an execution there. */
	async prepareForCallbacks(): Promise<void> {
		await Promise.all(
			this.workers.map(async (worker) => {
				await worker.kill();
				await worker.launch(receiving);
			}),
		);
	}

	/** Runs a statement in n8n's database. */
	query(statement: string): string[][] {
		return this.postgres.query(database, statement);
	}

	/** The processor that gets the calls of a path while it lives. */
	processorOf(path: string): N8nInstance {
		const [first] = this.balancer.portsFor(path);
		return this.processors.find(({ port }) => port === first) as N8nInstance;
	}

	/** The workers that have begun one of these executions. */
	workersOf(executions: readonly string[]): N8nInstance[] {
		return this.workers.filter((worker) =>
			executions.some((id) => worker.logs().includes(`Worker started execution ${id} (`)),
		);
	}

	async stop(): Promise<void> {
		await Promise.all(this.processes.map(async (process) => await process.stop()));
		await Promise.all(
			[this.balancer, this.redis, this.postgres].map(async (one) => await one.stop()),
		);
	}

	private get processes(): N8nInstance[] {
		return [this.main, ...this.processors, ...this.workers];
	}
}
