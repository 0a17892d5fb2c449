// n8n tells of each node that fails, and here thousands do.
process.env.N8N_LOG_LEVEL ??= 'silent';

const common = {
	testEnvironment: '<rootDir>/test/realm/environment.cjs',
	// Node's own code calls the same two functions as the tests.
	fakeTimers: { doNotFake: ['nextTick', 'queueMicrotask'] },
	setupFiles: ['reflect-metadata'],
	transform: {
		'^.+\\.tsx?$': ['ts-jest', { tsconfig: 'tsconfig.test.json' }],
		// All but those of Jest, which have a part in the test file.
		'[/\\\\]node_modules[/\\\\](?!@?jest|expect|ts-jest|@sinonjs).+\\.c?js$':
			'<rootDir>/test/realm/packages.cjs',
	},
	transformIgnorePatterns: [],
	modulePathIgnorePatterns: [
		'<rootDir>/dist',
		'<rootDir>/test/e2e/node_modules',
		'<rootDir>/test/oldest/node_modules',
	],
};

module.exports = {
	// For busy machines: no test judges how long something takes.
	testTimeout: 180_000,
	testSequencer: '<rootDir>/test/longestFirst.cjs',
	projects: [
		{ ...common, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
		{ ...common, displayName: 'engine', testMatch: ['<rootDir>/test/engine/**/*.test.ts'] },
	],
};
