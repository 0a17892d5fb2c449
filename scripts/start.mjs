import { join } from 'node:path';
import { root } from './lib/install.mjs';
import { realN8n } from './lib/pack.mjs';
import { main, run } from './lib/run.mjs';

await main(async () => {
	const env = await realN8n();
	const demo = [
		'--import',
		import.meta.resolve('tsx'),
		join(root, 'scripts', 'demo.ts'),
		...process.argv.slice(2),
	];
	const { code } = await run(process.execPath, demo, { cwd: root, env });
	return code;
});
