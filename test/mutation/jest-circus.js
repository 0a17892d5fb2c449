/**
 * Jest's own runner of one test file, for Stryker, which would have it load every file for each mutant and go on after
 * the first failure. It goes by the name that Stryker knows.
 */
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const { createEmptyTestResult } = require('@jest/test-result');
const { default: run } = require('jest-circus/runner');

const { temporary } = JSON.parse(process.env.WECOM_PUSH_MUTATION);

/** The names of the tests in each file, from the first run, in which all are run. */
const record = join(temporary, 'tests.json');

const readRecord = () => (existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {});

/** The mutant that a test of this process has noticed already. */
let noticed;

/** The result of a file that is not loaded. Jest takes a file without any test for a mistake. */
const skipped = (testFilePath) => ({
	...createEmptyTestResult(),
	testFilePath,
	numPendingTests: 1,
	testResults: [
		{ ancestorTitles: [], failureMessages: [], fullName: '', status: 'pending', title: '' },
	],
});

module.exports = async (globalConfig, config, environment, runtime, testPath, ...more) => {
	const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
	const { testNamePattern } = globalConfig;
	if (mutant !== undefined && mutant === noticed) return skipped(testPath);
	if (testNamePattern) {
		const pattern = new RegExp(testNamePattern, 'i');
		if (readRecord()[testPath]?.some((name) => pattern.test(name)) === false)
			return skipped(testPath);
	}
	const result = await run(globalConfig, config, environment, runtime, testPath, ...more);
	if (mutant === undefined) {
		const names = result.testResults.map(({ fullName }) => fullName);
		writeFileSync(record, JSON.stringify({ ...readRecord(), [testPath]: names }));
	} else if (result.numFailingTests > 0 || result.testExecError) noticed = mutant;
	return result;
};
