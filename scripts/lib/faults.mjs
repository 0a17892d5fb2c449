import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tools = {
	linux:
		'sudo apt-get install -y python3 make g++ (Debian, Ubuntu) or sudo yum install -y python3 make gcc-c++ (Red Hat, CentOS, Fedora)',
	darwin: 'xcode-select --install',
	win32: 'Python and the workload "Desktop development with C++" of the Visual Studio Build Tools',
};

const compile = (missing) =>
	`n8n has no ready-made binary for this system and must be compiled, but ${missing}; install what is needed: ${tools[process.platform] ?? tools.linux}`;

/** How npm and node-gyp say what is wrong, and what a user can do about it. The first that fits counts. */
const faults = [
	[/Could not find any Python installation/, () => compile('Python is missing')],
	[/not found: make|spawn make ENOENT/, () => compile('make is missing')],
	[
		/(?:\b(?:g\+\+|c\+\+|cc|gcc|clang(?:\+\+)?): (?:No such file or directory|(?:command )?not found))|Could not find any Visual Studio|No Xcode or CLT/,
		() => compile('a C++ compiler is missing'),
	],
	[
		/unrecognized command.line option .-std=(?:c|gnu)\+\+(\w+)/,
		([, standard]) => compile(`the C++ compiler is too old for C++${standard}`),
	],
	[
		/gyp ERR! stack .*(?:getaddrinfo E\w+ |connect E\w+ |request to https?:\/\/)([\w.:[\]-]+)/,
		([, host]) =>
			`n8n has no ready-made binary for this system and must be compiled, but ${host} with Node.js's headers cannot be reached; check the network, or name a mirror of it with: export npm_config_disturl=URL`,
	],
	[
		/request to (https?:\/\/[^/\s]+)\S* failed|(?:getaddrinfo|connect) E\w+ ([\w.:[\]-]+)/,
		([, registry, host]) =>
			`npm cannot reach ${registry ?? host}; check the network and the proxy, or name a registry that you can reach with: npm config set registry URL`,
	],
	[/\bENOSPC\b/, () => 'The disk is full: an n8n for npm start needs about 4 GB'],
];

/** One sentence about what is wrong, if the output of npm tells. */
export function explain(output) {
	for (const [pattern, sentence] of faults) {
		const found = pattern.exec(output);
		if (found) return sentence(found);
	}
	return undefined;
}

/** Keeps what a program said, for whoever has to look closer. */
function keep(output) {
	const file = join(mkdtempSync(join(tmpdir(), 'wecom-push-log-')), 'install.log');
	writeFileSync(file, output);
	return file;
}

/** Fails with one sentence where the cause is known, else with the end of what a quiet program said. */
export function mustSucceed(what, { code, output }) {
	if (code === 0) return;
	const sentence = explain(output);
	if (sentence) throw new Error(`${sentence}. Everything that was said is in ${keep(output)}`);
	const tail = output.trimEnd().split('\n').slice(-40).join('\n');
	throw new Error(`${what} failed with exit code ${code}\n${tail}`);
}
