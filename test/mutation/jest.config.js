const { join } = require('node:path');

const { projects, testTimeout } = require('../../jest.config.js');

const { tests } = JSON.parse(process.env.WECOM_PUSH_MUTATION);

module.exports = {
	...projects.find(({ displayName }) => displayName === 'unit'),
	rootDir: join(__dirname, '..', '..'),
	// Jest loads each of them for each mutant, whether or not its tests have to do with it.
	testMatch: [`<rootDir>/test/unit/${tests}.test.ts`],
	testTimeout,
};
