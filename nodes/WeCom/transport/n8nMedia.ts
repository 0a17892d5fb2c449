import {
	BINARY_IN_JSON_PROPERTY,
	type IBinaryData,
	type IDataObject,
	type IExecuteFunctions,
} from 'n8n-workflow';

import { InvalidInputError } from '../api/explained';
import type { FileLook } from '../files/check';
import { MediaFile } from '../files/mediaFile';
import { findName, plainName } from '../files/names';
import type { PendingMedia } from '../files/pending';
import { MEDIA_RULES } from '../files/rules';
import type { MediaSource } from '../files/source';
import {
	asMade,
	assertBase64,
	base64Size,
	isFile,
	noFile,
	UNKNOWN_TYPE,
	unreadable,
} from './binaryFile';
import { DatabaseError, isMissing, readPatiently } from './database';
import { deadline } from '../api/timeUp';
import { FileDownload, upTo, usableUrl } from './fileDownload';

/** Enough of a file to tell its format, in bytes and in base64. */
const HEAD_BYTES = 512;
const HEAD_CHARACTERS = 1024;

/** So long n8n's database or storage is waited for once it was waited for in vain: there may be many more files. In milliseconds. */
const LESS_PATIENCE_MS = 1000;

/** Reads media out of n8n's binary data, or downloads them. */
export class N8nMedia implements MediaSource {
	private readonly contents = new Map<string, number>();

	private readonly downloads: FileDownload;

	/** Whether n8n's database or storage was waited for in vain, and has given nothing since. */
	private isAway = false;

