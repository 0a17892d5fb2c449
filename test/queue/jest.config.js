module.exports = {
	...require('../e2e/jest.config'),
	// Nothing here is quick, and a busy machine is slow.
	testTimeout: 900_000,
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
};
