import { isAbsent, type ApiObject } from './field';

/** Whether a value is an object as JSON has them, and not a file, a moment or a list. */
export function isPlainObject(value: unknown): value is ApiObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	// An object out of an expression may have the prototype of another realm.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether a value says nothing, so that its key may as well be absent: null, a blank text, `[]`, or an object of such values. */
export function saysNothing(value: unknown): boolean {
	if (Array.isArray(value)) return value.length === 0;
	return isPlainObject(value) ? Object.values(value).every(saysNothing) : isAbsent(value);
}

/** A copy of a value without what says nothing. The entries of a list all stay: an empty one is a mistake, and not to be lost. */
export function withoutNothing(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutNothing);
	return isPlainObject(value) ? sayingOf(value) : value;
}

/** The same of an object. */
export function sayingOf(object: ApiObject): ApiObject {
	return Object.fromEntries(
		Object.entries(object)
			.filter(([, value]) => !saysNothing(value))
			.map(([key, value]) => [key, withoutNothing(value)]),
	);
}
