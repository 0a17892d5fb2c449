/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bareProject, installed, root, runNode } from './commands';

const fixtures = join(root, 'test', 'fixtures', 'npm');

/** A project in which everything is installed, but n8n's native modules do not load. */
function projectToCompile(): string {
	const folder = bareProject();
	installed(folder);
	installed(join(folder, 'test', 'e2e'));
	// For a Node that is too old for n8n, the one that comes with n8n; it finds no native module.
	const node = join(
		folder,
		`test/e2e/node_modules/node-${process.platform}-${process.arch}/bin/node`,
	);
	mkdirSync(dirname(node), { recursive: true });
	writeFileSync(node, '#!/bin/sh\n[ "$1" = --version ] && echo v24.0.0\n', { mode: 0o755 });
	return folder;
}

const folder = projectToCompile();
const npm = join(folder, 'npm-cli.js');
writeFileSync(npm, 'process.stderr.write(process.env.NPM_SAYS, () => process.exit(1));\n');
afterAll(() => rmSync(folder, { recursive: true }));

async function startWhereNpmSays(output: string) {
	const env = { ...process.env, npm_execpath: npm, NPM_SAYS: output };
	return await runNode([join(folder, 'scripts', 'start.mjs'), '--once'], env);
}

const debian = 'sudo apt-get install -y python3 make g++';
const redHat = 'sudo yum install -y python3 make gcc-c++';

it.each([
	['no-python.txt', ['Python is missing', debian, redHat]],
	['no-make.txt', ['make is missing', debian, redHat]],
	['no-compiler.txt', ['a C++ compiler is missing', debian, redHat]],
	['no-headers.txt', ['nodejs.org', 'npm_config_disturl']],
	['no-registry.txt', ['cannot reach https://registry.npmjs.org', 'npm config set registry']],
])('what npm says in %s becomes one sentence and exit code 1', async (file, parts) => {
	const said = readFileSync(join(fixtures, file), 'utf8');
	const { code, output } = await startWhereNpmSays(said);
	const [sentence] = /^(?:n8n|npm) .*$/m.exec(output) ?? [''];
	if (process.platform === 'linux' || !parts.includes(debian))
		for (const part of parts) expect(sentence).toContain(part);
	expect(output).not.toContain('gyp');
	expect(code).toBe(1);

	const [, log] = /is in (.*install\.log)$/.exec(sentence) ?? [];
	expect(readFileSync(log, 'utf8')).toBe(said);
	rmSync(dirname(log), { recursive: true });
});

it('of an unknown failure, the end is shown', async () => {
	const { code, output } = await startWhereNpmSays('first\n'.repeat(50) + 'the reason\n');
	expect(output).toMatch(/npm rebuild .* failed with exit code 1\n(first\n){39}the reason\n/);
	expect(code).toBe(1);
});
