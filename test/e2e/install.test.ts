/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFile, execFileSync } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeType, triggerType } from './examples';
import { N8nInstance } from './n8n';
import { freePort, fromEnvironment, host } from './process';
import { Registry } from './registry';

const guide = readFileSync(join(__dirname, '..', '..', 'docs', 'install.md'), 'utf8');
const blocks = [...guide.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, text]) => text);
const packageName = 'n8n-nodes-wecom-push';
const exampleRegistry = 'https://npm.example.com';

/** The one block of the guide that has these words. */
function block(...words: string[]): string {
	const found = blocks.filter((text) => words.every((word) => text.includes(word)));
	if (found.length !== 1)
		throw new Error(`${found.length} blocks of the guide have ${words.join(', ')}`);
	return found[0].replace(/\/path\/to\/\S+\.tgz/g, fromEnvironment('N8N_E2E_TARBALL'));
}

// npm and n8n start one after the other.
jest.setTimeout(300_000);

let home: string;
/** Nobody answers there: whoever asks a registry, fails. */
let nowhere: string;

beforeAll(async () => {
	nowhere = `http://${host}:${await freePort()}`;
});

beforeEach(() => {
	home = realpathSync(mkdtempSync(join(tmpdir(), 'wecom-push-home-')));
});
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

const installed = () => join(home, '.n8n', 'nodes', 'node_modules', packageName);

const environment = (registry: string) => ({
	HOME: home,
	PATH: process.env.PATH,
	TMPDIR: process.env.TMPDIR,
	npm_config_cache: join(home, 'cache'),
	npm_config_userconfig: join(home, 'npmrc'),
	npm_config_registry: registry,
	npm_config_fetch_retries: '0',
	npm_config_update_notifier: 'false',
});

function runBlock(script: string): void {
	execFileSync('sh', ['-e', '-c', script], { env: environment(nowhere), stdio: 'pipe' });
}

/** The files of a package with their content, without what npm notes in its manifest. */
const filesOf = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.map((file) => [file.slice(folder.length), readFileSync(file, 'utf8')])
		.sort();

const expectWholePackage = () =>
	expect(filesOf(installed())).toEqual(filesOf(fromEnvironment('N8N_E2E_PACKAGE')));

describe('the ways of installing in the guide', () => {
	it('by hand: npm asks no registry, and n8n has the nodes after its start', async () => {
		const n8n = await N8nInstance.start({
			whole: true,
			userFolder: home,
			install: () => runBlock(block('mkdir -p', 'npm install', '/path/to')),
			env: { N8N_COMMUNITY_PACKAGES_REGISTRY: nowhere },
		});
		try {
			expectWholePackage();
			expect(existsSync(join(installed(), '..', 'n8n-workflow'))).toBe(false);
			const names = (await n8n.nodeTypes()).map(({ name }) => name);
			expect(names).toEqual(expect.arrayContaining([nodeType, triggerType]));
			expect(await n8n.rest('GET', '/community-packages')).toEqual([]);
			// As the guide says: without a license for it, no other registry than npm's.
			await expect(n8n.rest('POST', '/community-packages', { name: packageName })).rejects.toThrow(
				/license/i,
			);
		} finally {
			await n8n.stop();
		}
	});

	it('in Docker: the entry point unpacks the package and starts n8n with its arguments', () => {
		const entry = join(home, 'docker-entrypoint.sh');
		writeFileSync(entry, '#!/bin/sh\necho "n8n $*" >"$HOME/started"\n', { mode: 0o755 });
		const script = block('#!/bin/sh', 'exec /docker-entrypoint.sh')
			.replace('/opt/n8n-nodes-wecom-push.tgz', fromEnvironment('N8N_E2E_TARBALL'))
			.replace('/docker-entrypoint.sh', entry);
		const file = join(home, 'with-wecom.sh');
		writeFileSync(file, script, { mode: 0o755 });
		// An older version is in the volume.
		mkdirSync(installed(), { recursive: true });
		writeFileSync(join(installed(), 'old.js'), '');
		execFileSync(file, ['worker', '--concurrency=5'], { env: environment(nowhere) });
		expectWholePackage();
		expect(readFileSync(join(home, 'started'), 'utf8')).toBe('n8n worker --concurrency=5\n');
	});

	it('in a running container: what is executed there unpacks the package', () => {
		const [, command, tarball] =
			/^docker exec -i -u node n8n sh -c '(.*)' < (.*)$/m.exec(block('docker exec')) ?? [];
		expect(fromEnvironment('N8N_E2E_TARBALL')).toMatch(new RegExp(`/${tarball}$`));
		runBlock(`(${command}) < ${fromEnvironment('N8N_E2E_TARBALL')}`);
		expectWholePackage();
	});

	it('in a closed network: tar is enough', () => {
		runBlock(block('mkdir -p', 'tar -xzf /path/to'));
		expectWholePackage();
	});

	it('from a private registry: the tarball is published and installed', async () => {
		const registry = await Registry.start();
		try {
			writeFileSync(
				join(home, 'npmrc'),
				`//${new URL(registry.url).host}/:_authToken=a-token-of-this-test\n`,
			);
			for (const words of [['npm publish'], ['npm install', '--registry']]) {
				const script = block(...words).replace(exampleRegistry, registry.url);
				const options = { env: environment(nowhere), cwd: home };
				await promisify(execFile)('sh', ['-e', '-c', script], options);
			}
			expectWholePackage();
			expect(registry.requests).toContain(`PUT ${packageName}`);
			expect(registry.requests.filter((request) => !request.includes(packageName))).toEqual([]);
		} finally {
			await registry.stop();
		}
	});
});
