import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustSucceed } from './faults.mjs';
import { info, timed } from './log.mjs';
import { npm, run } from './run.mjs';
import { temporaryFolder } from './temporary.mjs';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder of the real n8n. */
export const e2e = join(root, 'test', 'e2e');

/** The folder of the engine of the oldest n8n that the package is for. */
const oldest = join(root, 'test', 'oldest');

const nodeForN8n = 24;
const nativeModules = ['@appthreat/sqlite3', 'isolated-vm'];

const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0]);
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * npm writes `node_modules/.package-lock.json` when an installation is complete. Comparing it with the lock file tells
 * a missing, an interrupted and an outdated installation from a good one, whoever made it.
 */
function isInstalled(folder) {
	const receipt = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(receipt)) return false;
	const wanted = readJson(join(folder, 'package-lock.json')).packages;
	const found = readJson(receipt).packages;
	// What is only somebody's peer is not there after npm 10 (see npmCi).
	return Object.entries(wanted).every(
		([path, { optional, peer, version }]) =>
			path === '' || optional || found[path]?.version === version || (peer && !(path in found)),
	);
}

/** Asks the registry for one small thing, without npm's cache, which answers for it where there is no network. */
async function askRegistry(folder) {
	const patience = ['--fetch-timeout=30000', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
	const args = ['view', 'n8n-workflow', 'version', `--cache=${temporaryFolder()}`, ...patience];
	return await npm(args, { cwd: folder, quiet: true });
}

async function npmCi(folder, more) {
	const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...more];
	const result = await npm(args, { cwd: folder, quiet: true });
	// npm 10 misses optional peers in a lock file that npm 11 wrote. Told to look at no peers, it installs just what is locked.
	if (!result.output.includes('EUSAGE')) return result;
	return await npm([...args, '--legacy-peer-deps'], { cwd: folder, quiet: true });
}

/**
 * Installs what is locked. Without a network, npm ci would ask again and again for each of hundreds of packages, also
 * for those in its cache, for an hour. So it is told to ask for none, and is done as soon as one is missing.
 */
async function install(folder, what) {
	if (isInstalled(folder)) return;
	await timed(`Installing ${what}`, async () => {
		const asked = await askRegistry(folder);
		const online = asked.code === 0;
		if (!online) info("The npm registry does not answer: installing from npm's cache");
		const result = await npmCi(folder, online ? [] : ['--offline']);
		if (result.output.includes('ENOTCACHED')) mustSucceed('Asking the npm registry', asked);
		mustSucceed(`npm ci in ${folder}`, result);
	});
}

/** Installs what the build, the linters, the tests and the simulator need, unless it is there already. */
export async function ensureDependencies() {
	if (majorOf(process.versions.node) < 20) {
		throw new Error(`Node.js 20 or newer is needed, this is ${process.versions.node}`);
	}
	await install(root, 'the development dependencies (about a minute)');
}

async function works(node) {
	if (!existsSync(node)) return false;
	const { code, output } = await run(node, ['--version'], { quiet: true }).catch(() => ({
		code: 1,
		output: '',
	}));
	return code === 0 && majorOf(output.trim()) >= nodeForN8n;
}

/** The user's own Node if it is the right one, else the one that came with test/e2e, else a newer one of the user. */
async function findNode() {
	const own = majorOf(process.versions.node);
	if (own === nodeForN8n) return process.execPath;

	const { platform, arch } = process;
	const program = platform === 'win32' ? 'node.exe' : 'node';
	const packages = [
		`node-${platform === 'win32' ? 'win' : platform}-${arch}`,
		`node-bin-${platform}-${arch}`,
	];
	for (const name of packages) {
		const node = join(e2e, 'node_modules', name, 'bin', program);
		if (await works(node)) return node;
	}
	if (own > nodeForN8n) return process.execPath;
	throw new Error(
		`n8n needs Node.js ${nodeForN8n}, and npm has no ready-made one for ${platform}-${arch}. Run this command with Node.js ${nodeForN8n}.`,
	);
}

async function loadNativeModules(node) {
	const script = nativeModules.map((name) => `require('${name}');`).join(' ');
	return await run(node, ['-e', script], { cwd: e2e, quiet: true });
}

/**
 * Makes n8n's native modules usable for the Node that will run it. They bring binaries for the usual systems, so
 * there is something to compile only on the others: an old Linux, a Mac with an Intel processor, a Node without them.
 * Which one this is, is found by loading them: that is the question, and it takes a fifth of a second.
 */
async function buildNativeModules(node) {
	if ((await loadNativeModules(node)).code === 0) return;
	await timed(
		"Compiling n8n's native modules, which have no binary for this system (about two minutes)",
		async () => {
			const home = dirname(dirname(node));
			const hasHeaders = existsSync(join(home, 'include', 'node', 'node.h'));
			const env = {
				PATH: [dirname(node), process.env.PATH].join(delimiter),
				...(hasHeaders && { npm_config_nodedir: home }),
			};
			const result = await npm(['rebuild', ...nativeModules, '--ignore-scripts=false'], {
				cwd: e2e,
				env,
				quiet: true,
			});
			mustSucceed(`npm rebuild ${nativeModules.join(' ')}`, result);
			mustSucceed(`Loading ${nativeModules.join(' and ')}`, await loadNativeModules(node));
		},
	);
}

/** Installs the real n8n, unless it is there already. Answers with the Node program to run it. */
export async function ensureN8n() {
	await install(e2e, 'n8n and its Node.js (about three minutes)');
	const node = await findNode();
	await buildNativeModules(node);
	return node;
}

/** Installs the engine of the oldest n8n, unless it is there already. */
export async function ensureOldest() {
	await install(oldest, 'the engine of the oldest n8n (about a minute)');
}
