import { parseArgs } from 'node:util';

const help = { type: 'boolean', short: 'h', default: false };

/**
 * Reads the options of a command, before it does anything that takes time.
 * Answers with undefined if only help was wanted, which is printed then.
 */
export function readOptions(command, usage, options) {
	try {
		const { values } = parseArgs({ options: { ...options, help } });
		if (!values.help) return values;
	} catch (error) {
		throw new Error(`${error.message}\n${command} -- --help lists the options.`);
	}
	process.stdout.write(`Usage: ${command} -- [options]\n\n${usage.trim()}\n`);
	return undefined;
}

/** The number of a port that was given as an option. */
export function portNumber(name, text) {
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
	throw new Error(`--${name} takes a port from 1 to 65535, not "${text}"`);
}
