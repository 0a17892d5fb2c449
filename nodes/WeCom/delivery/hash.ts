import { createHash } from 'crypto';

/** Tells values apart, however large they are. The order of keys counts. */
export const hashOf = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('base64');
