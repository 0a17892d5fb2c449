import type { Message, Offer } from '../destinations/destination';
import type { ApiObject } from '../messages/fields/field';
import type { Handling } from './handling';

/** The message of one input item. */
export interface Order<To> {
	itemIndex: number;
	offer: Offer<To>;
	message: Message<To>;
	handling: Handling;
	/** Gives a `task_id`, where the card needs one and has none. */
	taskId(): string;
}

/** The message of one input item, checked. */
export interface Ready<To> {
	itemIndex: number;
	offer: Offer<To>;
	message: Message<To>;
	/** The bodies that it needs. */
	parts: readonly ApiObject[];
	handling: Handling;
	/** Whether files have to be fetched or uploaded for it. */
	hasFiles: boolean;
}
