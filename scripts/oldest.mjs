import { ensureDependencies, ensureOldest } from './lib/install.mjs';
import { jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { build } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
	await ensureDependencies();
	await ensureOldest();
	await build();
	heading('Engine tests in the oldest n8n');
	const args = ['--config', 'test/oldest/jest.config.js', '--silent', '--maxWorkers=100%'];
	const total = await jest([...args, ...process.argv.slice(2)]);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
