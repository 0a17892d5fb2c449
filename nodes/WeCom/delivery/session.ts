import type { WeComClient } from '../api/client';
import type { ApiObject } from '../messages/fields/field';
import type { HarmlessFor, RetryLimits } from './retry';
import type { TaskIds } from './taskIds';
import type { Uploads } from './uploads';

/** How one call may be repeated. */
interface Repetition {
	/** How long a second arrival does no harm. */
	harmlessFor: HarmlessFor;
	limits?: RetryLimits;
	/** Longest wait for an answer, in milliseconds. */
	timeout?: number;
}

/** When and how long a call goes out. */
interface Timing {
	/** Longest wait for the answer, in milliseconds. */
	timeout: number;
	/** Moment on the monotonic clock after which it must not go out any more. */
	notAfter?: number;
}

/** What all items of one execution share. */
export interface Session {
	client: WeComClient;
	/** Who sends, as far as a request says so. */
	sender: ApiObject;
	uploads: Uploads;
	taskIds: TaskIds;
	/** Makes a call and repeats it where that can help and cannot deliver twice. */
	retrying<T>(call: (timing: Timing) => Promise<T>, how: Repetition): Promise<T>;
}
