import type { Field, KeyedField, SwitchField, Use } from './field';

type Find<T> = (fields: readonly Field[], use: Use) => T;

/** There may be very many messages of one kind: what their declaration says is found out once. */
function onceFor<T>(find: Find<T>): Find<T> {
	const known: Record<Use, WeakMap<readonly Field[], { found: T }>> = {
		send: new WeakMap(),
		update: new WeakMap(),
	};
	return (fields, use) => {
		const kept = known[use].get(fields) ?? { found: find(fields, use) };
		known[use].set(fields, kept);
		return kept.found;
	};
}

/** The fields of one use, with sections opened: what a body of that use may consist of. */
export const flatten: Find<ReadonlyArray<KeyedField | SwitchField>> = onceFor((fields, use) =>
	fields
		.filter((field) => field.only === undefined || field.only === use)
		.flatMap((field) => (field.kind === 'section' ? flatten(field.fields, use) : [field])),
);

/** Those of them that have a key in WeCom's JSON. */
export const keyed: Find<readonly KeyedField[]> = onceFor((fields, use) =>
	flatten(fields, use).filter((field): field is KeyedField => field.kind !== 'switch'),
);

/** Whether there is such a field among them, or within one of them. */
export function anyField(is: (field: KeyedField) => boolean) {
	const any: Find<boolean> = onceFor((fields, use) =>
		keyed(fields, use).some((field) => is(field) || ('fields' in field && any(field.fields, use))),
	);
	return (fields: readonly Field[], use: Use = 'send'): boolean => any(fields, use);
}