	/** @param patienceMs so long it waits for n8n's database or storage if that is away */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly patienceMs: number,
	) {
		this.downloads = new FileDownload(context);
	}

	key({ type, origin, confidential }: PendingMedia, itemIndex: number): string {
		// What may be sent may not be sent confidentially: each is checked of its own.
		if (origin.from === 'url')
			return JSON.stringify([type, confidential, origin.fileName, origin.url]);
		const { id, data, fileName, fileExtension, mimeType } = this.binary(origin.property, itemIndex);
		const known = [origin.fileName, fileName, fileExtension, mimeType];
		return JSON.stringify([type, confidential, ...known, id ?? this.numberOf(data)]);
	}

	/** A number for each content, so that keys do not copy files of many megabytes. */
	private numberOf(data: string): number {
		const known = this.contents.get(data);
		if (known !== undefined) return known;
		this.contents.set(data, this.contents.size);
		return this.contents.size - 1;
	}

	async read(media: PendingMedia, itemIndex: number): Promise<MediaFile> {
		const { origin } = media;
		if (origin.from === 'url') return await this.download(media, origin.url);
		const binary = this.binary(origin.property, itemIndex);
		const { id, data, mimeType = UNKNOWN_TYPE } = binary;
		const name = this.nameOf(media, binary, await this.head(binary));
		if (id === undefined) {
			const file = new MediaFile(name, mimeType, base64Size(data));
			const size = file.content.write(data, 'base64');
			if (size === file.content.length) return file;
			// Base64 may have line breaks, which are no bytes.
			const shorter = new MediaFile(name, mimeType, size);
			file.content.copy(shorter.content);
			return shorter;
		}
		const file = new MediaFile(name, mimeType, await this.sizeOf(id));
		await this.stored(id, async () => {
			let at = 0;
			for await (const chunk of await this.stream(id)) {
				chunk.copy(file.content, at);
				at += chunk.length;
			}
			// Less than n8n says it has would go out with nothing but zeros at its end.
			if (at !== file.content.length) throw unreadable();
		});
		return file;
	}

	async look(media: PendingMedia, itemIndex: number): Promise<FileLook | undefined> {
		const { type, origin } = media;
		if (origin.from === 'url') {
			usableUrl(origin.url, media);
			return undefined;
		}
		const binary = this.binary(origin.property, itemIndex);
		const { id, data } = binary;
		if (id === undefined) assertBase64(binary);
		const size = id === undefined ? base64Size(data) : await this.sizeOf(id);
		const whole = type === 'voice' && size <= MEDIA_RULES.voice.maxBytes;
		const content = await this.head(binary, whole ? size : HEAD_BYTES);
		return { size, content, fileName: this.nameOf(media, binary, content) };
	}

	/** The beginning of a file, and a little more. */
	private async head({ id, data }: IBinaryData, bytes = HEAD_BYTES): Promise<Buffer> {
		if (id === undefined)
			return Buffer.from(bytes > HEAD_BYTES ? data : data.slice(0, HEAD_CHARACTERS), 'base64');
		const read = async () => await upTo(bytes, await this.stream(id, HEAD_BYTES));
		return Buffer.concat(await this.stored(id, read));
	}

	private async sizeOf(id: string): Promise<number> {
		const { helpers } = this.context;
		return await this.stored(id, async () => (await helpers.getBinaryMetadata(id)).fileSize);
	}

	private async stream(id: string, chunkSize?: number): Promise<AsyncIterable<Buffer>> {
		return (await this.context.helpers.getBinaryStream(id, chunkSize)) as AsyncIterable<Buffer>;
	}

	/**
	 * Reads something of a file that n8n keeps. Its database or storage may be away for a while; a file on the disk is there or
	 * it isn't.
	 */
	private async stored<T>(id: string, read: () => Promise<T>): Promise<T> {
		const [mode] = id.split(':');
		const isOnDisk = mode.startsWith('filesystem');
		const kept = {
			what: 'the file',
			place: mode === 'database' ? mode : 'external storage',
		} as const;
		const reading = async () =>
			await read().catch((error: unknown) => {
				if (error instanceof InvalidInputError) throw error;
				throw isOnDisk || isMissing(error) ? unreadable() : new DatabaseError(kept);
			});
		if (isOnDisk) return await reading();
		const patienceMs = this.isAway ? Math.min(this.patienceMs, LESS_PATIENCE_MS) : this.patienceMs;
		const end = deadline(patienceMs, this.context.getExecutionCancelSignal());
		return await readPatiently(reading, end, kept).then(
			(result) => {
				this.isAway = false;
				return result;
			},
			(error: unknown) => {
				this.isAway = error instanceof DatabaseError;
				throw error;
			},
		);
	}

	/** The name that recipients see: the one that was entered, or what can be found out. */
	private nameOf(
		{ type, origin }: PendingMedia,
		{ fileName = '', fileExtension, mimeType }: IBinaryData,
		head: Buffer,
	): string {
		if (origin.fileName !== undefined) return origin.fileName.trim();
		const clues = { extension: fileExtension, mimeType, head };
		return findName([plainName(fileName)], clues, {
			name: type,
			extension: MEDIA_RULES[type].extension,
		});
	}

	/** The file that a name or an expression gives, with the workflow's way to keep files (`binaryMode`). */
	private binary(given: unknown, itemIndex: number): IBinaryData {
		if (isFile(given)) return asMade(given);
		const name = typeof given === 'string' ? given.trim() : undefined;
		const found = name === undefined ? undefined : this.named(name, itemIndex);
		if (isFile(found)) return asMade(found);
		throw noFile(given, this.filesOf(itemIndex));
	}

	/** What n8n has under a name or a path, or what the item itself has: combined files stand in its JSON. */
	private named(name: string, itemIndex: number): unknown {
		const { combined, binary } = this.filesOf(itemIndex);
		try {
			return this.context.helpers.assertBinaryData(itemIndex, name);
		} catch {
			return [binary, combined].find((files) => Object.hasOwn(files, name))?.[name];
		}
	}

	private filesOf(
		itemIndex: number,
	): Record<'binary' | 'combined' | 'json', Record<string, unknown>> {
		const { json = {}, binary = {} } = this.context.getInputData()[itemIndex] ?? {};
		const combined = json[BINARY_IN_JSON_PROPERTY];
		return {
			json,
			binary,
			combined: typeof combined === 'object' && combined !== null ? (combined as IDataObject) : {},
		};
	}

	private async download(media: PendingMedia, given: string): Promise<MediaFile> {
		const { type, origin } = media;
		const { chunks, names, mimeType } = await this.downloads.fetch(media, given);
		const clues = { mimeType, head: chunks.find(({ length }) => length > 0) ?? Buffer.alloc(0) };
		const name =
			origin.fileName?.trim() ??
			findName(names, clues, { name: type, extension: MEDIA_RULES[type].extension });
		const file = new MediaFile(
			name,
			mimeType ?? UNKNOWN_TYPE,
			chunks.reduce((size, { length }) => size + length, 0),
		);
		let at = 0;
		for (const chunk of chunks) at += chunk.copy(file.content, at);
		return file;
	}
}
