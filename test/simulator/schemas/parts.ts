import type { SchemaObject } from 'ajv';

/**
 * WeCom error codes of one schema node: `missing` for absent or empty values, `length` for too many
 * bytes, characters or items, `pattern` for a wrong form, `all` for everything. 40058 otherwise.
 */
export interface Codes {
	all?: number;
	missing?: number;
	length?: number;
	pattern?: number;
}

export interface TextLimits {
	/** Bytes of the UTF-8 encoding. */
	maxBytes?: number;
	/** Characters (code points). */
	maxLength?: number;
	minLength?: number;
	pattern?: string;
	codes?: Codes;
}

/** A string that may be empty. */
export function text(limits: TextLimits = {}): SchemaObject {
	return { type: 'string', ...limits };
}

/** A string that must show something. */
export function filled(limits: TextLimits = {}): SchemaObject {
	return { type: 'string', written: true, ...limits };
}

/** An address; `pattern` of its codes answers for one without a scheme. */
export function address(limits: TextLimits = {}): SchemaObject {
	return {
		type: 'string',
		pattern: '^(?:$|https?://[^\\s/?#])',
		...limits,
		codes: { pattern: 45034, ...limits.codes },
	};
}

/** An address that must be there. */
export function filledAddress(limits: TextLimits = {}): SchemaObject {
	return { ...address(limits), written: true };
}

/** An object that knows exactly these properties. */
export function object(
	required: string[],
	properties: Record<string, SchemaObject>,
	more: SchemaObject = {},
): SchemaObject {
	return { type: 'object', additionalProperties: false, required, properties, ...more };
}

/** A list; a missing or overlong one answers with `codes`. */
export function list(
	items: SchemaObject,
	minItems: number,
	maxItems: number,
	codes: Codes = {},
): SchemaObject {
	return { type: 'array', items, minItems, maxItems, codes };
}

/** An integer out of a fixed set. */
export function oneOf(...values: number[]): SchemaObject {
	return { type: 'integer', enum: values };
}

export const flag: SchemaObject = { type: 'boolean' };

/** Makes `field` a required, non-empty string when `type` has the given value. */
export function whenType(value: number, field: string, codes: Codes = {}): SchemaObject {
	return {
		if: { type: 'object', properties: { type: { const: value } }, required: ['type'] },
		then: {
			type: 'object',
			required: [field],
			properties: { [field]: { type: 'string', written: true, codes } },
		},
	};
}
