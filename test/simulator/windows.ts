/** How much of something may happen within so many milliseconds. */
export interface Limit {
	max: number;
	ms: number;
}

/** Sliding windows: what was let through counts until it is older than the limit says. */
export class Windows {
	/** What was let through, by key, oldest first. */
	private readonly passed = new Map<string, Array<{ at: number; amount: number }>>();

	constructor(readonly limits: readonly Limit[]) {}

	clear(): void {
		this.passed.clear();
	}

	/** Whether something stays within all limits; if it does, it counts. */
	admit(key: string, now: number, amount = 1): boolean {
		const longest = Math.max(...this.limits.map(({ ms }) => ms));
		const passed = (this.passed.get(key) ?? []).filter(({ at }) => now - at < longest);
		this.passed.set(key, passed);
		const fits = this.limits.every(({ max, ms }) => {
			const recent = passed.filter(({ at }) => now - at < ms);
			return recent.reduce((sum, one) => sum + one.amount, amount) <= max;
		});
		if (fits) passed.push({ at: now, amount });
		return fits;
	}
}
