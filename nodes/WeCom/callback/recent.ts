import { createHash } from 'crypto';

/** Most callbacks remembered in one place, some 5 MB. */
const MOST = 50_000;

/** Most callbacks that are handed on to other processes: more than come in the 20 seconds in which WeCom repeats. */
const MOST_SHARED = 2000;

/** Letters of a name, 6 bits each: by chance, two callbacks never have the same one. */
const NAME_LETTERS = 16;

/** Names a callback by its decrypted text: the encrypted one may differ from try to try. */
export function nameOf(xml: string): string {
	return createHash('sha256').update(xml).digest('base64url').slice(0, NAME_LETTERS);
}

/** Says how it ended with a callback: whether it has an execution. Only the first word counts. */
export type Claim = (stored: boolean) => void;

/** The callbacks of the last time, so that WeCom's repetitions start nothing twice. Bounded in time and number. */
export class Recent {
	/** Those that have an execution, in the order in which they came. */
	private readonly seen = new Map<string, number>();

	/** Those of which it is not known yet. */
	private readonly open = new Map<string, Promise<void>>();

	/** The newest that have an execution, oldest first. It is one and the same array always, so whoever holds it knows later ones too. */
	readonly newest: string[] = [];

	/**
	 * Notes callbacks that have an execution.
	 *
	 * @param at clock time in milliseconds
	 */
	note(names: Iterable<string>, at: number): void {
		for (const name of names) {
			if (this.seen.has(name)) continue;
			if (this.seen.size >= MOST) this.forgetOldest();
			this.seen.set(name, at);
			if (this.newest.push(name) > MOST_SHARED) this.newest.shift();
		}
	}

	/**
	 * Forgets callbacks that are too old to be accepted again.
	 *
	 * @param since clock time in milliseconds
	 */
	forget(since: number): void {
		for (const [, at] of this.seen) {
			if (at > since) return;
			this.forgetOldest();
		}
	}

	private forgetOldest(): void {
		const [oldest] = this.seen.keys();
		this.seen.delete(oldest);
		if (this.newest[0] === oldest) this.newest.shift();
	}

	/**
	 * Asks for a callback, to start it. While another call has the same one, it is not known whether that one will have an
	 * execution: so this waits until it is.
	 *
	 * @param at clock time in milliseconds
	 * @returns undefined if it has an execution already, else what to tell how it ended
	 */
	async claim(name: string, at: number): Promise<Claim | undefined> {
		for (let other = this.open.get(name); other !== undefined; other = this.open.get(name))
			await other;
		if (this.seen.has(name)) return undefined;
		return await new Promise((claimed) => {
			const ended = new Promise<void>((end) => {
				claimed((stored) => {
					if (this.open.get(name) !== ended) return;
					this.open.delete(name);
					if (stored) this.note([name], at);
					end();
				});
			});
			this.open.set(name, ended);
		});
	}
}
