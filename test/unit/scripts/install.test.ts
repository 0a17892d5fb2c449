/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bareProject, root, runNode } from './commands';

const folder = bareProject();
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * npm without a network. Its cache holds the answer of the registry, as it does for everybody who has used npm, and
 * CACHE says whether it holds the packages too. An installation that needs the network does not come to an end soon.
 */
const npm = join(folder, 'npm-cli.js');
const unreachable = join(root, 'test', 'fixtures', 'npm', 'no-registry.txt');
writeFileSync(
	npm,
	`const [command, ...args] = process.argv.slice(2);
	const say = (text, code) => process.stderr.write(text, () => process.exit(code));
	const itsOwnCache = !args.some((arg) => arg.startsWith('--cache='));
	if (command === 'view' && itsOwnCache) say('', 0);
	else if (command === 'view') say(require('node:fs').readFileSync(${JSON.stringify(unreachable)}, 'utf8'), 1);
	else if (!args.includes('--offline')) say('npm waited for an hour', 1);
	else if (process.env.CACHE === 'full') say('', 0);
	else say('npm error code ENOTCACHED', 1);`,
);

async function installFrom(cache: 'empty' | 'full') {
	const install = pathToFileURL(join(folder, 'scripts', 'lib', 'install.mjs')).href;
	const run = pathToFileURL(join(folder, 'scripts', 'lib', 'run.mjs')).href;
	const program = `
		import { ensureDependencies } from ${JSON.stringify(install)};
		import { main } from ${JSON.stringify(run)};
		await main(async () => {
			await ensureDependencies();
			return 0;
		});`;
	const env = { ...process.env, npm_execpath: npm, CACHE: cache };
	return await runNode(['--input-type=module', '--eval', program], env);
}

it('without a network, packages that npm has in its cache are installed from there', async () => {
	const { code, output } = await installFrom('full');
	expect(output).toContain("installing from npm's cache");
	expect(code).toBe(0);
});

it('without a network and with packages missing in the cache, one sentence says so', async () => {
	const { code, output } = await installFrom('empty');
	const [sentence] = /^npm cannot reach .*$/m.exec(output) ?? [''];
	expect(sentence).toContain('npm config set registry');
	expect(output).not.toContain('ENOTCACHED');
	expect(code).toBe(1);

	const [, log] = /is in (.*install\.log)$/.exec(sentence) ?? [];
	expect(readFileSync(log, 'utf8')).toBe(readFileSync(unreachable, 'utf8'));
	rmSync(join(log, '..'), { recursive: true });
});

describe('what is installed already', () => {
	const locked = {
		'': {},
		'node_modules/here': { version: '1.0.0' },
		'node_modules/peer': { version: '1.0.0', peer: true },
	};

	function installed(packages: object) {
		const write = (path: string) => (value: object) =>
			writeFileSync(join(folder, path), JSON.stringify({ packages: value }));
		mkdirSync(join(folder, 'node_modules'), { recursive: true });
		write('package-lock.json')(locked);
		write('node_modules/.package-lock.json')(packages);
	}

	it('is whole although npm 10 left out what is only a peer', async () => {
		installed({ 'node_modules/here': { version: '1.0.0' } });
		expect(await installFrom('empty')).toMatchObject({ code: 0 });
	});

	it.each([
		['something is missing', {}],
		['something is older', { 'node_modules/here': { version: '0.9.0' } }],
		[
			'a peer is older',
			{ 'node_modules/here': { version: '1.0.0' }, 'node_modules/peer': { version: '0.9.0' } },
		],
	])('is installed anew where %s', async (_, packages) => {
		installed(packages);
		expect(await installFrom('empty')).toMatchObject({ code: 1 });
	});
});
