import { createHash } from 'crypto';

import type { MediaFile } from '../files/mediaFile';
import type { PendingMedia } from '../files/pending';

/** Most bytes of fetched files that are kept until their messages go out. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** What a message has of a file that stands in it: the file in base64, or its MD5 (`path/99110`). */
function embedded({ content }: MediaFile, as: PendingMedia['as']): string {
	return as === 'md5'
		? createHash('md5').update(content).digest('hex')
		: content.toString('base64');
}

/** Whether a file stands in the message itself, so that it is not uploaded. */
export const isEmbedded = ({ as }: PendingMedia): boolean => as === 'base64' || as === 'md5';

/** The files of one execution that stand in the messages themselves. */
export class EmbeddedFiles {
	/** Nothing for those that would have been too much. */
	private readonly kept = new Map<string, Promise<MediaFile | undefined>>();

	private room = KEPT_BYTES;

	/**
	 * @param nameOf the same for the same file
	 * @param read gives a file that was checked
	 */
	constructor(
		private readonly nameOf: (media: PendingMedia, itemIndex: number) => string,
		private readonly read: (media: PendingMedia, itemIndex: number) => Promise<MediaFile>,
	) {}

	/** Fetches a file, and keeps it for its messages if there is room: there may be hundreds. */
	async fetch(media: PendingMedia, itemIndex: number): Promise<void> {
		const name = this.nameOf(media, itemIndex);
		const known = this.kept.get(name);
		if (known !== undefined) return void (await known);
		const fetching = this.fetched(media, itemIndex);
		this.kept.set(name, fetching);
		// The next item that needs the file tries again.
		fetching.catch(() => this.kept.delete(name));
		await fetching;
	}

	private async fetched(media: PendingMedia, itemIndex: number): Promise<MediaFile | undefined> {
		const file = await this.read(media, itemIndex);
		if (file.content.length > this.room) return undefined;
		this.room -= file.content.length;
		return file;
	}

	/** What one message has of each of its files, which are read once for it. */
	async of(
		waiting: readonly PendingMedia[],
		itemIndex: number,
	): Promise<Map<PendingMedia, string>> {
		const files = new Map<string, MediaFile>();
		const done = new Map<PendingMedia, string>();
		for (const media of waiting) {
			const name = this.nameOf(media, itemIndex);
			const kept = await this.kept.get(name);
			const file = kept ?? files.get(name) ?? (await this.read(media, itemIndex));
			files.set(name, file);
			done.set(media, embedded(file, media.as));
		}
		return done;
	}
}
