import { ensureDependencies, root } from './lib/install.mjs';
import { build, packTarball } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
	await ensureDependencies();
	await build();
	process.stdout.write(`${await packTarball(root)}\n`);
	return 0;
});
