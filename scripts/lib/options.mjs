import { parseArgs } from 'node:util';

const help = { type: 'boolean', short: 'h', default: false };

/**
 * Reads the options of a command, before it does anything that takes time.
 * With `words`, it also takes words that are no options, and answers with them under this name.
 * Answers with undefined if only help was wanted, which is printed then.
 */
export function readOptions(command, usage, options = {}, { words = false } = {}) {
	try {
		const { values, positionals } = parseArgs({
			options: { ...options, help },
			allowPositionals: words,
		});
		if (!values.help) return { ...values, words: positionals };
	} catch (error) {
		throw new Error(`${error.message}\n${command} -- --help lists the options.`);
	}
	process.stdout.write(
		`Usage: ${command} -- [options]${words ? ' [words]' : ''}\n\n${usage.trim()}\n`,
	);
	return undefined;
}

function wholeNumber(name, text, { what, least, most }) {
	const number = Number(text);
	if (/^\d+$/.test(text) && number >= least && number <= most) return number;
	throw new Error(`--${name} takes a ${what} from ${least} to ${most}, not "${text}"`);
}

/** The number of a port that was given as an option. */
export function portNumber(name, text) {
	return wholeNumber(name, text, { what: 'port', least: 1, most: 65_535 });
}

/** How many of something were asked for with an option. */
export function amount(name, text, most) {
	return wholeNumber(name, text, { what: 'number', least: 0, most });
}
