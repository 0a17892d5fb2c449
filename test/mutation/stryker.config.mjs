import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** What `scripts/mutation.mjs` wants to be mutated, and where it wants the results. */
const { files, force, reports, temporary } = JSON.parse(process.env.WECOM_PUSH_MUTATION);

export default {
	mutate: files,
	testRunner: 'jest',
	// By name: a pattern only finds what stands beside Stryker.
	plugins: ['@stryker-mutator/jest-runner'],
	jest: { configFile: 'test/mutation/jest.config.js' },
	coverageAnalysis: 'perTest',
	concurrency: availableParallelism(),
	incremental: true,
	incrementalFile: `${reports}.json`,
	force,
	reporters: ['clear-text', 'html'],
	clearTextReporter: { allowColor: false, reportTests: false },
	htmlReporter: { fileName: `${reports}.html` },
	// Not in the project: Jest takes nothing below node_modules for a test, and the linters would look at the rest.
	tempDirName: join(temporary, 'mutants'),
	ignorePatterns: ['/docs', '/examples', '/test/e2e', '/test/queue', '/test/oldest'],
};
