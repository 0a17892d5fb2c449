module.exports = {
	...require('../e2e/jest.config'),
	// PostgreSQL has no such folder.
	globalSetup: undefined,
	// Nothing here is quick, and a busy machine is slow.
	testTimeout: 900_000,
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
};
