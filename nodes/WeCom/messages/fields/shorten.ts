import { flatten, type ApiObject, type Field, type KeyedField, type TextField, type Use } from './field';
import { cutTo, measure } from './measure';

/** Whether any field is text for people, which may be cut without changing what the message does. */
export function hasProse(fields: readonly Field[]): boolean {
	return flatten(fields, 'send').some((field) => isProse(field) || ('fields' in field && hasProse(field.fields)));
}

function isProse(field: Field): field is TextField & { max: NonNullable<TextField['max']> } {
	return field.kind === 'text' && field.prose === true && field.max !== undefined;
}

/**
 * A copy of a body in which every text for people is cut to its limit, with an ellipsis at its end.
 *
 * @param use whether the object is sent anew or updates a card
 */
export function shorten(fields: readonly Field[], body: ApiObject, use: Use): ApiObject {
	const keyed = flatten(fields, use).filter((field): field is KeyedField => field.kind !== 'switch');
	const short: ApiObject = { ...body };
	for (const field of keyed) {
		const value = body[field.api];
		if (isProse(field) && typeof value === 'string' && measure(value, field.max.unit) > field.max.amount) {
			short[field.api] = cutTo(value, field.max.amount, field.max.unit);
		} else if (field.kind === 'list' && Array.isArray(value)) {
			short[field.api] = value.map((item: unknown) => shortenInner(field.fields, item, use));
		} else if (field.kind === 'object') {
			short[field.api] = shortenInner(field.fields, value, use);
		}
	}
	for (const [key, value] of Object.entries(short)) if (value === undefined) delete short[key];
	return short;
}

function shortenInner(fields: readonly Field[], value: unknown, use: Use): unknown {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? shorten(fields, value as ApiObject, use)
		: value;
}
