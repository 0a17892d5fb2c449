import { postgresFolder, redisProgram } from '../../scripts/lib/servers.cjs';
import { apiCredential, callbackCredential } from '../e2e/credentials';
import { startSimulator, type Simulator } from '../simulator';
import { MEMBERS } from './batch';
import { Cluster } from './cluster';

/** n8n in queue mode, and the WeCom that it sends to and hears from. */
export interface World {
	simulator: Simulator;
	cluster: Cluster;
}

/**
 * Starts what the tests of a file share.
 *
 * @param lockSeconds so long after its death, the job of a worker counts as running
 */
export async function startWorld(lockSeconds: number): Promise<World> {
	const simulator = await startSimulator({ members: MEMBERS, memberLimitPerMinute: 100_000 });
	const programs = { postgres: postgresFolder()!, redis: redisProgram()! };
	const credentials = [apiCredential(simulator), callbackCredential(simulator)];
	return { simulator, cluster: await Cluster.start(programs, credentials, lockSeconds) };
}

/** Ends as much of it as has been started. */
export async function stopWorld({ simulator, cluster }: Partial<World>): Promise<void> {
	await Promise.all([cluster?.stop(), simulator?.close()]);
}
