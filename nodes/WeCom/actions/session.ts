import { sleep, type ICredentialDataDecryptedObject, type IExecuteFunctions } from 'n8n-workflow';

import { WeComClient } from '../api/client';
import { fingerprint, secretsOf } from '../api/token';
import { NotTriedError } from '../delivery/hold';
import { AddressMemory } from '../delivery/knownAddresses';
import { MediaIds } from '../delivery/mediaIds';
import { ALWAYS, type Clock, type Trying } from '../delivery/retry';
import { retryingWith, type Session } from '../delivery/session';
import { TaskIds } from '../delivery/taskIds';
import { Turns } from '../delivery/turns';
import { Uploads, type Upload } from '../delivery/uploads';
import type { Destination } from '../destinations/destination';
import type { MediaSource } from '../files/source';
import { readPatiently } from '../transport/database';
import { deadline } from '../api/timeUp';
import { N8nMedia } from '../transport/n8nMedia';
import { N8nTransport } from '../transport/n8nTransport';
import { DEFAULTS } from './defaults';
import type { ItemForm } from './form/itemForm';
import { retryTimeOf } from './form/options';

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

/** Gives what was read, unless the execution has ended meanwhile: then nothing was wrong with it. */
async function unlessCancelled<T>(context: IExecuteFunctions, reading: Promise<T>): Promise<T> {
	return await reading.catch((error: unknown) => {
		const { aborted = false } = context.getExecutionCancelSignal() ?? {};
		throw aborted ? new NotTriedError(undefined) : error;
	});
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
	const reading = readPatiently(
		async () => await context.getCredentials(credential),
		deadline(patienceMs, context.getExecutionCancelSignal()),
	);
	return await unlessCancelled(context, reading);
}

/** Where files come from, while the execution runs. */
function mediaOf(context: IExecuteFunctions, patienceMs: number): MediaSource {
	const media = new N8nMedia(context, patienceMs);
	return {
		key: (file, itemIndex) => media.key(file, itemIndex),
		look: async (file, itemIndex) => await unlessCancelled(context, media.look(file, itemIndex)),
		read: async (file, itemIndex) => await unlessCancelled(context, media.read(file, itemIndex)),
	};
}

/**
 * Opens the way to WeCom for one execution.
 *
 * @param first the form for the first item, whose Retry Time is how long n8n's database is waited for
 * @throws InvalidInputError if the credential cannot be right, DatabaseError if n8n cannot read it
 */
export async function openSession(
	context: IExecuteFunctions,
	{ credential, sender, uploadPath }: From,
	first: ItemForm,
): Promise<Session> {
	const { typeVersion, credentials: chosen } = context.getNode();
	const patienceMs = retryTimeOf(first);
	const credentials = await readCredential(context, credential, patienceMs);
	const client = new WeComClient(new N8nTransport(context, credential, credentials));
	const signal = context.getExecutionCancelSignal();
	const usual = {
		limits: {
			retries: DEFAULTS.retries.in(typeVersion),
			totalMs: DEFAULTS.retryTime.in(typeVersion) * 1000,
		},
		timeout: DEFAULTS.timeout.in(typeVersion) * 1000,
	};
	const retrying = retryingWith(clockOf(signal), turns, usual);
	const patience = ({ timeout = usual.timeout, limits = usual.limits }: Trying) =>
		deadline(timeout + limits.totalMs, signal);
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
		uploads: new Uploads(upload, mediaOf(context, patienceMs), mediaIds.of(app, patience)),
		taskIds: new TaskIds(),
		known: () => addresses.of(`${context.getExecutionId()} ${app}`),
		retrying,
	};
}
