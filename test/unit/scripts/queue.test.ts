/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { bareProject, runNode } from './commands';

let folder: string;
beforeAll(() => (folder = bareProject()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('npm run test:queue says in one sentence what is missing and how to install it, before it installs anything', async () => {
	const path = { ...process.env, PATH: folder };
	const { code, output } = await runNode([join(folder, 'scripts', 'queue.mjs')], path);
	expect(code).toBe(1);
	expect(output.trim()).toMatch(
		/^Queue mode needs Redis and PostgreSQL, but redis-server( and postgresql)? cannot be found; install what is needed: sudo apt-get install -y redis-server( postgresql)?$/,
	);
	expect(existsSync(join(folder, 'node_modules'))).toBe(false);
});
