import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';
import { readOptions } from './options.mjs';
import { node } from './run.mjs';
import { temporaryFolder } from './temporary.mjs';

/** One run of jest, counted from its own report. A test file that cannot even be loaded counts as one failure. */
async function once(args, env) {
	const report = join(temporaryFolder(), 'report.json');
	const program = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const { code } = await node([program, ...args, '--json', '--outputFile', report], {
		cwd: root,
		env,
	});
	if (!existsSync(report)) return { passed: 0, failed: 1 };

	const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
		readFileSync(report, 'utf8'),
	);
	const failed = numFailedTests + numRuntimeErrorTestSuites;
	return { passed: numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1) };
}

/**
 * Runs jest, once for each list of arguments, and counts over all runs.
 *
 * @param runs such as `chooseTests` gives
 */
export async function jest(runs, env) {
	const total = { passed: 0, failed: 0 };
	for (const args of runs) {
		const { passed, failed } = await once(args, env);
		total.passed += passed;
		total.failed += failed;
	}
	return total;
}

const testUsage = (does, all) => `
${does}, in the files whose path has one of the words; without words, in ${all}.

  -t, --testNamePattern TEXT    only the tests whose name has this
  --help                        print this
`;

/**
 * Reads which tests a command is to run. Answers with the runs of jest, or with undefined if only help was wanted. The
 * tests and their configuration are in the folder below test/. Those that are chosen by words run one after another.
 *
 * @param otherwise arguments of each run without words
 */
export function chooseTests(command, does, { all, folder, otherwise = [['--runInBand']] }) {
	const pattern = { type: 'string', short: 't' };
	const chosen = readOptions(
		command,
		testUsage(does, all),
		{ testNamePattern: pattern },
		{ words: true },
	);
	if (chosen === undefined) return undefined;
	const { words, testNamePattern: name } = chosen;
	const runs = words.length > 0 ? [['--runInBand', ...words]] : otherwise;
	const common = [
		...['--config', `test/${folder}/jest.config.js`],
		...(name === undefined ? [] : ['--testNamePattern', name]),
	];
	return runs.map((args) => [...common, ...args]);
}
