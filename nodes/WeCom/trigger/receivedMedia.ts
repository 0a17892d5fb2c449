import type { IBinaryData, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { WeComClient, type DownloadedFile, type FileStream } from '../api/client';
import { ExplainedError } from '../api/explained';
import { findName } from '../files/names';
import { MEDIA_RULES } from '../files/rules';
import type { CallbackEvent } from '../callback/event';
import { upTo } from '../transport/fileDownload';
import { DatabaseError, isFromN8n, readOnce } from '../transport/database';
import { N8nTransport } from '../transport/n8nTransport';
import { CREDENTIAL } from '../transport/credentials';

/** WeCom waits 5 seconds for the answer, which comes after the file; n8n needs some of them itself. */
const LONGEST_MS = 3000;

/** Most that WeCom gives in one piece (`path/90254`). */
const { maxBytes: MOST_BYTES } = MEDIA_RULES.file;

const FETCH_LATER =
	'Fetch it in the workflow with an HTTP Request node: GET media/get with media_id {{ $json.MediaId }}, predefined credential type WeCom API, Response Format File.';

class MediaError extends Error {
	override readonly name = 'MediaError';
}

const tooLarge = () =>
	new MediaError(
		`The file is larger than ${MOST_BYTES.toLocaleString('en-US')} bytes, the maximum for downloads.`,
	);

/** The chunks of a file as long as it keeps to the limit. */
async function* limited(stream: FileStream): AsyncGenerator<Buffer> {
	let bytes = 0;
	for await (const chunk of stream) {
		bytes += chunk.length;
		if (bytes > MOST_BYTES) throw tooLarge();
		yield chunk;
	}
}

type Content = Parameters<IWebhookFunctions['helpers']['prepareBinaryData']>[0];

/** A stream of the same class as the one given: nodes may not import it. */
function streamOf(file: FileStream): Content {
	const { from } = file.constructor as unknown as {
		from(chunks: AsyncIterable<Buffer>, options: object): Content;
	};
	return from(limited(file), { objectMode: false });
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
	event: CallbackEvent,
	file: DownloadedFile,
): Promise<IBinaryData> {
	const { content, fileName, mimeType, size } = file;
	if (size !== undefined && size > MOST_BYTES) {
		// Whoever reads lets go of the connection.
		await upTo(0, content);
		throw tooLarge();
	}
	const { MediaId: mediaId, Format: format, MsgType: type } = event;
	const clues = {
		extension: typeof format === 'string' ? format : undefined,
		mimeType,
		head: Buffer.alloc(0),
	};
	const name = findName([fileName, String(mediaId)], clues, {
		name: String(type),
		extension: 'bin',
	});
	return await context.helpers.prepareBinaryData(streamOf(content), name, mimeType);
}

/** What went wrong, and what to do about it. The words of a database or a connection are left out. */
function inWords(error: unknown): string {
	if (error instanceof DatabaseError) return `${error.message}. ${FETCH_LATER}`;
	if (error instanceof ExplainedError) return `${error.message}. ${error.hint}`;
	if (error instanceof MediaError || isFromN8n(error)) return error.message;
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
