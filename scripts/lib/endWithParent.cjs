'use strict';

/**
 * Ends this program when the one that started it is gone, even if that was killed and could say nothing.
 * Without it, a killed command leaves n8n and the simulator behind, with their ports and files.
 * It comes before the program itself, with `node --require`, so it also holds for programs that are not ours.
 */
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

const checkMs = 500;
/** More than the longest that one of our programs takes to stop what it has started. */
const graceMs = 40_000;

const parent = process.ppid;

/** State and parent of a process on Linux. The name before them may have spaces and parentheses. */
function statusOf(pid) {
	const [state, ppid] = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	return { state, ppid: Number(ppid) };
}

/** The parent and the command line of a process. */
const lookUp = {
	linux: (pid) => ({
		ppid: statusOf(pid).ppid,
		command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
	}),
	darwin: (pid) => {
		const row = execFileSync('ps', ['-ww', '-o', 'ppid=,args=', '-p', String(pid)]);
		const [, ppid, command] = /(\d+) (.*)/s.exec(row);
		return { ppid: Number(ppid), command };
	},
}[process.platform];

/**
 * All that must live for us to go on. npm may have put a shell, which outlives it, between itself and us: that one
 * has npm's script in its command line. Whatever has started npm may go.
 */
function ancestors() {
	const script = process.env.npm_lifecycle_script;
	const found = [parent];
	if (!script || lookUp === undefined) return found;
	try {
		for (;;) {
			const { ppid, command } = lookUp(found.at(-1));
			if (!command.includes(script) || ppid === 0) return found;
			found.push(ppid);
		}
	} catch {
		// One of them has just gone: the check will see that.
		return found;
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		// Where nobody asks for its exit code, a killed process keeps its id for good.
		return process.platform !== 'linux' || statusOf(pid).state !== 'Z';
	} catch ({ code }) {
		return code === 'EPERM';
	}
}

const watched = ancestors();

function watch() {
	// An orphan gets a new parent, except on Windows.
	if (process.ppid === parent && watched.every(isAlive)) return;
	clearInterval(timer);
	// Nobody reads these any more; a word of farewell must not end the program before its work is done.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
	setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref();
	process.kill(process.pid, 'SIGTERM');
}

const timer = isMainThread ? setInterval(watch, checkMs).unref() : undefined;
