import { enumerated } from '../api/explained';
import type { Destination } from '../destinations/destination';
import type { Rejected } from '../destinations/rejections';

const MOST_NAMED = 10;

/** Two spellings of one ID are one recipient. */
const keyOf = (name: string) => name.toLowerCase();

/** Who did not get what WeCom took, during one execution: each recipient once, in however many messages. */
export class Missed<To> {
	private readonly everybody = new Set<string>();

	private readonly missed = new Map<string, { name: string; reason: string }>();

	private countable = true;

	constructor(private readonly destination: Pick<Destination<To>, 'address' | 'rejections'>) {}

	/** Notes one message that WeCom took, and who did not get it. */
	record(to: To, rejected: Rejected): void {
		const { address, rejections } = this.destination;
		const names = address.names(to);
		if (names === undefined) this.countable = false;
		for (const name of names ?? []) this.everybody.add(keyOf(name));
		for (const { key, reason, named } of rejections?.lists ?? []) {
			for (const name of rejected[key].map(named)) {
				if (!this.missed.has(keyOf(name))) this.missed.set(keyOf(name), { name, reason });
			}
		}
	}

	/** What to tell the user: one sentence, or nothing if everybody got everything. */
	warnings(): string[] {
		const { size } = this.missed;
		if (size === 0) return [];
		// Whoever is in a department that was named is not among the names.
		const countable =
			this.countable && [...this.missed.keys()].every((key) => this.everybody.has(key));
		const total = countable ? this.everybody.size : size;
		const count = countable ? `${size} of ${total}` : String(size);
		const noun = total === 1 ? 'recipient' : 'recipients';
		return [`${count} ${noun} did not get it: ${this.byReason().join('; ')}`];
	}

	/** The first names, under their reasons, with the number of all others. */
	private byReason(): string[] {
		const reasons = new Map<string, string[]>();
		for (const { name, reason } of this.missed.values())
			reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
		let left = MOST_NAMED;
		return [...reasons].map(([reason, names]) => {
			const said = `${enumerated(names, left)} (${reason})`;
			left = Math.max(0, left - names.length);
			return said;
		});
	}
}
