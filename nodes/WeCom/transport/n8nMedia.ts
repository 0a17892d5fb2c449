import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InvalidInputError } from '../api/errors';
import { cleanName, MEDIA_RULES, MediaFile, nameInHeader, nameInUrl, type FileLook, type MediaOrigin, type MediaType, type PendingMedia } from '../api/media';
import type { MediaSource } from '../delivery/uploads';

/** Longest wait for the beginning of a file, and for all of it. */
const DOWNLOAD_TIMEOUT_MS = 60_000;
const WHOLE_DOWNLOAD_TIMEOUT_MS = 300_000;
const MAX_REDIRECTS = 5;
const UNKNOWN_TYPE = 'application/octet-stream';

/** The address without its query, which may hold a key. */
function unusable(label: string, url: URL, what: string, hint: string): never {
	const address = `${url.origin}${url.pathname}`;
	throw new InvalidInputError([{ message: `${label}: the file at ${address} ${what}`, hint, field: label, actual: address }]);
}

function usableUrl(given: string, label: string): URL {
	const url = URL.canParse(given) ? new URL(given) : undefined;
	if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
	throw new InvalidInputError([
		{
			message: `${label}: File URL must start with http:// or https://; given: ${JSON.stringify(given)}`,
			hint: 'Enter the complete address of the file.',
			field: 'File URL',
			actual: given,
		},
	]);
}

/** Enough of a file in base64 to tell its format. */
const HEAD_CHARACTERS = 64;
const HEAD_CHUNK = 1024;

/** Bytes of a file in base64: four characters are three bytes. */
function base64Size(data: string): number {
	const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
	return Math.floor((data.length * 3) / 4) - padding;
}

/** The beginning of a stream, which is closed after it. */
async function firstChunk(stream: AsyncIterable<unknown>): Promise<Buffer> {
	for await (const chunk of stream) return chunk as Buffer;
	return Buffer.alloc(0);
}

/** The name that recipients see: the one that was entered, or the first that was found. */
function nameOf(type: MediaType, { fileName: entered }: MediaOrigin, ...found: Array<{ fileName?: string }>): string {
	const name = found.find(({ fileName }) => fileName !== undefined && fileName !== '')?.fileName;
	return entered ?? cleanName(name ?? `${type}.${MEDIA_RULES[type].extension}`);
}

/** The chunks of a stream, but no more than one that exceeds the limit: that is enough to know. */
async function upTo(maxBytes: number, stream: AsyncIterable<Buffer>): Promise<Buffer[]> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		chunks.push(chunk);
		// Leaving the loop closes the connection.
		if (size > maxBytes) break;
	}
	return chunks;
}

/** Reads media out of n8n's binary data, or downloads them. */
export class N8nMedia implements MediaSource {
	private readonly contents = new Map<string, number>();

	constructor(private readonly context: IExecuteFunctions) {}

	key({ type, origin }: PendingMedia, itemIndex: number): string {
		if (origin.from === 'url') return JSON.stringify([type, origin.fileName, origin.url]);
		const binary = this.binary(origin.property, itemIndex);
		return JSON.stringify([type, nameOf(type, origin, binary), binary.id ?? this.numberOf(binary.data)]);
	}

	/** A number for each content, so that keys do not copy files of many megabytes. */
	private numberOf(data: string): number {
		const known = this.contents.get(data);
		if (known !== undefined) return known;
		this.contents.set(data, this.contents.size);
		return this.contents.size - 1;
	}

	async read(media: PendingMedia, itemIndex: number): Promise<MediaFile> {
		const { type, origin } = media;
		if (origin.from === 'url') return await this.download(media, origin.url);
		const binary = this.binary(origin.property, itemIndex);
		const { id, data, mimeType = UNKNOWN_TYPE } = binary;
		const name = nameOf(type, origin, binary);
		if (id === undefined) {
			const file = new MediaFile(name, mimeType, base64Size(data));
			const size = file.content.write(data, 'base64');
			if (size === file.content.length) return file;
			// Base64 may have line breaks, which are no bytes.
			const shorter = new MediaFile(name, mimeType, size);
			file.content.copy(shorter.content);
			return shorter;
		}
		const { fileSize } = await this.context.helpers.getBinaryMetadata(id);
		const file = new MediaFile(name, mimeType, fileSize);
		let at = 0;
		for await (const chunk of (await this.context.helpers.getBinaryStream(id)) as AsyncIterable<Buffer>) {
			at += chunk.copy(file.content, at);
		}
		return file;
	}

