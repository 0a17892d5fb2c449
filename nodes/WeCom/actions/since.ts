type Value<T> = readonly [since: number, value: T];

/**
 * A default that saved workflows depend on. To change it, add the new value with the version of the node from which it
 * holds: nodes of older versions keep theirs.
 */
export class Since<T> {
	/** @param values oldest first; the first one holds since version 1 */
	constructor(private readonly values: readonly [Value<T>, ...Array<Value<T>>]) {}

	/** Versions of the node with which the value changed. */
	get versions(): number[] {
		return this.values.map(([since]) => since);
	}

	/** What a new node gets. */
	get newest(): T {
		return this.values[this.values.length - 1][1];
	}

	/** What a node of a version has. */
	in(version: number): T {
		const held = this.values.filter(([since]) => since <= version);
		return (held[held.length - 1] ?? this.values[0])[1];
	}
}
