'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const { createRequire } = require('node:module');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** Packages by their files, each loaded once for all test files that a process runs: see packages.cjs. */
globalThis[Symbol.for('n8n-nodes-wecom-push:package')] = createRequire(__filename);

const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options }) =>
	compileFunction(code, parameters, options);

/** Those in use: before Node 24, each of them slows every promise of the process down. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...args) {
	storages.add(this);
	return run.apply(this, args);
};

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
		// The next test file has the same globals, and Jest makes another storage for it.
		this.moduleMocker.restoreAllMocks();
		for (const storage of storages) storage.disable();
		storages.clear();
		await super.teardown();
	}
};
