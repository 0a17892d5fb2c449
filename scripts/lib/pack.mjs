import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { mustSucceed } from './faults.mjs';
import { ensureDependencies, ensureN8n, root } from './install.mjs';
import { timed } from './log.mjs';
import { npm, run } from './run.mjs';
import { temporaryFolder } from './temporary.mjs';

/** An environment whose temporary files are gone when this process ends, even if a program was killed half way. */
function temporaryEnvironment() {
	const folder = temporaryFolder();
	return { TMPDIR: folder, TEMP: folder, TMP: folder };
}

/** Compiles the nodes into dist. */
export async function build() {
	await timed('Building the nodes', async () =>
		mustSucceed('npm run build', await npm(['run', 'build'], { cwd: root, quiet: true })),
	);
}

/** What dist is made from. */
const SOURCES = ['credentials', 'nodes', 'icons', 'package.json', 'tsconfig.json', 'gulpfile.js'];

const filesIn = (path) =>
	statSync(path).isDirectory()
		? readdirSync(path)
				.sort()
				.flatMap((name) => filesIn(join(path, name)))
		: [path];

/** Tells a dist from that of other sources, and from one that was built in the meantime. */
function markOfBuild() {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap((name) => filesIn(join(root, name))))
		hash.update(`${file}\0`).update(readFileSync(file));
	const { birthtimeMs } = statSync(join(root, 'dist'));
	return `${hash.digest('hex')} ${birthtimeMs}`;
}

/** Compiles the nodes, unless this was done already. */
async function ensureBuilt() {
	const note = join(root, 'node_modules', '.cache', 'built');
	const isBuilt =
		existsSync(join(root, 'dist')) &&
		existsSync(note) &&
		readFileSync(note, 'utf8') === markOfBuild();
	if (isBuilt) return;
	await build();
	mkdirSync(dirname(note), { recursive: true });
	writeFileSync(note, markOfBuild());
}

/** Packs what is in dist as npm would publish it. Answers with the tarball, which is in `folder` then. */
export async function packTarball(folder) {
	const args = ['pack', '--ignore-scripts', '--pack-destination', folder];
	mustSucceed('npm pack', await npm(args, { cwd: root, quiet: true }));
	const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	return join(folder, `${name}-${version}.tgz`);
}

/** Packs what is in dist, and unpacks it. Answers with the tarball and with the folder of the unpacked package. */
export async function pack() {
	const folder = temporaryFolder();
	const tarball = await packTarball(folder);
	const unpacked = join(folder, 'package');
	mkdirSync(unpacked);
	const tar = await run('tar', ['-xzf', join('..', basename(tarball)), '--strip-components=1'], {
		cwd: unpacked,
		quiet: true,
	});
	mustSucceed('Unpacking the tarball', tar);
	return { tarball, folder: unpacked };
}

/** Installs and builds whatever is missing. Answers with the environment in which our package runs inside a real n8n. */
export async function realN8n() {
	await ensureDependencies();
	const node = await ensureN8n();
	await ensureBuilt();
	const { tarball, folder } = await pack();
	return {
		...temporaryEnvironment(),
		N8N_E2E_NODE: node,
		N8N_E2E_PACKAGE: folder,
		N8N_E2E_TARBALL: tarball,
	};
}
