// n8n tells of each node that fails, and here thousands do.
process.env.N8N_LOG_LEVEL ??= 'silent';

const common = {
	testEnvironment: 'node',
	setupFiles: ['reflect-metadata'],
	transform: { '^.+\\.tsx?$': ['ts-jest', { tsconfig: 'tsconfig.test.json' }] },
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
