import { ApiError } from '../errors';
import type { App } from '../state';
import type { JsonObject } from '../types';

/** Checks that a JSON agentid is the app of the token (path/90236, path/94888). */
export function checkAgent(body: JsonObject, app: App): void {
	const { agentid } = body;
	if (agentid === undefined) throw new ApiError(41011);
	if (!Number.isInteger(agentid)) throw new ApiError(40056, 'agentid must be an integer');
	if (agentid !== app.agentId) throw new ApiError(301002);
}

/** The integer in a query parameter; undefined when it is absent or empty. */
export function integerOf(value: string | undefined, errcode: number): number | undefined {
	if (value === undefined || value === '') return undefined;
	if (!/^\d+$/.test(value)) throw new ApiError(errcode, value);
	return Number(value);
}
