'use strict';

/**
 * Runs a program that is not Node's, and passes on to it what it is told to do. The program so ends with whoever started
 * it, if this one does: see endWithParent.cjs.
 */
const { spawn } = require('node:child_process');

const [program, args, options] = JSON.parse(process.argv[2]);
const child = spawn(program, args, { ...options, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', ({ message }) => {
	process.stderr.write(`${message}\n`);
	process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
