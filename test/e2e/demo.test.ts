/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { freePort } from './process';

const root = join(__dirname, '..', '..');

/** The ids of all that a program has started, and of what that has started. */
function descendantsOf(pid: number): number[] {
	const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((row) => row.trim().split(/\s+/).map(Number));
	const below = (parent: number): number[] =>
		rows.filter(([, of]) => of === parent).flatMap(([id]) => [id, ...below(id)]);
	return below(pid);
}

const isRunning = (pid: number) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

it('after a kill of npm start, n8n, its task runner and the simulator end by themselves', async () => {
	const options = {
		once: false,
		watch: false,
		port: await freePort(),
		simulatorPort: await freePort(),
	};
	const tsx = pathToFileURL(require.resolve('tsx')).href;
	const args = ['--import', tsx, join(root, 'scripts', 'demo.ts'), JSON.stringify(options)];
	const demo = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	const lines: string[] = [];
	for await (const line of createInterface(demo.stdout)) {
		lines.push(line);
		if (line.startsWith('Press Ctrl-C')) break;
	}
	expect(lines).toContain('17 of 17 messages were accepted');
	expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);

	const started = descendantsOf(demo.pid ?? 0);
	expect(started.length).toBeGreaterThanOrEqual(3);
	demo.kill('SIGKILL');
	while (started.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 100));
});
