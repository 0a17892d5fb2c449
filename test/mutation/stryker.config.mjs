import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** What `scripts/mutation.mjs` wants to be mutated, and where it wants the results. */
const { files, force, reports, temporary } = JSON.parse(process.env.WECOM_PUSH_MUTATION);

export default {
	mutate: files,
	testRunner: 'unit',
	plugins: ['./test/mutation/runner.mjs', './test/mutation/texts.mjs'],
	ignorers: ['texts'],
	coverageAnalysis: 'perTest',
	concurrency: availableParallelism(),
	incremental: true,
	incrementalFile: `${reports}.json`,
	force,
	reporters: ['clear-text', 'html', 'progress-append-only'],
	allowConsoleColors: false,
	clearTextReporter: { allowColor: false, reportTests: false },
	htmlReporter: { fileName: `${reports}.html` },
	// Not in the project: Jest takes nothing below node_modules for a test, and the linters would look at the rest.
	tempDirName: join(temporary, 'mutants'),
	ignorePatterns: ['/bench', '/docs', '/examples', '/test/{e2e,engine,queue,oldest}'],
};
