import type { MediaType } from './rules';

/** Where a file comes from that must be uploaded before the message can go out. */
type MediaOrigin =
	| {
			from: 'binary';
			/** Name of a binary field, or a file by expression. */
			property: unknown;
			fileName?: string;
	  }
	| {
			from: 'url';
			url: string;
			fileName?: string;
			/** The address stands in the web page of an article. */
			inPage?: true;
	  };

/** What a body has of a file: the media_id or the URL that an upload gives, or the file itself and its MD5 in hexadecimal. */
export type FileForm = 'mediaId' | 'url' | 'base64' | 'md5';

/** Stands in a body for what a file has yet to give. */
export class PendingMedia {
	constructor(
		readonly type: MediaType,
		/** Label of the form field, for messages. */
		readonly label: string,
		readonly origin: MediaOrigin,
		/** The message is to be confidential (`safe` 1), which WeCom does not allow for every file. */
		readonly confidential = false,
		readonly as: FileForm = 'mediaId',
	) {}
}

/** Stands in a body for a text that names files, which have yet to give their URLs. */
export class PendingText {
	constructor(readonly parts: ReadonlyArray<string | PendingMedia>) {}

	/** What of the text is known. */
	get known(): string {
		return this.parts.filter((part) => typeof part === 'string').join('');
	}
}

/** All files that a body still waits for, in the order of its keys. */
export function pendingMedia(body: unknown): PendingMedia[] {
	if (body instanceof PendingMedia) return [body];
	if (typeof body !== 'object' || body === null) return [];
	return Object.values(body).flatMap(pendingMedia);
}

function withMedia<T>(body: T, replacement: (media: PendingMedia) => string | PendingMedia): T {
	const replaceIn = ({ parts }: PendingText) => {
		const done = parts.map((part) => (part instanceof PendingMedia ? replacement(part) : part));
		return done.every((part) => typeof part === 'string') ? done.join('') : new PendingText(done);
	};
	const replace = (value: unknown): unknown => {
		if (value instanceof PendingMedia) return replacement(value);
		if (value instanceof PendingText) return replaceIn(value);
		if (Array.isArray(value)) return value.map(replace);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]));
	};
	return replace(body) as T;
}

/**
 * A copy of a body with each file replaced by what it has given.
 *
 * @param mediaId gives that of a file, such as the media_id of an upload that is done
 */
export function withMediaIds<T>(body: T, mediaId: (media: PendingMedia) => string): T {
	return withMedia(body, mediaId);
}

/** A copy of the body of a confidential message (`safe` 1): its uploads know that they are. */
export function withConfidentialMedia<T>(body: T): T {
	return withMedia(
		body,
		({ type, label, origin, as }) => new PendingMedia(type, label, origin, true, as),
	);
}
