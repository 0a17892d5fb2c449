import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Field } from './field';

/** Parameters that must have one of the values for a field to be shown. */
export type Show = NonNullable<IDisplayOptions['show']>;

/** The form of one input item, as far as it is read. */
export interface Form {
	/** The value of a parameter, as it was entered or as its expression gives it. */
	value(name: string, fallback: unknown): unknown;
}

/** A form that also tells what somebody has entered. */
export interface EnteredForm extends Form {
	/** Whether there is something in a field, if only an expression that gives nothing. */
	isEntered(name: string): boolean;
}

/** The `when` of a field, added to what already decides whether it is shown. */
export function displayed(field: Field, show: Show): Pick<INodeProperties, 'displayOptions'> {
	const all: Show = { ...show };
	for (const [sibling, values] of Object.entries(field.when ?? {})) all[sibling] = [...values];
	return Object.keys(all).length > 0 ? { displayOptions: { show: all } } : {};
}

/** Sentences of a description: one stands without a final period, several with. */
export function sentences(...parts: Array<string | undefined>): string | undefined {
	const present = parts.filter((part): part is string => part !== undefined && part !== '');
	if (present.length < 2) return present[0];
	return present.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`)).join(' ');
}
