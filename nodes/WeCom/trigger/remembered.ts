/** Most entries, some megabytes. */
const MOST = 10_000;

interface Entry<T> {
	value: T;
	/** Moment on the monotonic clock. */
	since: number;
}

/** What is remembered for a while. Bounded in time and number. */
export class Remembered<T> {
	/** In the order in which they came. */
	private readonly entries = new Map<string, Entry<T>>();

	/** @param milliseconds how long */
	constructor(
		private readonly milliseconds: number,
		private readonly now = () => performance.now(),
	) {}

	get(name: string): T | undefined {
		const entry = this.entries.get(name);
		return entry !== undefined && this.isValid(entry) ? entry.value : undefined;
	}

	set(name: string, value: T): void {
		this.entries.delete(name);
		for (const [oldest, entry] of this.entries) {
			if (this.isValid(entry) && this.entries.size < MOST) break;
			this.entries.delete(oldest);
		}
		this.entries.set(name, { value, since: this.now() });
	}

	delete(name: string): void {
		this.entries.delete(name);
	}

	private isValid({ since }: Entry<T>): boolean {
		return this.now() - since < this.milliseconds;
	}
}
