import { createHash } from 'crypto';

/** WeCom repeats a callback for about 20 seconds; this is far more, in milliseconds. */
const REMEMBERED_MS = 10 * 60_000;

/** Most callbacks remembered in one place. */
const MOST = 20_000;

/** Most callbacks that are handed on to other processes. */
const MOST_SHARED = 200;

/** Names a callback by its decrypted text: the encrypted one may differ from try to try. */
export function nameOf(xml: string): string {
	return createHash('sha256').update(xml).digest('hex').slice(0, 32);
}

/** The callbacks of the last minutes, so that WeCom's repetitions start nothing twice. Bounded in time and number. */
export class Recent {
	/** In the order in which they came. */
	private readonly seen = new Map<string, number>();

	/** The newest of them, oldest first. It is one and the same array always, so whoever holds it knows later ones too. */
	readonly newest: string[] = [];

	/**
	 * Notes a callback.
	 *
	 * @param at clock time in milliseconds
	 * @returns whether it is new
	 */
	note(name: string, at: number): boolean {
		for (const [oldest, since] of this.seen) {
			if (at - since < REMEMBERED_MS && this.seen.size < MOST) break;
			this.seen.delete(oldest);
			if (this.newest[0] === oldest) this.newest.shift();
		}
		if (this.seen.has(name)) return false;
		this.seen.set(name, at);
		if (this.newest.push(name) > MOST_SHARED) this.newest.shift();
		return true;
	}
}
