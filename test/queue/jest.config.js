module.exports = {
	...require('../e2e/jest.config'),
	testMatch: ['<rootDir>/test/queue/**/*.test.ts'],
};