	async look({ type, label, origin }: PendingMedia, itemIndex: number): Promise<FileLook | undefined> {
		if (origin.from === 'url') {
			usableUrl(origin.url, label);
			return undefined;
		}
		const binary = this.binary(origin.property, itemIndex);
		const fileName = nameOf(type, origin, binary);
		if (binary.id === undefined) {
			const size = base64Size(binary.data);
			const head = type === 'voice' ? binary.data : binary.data.slice(0, HEAD_CHARACTERS);
			return { size, content: Buffer.from(head, 'base64'), fileName };
		}
		const { fileSize } = await this.context.helpers.getBinaryMetadata(binary.id);
		const small = type === 'voice' && fileSize <= MEDIA_RULES.voice.maxBytes;
		const content = small
			? await this.context.helpers.getBinaryDataBuffer(itemIndex, origin.property)
			: await firstChunk(await this.context.helpers.getBinaryStream(binary.id, HEAD_CHUNK));
		return { size: fileSize, content, fileName };
	}

	private binary(property: string, itemIndex: number): IBinaryData {
		const available = this.context.getInputData()[itemIndex]?.binary ?? {};
		const found = available[property];
		if (found?.id !== undefined || typeof found?.data === 'string') return found;
		const names = Object.keys(available).filter((name) => name !== property);
		throw new InvalidInputError([
			{
				message: `Input Binary Field "${property}" ${property in available ? 'holds no file' : 'does not exist in the input item'}`,
				hint:
					names.length === 0
						? 'The item carries no file. Put a step that gives one before this node, such as Read Files or HTTP Request with Response Format "File".'
						: `The item has: ${names.join(', ')}. Enter one of these names.`,
				field: 'Input Binary Field',
				actual: property,
			},
		]);
	}

	private async download({ type, label, origin }: PendingMedia, given: string): Promise<MediaFile> {
		const start = usableUrl(given, label);
		const cancelled = this.context.getExecutionCancelSignal();
		const limit = AbortSignal.timeout(WHOLE_DOWNLOAD_TIMEOUT_MS);
		const signal = cancelled === undefined ? limit : AbortSignal.any([cancelled, limit]);
		const { url, headers, stream } = await this.open(start, label, signal);
		const chunks = await upTo(MEDIA_RULES[type].maxBytes, stream).catch(() =>
			unusable(label, url, 'did not arrive whole', 'Run again; if it happens often, look at the network between n8n and that address.'),
		);
		const mimeType = String(headers['content-type'] ?? UNKNOWN_TYPE).split(';')[0];
		const name = nameOf(type, origin, { fileName: nameInHeader(headers['content-disposition']) }, { fileName: nameInUrl(url) });
		const file = new MediaFile(name, mimeType, chunks.reduce((size, { length }) => size + length, 0));
		let at = 0;
		for (const chunk of chunks) at += chunk.copy(file.content, at);
		return file;
	}

	/** Opens a download and follows its redirects, but never to another protocol than HTTP, nor from HTTPS back to HTTP. */
	private async open(start: URL, label: string, abortSignal: AbortSignal): Promise<{ url: URL; headers: IDataObject; stream: AsyncIterable<Buffer> }> {
		let url = start;
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			const { statusCode, headers, body } = (await this.context.helpers
				.httpRequest({
					url: url.href,
					encoding: 'stream',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
					timeout: DOWNLOAD_TIMEOUT_MS,
					abortSignal,
				})
				.catch(() => unusable(label, url, 'cannot be reached', 'Check the address and the network of n8n.'))) as {
				statusCode: number;
				headers: IDataObject;
				body: AsyncIterable<Buffer>;
			};
			if (statusCode === 200) return { url, headers, stream: body };
			// The connection is let go of by reading only: to destroy a stream that nobody has begun to read does not reach it.
			await upTo(0, body).catch(() => []);
			const { location } = headers;
			if (statusCode < 300 || statusCode >= 400 || typeof location !== 'string') {
				unusable(
					label,
					url,
					`answers with HTTP status ${statusCode}`,
					'Check the address. A file behind a login needs an HTTP Request node before this one, and the source Binary Data here.',
				);
			}
			if (!URL.canParse(location as string, url.href)) {
				unusable(label, url, 'redirects to something that is no address', 'Enter the final address of the file.');
			}
			const next = new URL(location as string, url.href);
			if (!/^https?:$/.test(next.protocol) || (url.protocol === 'https:' && next.protocol === 'http:')) {
				unusable(label, url, `redirects to ${next.protocol}//, which is not followed`, 'Enter the final address of the file.');
			}
			url = next;
		}
		return unusable(label, start, `redirects more than ${MAX_REDIRECTS} times`, 'Enter the final address of the file.');
	}
}
