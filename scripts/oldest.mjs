import { ensureDependencies, ensureOldest } from './lib/install.mjs';
import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { build } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
	const runs = chooseTests('npm run test:oldest', 'Runs the engine tests in the oldest n8n', {
		folder: 'oldest',
		all: 'all files',
		otherwise: [['--silent', '--maxWorkers=100%']],
	});
	if (runs === undefined) return 0;
	await ensureDependencies();
	await ensureOldest();
	await build();
	heading('Engine tests in the oldest n8n');
	const total = await jest(runs);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
