import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { WeComClient } from '../api/client';
import { fingerprint, secretsOf } from '../api/token';
import { Hold } from '../delivery/hold';
import { MediaIds } from '../delivery/mediaIds';
import { ALWAYS, withRetries, type Clock } from '../delivery/retry';
import type { Session } from '../delivery/session';
import { TaskIds } from '../delivery/taskIds';
import { Uploads, type Upload } from '../delivery/uploads';
import type { Destination } from '../destinations/destination';
import { N8nMedia } from '../transport/n8nMedia';
import { N8nTransport } from '../transport/n8nTransport';
import { DEFAULTS } from './defaults';

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

/** With which credential an execution sends, and what of it a request says. */
type From = Pick<Destination<unknown>, 'credential' | 'sender'>;

/**
 * Opens the way to WeCom for one execution.
 *
 * @throws InvalidInputError if the credential cannot be right
 */
export async function openSession(
	context: IExecuteFunctions,
	{ credential, sender }: From,
): Promise<Session> {
	const credentials = await context.getCredentials(credential);
	const { typeVersion, credentials: chosen } = context.getNode();
	const client = new WeComClient(new N8nTransport(context, credential, credentials));
	const clock = clockOf(context.getExecutionCancelSignal());
	const hold = new Hold(clock);
	const usual = {
		limits: {
			retries: DEFAULTS.retries.in(typeVersion),
			totalMs: DEFAULTS.retryTime.in(typeVersion) * 1000,
		},
		timeout: DEFAULTS.timeout.in(typeVersion) * 1000,
	};
	const retrying: Session['retrying'] = async (
		call,
		{ harmlessFor, limits = usual.limits, timeout = usual.timeout },
	) =>
		await withRetries(
			async (notAfter) => await call({ timeout, notAfter }),
			harmlessFor,
			limits,
			clock,
			hold,
		);
	const upload: Upload = async (type, file, effort) =>
		await retrying(async (timing) => await client.upload(type, file, timing.timeout), {
			...effort,
			harmlessFor: ALWAYS,
		});
	return {
		client,
		sender: sender?.fields(credentials) ?? {},
		uploads: new Uploads(
			upload,
			new N8nMedia(context),
			mediaIds.of(
				`${credential} ${chosen?.[credential]?.id} ${fingerprint(secretsOf(credentials))}`,
			),
		),
		taskIds: new TaskIds(),
		retrying,
	};
}
