import { ApiError } from './errors';
import type { JsonObject } from './types';

/** Whether a parsed JSON value is an object. */
export function isRecord(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;

/** Whether a text shows anything to a member. What does not counts as empty: nobody has seen WeCom take it. */
export function isWritten(value: unknown): boolean {
	return typeof value === 'string' && VISIBLE.test(value);
}

/** The value as an object; an empty one stands for anything else. */
export function recordOf(value: unknown): JsonObject {
	return isRecord(value) ? value : {};
}

/** The objects of a list; an empty list stands for anything else. */
export function recordsOf(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Reads a JSON pointer the way people write paths: `template_card.button_list[0].key`. */
export function readablePath(pointer: string, last?: string): string {
	const steps = pointer.split('/').slice(1);
	if (last !== undefined) steps.push(last);
	return steps
		.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
		.join('')
		.replace(/^\./, '');
}

/** The value of a JSON text; undefined when it is none. */
export function parseOrUndefined(raw: string): unknown {
	try {
		return JSON.parse(raw) as unknown;
	} catch {
		return undefined;
	}
}

/**
 * Parses a request body. WeCom refuses `\uXXXX` escapes (40033, path/90313), so the raw text counts.
 */
export function parseJsonBody(raw: string): JsonObject {
	// An even number of backslashes before the u is an escaped backslash, not a unicode escape.
	if (/(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}/.test(raw)) {
		throw new ApiError(40033, 'send raw UTF-8 instead of unicode escapes');
	}
	const parsed = parseOrUndefined(raw);
	if (!isRecord(parsed)) {
		throw new ApiError(40058, 'the body must be a JSON object, Warning: wrong json format.');
	}
	return parsed;
}
