import { truncate } from '../markup/truncate';
import type { ApiObject, Field, TextField, Use } from './field';
import { anyField, keyed } from './flat';
import { measure, type Unit } from './measure';

type Prose = TextField & { max: NonNullable<TextField['max']> };

/** A text that goes out whole, but of which WeCom shows only the beginning. */
export interface Clipped {
	/** Label of the field, such as "Title". */
	field: string;
	limit: number;
	unit: Unit;
	/** Length of the text in that unit. */
	actual: number;
}

/** Whether any field is text for people, which may be cut without changing what the message does. */
export const hasProse = anyField(isProse);

const showsLess = anyField((field) => field.kind === 'text' && field.cutIn !== undefined);

function isProse(field: Field): field is Prose {
	return field.kind === 'text' && field.prose === true && field.max !== undefined;
}

/** A copy of a body with every text for people replaced; what becomes undefined is left out. */
function withTexts(
	fields: readonly Field[],
	body: ApiObject,
	use: Use,
	replace: (field: Prose, text: string) => string,
): ApiObject {
	const inner = (own: readonly Field[], value: unknown): unknown =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? withTexts(own, value as ApiObject, use, replace)
			: value;
	const copy: ApiObject = { ...body };
	for (const field of keyed(fields, use)) {
		const value = body[field.api];
		if (isProse(field) && typeof value === 'string') {
			copy[field.api] = replace(field, value);
		} else if (field.kind === 'list' && Array.isArray(value)) {
			copy[field.api] = value.map((item: unknown) => inner(field.fields, item));
		} else if (field.kind === 'object') {
			copy[field.api] = inner(field.fields, value);
		}
	}
	for (const [key, value] of Object.entries(copy)) if (value === undefined) delete copy[key];
	return copy;
}

/**
 * A copy of a body in which every text for people is cut to its limit, with an ellipsis at its end.
 *
 * @param use whether the object is sent anew or updates a card
 */
export function shorten(fields: readonly Field[], body: ApiObject, use: Use): ApiObject {
	return withTexts(fields, body, use, ({ max, cutIn = max.unit, markup = 'plain' }, text) =>
		truncate(text, max.amount, cutIn, markup),
	);
}

/** The texts of a body that are within their limit, but longer than what WeCom shows (`cutIn`). */
export function clipped(fields: readonly Field[], body: ApiObject, use: Use): Clipped[] {
	const found: Clipped[] = [];
	if (!showsLess(fields, use)) return found;
	withTexts(fields, body, use, ({ label, max, cutIn = max.unit }, text) => {
		const actual = measure(text, cutIn);
		if (actual > max.amount) found.push({ field: label, limit: max.amount, unit: cutIn, actual });
		return text;
	});
	return found;
}
