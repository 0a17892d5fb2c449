import { DEFAULT_TIMEOUT_MS } from '../api/limits';
import type { Handling } from '../delivery/deliver';
import { DEFAULT_RETRY_LIMITS } from '../delivery/retry';
import { Since } from './since';

const { retries, totalMs } = DEFAULT_RETRY_LIMITS;

/** What holds where an option is not added, in the units of the form. */
export const DEFAULTS = {
	/** Measured: see docs/performance.md. */
	maxConcurrency: new Since([[1, 16]]),
	onInvalidRecipients: new Since<Handling['onInvalidRecipients']>([[1, 'continue']]),
	overLongText: new Since<Handling['overLongText']>([[1, 'error']]),
	retries: new Since([[1, retries]]),
	/** Seconds. */
	retryTime: new Since([[1, totalMs / 1000]]),
	/** Seconds. */
	timeout: new Since([[1, DEFAULT_TIMEOUT_MS / 1000]]),
};

export type Defaults = typeof DEFAULTS;

/** Every version of the node: one for each change of a default. */
export const VERSIONS: number[] = [
	...new Set(Object.values(DEFAULTS).flatMap(({ versions }) => versions)),
].sort((one, other) => one - other);
