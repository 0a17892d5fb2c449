'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire } = require('node:module');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** Packages by their files, each loaded once for all test files that a process runs: see packages.cjs. */
globalThis[Symbol.for('n8n-nodes-wecom-push:package')] = createRequire(__filename);

// What Jest compiles for a realm of its own is compiled for that of Node.
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) =>
	compileFunction(code, parameters, options);

/** What Jest puts something of its own in place of, for each test file. */
const REPLACED = [
	[globalThis, 'console'],
	...['chdir', 'cwd', 'exit', 'getBuiltinModule'].map((name) => [process, name]),
].map(([owner, name]) => [owner, name, Object.getOwnPropertyDescriptor(owner, name)]);

/** What Jest leaves for itself: its handlers of errors that no test has caught, its state, and time limits. */
const OF_JEST =
	/^(EVENT_HANDLERS|JEST_|LOG_ERRORS_BEFORE_RETRY|RETRY_|TEST_TIMEOUT|WAIT_BEFORE_RETRY)/;

/** Those in use: before Node 24, each of them slows every promise of the process down, and Jest makes one for each file. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
	storages.add(this);
	return run.apply(this, args);
};

/** Leaves the globals to the next test file as they were. */
function cleanUp() {
	for (const symbol of Object.getOwnPropertySymbols(globalThis))
		if (OF_JEST.test(symbol.description ?? '')) delete globalThis[symbol];
	for (const [owner, name, descriptor] of REPLACED)
		if (descriptor !== undefined) Object.defineProperty(owner, name, descriptor);
	for (const storage of storages) storage.disable();
	storages.clear();
}

/**
 * Tests, node and n8n are in the realm of Node, as in n8n. In Jest's own, each global takes a hundred times as long, and an
 * error of Node is no `Error`.
 */
module.exports = class extends TestEnvironment {
	constructor(config, context) {
		super(config, context);
		const { fakeTimersModern, moduleMocker } = this;
		this.global = Object.assign(globalThis, { global: globalThis });
		this.moduleMocker = new moduleMocker.constructor(globalThis);
		this.fakeTimersModern = new fakeTimersModern.constructor({
			config: config.projectConfig,
			global: globalThis,
		});
	}

	async teardown() {
		await super.teardown();
		cleanUp();
	}
};
