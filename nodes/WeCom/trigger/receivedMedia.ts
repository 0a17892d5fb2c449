import type { IBinaryData, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { WeComClient, type DownloadedFile } from '../api/client';
import { ExplainedError } from '../api/explained';
import type { CallbackEvent } from '../callback/event';
import { DatabaseError, isFromN8n, readOnce } from '../transport/database';
import { N8nTransport } from '../transport/n8nTransport';
import { CREDENTIAL } from '../transport/credentials';
import { storeFile, TooLargeError } from '../transport/storedFile';

/** WeCom waits 5 seconds for the answer, which comes after the file; n8n needs some of them itself. */
const LONGEST_MS = 3000;

const FETCH_LATER =
	'Fetch it in the workflow with an HTTP Request node: GET media/get with media_id {{ $json.MediaId }}, predefined credential type WeCom API, Response Format File.';

class MediaError extends Error {
	override readonly name = 'MediaError';
}

/** Rejects when the time is up: not every step on the way can be aborted. */
async function timeUp(signal: AbortSignal): Promise<never> {
	return await new Promise((_, reject) => {
		const refuse = () =>
			reject(
				new MediaError(
					`The file didn't arrive within ${LONGEST_MS / 1000} seconds, and WeCom is waiting for a response. ${FETCH_LATER}`,
				),
			);
		signal.addEventListener('abort', refuse, { once: true });
	});
}

async function store(
	context: IWebhookFunctions,
	{ MediaId: mediaId, Format: format, MsgType: type }: CallbackEvent,
	file: DownloadedFile,
): Promise<IBinaryData> {
	const extension = typeof format === 'string' ? format : undefined;
	const names = { mediaId: String(mediaId), type: String(type), extension };
	return await storeFile(context.helpers, file, names);
}

/** What went wrong, and what to do about it. The words of a database or a connection are left out. */
function inWords(error: unknown): string {
	if (error instanceof DatabaseError) return `${error.message}. ${FETCH_LATER}`;
	if (error instanceof ExplainedError) return `${error.message}. ${error.hint}`;
	if (error instanceof MediaError || error instanceof TooLargeError || isFromN8n(error))
		return error.message;
	return `n8n couldn't fetch and store the whole file. ${FETCH_LATER}`;
}

/**
 * The item of a callback, with the file of the message where the user wants it. The answer waits for it, so it is fetched
 * for 3 seconds at most; it goes into n8n's store as it comes.
 */
export async function withMedia(
	context: IWebhookFunctions,
	event: CallbackEvent,
): Promise<INodeExecutionData> {
	const { MediaId: mediaId } = event;
	if (typeof mediaId !== 'string' || context.getNodeParameter('downloadMedia', false) !== true)
		return { json: event };
	const signal = AbortSignal.timeout(LONGEST_MS);
	const fetch = async (): Promise<INodeExecutionData> => {
		const read = async () => await context.getCredentials(CREDENTIAL);
		const client = new WeComClient(
			new N8nTransport(context, CREDENTIAL, await readOnce(read, signal)),
		);
		return {
			json: event,
			binary: { data: await store(context, event, await client.download(mediaId, signal)) },
		};
	};
	// The message is worth more than its file: it starts the workflow in any case.
	return await Promise.race([fetch(), timeUp(signal)]).catch((error: unknown) => ({
		json: { ...event, mediaError: inWords(error) },
	}));
}
