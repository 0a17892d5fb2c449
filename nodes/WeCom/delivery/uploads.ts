import { InvalidInputError } from '../api/errors';
import {
	checkFile,
	checkName,
	pendingMedia,
	withMediaIds,
	type FileLook,
	type MediaFile,
	type MediaType,
	type PendingMedia,
} from '../api/media';

/** Where files come from; n8n's binary data and downloads at run time. */
export interface MediaSource {
	/** The same text for the same file, so that it is uploaded once however many items send it. */
	key(media: PendingMedia, itemIndex: number): string;
	/** What can be told of a file without holding a copy of it; undefined if it must be downloaded for that. */
	look(media: PendingMedia, itemIndex: number): Promise<FileLook | undefined>;
	/** Reads a file. */
	read(media: PendingMedia, itemIndex: number): Promise<MediaFile>;
}

/** Uploads one file and gives its media_id. */
export type Upload = (type: MediaType, file: MediaFile, timeout?: number) => Promise<string>;

/** The uploads of one execution. */
export class Uploads {
	private readonly mediaIds = new Map<string, Promise<string>>();

	private readonly checked = new Set<string>();

	constructor(
		private readonly upload: Upload,
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
			if (this.checked.has(key)) continue;
			const look = await this.source.look(media, itemIndex);
			const issues = look === undefined ? checkName(media.origin.fileName, media.label) : checkFile(look, media.type, media.label);
			if (issues.length > 0) throw new InvalidInputError(issues);
			this.checked.add(key);
		}
	}

	/** The body with every file uploaded and replaced by its media_id. */
	async resolve<T>(body: T, itemIndex: number, timeout?: number): Promise<T> {
		const waiting = pendingMedia(body);
		if (waiting.length === 0) return body;
		const ids = new Map<PendingMedia, string>();
		for (const media of waiting) ids.set(media, await this.mediaId(media, itemIndex, timeout));
		return withMediaIds(body, (media) => ids.get(media) as string);
	}

	private async mediaId(media: PendingMedia, itemIndex: number, timeout?: number): Promise<string> {
		const key = this.source.key(media, itemIndex);
		const known = this.mediaIds.get(key);
		if (known !== undefined) return await known;
		const mediaId = this.transfer(media, itemIndex, timeout);
		this.mediaIds.set(key, mediaId);
		// A failed upload is tried again by the next item that needs the file.
		mediaId.catch(() => this.mediaIds.delete(key));
		return await mediaId;
	}

	private async transfer(media: PendingMedia, itemIndex: number, timeout?: number): Promise<string> {
		const file = await this.source.read(media, itemIndex);
		const { content, fileName } = file;
		const issues = checkFile({ size: content.length, content, fileName }, media.type, media.label);
		if (issues.length > 0) throw new InvalidInputError(issues);
		return await this.upload(media.type, file, timeout);
	}
}
