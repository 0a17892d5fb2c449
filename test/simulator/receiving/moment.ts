/** One of those that start at the same moment. */
export interface Start {
	/** Waits until all others are ready too, or have left. */
	ready(): Promise<void>;
	/** The others need not wait for this one. */
	leave(): void;
}

/** Lets several callbacks go out at once: none before each of the others has its connection. */
export class Moment {
	private open!: () => void;

	private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

	constructor(private missing: number) {}

	/** A place at the start; there are as many as were announced. */
	start(): Start {
		let isCounted = false;
		const count = () => {
			if (isCounted) return;
			isCounted = true;
			this.missing -= 1;
			if (this.missing === 0) this.open();
		};
		return {
			ready: async () => {
				count();
				await this.opened;
			},
			leave: count,
		};
	}
}
