const { join } = require('node:path');

const { projects, testTimeout } = require('../../jest.config.js');

const { tests } = JSON.parse(process.env.WECOM_PUSH_MUTATION);

module.exports = {
	...projects.find(({ displayName }) => displayName === 'unit'),
	rootDir: join(__dirname, '..', '..'),
	testMatch: [`<rootDir>/test/unit/${tests}.test.ts`],
	testRunner: join(__dirname, 'jest-circus.js'),
	testTimeout,
};
