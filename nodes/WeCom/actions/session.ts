import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { agentIdOf } from '../api/agent';
import { WeComClient } from '../api/client';
import { Pace } from '../delivery/pace';
import { DEFAULT_RETRY_LIMITS, withRetries, type Clock, type RetryLimits } from '../delivery/retry';
import { TaskIds } from '../delivery/taskIds';
import { Uploads, type Upload } from '../delivery/uploads';
import { N8nMedia } from '../transport/n8nMedia';
import { CREDENTIAL, N8nTransport } from '../transport/n8nTransport';

/** What all items of one execution share. */
export interface Session {
	client: WeComClient;
	/** The app that sends. */
	agentId: number;
	uploads: Uploads;
	pace: Pace;
	taskIds: TaskIds;
	/** Makes a call and repeats it where that can help and cannot deliver twice. */
	persist<T>(call: () => Promise<T>, repeatable: boolean, limits?: RetryLimits): Promise<T>;
}

/** A wait is looked at this often for a cancelled execution, in milliseconds. */
const SLICE_MS = 50;

function clockOf(signal?: AbortSignal): Clock {
	const cancelled = () => signal?.aborted === true;
	return {
		now: () => Date.now(),
		random: () => Math.random(),
		cancelled,
		async wait(milliseconds) {
			const until = Date.now() + milliseconds;
			while (Date.now() < until && !cancelled()) await sleep(Math.min(SLICE_MS, until - Date.now()));
		},
	};
}

/**
 * Opens the way to WeCom for one execution.
 *
 * @throws InvalidInputError if the credential cannot be right
 */
export async function openSession(context: IExecuteFunctions): Promise<Session> {
	const credentials = await context.getCredentials(CREDENTIAL);
	const client = new WeComClient(new N8nTransport(context, credentials));
	const clock = clockOf(context.getExecutionCancelSignal());
	const persist: Session['persist'] = async (call, repeatable, limits = DEFAULT_RETRY_LIMITS) =>
		await withRetries(call, repeatable, limits, clock);
	const upload: Upload = async (type, file, timeout) =>
		await persist(async () => await client.upload(type, file, timeout), true);
	return {
		client,
		agentId: agentIdOf(credentials),
		uploads: new Uploads(upload, new N8nMedia(context)),
		pace: new Pace(),
		taskIds: new TaskIds(),
		persist,
	};
}
