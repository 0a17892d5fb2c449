import { InvalidInputError, shown } from '../api/explained';
import { hashOf } from './hash';

/** One call of an item. */
interface Call {
	/** The `task_id` in its body. */
	taskId: string;
	/** All of it, as far as it tells two of them apart. */
	request: object;
}

interface Claim {
	itemIndex: number;
	/** A hash of the request: there may be very many, and each may be large. */
	request: string;
}

/**
 * The task IDs of one execution. WeCom takes each once per app (42014), so that two cards with the same one would stop the
 * execution when the first is out already.
 */
export class TaskIds {
	private readonly claims = new Map<string, Claim>();

	/**
	 * Notes the task IDs of all calls of one item. Two equal requests may have the same one where WeCom holds the second back.
	 *
	 * @param heldBack whether WeCom holds back a second equal request
	 * @throws InvalidInputError if an earlier item has one of them
	 */
	claim(itemIndex: number, calls: readonly Call[], heldBack: boolean): void {
		for (const { taskId, request: whole } of calls) {
			const request = hashOf(whole);
			const earlier = this.claims.get(taskId);
			if (earlier === undefined) this.claims.set(taskId, { itemIndex, request });
			else if (!heldBack || earlier.request !== request) throw taken(taskId, earlier.itemIndex);
		}
	}
}

function taken(taskId: string, itemIndex: number): InvalidInputError {
	return new InvalidInputError([
		{
			message: `Task ID ${shown(taskId)} is already used by item ${itemIndex}; WeCom accepts each only once`,
			hint: 'Give each item its own task ID, or leave Task ID empty. A card for more than 1000 members goes out in several calls, and "-2", "-3", and so on are added to its task ID.',
			field: 'Task ID',
			actual: taskId,
		},
	]);
}
