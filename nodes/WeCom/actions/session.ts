import { sleep, type ICredentialDataDecryptedObject, type IExecuteFunctions } from 'n8n-workflow';

import { WeComClient } from '../api/client';
import { fingerprint, secretsOf } from '../api/token';
import { NotTriedError } from '../delivery/hold';
import { AddressMemory } from '../delivery/knownAddresses';
import { MediaIds } from '../delivery/mediaIds';
import { ALWAYS, type Clock } from '../delivery/retry';
import { retryingWith, type Session } from '../delivery/session';
import { TaskIds } from '../delivery/taskIds';
import { Turns } from '../delivery/turns';
import { Uploads, type Upload } from '../delivery/uploads';
import type { Destination } from '../destinations/destination';
import { saysNothing } from '../messages/fields/nothing';
import { readPatiently } from '../transport/database';
import { deadline } from '../api/timeUp';
import { N8nMedia } from '../transport/n8nMedia';
import { N8nTransport } from '../transport/n8nTransport';
import { DEFAULTS } from './defaults';
import { MAX_TIMEOUT_SECONDS } from './form/deliveryOptions';

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

/** Whom the executions of this n8n process have looked up. */
const addresses = new AddressMemory(now);

/** Whose turn it is in this n8n process: WeCom counts the calls of all executions. */
const turns = new Turns();

/** With which credential an execution sends, what of it a request says, and where files go. */
type From = Pick<Destination<unknown>, 'credential' | 'sender' | 'uploadPath'>;

/** Seconds of Retry Time, as far as they can be told: the first item decides. The form refuses what is no number. */
function retryTimeOf(context: IExecuteFunctions): number {
	const standard = DEFAULTS.retryTime.in(context.getNode().typeVersion);
	try {
		const given = context.getNodeParameter('options.retryTime', 0, standard);
		const seconds = saysNothing(given) ? standard : Number(given);
		return seconds >= 1 ? Math.min(seconds, MAX_TIMEOUT_SECONDS) : standard;
	} catch {
		return standard;
	}
}

/**
 * Reads the credential, and waits for n8n's database if it is away.
 *
 * @throws DatabaseError if it stays away, NotTriedError if the execution is canceled meanwhile
 */
async function readCredential(
	context: IExecuteFunctions,
	credential: string,
	patienceMs: number,
): Promise<ICredentialDataDecryptedObject> {
	const signal = context.getExecutionCancelSignal();
	return await readPatiently(
		async () => await context.getCredentials(credential),
		deadline(patienceMs, signal),
	).catch((error: unknown) => {
		throw signal?.aborted === true ? new NotTriedError(undefined) : error;
	});
}

/**
 * Opens the way to WeCom for one execution.
 *
 * @throws InvalidInputError if the credential cannot be right, DatabaseError if n8n cannot read it
 */
export async function openSession(
	context: IExecuteFunctions,
	{ credential, sender, uploadPath }: From,
): Promise<Session> {
	const { typeVersion, credentials: chosen } = context.getNode();
	const patienceMs = retryTimeOf(context) * 1000;
	const credentials = await readCredential(context, credential, patienceMs);
	const client = new WeComClient(new N8nTransport(context, credential, credentials));
	const retrying = retryingWith(clockOf(context.getExecutionCancelSignal()), turns, {
		limits: {
			retries: DEFAULTS.retries.in(typeVersion),
			totalMs: DEFAULTS.retryTime.in(typeVersion) * 1000,
		},
		timeout: DEFAULTS.timeout.in(typeVersion) * 1000,
	});
	const upload: Upload = async (type, file, effort) => {
		const to = { path: uploadPath, query: effort.query };
		return await retrying(
			async ({ timeout }) =>
				type === 'articleImage'
					? await client.uploadImage(file, timeout)
					: (await client.upload(type, file, { ...to, timeout })).mediaId,
			{ ...effort, harmlessFor: ALWAYS },
		);
	};
	const app = `${credential} ${chosen?.[credential]?.id} ${fingerprint(secretsOf(credentials))}`;
	return {
		client,
		credentials,
		sender: sender?.fields(credentials) ?? {},
		uploads: new Uploads(upload, new N8nMedia(context, patienceMs), mediaIds.of(app)),
		taskIds: new TaskIds(),
		known: () => addresses.of(`${context.getExecutionId()} ${app}`),
		retrying,
	};
}
