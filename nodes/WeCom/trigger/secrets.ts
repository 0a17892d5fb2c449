import type { IWebhookFunctions } from 'n8n-workflow';

import type { CallbackSecrets } from '../callback/envelope';
import { CallbackRefusal } from '../callback/refusal';
import { readOnce } from '../transport/database';
import { deadline } from '../api/timeUp';
import { CALLBACK_CREDENTIAL, callbackSecretsOf } from '../transport/credentials';

/**
 * n8n derives a key anew whenever it decrypts a credential, which takes some 45 ms of CPU: 50 callbacks at once would
 * wait for seconds. So the secrets are kept for a minute.
 */
const KEPT_MS = 60_000;

/** Whoever sends wrong signatures makes n8n decrypt at most this often. */
const REREAD_MS = 1000;

/** WeCom waits 5 seconds for the answer; it repeats a callback that n8n could not check because its database is away. */
const PATIENCE_MS = 4000;

interface Kept {
	secrets: CallbackSecrets;
	/** Moment on the monotonic clock: the one on the wall may be set back. */
	readAt: number;
}

const kept = new Map<string, Promise<Kept>>();

async function read(context: IWebhookFunctions, olderThan: number): Promise<Kept> {
	const place = `${context.getNode().credentials?.[CALLBACK_CREDENTIAL]?.id}:${context.getWorkflow().id}`;
	const known = await kept.get(place)?.catch(() => undefined);
	if (known !== undefined && performance.now() - known.readAt < olderThan) return known;
	const reading = readOnce(
		async () => await context.getCredentials(CALLBACK_CREDENTIAL),
		deadline(PATIENCE_MS),
	).then((credentials) => ({
		secrets: callbackSecretsOf(credentials),
		readAt: performance.now(),
	}));
	kept.set(place, reading);
	return await reading;
}

/**
 * Runs a job with the secrets of the callback. If they do not fit, they may have been changed since they were read: then
 * they are read anew, and the job runs once more.
 */
export async function withSecrets<T>(
	context: IWebhookFunctions,
	job: (secrets: CallbackSecrets) => Promise<T>,
): Promise<T> {
	const first = await read(context, KEPT_MS);
	const result = await job(first.secrets).then(
		(value) => ({ value }),
		(error: unknown) => ({ error }),
	);
	if ('value' in result) return result.value;
	const second = result.error instanceof CallbackRefusal ? await read(context, REREAD_MS) : first;
	if (second === first) throw result.error;
	return await job(second.secrets);
}
