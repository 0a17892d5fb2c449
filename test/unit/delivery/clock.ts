import type { Clock } from '../../../nodes/WeCom/delivery/retry';

/** A clock on which only waiting takes time. */
export class FakeClock implements Clock {
	time = 0;

	readonly waits: number[] = [];

	/** The execution is canceled after so many waits. */
	stopAfter = Infinity;

	/** @param chance what is drawn for every wait */
	constructor(private readonly chance = 1) {}

	now = () => this.time;

	random = () => this.chance;

	cancelled = () => this.waits.length >= this.stopAfter;

	wait = async (milliseconds: number) => {
		this.waits.push(milliseconds);
		this.time += milliseconds;
	};
}
