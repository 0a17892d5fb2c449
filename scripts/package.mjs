import { ensureDependencies, root } from './lib/install.mjs';
import { readOptions } from './lib/options.mjs';
import { build, packTarball } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

const usage = `
Builds the nodes and packs them into a tarball in this folder.

  --help    print this
`;

await main(async () => {
	if (readOptions('npm run package', usage) === undefined) return 0;
	await ensureDependencies();
	await build();
	process.stdout.write(`${await packTarball(root)}\n`);
	return 0;
});
