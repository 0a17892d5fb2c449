import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator';
import { credentialsFor, type CredentialStore } from './harness';

/** The WeCom of the present test, and a credential of its app that was never used before. */
export let simulator: Simulator;
export let credentials: CredentialStore;

/** Gives every test of a file a WeCom that nothing has happened in. */
export function freshSimulator(options?: SimulatorOptions): void {
	beforeEach(async () => {
		simulator = await startSimulator(options);
		credentials = credentialsFor(simulator);
	});

	afterEach(async () => await simulator.close());
}

/** Gives all tests of a file one WeCom, which remembers what happened. */
export function lastingSimulator(options?: SimulatorOptions): void {
	beforeAll(async () => {
		simulator = await startSimulator(options);
		credentials = credentialsFor(simulator);
	});

	afterAll(async () => await simulator.close());
}

let secrets = 0;

/**
 * Has WeCom forget what happened, with a credential that was never used before: the node remembers the tokens of an app, and
 * waits where they were refused.
 */
export function startAnew(): void {
	secrets += 1;
	simulator.reset();
	simulator.setSecret(`simulator-secret-of-test-${secrets}-`.padEnd(43, '0'));
	credentials = credentialsFor(simulator);
}

/** Gives all tests of a file one WeCom, which forgets what happened before each of them. */
export function sharedSimulator(options?: SimulatorOptions): void {
	beforeAll(async () => {
		simulator = await startSimulator(options);
	});

	beforeEach(startAnew);

	afterAll(async () => await simulator.close());
}
