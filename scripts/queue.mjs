import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { realN8n } from './lib/pack.mjs';
import { main } from './lib/run.mjs';
import servers from './lib/servers.cjs';

/** Says what is missing before minutes go into n8n. */
function requireServers() {
	const packages = [
		...(servers.redisProgram() === undefined ? ['redis-server'] : []),
		...(servers.postgresFolder() === undefined ? ['postgresql'] : []),
	];
	if (packages.length === 0) return;
	throw new Error(
		`Queue mode needs Redis and PostgreSQL, but ${packages.join(' and ')} cannot be found; install what is needed: sudo apt-get install -y ${packages.join(' ')}`,
	);
}

await main(async () => {
	const does = "Runs the tests in n8n's queue mode";
	const runs = chooseTests('npm run test:queue', does, {
		all: 'all files',
		folder: 'queue',
		// Each file has servers of its own, and waits for them most of the time.
		otherwise: [['--maxWorkers=2']],
	});
	if (runs === undefined) return 0;
	requireServers();
	const env = await realN8n();
	heading('Tests in n8n in queue mode');
	const total = await jest(runs, env);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
