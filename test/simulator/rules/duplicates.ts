import type { JsonObject } from '../types';

/** A value in which equal contents are written equally: keys in order, texts without blanks around them. */
function normal(value: unknown): unknown {
	if (typeof value === 'string') return value.trim();
	if (Array.isArray(value)) return value.map(normal);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, inner]) => [key, normal(inner)]),
	);
}

/**
 * What the duplicate check compares (path/90236). WeCom does not say how it compares, so requests count as equal already
 * if they differ only in the order of their keys or in blanks around a text.
 */
export function comparable(agentId: number, body: JsonObject): string {
	return `${agentId} ${JSON.stringify(normal(body))}`;
}
