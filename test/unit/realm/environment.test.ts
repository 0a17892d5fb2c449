/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../scripts/commands';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wecom-push-realm-')));

afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
	testResults: Array<{ status: string; message: string }>;
}

/** Runs these test files one after the other, in one process. */
function run(files: Record<string, string>): Report['testResults'] {
	for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
	const config = {
		rootDir: folder,
		testMatch: Object.keys(files).map((name) => join(folder, name)),
		testEnvironment: join(root, 'test', 'realm', 'environment.cjs'),
		testSequencer: join(folder, 'sequencer.cjs'),
		transform: {},
	};
	const report = join(folder, 'report.json');
	writeFileSync(
		config.testSequencer,
		`module.exports = class extends require(${JSON.stringify(require.resolve('@jest/test-sequencer'))}).default {
			sort(tests) { return [...tests].sort((one, other) => one.path < other.path ? -1 : 1); }
		};`,
	);
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const options = ['--runInBand', '--json', '--outputFile', report];
	spawnSync(process.execPath, [jest, ...options, '--config', JSON.stringify(config)], {
		cwd: folder,
	});
	const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
	return testResults;
}

it('an error that nobody has caught fails each test file', () => {
	const stray = (how: string) =>
		`it('strays', async () => { ${how}; await new Promise((resolve) => setTimeout(resolve, 50)); });`;
	const results = run({
		'a.test.js': stray("Promise.reject(new Error('stray a'))"),
		'b.test.js': stray("Promise.reject(new Error('stray b'))"),
		'c.test.js': stray("setImmediate(() => { throw new Error('stray c'); })"),
		'd.test.js': "it('passes', () => expect(1).toBe(1));",
	});
	expect(results.map(({ status }) => status).sort()).toEqual([
		'failed',
		'failed',
		'failed',
		'passed',
	]);
	const messages = results.map(({ message }) => message).join();
	for (const name of ['stray a', 'stray b', 'stray c']) expect(messages).toContain(name);
});

it('a test file finds the globals as they were, and the errors of Node are errors', () => {
	const results = run({
		'e.test.js': `
			jest.setTimeout(1234);
			it('changes globals', () => {
				jest.spyOn(Date, 'now').mockReturnValue(0);
				jest.useFakeTimers();
				globalThis.before = console;
			});`,
		'f.test.js': `
			it('finds them unchanged', async () => {
				expect(globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')]).toBeUndefined();
				expect(Date.now()).toBeGreaterThan(0);
				await new Promise((resolve) => setTimeout(resolve, 1));
				expect(console).not.toBe(globalThis.before);
				await expect(require('node:fs').promises.readFile('/nowhere/at/all')).rejects.toBeInstanceOf(Error);
			});`,
	});
	expect(results).toMatchObject([{ status: 'passed' }, { status: 'passed' }]);
});
