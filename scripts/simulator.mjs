import { join } from 'node:path';
import { ensureDependencies, root } from './lib/install.mjs';
import { main, run } from './lib/run.mjs';

await main(async () => {
	await ensureDependencies();
	const simulator = join(root, 'test', 'simulator', 'main.ts');
	const args = ['--import', import.meta.resolve('tsx'), simulator, ...process.argv.slice(2)];
	const { code } = await run(process.execPath, args, { cwd: root });
	return code;
});
