import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';
import { readOptions } from './options.mjs';
import { node } from './run.mjs';
import { temporaryFolder } from './temporary.mjs';

/** Runs jest and counts from its own report. A test file that cannot even be loaded counts as one failure. */
export async function jest(args, env) {
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

const testUsage = (does, all) => `
${does}, in the files whose path has one of the words; without words, in ${all}.

  -t, --testNamePattern TEXT    only the tests whose name has this
  --help                        print this
`;

/**
 * Reads which tests a command is to run. Answers with the arguments for jest, or with undefined if only help was wanted.
 * The tests and their configuration are in the folder below test/; those with a real n8n run one after another.
 */
export function chooseTests(command, does, { all, otherwise = [], folder, how = ['--runInBand'] }) {
	const pattern = { type: 'string', short: 't' };
	const chosen = readOptions(
		command,
		testUsage(does, all),
		{ testNamePattern: pattern },
		{ words: true },
	);
	if (chosen === undefined) return undefined;
	const { words, testNamePattern: name } = chosen;
	return [
		'--config',
		`test/${folder}/jest.config.js`,
		...how,
		...(name === undefined ? [] : ['--testNamePattern', name]),
		...(words.length > 0 ? words : otherwise),
	];
}
