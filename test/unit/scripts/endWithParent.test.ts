/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../e2e/process';
import { root } from './commands';

const preload = join(root, 'scripts', 'lib', 'endWithParent.cjs');
const simulator = join(root, 'scripts', 'simulator.mjs');

// The simulator takes its time to start on a busy machine.
jest.setTimeout(60_000);

const pause = async () => await new Promise((resolve) => setTimeout(resolve, 50));

/** Starts Node, and answers with the first line that it or a program of its prints. */
async function start(args: string[]): Promise<{ parent: ChildProcess; line: string }> {
	const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
	return { parent, line };
}

/** The arguments with which Node does nothing but run another Node. */
const around = (args: string[], env: Record<string, string> = {}) => [
	'--eval',
	`require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, {
		env: { ...process.env, ...${JSON.stringify(env)} },
		stdio: 'inherit',
	});`,
];

const isRunning = (pid: number) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

const answers = async (url: string) =>
	await fetch(url).then(
		() => true,
		() => false,
	);

it('a program ends when the one that started it is killed', async () => {
	const endless = 'console.log(process.pid); setInterval(() => {}, 1000)';
	const { parent, line } = await start(around(['--require', preload, '--eval', endless]));
	const pid = Number(line);
	expect(isRunning(pid)).toBe(true);
	parent.kill('SIGKILL');
	while (isRunning(pid)) await pause();
});

it('a program that is not Node ends when the one that started it is killed', async () => {
	const said = JSON.stringify(['sh', ['-c', 'echo $$; exec sleep 1000'], {}]);
	const keep = join(root, 'scripts', 'lib', 'keep.cjs');
	const { parent, line } = await start(around(['--require', preload, keep, said]));
	const pid = Number(line);
	expect(isRunning(pid)).toBe(true);
	parent.kill('SIGKILL');
	while (isRunning(pid)) await pause();
});

it.each([
	['its command', (command: string[]) => command],
	[
		'the npm that runs its command',
		(command: string[]) => around(command, { npm_lifecycle_event: 'simulator' }),
	],
])('the simulator gives its port free when %s is killed', async (_, wrap) => {
	const port = String(await freePort());
	const { parent, line } = await start(wrap([simulator, '--port', port]));
	const url = line.replace('WeCom simulator: ', '');
	expect(await answers(url)).toBe(true);
	parent.kill('SIGKILL');
	while (await answers(url)) await pause();
});
