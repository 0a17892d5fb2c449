import { ensureDependencies, ensureN8n } from './lib/install.mjs';
import { jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { build, pack, temporaryEnvironment } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
	await ensureDependencies();
	const node = await ensureN8n();
	await build();
	const packageFolder = await pack();

	heading('Tests in the real n8n');
	const args = ['--config', 'test/e2e/jest.config.js', '--runInBand', ...process.argv.slice(2)];
	const env = { ...temporaryEnvironment(), N8N_E2E_NODE: node, N8N_E2E_PACKAGE: packageFolder };
	const total = await jest(args, env);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
