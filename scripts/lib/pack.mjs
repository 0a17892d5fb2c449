import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDependencies, ensureN8n, root } from './install.mjs';
import { timed } from './log.mjs';
import { mustSucceed, npm, run } from './run.mjs';

/** Makes a folder that is gone when this process ends. */
export function temporaryFolder() {
	const folder = mkdtempSync(join(tmpdir(), 'wecom-push-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
	return folder;
}

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

/** Packs what is in dist as npm would publish it, and unpacks it. Answers with the folder of the unpacked package. */
export async function pack() {
	const folder = temporaryFolder();
	const args = ['pack', '--ignore-scripts', '--pack-destination', folder];
	mustSucceed('npm pack', await npm(args, { cwd: root, quiet: true }));
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));

	const unpacked = join(folder, 'package');
	mkdirSync(unpacked);
	const tar = await run('tar', ['-xzf', join('..', tarball), '--strip-components=1'], {
		cwd: unpacked,
		quiet: true,
	});
	mustSucceed('Unpacking the tarball', tar);
	return unpacked;
}

/** Installs and builds whatever is missing. Answers with the environment in which our package runs inside a real n8n. */
export async function realN8n() {
	await ensureDependencies();
	const node = await ensureN8n();
	await build();
	return { ...temporaryEnvironment(), N8N_E2E_NODE: node, N8N_E2E_PACKAGE: await pack() };
}
