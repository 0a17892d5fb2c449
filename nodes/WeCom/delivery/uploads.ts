import { InvalidInputError, type Issue } from '../api/errors';
import {
	checkConfidential,
	checkFile,
	pendingMedia,
	withMediaIds,
	type FileLook,
	type MediaFile,
	type MediaType,
	type PendingMedia,
} from '../api/media';
import { isKnownExtension } from '../api/fileKinds';
import { checkName, extensionOf, nameInUrl } from '../api/fileNames';

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

function checkSeen(look: FileLook, { type, label }: PendingMedia, confidential: boolean): Issue[] {
	return [...checkFile(look, type, label), ...(confidential ? checkConfidential(look.fileName, type, label) : [])];
}

/** A file that may be sent is one that may not be sent confidentially: each is checked of its own. */
const keyOf = (key: string, confidential: boolean) => `${confidential ? 'confidential ' : ''}${key}`;

/** What can be told before a file is there: by the name that was entered, or by that of its address where it names a type. */
function checkUnseen({ type, label, origin }: PendingMedia, confidential: boolean): Issue[] {
	const issues = checkName(origin.fileName, label);
	if (issues.length > 0 || !confidential || origin.from !== 'url') return issues;
	const name = origin.fileName ?? nameInUrl(new URL(origin.url)) ?? '';
	const isTold = origin.fileName !== undefined || isKnownExtension(extensionOf(name));
	return isTold ? checkConfidential(name, type, label) : [];
}

/** The uploads of one execution. */
export class Uploads {
	private readonly mediaIds = new Map<string, Promise<string>>();

	private readonly checked = new Set<string>();

	constructor(
		private readonly upload: Upload,
		private readonly source: MediaSource,
	) {}

	/**
	 * Checks the files of a body that are here already: those from input items. Of the others the names, as far as they are known.
	 *
	 * @param confidential the message is to be (`safe` 1)
	 * @throws InvalidInputError if WeCom would not take one of them
	 */
	async check(body: unknown, itemIndex: number, confidential = false): Promise<void> {
		for (const media of pendingMedia(body)) {
			const key = keyOf(this.source.key(media, itemIndex), confidential);
			if (this.checked.has(key)) continue;
			const look = await this.source.look(media, itemIndex);
			const issues = look === undefined ? checkUnseen(media, confidential) : checkSeen(look, media, confidential);
			if (issues.length > 0) throw new InvalidInputError(issues);
			this.checked.add(key);
		}
	}

	/**
	 * The body with every file uploaded and replaced by its media_id.
	 *
	 * @param confidential the message is to be (`safe` 1)
	 */
	async resolve<T>(body: T, itemIndex: number, timeout?: number, confidential = false): Promise<T> {
		const waiting = pendingMedia(body);
		if (waiting.length === 0) return body;
		const ids = new Map<PendingMedia, string>();
		for (const media of waiting) ids.set(media, await this.mediaId(media, itemIndex, confidential, timeout));
		return withMediaIds(body, (media) => ids.get(media) as string);
	}

	private async mediaId(media: PendingMedia, itemIndex: number, confidential: boolean, timeout?: number): Promise<string> {
		const key = keyOf(this.source.key(media, itemIndex), confidential);
		const known = this.mediaIds.get(key);
		if (known !== undefined) return await known;
		const mediaId = this.transfer(media, itemIndex, confidential, timeout);
		this.mediaIds.set(key, mediaId);
		// A failed upload is tried again by the next item that needs the file.
		mediaId.catch(() => this.mediaIds.delete(key));
		return await mediaId;
	}

	private async transfer(media: PendingMedia, itemIndex: number, confidential: boolean, timeout?: number): Promise<string> {
		const file = await this.source.read(media, itemIndex);
		const { content, fileName } = file;
		const issues = checkSeen({ size: content.length, content, fileName }, media, confidential);
		if (issues.length > 0) throw new InvalidInputError(issues);
		return await this.upload(media.type, file, timeout);
	}
}
