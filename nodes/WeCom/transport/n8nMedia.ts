import {
	BINARY_IN_JSON_PROPERTY,
	type IBinaryData,
	type IDataObject,
	type IExecuteFunctions,
} from 'n8n-workflow';

import { InvalidInputError } from '../api/explained';
import { findName, plainName } from '../files/names';
import { type FileLook } from '../files/check';
import { MediaFile } from '../files/mediaFile';
import { type PendingMedia } from '../files/pending';
import { MEDIA_RULES } from '../files/rules';
import type { MediaSource } from '../delivery/uploads';
import { FileDownload, upTo, usableUrl } from './fileDownload';

const UNKNOWN_TYPE = 'application/octet-stream';

/** Enough of a file to tell its format, in bytes and in base64. */
const HEAD_BYTES = 512;
const HEAD_CHARACTERS = 1024;

/** What the name of a binary field, or a path to it, looks like. All else may be the content of a file, and is not shown. */
const NAME = /^[\p{L}\p{M}\p{N}_ .$()[\]-]{1,60}$/u;

const FIELD = 'Input Binary Field';

/** Bytes of a file in base64: four characters are three bytes. */
function base64Size(data: string): number {
	const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
	return Math.floor((data.length * 3) / 4) - padding;
}

/** Whether a value is a file of n8n's. Not every node that makes one by hand gives it a MIME type. */
function isFile(value: unknown): value is IBinaryData {
	if (typeof value !== 'object' || value === null) return false;
	const { id, data } = value as Partial<IBinaryData>;
	return typeof id === 'string' || typeof data === 'string';
}

/** What Base64 never has, not even the one for addresses or with line breaks: Node.js would read on behind it, or stop there. */
const NOT_BASE64 = /[^\w+/\-=\s]|=\s*[^=\s]/;

/** What browsers put before the Base64 of a file. */
const DATA_URL = /^data:[^,]{0,200};base64,/;

/** The bytes of a file that a node has made by hand would be anything. */
function unreadableText(): InvalidInputError {
	return new InvalidInputError([
		{
			message: `${FIELD} has a file whose content isn't Base64`,
			hint: "Let n8n create the file, for example with Convert to File, or provide its content as Base64: Buffer.from(text).toString('base64').",
			field: FIELD,
		},
	]);
}

const textOr = <T>(value: unknown, otherwise: T) => (typeof value === 'string' ? value : otherwise);

/** A file as n8n makes it. One that was made by hand may have anything beside its content, which says nothing then. */
function asMade({ id, data, fileName, fileExtension, mimeType }: IBinaryData): IBinaryData {
	return {
		id: textOr(id, '') || undefined,
		data: textOr(data, '').replace(DATA_URL, ''),
		fileName: textOr(fileName, undefined),
		fileExtension: textOr(fileExtension, undefined),
		mimeType: textOr(mimeType, UNKNOWN_TYPE),
	};
}

/** What n8n says may hold a path of its own, so it stays here. */
function unreadable(): InvalidInputError {
	return new InvalidInputError([
		{
			message: `${FIELD} names a file that n8n can't read`,
			hint: 'n8n keeps a file only as long as the execution that created it. Run the node that creates it again, in this execution.',
			field: FIELD,
		},
	]);
}

const filesIn = (object: object) =>
	Object.entries(object).flatMap(([name, value]) => (isFile(value) ? [name] : []));

/** What somebody has given in place of a name, without a character of it: it may be the file itself. */
function kindGiven(given: unknown): string {
	if (typeof given === 'string')
		return `text of ${given.length.toLocaleString('en-US')} characters`;
	if (Array.isArray(given)) return `a list of ${given.length} entries`;
	if (typeof given !== 'object' || given === null) return `a ${typeof given}`;
	// In expressions, $binary has everything but the contents.
	if ('mimeType' in given)
		return "an object that describes a file but doesn't contain it, such as one from $binary";
	const files = filesIn(given);
	return files.length > 0
		? `an object with the files ${files.join(', ')}`
		: "an object that isn't a file";
}

/** Reads media out of n8n's binary data, or downloads them. */
export class N8nMedia implements MediaSource {
	private readonly contents = new Map<string, number>();

	private readonly downloads: FileDownload;

	constructor(private readonly context: IExecuteFunctions) {
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
		let at = 0;
		for await (const chunk of await this.stream(id)) {
			at += chunk.copy(file.content, at);
		}
		return file;
	}

	async look(media: PendingMedia, itemIndex: number): Promise<FileLook | undefined> {
		const { type, label, origin } = media;
		if (origin.from === 'url') {
			usableUrl(origin.url, label);
			return undefined;
		}
		const binary = this.binary(origin.property, itemIndex);
		const { id, data } = binary;
		if (id === undefined && NOT_BASE64.test(data)) throw unreadableText();
		const size = id === undefined ? base64Size(data) : await this.sizeOf(id);
		const whole = type === 'voice' && size <= MEDIA_RULES.voice.maxBytes;
		const content = await this.head(binary, whole ? size : HEAD_BYTES);
		return { size, content, fileName: this.nameOf(media, binary, content) };
	}

	/** The beginning of a file, and a little more. */
	private async head({ id, data }: IBinaryData, bytes = HEAD_BYTES): Promise<Buffer> {
		if (id === undefined)
			return Buffer.from(bytes > HEAD_BYTES ? data : data.slice(0, HEAD_CHARACTERS), 'base64');
		return Buffer.concat(await upTo(bytes, await this.stream(id, HEAD_BYTES)));
	}

	private async sizeOf(id: string): Promise<number> {
		try {
			return (await this.context.helpers.getBinaryMetadata(id)).fileSize;
		} catch {
			throw unreadable();
		}
	}

	private async stream(id: string, chunkSize?: number): Promise<AsyncIterable<Buffer>> {
		try {
			return (await this.context.helpers.getBinaryStream(id, chunkSize)) as AsyncIterable<Buffer>;
		} catch {
			throw unreadable();
		}
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
		const files = this.filesOf(itemIndex);
		const names = [...new Set(Object.values(files).flatMap(filesIn))].filter((one) => one !== name);
		const isName = name !== undefined && NAME.test(name);
		const message = isName
			? `${FIELD} "${name}" ${Object.hasOwn(files.binary, name) ? 'has no file' : "doesn't exist in the input item"}`
			: `${FIELD} must be the name of a field, or an expression for one file; given: ${kindGiven(given)}`;
		const hint =
			names.length > 0
				? `The input item has: ${names.join(', ')}. Enter one of these names as is, not as an expression.`
				: 'The input item has no file. Add a node that provides one, such as Read/Write Files from Disk or HTTP Request with Response Format "File", or use an expression, such as {{ $(\'HTTP Request\').item.binary.data }}.';
		throw new InvalidInputError([
			{ message, hint, field: FIELD, actual: isName ? name : kindGiven(given) },
		]);
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
