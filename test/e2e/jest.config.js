const { fakeTimers, testEnvironment, transform, transformIgnorePatterns } =
	require('../../jest.config.js').projects[0];

module.exports = {
	rootDir: '../..',
	roots: ['<rootDir>/test'],
	testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	testEnvironment,
	fakeTimers,
	globalSetup: '<rootDir>/test/e2e/freshN8n.ts',
	testSequencer: '<rootDir>/test/longestFirst.cjs',
	transform,
	transformIgnorePatterns,
	// A start of n8n takes ten seconds on a good day, and a busy machine has bad days.
	testTimeout: 300_000,
};
