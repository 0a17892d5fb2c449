import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/install.mjs';
import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { realN8n } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

const folder = join(root, 'docs', 'images');
const colors = 128;

/** Pictures of forms have few colors: with a palette they take a third of the space. */
async function shrink(file) {
	// Only an installed project has it.
	const { default: UPNG } = await import('upng-js');
	const original = readFileSync(file);
	const { width, height, ...image } = UPNG.decode(original);
	const [pixels] = UPNG.toRGBA8({ width, height, ...image });
	const small = Buffer.from(UPNG.encode([pixels], width, height, colors));
	if (small.length < original.length) writeFileSync(file, small);
}

/** Makes the pictures of the documents anew: those that the browser tests take on their way. */
await main(async () => {
	const runs = chooseTests('npm run screenshots', 'Takes the pictures in docs/images', {
		folder: 'e2e',
		all: 'all browser tests',
		otherwise: [['--runInBand', 'e2e/browser/']],
	});
	if (runs === undefined) return 0;
	const env = await realN8n();
	const since = Date.now();
	heading('Pictures');
	const total = await jest(runs, { ...env, N8N_E2E_PICTURES: folder });
	const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
	const taken = files.filter((file) => file.endsWith('.png') && statSync(file).mtimeMs >= since);
	await Promise.all(taken.map(shrink));
	process.stdout.write(`${taken.length} pictures are in docs/images\n`);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
