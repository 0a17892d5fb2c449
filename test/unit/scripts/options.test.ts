/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bareProject, runNode } from './commands';

// Nothing is built or installed there: whatever a command says, it says before.
const folder = bareProject();
afterAll(() => rmSync(folder, { recursive: true }));

const run = async (script: string, ...args: string[]) =>
	await runNode([join(folder, 'scripts', script), ...args]);

it.each([
	['start.mjs', '--user-folder FOLDER'],
	['simulator.mjs', '--members NUMBER'],
	['e2e.mjs', '[words]'],
	['queue.mjs', '[words]'],
	['mutation.mjs', '--force'],
	['oldest.mjs', '[words]'],
	['screenshots.mjs', '[words]'],
	['test.mjs', 'unit and engine tests'],
	['package.mjs', 'tarball'],
])('%s explains its options before it builds or installs anything', async (script, option) => {
	const { code, output } = await run(script, '--help');
	expect(output).toContain(option);
	expect(code).toBe(0);
});

it.each(['docs/simulator.md', 'docs/zh-CN/simulator.md'])(
	'%s names only options that the simulator has',
	async (page) => {
		const text = readFileSync(join(__dirname, '..', '..', '..', page), 'utf8');
		const named = [...text.matchAll(/npm run simulator -- (--[\w-]+)/g)].map(([, name]) => name);
		const { output } = await run('simulator.mjs', '--help');
		expect(new Set(named).size).toBe(4);
		expect(named.filter((name) => !output.includes(`${name} `))).toEqual([]);
	},
);

it.each([
	['start.mjs', ['--onse'], "Unknown option '--onse'"],
	['start.mjs', ['once'], "Unexpected argument 'once'"],
	['start.mjs', ['--port', 'first'], '--port takes a port from 1 to 65535, not "first"'],
	['start.mjs', ['--simulator-port', '65536'], 'a port from 1 to 65535, not "65536"'],
	['simulator.mjs', ['--prot', '1'], "Unknown option '--prot'"],
	['e2e.mjs', ['--tset', 'x'], "Unknown option '--tset'"],
	['mutation.mjs', ['--froce'], "Unknown option '--froce'"],
	['simulator.mjs', ['--port', '0'], 'a port from 1 to 65535, not "0"'],
	['simulator.mjs', ['--members', 'abc'], '--members takes a number from 0 to 100000, not "abc"'],
	['simulator.mjs', ['--members', '1e3'], 'a number from 0 to 100000, not "1e3"'],
])('%s %j is refused at once', async (script, args, problem) => {
	const { code, output } = await run(script, ...args);
	expect(output).toContain(problem);
	expect(output).not.toMatch(/Installing|Building|at .*\.mjs/);
	expect(code).toBe(1);
});
