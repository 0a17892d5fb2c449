import type { FileLook } from './check';
import type { MediaFile } from './mediaFile';
import type { PendingMedia } from './pending';

/** Where files come from; n8n's binary data and downloads at run time. */
export interface MediaSource {
	/** The same text for the same file, so that it is uploaded once however many items send it. */
	key(media: PendingMedia, itemIndex: number): string;
	/** What can be told of a file without holding a copy of it; undefined if it must be downloaded for that. */
	look(media: PendingMedia, itemIndex: number): Promise<FileLook | undefined>;
	/** Reads a file. */
	read(media: PendingMedia, itemIndex: number): Promise<MediaFile>;
}
