/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { allPages } from './pages';

const root = join(__dirname, '..', '..');
async function main(): Promise<void> {
	const { pages, missing, superfluous } = await allPages();

	for (const folder of new Set(
		[...pages.keys()].filter((path) => path.includes('/messages/')).map(dirname),
	)) {
		mkdirSync(join(root, folder), { recursive: true });
		for (const name of readdirSync(join(root, folder)))
			if (!pages.has(`${folder}/${name}`)) rmSync(join(root, folder, name));
	}
	for (const [path, text] of pages) writeFileSync(join(root, path), text);

	process.stdout.write(`${pages.size} pages written to docs.\n`);
	const phrases = 'scripts/docs/texts/zh-CN/phrases.json';
	for (const key of missing) process.stdout.write(`${phrases} lacks: ${key}\n`);
	for (const key of superfluous) process.stdout.write(`${phrases} no longer needs: ${key}\n`);
	if (missing.length > 0 || superfluous.length > 0) process.exitCode = 1;
}

void main();
