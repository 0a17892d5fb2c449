/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { endProcess, endWithParent } from '../test/e2e/process';

const root = join(__dirname, '..');
const folders = ['nodes', 'credentials', 'icons'];

/**
 * Brings every change of the sources into a package that n8n has loaded; with N8N_DEV_RELOAD, n8n reloads it.
 * n8n gets whole builds only: a file that requires one that is not written yet would not load.
 *
 * @returns ends the watching
 */
export function watchSources(packageFolder: string): () => Promise<void> {
	const update = () => cpSync(join(root, 'dist'), join(packageFolder, 'dist'), { recursive: true });
	const program = require.resolve('typescript/bin/tsc');
	const options = ['-p', root, '--watch', '--preserveWatchOutput', '--noEmitOnError'];
	const compiler = spawn(process.execPath, [...endWithParent, program, ...options], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'inherit'],
		windowsHide: true,
	});
	compiler.stdout.on('data', (chunk: Buffer) => {
		process.stdout.write(chunk);
		if (chunk.includes('Found 0 errors')) update();
	});
	const watchers = folders.map((folder) =>
		watch(join(root, folder), { recursive: true }, (_, name) => {
			// All else is the compiler's.
			if (name === null || !/\.(json|png|svg)$/.test(name)) return;
			const source = join(root, folder, name);
			if (!existsSync(source)) return;
			cpSync(source, join(root, 'dist', folder, name));
			update();
		}),
	);
	return async () => {
		for (const watcher of watchers) watcher.close();
		await endProcess(compiler);
	};
}

/** What n8n says about reloading our package. */
export const reloadsIn = (output: string): string[] =>
	output.split('\n').filter((line) => line.includes('Hot reload'));
