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

/** Whether WeCom shows less of one of the texts than it takes. */
export const showsLess: Find<boolean> = onceFor((fields, use) =>
	keyed(fields, use).some(
		(field) =>
			(field.kind === 'text' && field.cutIn !== undefined) ||
			('fields' in field && showsLess(field.fields, use)),
	),
);
