'use strict';

/**
 * Ends this program when the one that started it is gone, even if that was killed and could say nothing.
 * Without it, a killed command leaves n8n and the simulator behind, with their ports and files.
 * It comes before the program itself, with `node --require`, so it also holds for programs that are not ours.
 */
const { isMainThread } = require('node:worker_threads');

const checkMs = 500;
/** More than the longest that one of our programs takes to stop what it has started. */
const graceMs = 40_000;

const parent = process.ppid;

function isGone() {
	// An orphan gets a new parent, except on Windows.
	if (process.ppid !== parent) return true;
	try {
		process.kill(parent, 0);
		return false;
	} catch ({ code }) {
		return code === 'ESRCH';
	}
}

function watch() {
	if (!isGone()) return;
	clearInterval(timer);
	// Nobody reads these any more; a word of farewell must not end the program before its work is done.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
	setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs).unref();
	process.kill(process.pid, 'SIGTERM');
}

const timer = isMainThread ? setInterval(watch, checkMs).unref() : undefined;
