import type { Lane } from '../destinations/lane';
import { makeCalls, type MessageCall } from './calls';
import type { JobWithFiles } from './filesFirst';
import type { Handling } from './handling';
import type { Results } from './job';
import type { Ready } from './order';
import type { AddressedJob } from './resolve';

/** What delivers messages to one destination. */
interface Deliverer<To> {
	laneOf(items: ReadonlyArray<Ready<To>>): Lane;
	bringFiles(item: Ready<To>): Promise<void>;
	calls(items: ReadonlyArray<Ready<To>>): MessageCall[];
}

/** The message of one item, or the same message of several. */
export class MessageJob<To> implements AddressedJob<To, MessageJob<To>>, JobWithFiles {
	/** @param items at least one */
	constructor(
		private readonly deliverer: Deliverer<To>,
		readonly items: ReadonlyArray<Ready<To>>,
	) {}

	get itemIndexes(): number[] {
		return this.items.map(({ itemIndex }) => itemIndex);
	}

	get lane(): Lane {
		return this.deliverer.laneOf(this.items);
	}

	get maxConcurrency(): number {
		return this.items[0].handling.maxConcurrency;
	}

	get to(): To {
		return this.items[0].message.to;
	}

	get effort(): Handling {
		return this.items[0].handling;
	}

	get hasFiles(): boolean {
		return this.items[0].hasFiles;
	}

	async bringFiles(): Promise<void> {
		await this.deliverer.bringFiles(this.items[0]);
	}

	resolved(to: To): MessageJob<To> {
		const [item] = this.items;
		return new MessageJob(this.deliverer, [{ ...item, message: { ...item.message, to } }]);
	}

	async run(results: Results): Promise<void> {
		await makeCalls(this.deliverer.calls(this.items), results);
	}
}
