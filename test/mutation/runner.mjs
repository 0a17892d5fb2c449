/**
 * Runs the unit tests for Stryker: as Jest does and with its parts, but again and again in one process, and of all files
 * only those that matter to a change. Jest takes longer to begin than most tests take.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
	determineHitLimitReached,
	DryRunStatus,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { expect } from 'expect';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';
import typescript from 'typescript';

const require = createRequire(import.meta.url);
const { testTimeout } = require('../../jest.config.js');

const { tests: testFiles } = JSON.parse(process.env.WECOM_PUSH_MUTATION);

/** What the changed code looks at. It keeps hold of it, so this is one and the same object always. */
const stryker = (globalThis.__stryker__ ??= {});

const mocker = new ModuleMocker(globalThis);

function setGlobals() {
	const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus;
	const jest = {
		fn: (...given) => mocker.fn(...given),
		spyOn: (...given) => mocker.spyOn(...given),
		restoreAllMocks: () => mocker.restoreAllMocks(),
	};
	const all = { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test };
	Object.assign(globalThis, all);
}

function useTypeScript() {
	const optionsIn = (file) =>
		typescript.readConfigFile(file, typescript.sys.readFile).config.compilerOptions;
	const compilerOptions = { ...optionsIn('tsconfig.json'), ...optionsIn('tsconfig.test.json') };
	/** The code has all changes in it, and asks which one counts: so it is compiled once. */
	const compiled = new Map();
	const compile = (module, fileName) => {
		if (!compiled.has(fileName)) {
			const source = readFileSync(fileName, 'utf8');
			const { outputText } = typescript.transpileModule(source, { compilerOptions, fileName });
			compiled.set(fileName, outputText);
		}
		module._compile(compiled.get(fileName), fileName);
	};
	for (const end of ['.ts', '.tsx']) require.extensions[end] = compile;
}

/** Loads a file as in a new process: what our own modules have kept is gone. */
function load(file) {
	for (const loaded of Object.keys(require.cache))
		if (!loaded.includes(`${sep}node_modules${sep}`)) delete require.cache[loaded];
	// Another one each time: it would remember all modules that it has ever loaded.
	createRequire(import.meta.url)(resolve(file));
}

const idOf = (file, { name, parent }) =>
	parent === undefined ? file : `${idOf(file, parent)} ${name}`;

class UnitTests {
	/** Errors that no test has thrown. */
	#strays = new Map();

	#handle;

	capabilities() {
		return { reloadEnvironment: true };
	}

	init() {
		useTypeScript();
		setGlobals();
		circus.addEventHandler((event) => this.#handle(event));
		process.on('uncaughtException', (error) => this.#strays.set(error, error));
		process.on('unhandledRejection', (error, promise) => this.#strays.set(promise, error));
		process.on('rejectionHandled', (promise) => this.#strays.delete(promise));
	}

	async dryRun() {
		const result = await this.#run(testFiles, () => true, true);
		return { ...result, mutantCoverage: stryker.mutantCoverage };
	}

	async mutantRun({ activeMutant, disableBail, hitLimit, sandboxFileName, testFilter }) {
		const wanted = testFilter && new Set(testFilter);
		const isWanted = (id) => wanted === undefined || wanted.has(id);
		// Most changes are noticed by the tests of their own file.
		const own = `/${basename(sandboxFileName, '.ts')}.test.ts`;
		const files = testFiles
			.filter((file) => wanted === undefined || testFilter.some((id) => id.startsWith(`${file} `)))
			.sort((one, other) => Number(other.endsWith(own)) - Number(one.endsWith(own)));
		Object.assign(stryker, {
			activeMutant: activeMutant.id,
			hitCount: hitLimit === undefined ? undefined : 0,
			hitLimit,
		});
		const result = await this.#run(files, isWanted, disableBail);
		const isEndless = determineHitLimitReached(stryker.hitCount, hitLimit);
		Object.assign(stryker, { activeMutant: undefined, hitCount: undefined });
		return toMutantRunResult(isEndless ?? result, disableBail);
	}

	/** @param goesOn also after a failure */
	async #run(files, isWanted, goesOn) {
		const tests = [];
		let hasFailed = false;
		const note = (id, fileName, timeSpentMs, errors) => {
			hasFailed ||= errors.length > 0;
			const [error] = errors.flat();
			const result = { id, name: id, fileName: resolve(fileName), timeSpentMs };
			tests.push(
				errors.length === 0
					? { ...result, status: TestStatus.Success }
					: {
							...result,
							status: TestStatus.Failed,
							failureMessage: String(error?.message ?? error),
						},
			);
		};
		for (const file of files) {
			if (hasFailed && !goesOn) break;
			this.#strays.clear();
			this.#handle = ({ name, test }) => {
				if (name === 'test_start') {
					stryker.currentTestId = idOf(file, test);
					const isLeftOut = (hasFailed && !goesOn) || !isWanted(stryker.currentTestId);
					if (isLeftOut) test.mode = 'skip';
				}
				if (name === 'test_done') note(idOf(file, test), file, test.duration, test.errors);
			};
			circus.resetState();
			circus.getState().testTimeout = testTimeout;
			stryker.currentTestId = undefined;
			try {
				load(file);
			} catch (error) {
				return { status: DryRunStatus.Error, errorMessage: String(error?.stack ?? error) };
			}
			const { unhandledErrors } = await circus.run();
			stryker.currentTestId = undefined;
			await setImmediate();
			mocker.restoreAllMocks();
			const strays = [...unhandledErrors, ...this.#strays.values()];
			if (strays.length > 0) note(file, file, 0, strays);
		}
		return { status: DryRunStatus.Complete, tests };
	}
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'unit', UnitTests)];
