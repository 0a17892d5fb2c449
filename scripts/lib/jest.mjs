import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';
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
