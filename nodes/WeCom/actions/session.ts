import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { agentIdOf } from '../api/agent';
import { WeComClient } from '../api/client';
import { fingerprint, secretsOf } from '../api/token';
import { Hold } from '../delivery/hold';
import { MediaIds } from '../delivery/mediaIds';
import { Pace } from '../delivery/pace';
import {
	ALWAYS,
	DEFAULT_RETRY_LIMITS,
	withRetries,
	type Clock,
	type HarmlessFor,
	type RetryLimits,
} from '../delivery/retry';
import { TaskIds } from '../delivery/taskIds';
import { Uploads, type Upload } from '../delivery/uploads';
import { N8nMedia } from '../transport/n8nMedia';
import { DEFAULT_TIMEOUT_MS, N8nTransport } from '../transport/n8nTransport';
import { CREDENTIAL } from '../transport/credentials';

/** How one call may be repeated. */
export interface Persistence {
	/** How long a second arrival does no harm. */
	harmlessFor: HarmlessFor;
	limits?: RetryLimits;
	/** Longest wait for an answer, in milliseconds. */
	timeout?: number;
}

/** When and how long a call goes out. */
export interface Timing {
	/** Longest wait for the answer, in milliseconds. */
	timeout: number;
	/** Moment on the monotonic clock after which it must not go out any more. */
	notAfter?: number;
}

/** What all items of one execution share. */
export interface Session {
	client: WeComClient;
	/** The app that sends. */
	agentId: number;
	uploads: Uploads;
	pace: Pace;
	taskIds: TaskIds;
	/** Makes a call and repeats it where that can help and cannot deliver twice. */
	persist<T>(call: (timing: Timing) => Promise<T>, how: Persistence): Promise<T>;
}

/** A wait is looked at this often for a cancelled execution, in milliseconds. */
const SLICE_MS = 50;

/** The clock on the wall may be set back in the middle of a wait, this one not. */
const now = () => performance.now();

function clockOf(signal?: AbortSignal): Clock {
	const cancelled = () => signal?.aborted === true;
	return {
		now,
		random: () => Math.random(),
		cancelled,
		async wait(milliseconds) {
			const until = now() + milliseconds;
			while (now() < until && !cancelled()) await sleep(Math.min(SLICE_MS, until - now()));
		},
	};
}

/** The media_ids of this n8n process: they outlive an execution, so that sending again sends the same. */
const mediaIds = new MediaIds(now);

/**
 * Opens the way to WeCom for one execution.
 *
 * @throws InvalidInputError if the credential cannot be right
 */
export async function openSession(context: IExecuteFunctions): Promise<Session> {
	const credentials = await context.getCredentials(CREDENTIAL);
	const client = new WeComClient(new N8nTransport(context, credentials));
	const clock = clockOf(context.getExecutionCancelSignal());
	const hold = new Hold(clock);
	const persist: Session['persist'] = async (
		call,
		{ harmlessFor, limits = DEFAULT_RETRY_LIMITS, timeout = DEFAULT_TIMEOUT_MS },
	) =>
		await withRetries(
			async (notAfter) => await call({ timeout, notAfter }),
			harmlessFor,
			limits,
			clock,
			hold,
		);
	const upload: Upload = async (type, file, effort) =>
		await persist(async (timing) => await client.upload(type, file, timing.timeout), {
			...effort,
			harmlessFor: ALWAYS,
		});
	return {
		client,
		agentId: agentIdOf(credentials),
		uploads: new Uploads(
			upload,
			new N8nMedia(context),
			mediaIds.of(fingerprint(secretsOf(credentials))),
		),
		pace: new Pace(),
		taskIds: new TaskIds(),
		persist,
	};
}
