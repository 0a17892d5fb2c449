import { randomBytes } from 'crypto';

import type { Issue } from './errors';
import { kindOf } from './fileKinds';
import { checkName, extensionOf } from './fileNames';

/** Type of a temporary media file (`path/90253`). */
export type MediaType = 'image' | 'voice' | 'video' | 'file';

interface MediaRule {
	/** Largest size, in bytes. */
	maxBytes: number;
	/** Names of the kinds of file that WeCom takes; without it any content is accepted. */
	formats?: readonly string[];
	/** What to do with another kind. */
	otherwise?: string;
	/** One sentence for the form. */
	says: string;
	/** File name extension for sources that bring no name. */
	extension: string;
}

const MEGABYTE = 1024 * 1024;

/** WeCom takes files of more than 5 bytes only (`path/91054`). */
export const MIN_MEDIA_BYTES = 6;

/** Size and format per media type (`path/91054`, `path/90253`). */
export const MEDIA_RULES: Record<MediaType, MediaRule> = {
	image: {
		maxBytes: 10 * MEGABYTE,
		formats: ['JPG', 'PNG'],
		otherwise: 'Convert it to JPG or PNG.',
		says: 'JPG or PNG, up to 10 MB',
		extension: 'png',
	},
	voice: {
		maxBytes: 2 * MEGABYTE,
		formats: ['AMR'],
		otherwise:
			'Convert it to mono narrowband AMR (8000 Hz), or send it with Message Type set to File.',
		says: 'AMR, up to 2 MB and 60 seconds',
		extension: 'amr',
	},
	video: {
		maxBytes: 10 * MEGABYTE,
		formats: ['MP4'],
		otherwise: 'Convert it to MP4, or send it with Message Type set to File.',
		says: 'MP4, up to 10 MB',
		extension: 'mp4',
	},
	file: {
		maxBytes: 20 * MEGABYTE,
		says: 'Any file up to 20 MB',
		extension: 'bin',
	},
};

/** Where a file comes from that must be uploaded before the message can go out. */
export type MediaOrigin =
	| {
			from: 'binary';
			/** Name of a binary field, or a file by expression. */
			property: unknown;
			fileName?: string;
	  }
	| { from: 'url'; url: string; fileName?: string };

/** Stands in a body for a media_id that an upload has yet to give. */
export class PendingMedia {
	constructor(
		readonly type: MediaType,
		/** Label of the form field, for messages. */
		readonly label: string,
		readonly origin: MediaOrigin,
		/** The message is to be confidential (`safe` 1), which WeCom does not allow for every file. */
		readonly confidential = false,
	) {}
}

/**
 * A file ready for upload. Its bytes stand in the multipart body from the start, so that a file of 20 MB is in memory
 * once and not once more for the request.
 */
export class MediaFile {
	/** The multipart body with one part named `media` (`path/90253`). */
	readonly body: Buffer;

	/** The bytes of the file: a view into the body, to be filled by whoever reads the file. */
	readonly content: Buffer;

	/** Goes into the header of the request. */
	readonly contentType: string;

	/**
	 * @param fileName that recipients see; WeCom reads it as raw UTF-8
	 * @param size bytes
	 */
	constructor(
		readonly fileName: string,
		mimeType: string,
		size: number,
	) {
		const boundary = `wecom-${randomBytes(16).toString('hex')}`;
		const head = Buffer.from(
			`--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${fileName}"\r\nContent-Type: ${mimeType.replace(/[^\x21-\x7e]/g, '')}\r\n\r\n`,
		);
		const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
		this.body = Buffer.alloc(head.length + size + tail.length);
		head.copy(this.body);
		tail.copy(this.body, head.length + size);
		this.content = this.body.subarray(head.length, head.length + size);
		this.contentType = `multipart/form-data; boundary=${boundary}`;
	}
}

/** What is known of a file before it is read. */
export interface FileLook {
	/** Bytes. */
	size: number;
	/** The beginning, best 64 bytes or more; for voice the whole file, since its length in time counts. */
	content: Buffer;
	fileName: string;
}

const MAX_VOICE_SECONDS = 60;
const AMR_HEADER = Buffer.from('#!AMR\n');
/** Bytes of an AMR frame by its type, with its first byte (RFC 4867, 5.3). A frame lasts 20 milliseconds. */
const AMR_FRAME_BYTES = [13, 14, 16, 18, 20, 21, 27, 32, 6];
const AMR_FRAMES_PER_SECOND = 50;

/** Length of an AMR recording, in seconds; undefined if the frames cannot be told apart. */
export function amrSeconds(content: Buffer): number | undefined {
	if (!content.subarray(0, AMR_HEADER.length).equals(AMR_HEADER)) return undefined;
	let frames = 0;
	for (let at = AMR_HEADER.length; at < content.length; frames++) {
		at += AMR_FRAME_BYTES[(content[at] >> 3) & 0x0f] ?? 1;
	}
	return frames / AMR_FRAMES_PER_SECOND;
}

