/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { N8nInstance, owner } from './n8n';

const requireFromN8n = createRequire(join(__dirname, 'package.json'));

/**
 * Makes, once for each n8n, the user folder of one that was started and has an owner: to make its tables takes n8n as long
 * as to start. Each n8n of a test that keeps its data in SQLite begins with a copy.
 */
export default async function makeFreshN8n(): Promise<void> {
	const { version } = requireFromN8n('n8n/package.json') as { version: string };
	const known = createHash('sha256')
		.update(JSON.stringify([version, owner]))
		.digest('hex');
	const cache = join(__dirname, 'node_modules', '.cache', 'fresh');
	const folder = join(cache, known.slice(0, 16));
	if (!existsSync(folder)) {
		const n8n = await N8nInstance.start();
		await n8n.end();
		mkdirSync(cache, { recursive: true });
		const unfinished = `${folder}-${process.pid}`;
		cpSync(n8n.userFolder, unfinished, { recursive: true });
		await n8n.stop();
		// Another run may have been quicker.
		if (existsSync(folder)) rmSync(unfinished, { recursive: true });
		else renameSync(unfinished, folder);
	}
	process.env.N8N_E2E_FRESH = folder;
}
