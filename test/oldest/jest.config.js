const { testTimeout, projects } = require('../../jest.config.js');

const engine = projects.find(({ displayName }) => displayName === 'engine');

/** The engine tests as they are, in the engine of an older n8n. */
module.exports = {
	...engine,
	testTimeout,
	rootDir: '../..',
	displayName: 'oldest',
	testMatch: [...engine.testMatch, '<rootDir>/test/oldest/*.test.ts'],
	// Of questions, an older n8n only says that it can't ask them: sendAndWait.test.ts here.
	testPathIgnorePatterns: ['/test/engine/(sendAndWait|names)\\.test'],
	modulePathIgnorePatterns: ['<rootDir>/test/e2e/node_modules'],
	moduleNameMapper: { '^(n8n-core|n8n-workflow)$': '<rootDir>/test/oldest/node_modules/$1' },
};
