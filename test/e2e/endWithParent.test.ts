/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** Starts n8n as npm start does, and lives until it is killed. */
const program = `
	const { N8nInstance } = require(${JSON.stringify(join(__dirname, 'n8n.ts'))});
	N8nInstance.start({ whole: true }).then(() => console.log('ready'));
	setInterval(() => {}, 1000);
`;

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

let parent: ChildProcess;
afterAll(() => parent.kill('SIGKILL'));

it('n8n and its task runner end by themselves when the one that started them is killed', async () => {
	const tsx = pathToFileURL(require.resolve('tsx')).href;
	parent = spawn(process.execPath, ['--import', tsx, '--eval', program], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(createInterface(parent.stdout!), 'line');
	const started = descendantsOf(parent.pid!);
	expect(started.length).toBeGreaterThanOrEqual(2);
	parent.kill('SIGKILL');
	while (started.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, 100));
}, 300_000);
