import { createServer } from 'node:net';
import { info } from './log.mjs';
import { portNumber } from './options.mjs';

const host = '127.0.0.1';
const tries = 100;

async function isFree(port) {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, host, () => server.close(() => resolve(true)));
	});
}

/**
 * Finds the port for a server: the one that the option names, else the usual one, else the next that is free. The last
 * is said, because links and settings of an earlier run have the usual one in them.
 *
 * @param avoid ports that are spoken for, though nobody listens yet
 */
export async function choosePort(name, text, usual, avoid = []) {
	const canUse = async (port) => !avoid.includes(port) && (await isFree(port));
	if (text !== undefined) {
		const wanted = portNumber(name, text);
		if (await canUse(wanted)) return wanted;
		throw new Error(`Port ${wanted} is taken: choose another with --${name}`);
	}
	for (let port = usual; port < usual + tries; port++) {
		if (!(await canUse(port))) continue;
		if (port !== usual) info(`Port ${usual} is taken; using ${port}`);
		return port;
	}
	throw new Error(`Ports ${usual} to ${usual + tries - 1} are taken: name one with --${name}`);
}
