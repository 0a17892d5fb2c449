import { join } from 'node:path';
import { ensureDependencies, ensureN8n, root } from './lib/install.mjs';
import { build, pack, temporaryEnvironment } from './lib/pack.mjs';
import { main, run } from './lib/run.mjs';

await main(async () => {
	await ensureDependencies();
	const node = await ensureN8n();
	await build();
	const packageFolder = await pack();

	const demo = ['--import', import.meta.resolve('tsx'), join(root, 'scripts', 'demo.ts'), ...process.argv.slice(2)];
	const env = { ...temporaryEnvironment(), N8N_E2E_NODE: node, N8N_E2E_PACKAGE: packageFolder };
	const { code } = await run(process.execPath, demo, { cwd: root, env });
	return code;
});
