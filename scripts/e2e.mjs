import { jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { realN8n } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
	const env = await realN8n();
	heading('Tests in the real n8n');
	const args = ['--config', 'test/e2e/jest.config.js', '--runInBand', ...process.argv.slice(2)];
	const total = await jest(args, env);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
