/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../e2e/process';
import { root } from './commands';

const preload = join(root, 'scripts', 'lib', 'endWithParent.cjs');
const simulator = join(root, 'scripts', 'simulator.mjs');

// The simulator takes its time to start on a busy machine.
jest.setTimeout(60_000);

const pause = async () => await new Promise((resolve) => setTimeout(resolve, 50));

/** The next line of a program, which must not end before it. */
async function nextOf(lines: AsyncIterator<string>): Promise<string> {
	const { done, value } = await lines.next();
	if (done) throw new Error('The program ended before it printed a line');
	return value;
}

/** Starts Node, and answers with the first line that it or a program of its prints. */
async function start(args: string[]): Promise<{ parent: ChildProcess; line: string }> {
	const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	const lines = createInterface(parent.stdout)[Symbol.asyncIterator]();
	return { parent, line: await nextOf(lines) };
}

/** The arguments with which Node does nothing but run another Node. */
const around = (args: string[]) => [
	'--eval',
	`require('node:child_process').spawn(process.execPath, ${JSON.stringify(args)}, { stdio: 'inherit' });`,
];

const isRunning = (pid: number) => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

const urlIn = (line: string) => line.replace('WeCom simulator: ', '');

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

it('the simulator gives its port free when its command is killed', async () => {
	const port = String(await freePort());
	const { parent, line } = await start([simulator, '--port', port]);
	const url = urlIn(line);
	expect(await answers(url)).toBe(true);
	parent.kill('SIGKILL');
	while (await answers(url)) await pause();
});

const npmFiles = mkdtempSync(join(tmpdir(), 'wecom-push-npm-'));
let starter: ChildProcess;
afterAll(() => {
	rmSync(npmFiles, { recursive: true });
	try {
		process.kill(-starter.pid!, 'SIGKILL');
	} catch {
		// All of the group are gone, as they should be.
	}
});

/** Stands between npm and its command, as the shells do that do not give their place to a command. */
const shell = join(npmFiles, 'shell');
writeFileSync(shell, '#!/bin/sh\nsh "$@"\nexit $?\n', { mode: 0o755 });

/** Starts npm from a shell in the background. The first line is the id of npm, the second where the simulator is. */
async function startNpm(): Promise<{ npm: number; url: string }> {
	const env = { ...process.env, npm_config_script_shell: shell };
	const port = String(await freePort());
	const command = `npm run --silent simulator -- --port ${port} & echo $!; wait`;
	starter = spawn('sh', ['-c', command], {
		cwd: root,
		env,
		detached: true,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const lines = createInterface(starter.stdout!)[Symbol.asyncIterator]();
	const npm = Number(await nextOf(lines));
	const url = urlIn(await nextOf(lines));
	return { npm, url };
}

const onUnix = process.platform === 'win32' ? it.skip : it;

onUnix('the simulator ends with the npm that runs it, not with the shell before npm', async () => {
	const { npm, url } = await startNpm();
	starter.kill('SIGKILL');
	await once(starter, 'exit');
	// Longer than it takes to notice.
	await new Promise((resolve) => setTimeout(resolve, 2000));
	expect(await answers(url)).toBe(true);

	process.kill(npm, 'SIGKILL');
	while (await answers(url)) await pause();
});
