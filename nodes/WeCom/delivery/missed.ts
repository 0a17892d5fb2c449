import { enumerated } from '../api/explained';
import type { Destination } from '../destinations/destination';
import type { Rejected } from '../destinations/rejections';

const MOST_NAMED = 10;

/** Two spellings of one ID are one recipient. */
const keyOf = (name: string) => name.toLowerCase();

/** Who did not get what WeCom took, during one execution: each recipient once, in however many messages. */
export class Missed<To> {
	/** The recipients of each message: they are counted only if somebody was missed. */
	private readonly sent: To[] = [];

	private readonly missed = new Map<string, { name: string; reason: string }>();

	constructor(private readonly destination: Pick<Destination<To>, 'address' | 'rejections'>) {}

	/** Notes one message that WeCom took, and who did not get it. */
	record(to: To, rejected: Rejected): void {
		this.sent.push(to);
		for (const { key, reason, named, masked = String } of this.destination.rejections?.lists ??
			[]) {
			for (const id of rejected[key] ?? []) {
				const whole = named(id);
				const name = masked(whole);
				if (!this.missed.has(keyOf(whole))) this.missed.set(keyOf(whole), { name, reason });
			}
		}
	}

	/** What to tell the user: one sentence, or nothing if everybody got everything. */
	warnings(): string[] {
		const { size } = this.missed;
		if (size === 0) return [];
		const total = this.total();
		const count = total === undefined ? String(size) : `${size} of ${total}`;
		const noun = (total ?? size) === 1 ? 'recipient' : 'recipients';
		return [`${count} ${noun} did not get it: ${this.byReason().join('; ')}`];
	}

	/** The number of all recipients; undefined where it cannot be told: whoever is in a department that was named has no name. */
	private total(): number | undefined {
		const everybody = new Set<string>();
		for (const to of this.sent) {
			const names = this.destination.address.names(to);
			if (names === undefined) return undefined;
			for (const name of names) everybody.add(keyOf(name));
		}
		return [...this.missed.keys()].every((key) => everybody.has(key)) ? everybody.size : undefined;
	}

	/** The first names, under their reasons, with the number of all others. */
	private byReason(): string[] {
		const reasons = new Map<string, string[]>();
		for (const { name, reason } of this.missed.values()) {
			const names = reasons.get(reason);
			if (names === undefined) reasons.set(reason, [name]);
			else names.push(name);
		}
		let left = MOST_NAMED;
		return [...reasons].map(([reason, names]) => {
			const said = `${enumerated(names, left)} (${reason})`;
			left = Math.max(0, left - names.length);
			return said;
		});
	}
}
