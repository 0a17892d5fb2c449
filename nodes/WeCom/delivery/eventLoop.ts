/** Longest time at a stretch, in milliseconds. */
const STRETCH_MS = 20;

/**
 * Gives n8n's process to others at short intervals: a worker that answers nothing for too long loses its job, and whoever
 * runs that again sends everything twice.
 */
export class EventLoop {
	private turn?: Promise<void>;

	private since = 0;

	/** Those that wait. */
	private line = Promise.resolve();

	/** @param sleep resolves after so many milliseconds, when everything that was due has run */
	constructor(private readonly sleep: (milliseconds: number) => Promise<void>) {}

	/** To be called between two pieces of work. Lets everything else run, if it has waited for long. */
	async giveWay(): Promise<void> {
		if (this.turn === undefined) {
			this.since = performance.now();
			// Work that waits by itself, such as for an answer, ends the stretch as well.
			this.turn = this.sleep(0).finally(() => (this.turn = undefined));
		}
		if (performance.now() - this.since < STRETCH_MS) return;
		// One at a time: all that go on in the same turn would be a long stretch together.
		this.line = this.line.then(async () => await this.sleep(0));
		await this.line;
	}
}
