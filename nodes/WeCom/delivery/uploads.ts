import type { WeComClient } from '../api/client';
import { InvalidInputError } from '../api/errors';
import { checkFile, pendingMedia, withMediaIds, type MediaFile, type PendingMedia } from '../api/media';

/** Where files come from; n8n's binary data and downloads at run time. */
export interface MediaSource {
	/** The same text for the same file, so that it is uploaded once however many items send it. */
	key(media: PendingMedia, itemIndex: number): string;
	/** Reads a file. */
	read(media: PendingMedia, itemIndex: number): Promise<MediaFile>;
}

/** The uploads of one execution. */
export class Uploads {
	private readonly mediaIds = new Map<string, Promise<string>>();

	private readonly checked = new Set<string>();

	constructor(
		private readonly client: WeComClient,
		private readonly source: MediaSource,
	) {}

	/**
	 * Checks the files of a body that are here already: those from input items.
	 *
	 * @throws InvalidInputError if WeCom would not take one of them
	 */
	async check(body: unknown, itemIndex: number): Promise<void> {
		for (const media of pendingMedia(body)) {
			const key = this.source.key(media, itemIndex);
			if (media.origin.from !== 'binary' || this.checked.has(key)) continue;
			await this.read(media, itemIndex);
			this.checked.add(key);
		}
	}

	/** The body with every file uploaded and replaced by its media_id. */
	async resolve<T>(body: T, itemIndex: number, timeout?: number): Promise<T> {
		const ids = new Map<PendingMedia, string>();
		for (const media of pendingMedia(body)) ids.set(media, await this.mediaId(media, itemIndex, timeout));
		return withMediaIds(body, (media) => ids.get(media) as string);
	}

	private async mediaId(media: PendingMedia, itemIndex: number, timeout?: number): Promise<string> {
		const key = this.source.key(media, itemIndex);
		const known = this.mediaIds.get(key);
		if (known !== undefined) return await known;
		const upload = this.read(media, itemIndex).then(
			async (file) => await this.client.upload(media.type, file, timeout),
		);
		this.mediaIds.set(key, upload);
		// A failed upload is tried again by the next item that needs the file.
		upload.catch(() => this.mediaIds.delete(key));
		return await upload;
	}

	private async read(media: PendingMedia, itemIndex: number): Promise<MediaFile> {
		const file = await this.source.read(media, itemIndex);
		const issues = checkFile(file, media.type, media.label);
		if (issues.length > 0) throw new InvalidInputError(issues);
		return file;
	}
}
