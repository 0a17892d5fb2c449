import { createHash } from 'crypto';

import type { MediaFile } from '../files/mediaFile';
import type { PendingMedia } from '../files/pending';

/** Gives a file that was read and checked. */
type Read = (media: PendingMedia) => Promise<MediaFile>;

/** What a message has of a file that stands in it: the file in base64, or its MD5 (`path/99110`). */
function embedded({ content }: MediaFile, as: PendingMedia['as']): string {
	return as === 'md5'
		? createHash('md5').update(content).digest('hex')
		: content.toString('base64');
}

/**
 * The files that stand in one message itself. Each is read once for the message, and not kept: there may be hundreds.
 *
 * @param nameOf the same for the same file
 */
export async function embeddedFiles(
	waiting: readonly PendingMedia[],
	nameOf: (media: PendingMedia) => string,
	read: Read,
): Promise<Map<PendingMedia, string>> {
	const files = new Map<string, MediaFile>();
	const done = new Map<PendingMedia, string>();
	for (const media of waiting.filter(({ as }) => as === 'base64' || as === 'md5')) {
		const name = nameOf(media);
		const file = files.get(name) ?? (await read(media));
		files.set(name, file);
		done.set(media, embedded(file, media.as));
	}
	return done;
}
