import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';
const graceMs = 20_000;
const endWithParent = fileURLToPath(new URL('endWithParent.cjs', import.meta.url));

const running = new Set();
let interrupted = false;

/**
 * Every child leads a process group of its own, so that whatever it starts (jest workers, n8n, n8n's task runner)
 * can be ended with it, by id, even if it forgot to do so itself.
 */
function killGroup({ pid }) {
	if (pid === undefined) return;
	if (windows) {
		spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' });
		return;
	}
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// The group is empty: nothing was left behind.
	}
}

function onSignal() {
	if (interrupted || running.size === 0) process.exit(130);
	interrupted = true;
	for (const child of running) child.kill('SIGTERM');
	setTimeout(() => process.exit(130), graceMs).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
process.on('exit', () => running.forEach(killGroup));

/** Our own environment without what the surrounding `npm run` put in: it describes another package. */
function plainEnvironment() {
	const ours = /^(npm_(package|lifecycle)_|npm_config_local_prefix$|npm_command$)/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/**
 * Runs a program to its end and answers with its exit code.
 * With `quiet` its output is kept back and comes with the answer; otherwise it goes to the terminal.
 */
export function run(file, args, { cwd, env, quiet = false, shell = false } = {}) {
	if (interrupted) return Promise.resolve({ code: 130, output: '' });
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, {
			cwd,
			shell,
			env: { ...plainEnvironment(), ...env },
			stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
			detached: !windows,
			windowsHide: true,
		});
		const chunks = [];
		child.stdout?.on('data', (chunk) => chunks.push(chunk));
		child.stderr?.on('data', (chunk) => chunks.push(chunk));
		running.add(child);
		child.on('error', (error) => {
			running.delete(child);
			reject(error);
		});
		child.on('exit', () => {
			killGroup(child);
			running.delete(child);
		});
		child.on('close', (code) =>
			resolve({ code: code ?? 130, output: Buffer.concat(chunks).toString('utf8') }),
		);
	});
}

/** Runs a program in our own Node, which ends when we do. */
export function node(args, options) {
	return run(process.execPath, ['--require', endWithParent, ...args], options);
}

/** Runs npm: the very npm that started us, else the one on the PATH. */
export function npm(args, options) {
	const cli = process.env.npm_execpath ?? '';
	if (cli.endsWith('npm-cli.js')) return run(process.execPath, [cli, ...args], options);
	return run(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows });
}

/** Runs the body of a command, and turns a thrown error into a message and an exit code. */
export async function main(body) {
	// Only npm: a shell that has started us in the background may go.
	if (process.env.npm_lifecycle_event !== undefined) await import('./endWithParent.cjs');
	try {
		process.exitCode = await body();
	} catch (error) {
		process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = 1;
	}
}