const inBytes = (size: number) => `${size.toLocaleString('en-US')} bytes`;

function checkSize(size: number, type: MediaType, label: string): Issue[] {
	const { maxBytes, says } = MEDIA_RULES[type];
	if (size >= MIN_MEDIA_BYTES && size <= maxBytes) return [];
	const limit = size > maxBytes ? maxBytes : MIN_MEDIA_BYTES;
	return [
		{
			message: `${label} is ${inBytes(size)}; the ${size > maxBytes ? 'maximum' : 'minimum'} is ${limit.toLocaleString('en-US')}`,
			hint:
				size > maxBytes
					? `Send a smaller file. ${says}.`
					: 'The file is empty or nearly empty. Check the node that created it.',
			field: label,
			limit,
			unit: 'bytes',
			actual: size,
		},
	];
}

function checkFormat({ content, fileName }: FileLook, type: MediaType, label: string): Issue[] {
	const { formats, otherwise, says } = MEDIA_RULES[type];
	const kind = kindOf(content);
	if (formats === undefined || (kind !== undefined && formats.includes(kind.name))) return [];
	const found = kind === undefined ? '' : `The file is actually ${kind.name}. `;
	return [
		{
			message: `${label} "${fileName}" isn't ${formats.join(' or ')}`,
			hint: `${found}What counts is the content of the file, not its name. ${says}. ${otherwise}`,
			field: label,
			actual: fileName,
		},
	];
}

function checkDuration({ content }: FileLook, type: MediaType, label: string): Issue[] {
	const seconds = type === 'voice' ? amrSeconds(content) : undefined;
	if (seconds === undefined || seconds <= MAX_VOICE_SECONDS) return [];
	return [
		{
			message: `${label} is ${Math.round(seconds * 10) / 10} seconds long; the maximum is ${MAX_VOICE_SECONDS}`,
			hint: 'Shorten the recording, or send it as a file.',
			field: label,
			limit: MAX_VOICE_SECONDS,
			unit: 'seconds',
			actual: seconds,
		},
	];
}

/** Extensions of the files that may be sent confidentially (`path/90236`, file messages with `safe` 1). */
const CONFIDENTIAL = [
	'txt',
	'pdf',
	'doc',
	'docx',
	'ppt',
	'pptx',
	'xls',
	'xlsx',
	'xml',
	'jpg',
	'jpeg',
	'png',
	'bmp',
	'gif',
];

/** Checks the name of a file that is to be confidential: WeCom goes by the extension. Other media may all be. */
export function checkConfidential(fileName: string, type: MediaType, label: string): Issue[] {
	const extension = extensionOf(fileName);
	if (type !== 'file' || CONFIDENTIAL.includes(extension)) return [];
	return [
		{
			message: `${label} "${fileName}" can't be confidential: WeCom doesn't show ${extension === '' ? 'files without an extension' : `.${extension} files`} that way`,
			hint: `Set Confidential to No, or send one of these file types: ${CONFIDENTIAL.join(', ')}. If it is an archive, unpack it and send its files one by one.`,
			field: label,
			actual: fileName,
		},
	];
}

/**
 * Checks a file before it is uploaded: size, format, length and name (`path/91054`).
 *
 * @param label of the form field, for messages
 */
export function checkFile(file: FileLook, type: MediaType, label: string): Issue[] {
	const size = checkSize(file.size, type, label);
	const content =
		size.length > 0
			? size
			: [...checkFormat(file, type, label), ...checkDuration(file, type, label)];
	return [...content, ...checkName(file.fileName, label)];
}

/** All uploads that a body still waits for, in the order of its keys. */
export function pendingMedia(body: unknown): PendingMedia[] {
	if (body instanceof PendingMedia) return [body];
	if (typeof body !== 'object' || body === null) return [];
	return Object.values(body).flatMap(pendingMedia);
}

function withMedia<T>(body: T, replacement: (media: PendingMedia) => unknown): T {
	const replace = (value: unknown): unknown => {
		if (value instanceof PendingMedia) return replacement(value);
		if (Array.isArray(value)) return value.map(replace);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
	};
	return replace(body) as T;
}

/**
 * A copy of a body with each upload replaced by its media_id.
 *
 * @param mediaId gives the media_id of an upload that is done
 */
export function withMediaIds<T>(body: T, mediaId: (media: PendingMedia) => string): T {
	return withMedia(body, mediaId);
}

/** A copy of the body of a confidential message (`safe` 1): its uploads know that they are. */
export function withConfidentialMedia<T>(body: T): T {
	return withMedia(body, ({ type, label, origin }) => new PendingMedia(type, label, origin, true));
}
