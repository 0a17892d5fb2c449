import { DEFAULT_TIMEOUT_MS } from '../api/limits';
import type { Handling } from '../delivery/handling';
import { Since } from './since';

/**
 * What holds where an option is not added, or an operation does not have it, in the units of the form. A change is one
 * more entry, with the next version of the node.
 */
export const DEFAULTS = {
	combineEqual: new Since([[1, false]]),
	/** Measured: see docs/performance.md. */
	maxConcurrency: new Since([[1, 16]]),
	maxUnknown: new Since([[1, 5]]),
	onInvalidRecipients: new Since<Handling['onInvalidRecipients']>([[1, 'continue']]),
	overLongText: new Since<Handling['overLongText']>([[1, 'error']]),
	retries: new Since([[1, 3]]),
	/** Seconds. */
	retryTime: new Since([[1, 30]]),
	/** Seconds. */
	timeout: new Since([[1, DEFAULT_TIMEOUT_MS / 1000]]),
	uploadPictures: new Since([[1, false]]),
};

/** Every version of the node: one for each change of a default. */
export const VERSIONS: number[] = [
	...new Set(Object.values(DEFAULTS).flatMap(({ versions }) => versions)),
].sort((one, other) => one - other);
