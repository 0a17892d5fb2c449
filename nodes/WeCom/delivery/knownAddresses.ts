import type { MemberAddress } from '../api/memberAddress';

/** What one execution knows of addresses: a node may run many times in it, such as in a loop. */
export class KnownAddresses {
	/** User IDs by the key of the address; undefined where WeCom knows nobody by it. */
	readonly userIds = new Map<string, string | undefined>();

	/** Addresses that WeCom has not found, by their key. */
	readonly unknown = new Map<string, MemberAddress>();

	/** How many look-ups have found nobody. */
	inVain = 0;
}

/** So long after its last look-up an execution is forgotten, in milliseconds. */
const KEPT_MS = 3_600_000;

/** Most executions remembered. */
const MOST = 100;

/** What executions know, for a while: addresses are personal. */
export class AddressMemory {
	/** In the order of their last use. */
	private readonly kept = new Map<string, { known: KnownAddresses; at: number }>();

	/** @param now milliseconds on a clock that is never set back */
	constructor(private readonly now: () => number) {}

	/** @param execution names it, and the credential by which WeCom is asked */
	of(execution: string): KnownAddresses {
		const at = this.now();
		const known = this.kept.get(execution)?.known ?? new KnownAddresses();
		this.kept.delete(execution);
		this.kept.set(execution, { known, at });
		for (const [oldest, { at: used }] of this.kept) {
			if (this.kept.size <= MOST && at - used < KEPT_MS) break;
			this.kept.delete(oldest);
		}
		return known;
	}
}
