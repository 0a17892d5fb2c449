import { ensureDependencies, ensureOldest } from './lib/install.mjs';
import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { build } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
	const args = chooseTests('npm run test:oldest', 'Runs the engine tests in the oldest n8n', {
		folder: 'oldest',
		all: 'all files',
		how: ['--silent', '--maxWorkers=100%'],
	});
	if (args === undefined) return 0;
	await ensureDependencies();
	await ensureOldest();
	await build();
	heading('Engine tests in the oldest n8n');
	const total = await jest(args);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
