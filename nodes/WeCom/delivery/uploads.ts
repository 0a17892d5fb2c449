import type { ApiCall } from '../api/client';
import { ERRCODE } from '../api/errcodes';
import { WeComApiError } from '../api/errors';
import { InvalidInputError } from '../api/explained';
import { checkSeen, checkUnseen } from '../files/checkPending';
import type { MediaFile } from '../files/mediaFile';
import { pendingMedia, withMediaIds, type PendingMedia } from '../files/pending';
import type { MediaType } from '../files/rules';
import type { MediaSource } from '../files/source';
import type { Trying } from './retry';
import { EmbeddedFiles, isEmbedded } from './embedded';
import { nameOfFile, type AppMediaIds } from './mediaIds';

/** Where an upload goes, and how long and how often it is tried. */
export interface Effort extends Trying {
	/** That of the address: with another one, WeCom does not know the file. */
	query?: ApiCall['query'];
}

/** Uploads one file and gives its media_id or, for a picture in an article, its URL. */
export type Upload = (type: MediaType, file: MediaFile, effort: Effort) => Promise<string>;

const mediaRefused = (error: unknown) =>
	error instanceof WeComApiError &&
	error.errcode === ERRCODE.unknownMediaId &&
	error.delivered === 'no';

/** WeCom refused one of the pictures in a text, where nobody could tell which. */
class PictureRefusedError extends WeComApiError {
	constructor({ answer, lostBefore }: WeComApiError, label: string) {
		super(answer, lostBefore);
		this.message = `${label}: ${this.message}`;
	}
}

const naming = ({ label }: PendingMedia, error: unknown) =>
	error instanceof WeComApiError ? new PictureRefusedError(error, label) : error;

/** A file that is with WeCom. */
interface Uploaded {
	mediaId: string;
	/** Name of the file, if its media_id is from an earlier upload: WeCom may have forgotten it. */
	remembered?: string;
}

/** The uploads of one execution. */
export class Uploads {
	private readonly uploaded = new Map<string, Promise<Uploaded>>();

	private readonly checked = new Set<string>();

	private readonly running = new Map<string, Promise<string>>();

	private readonly embedded: EmbeddedFiles;

	constructor(
		private readonly upload: Upload,
		private readonly source: MediaSource,
		private readonly mediaIds: AppMediaIds,
	) {
		this.embedded = new EmbeddedFiles(
			(media, itemIndex) => source.key(media, itemIndex),
			async (media, itemIndex) => await this.read(media, itemIndex),
		);
	}

	/**
	 * Checks the files of a body that are here already: those from input items. Of the others the names, as far as they are known.
	 *
	 * @returns whether it has files
	 * @throws InvalidInputError if WeCom would not take one of them
	 */
	async check(body: unknown, itemIndex: number): Promise<boolean> {
		const waiting = pendingMedia(body);
		for (const media of waiting) {
			const key = this.source.key(media, itemIndex);
			if (this.checked.has(key)) continue;
			const look = await this.source.look(media, itemIndex);
			const issues = look === undefined ? checkUnseen(media) : checkSeen(look, media);
			if (issues.length > 0) throw new InvalidInputError(issues);
			this.checked.add(key);
		}
		return waiting.length > 0;
	}

	/**
	 * Fetches the files of a body, and uploads those that do not stand in it themselves, before any message goes out.
	 *
	 * @returns the body with what its uploads have given
	 * @throws InvalidInputError if a file can't be had, or WeCom would not take it
	 */
	async bring<B>(body: B, itemIndex: number, effort: Effort): Promise<B> {
		const waiting = pendingMedia(body);
		for (const media of waiting)
			if (isEmbedded(media) && media.origin.from === 'url')
				await this.embedded.fetch(media, itemIndex);
		const used = await this.all(waiting, itemIndex, effort);
		return withMediaIds(body, (media) => used.get(media)?.mediaId ?? '');
	}

	/** A copy of a body that has a text in place of each file, the same for the same file. */
	named<T>(body: T, itemIndex: number): T {
		return withMediaIds(body, (media) => this.source.key(media, itemIndex));
	}

	/**
	 * Sends a body with every file uploaded and replaced by its media_id, or put into its place. If WeCom refuses a media_id
	 * of an earlier upload, the files are uploaded anew, and the body is sent once more: a refusal has delivered nothing.
	 *
	 * @param send gets the body as WeCom takes it
	 */
	async sendWith<B, T>(
		body: B,
		itemIndex: number,
		effort: Effort,
		send: (body: B) => Promise<T>,
	): Promise<T> {
		const waiting = pendingMedia(body);
		if (waiting.length === 0) return await send(body);
		const embedded = await this.embedded.of(waiting.filter(isEmbedded), itemIndex);
		const attempt = async () => {
			const used = await this.all(waiting, itemIndex, effort);
			const sent = send(
				withMediaIds(body, (media) => embedded.get(media) ?? (used.get(media) as Uploaded).mediaId),
			);
			return {
				used,
				result: await sent.then(
					(value) => ({ value }),
					(error: unknown) => ({ error }),
				),
			};
		};
		const first = await attempt();
		const again =
			'error' in first.result &&
			mediaRefused(first.result.error) &&
			(await this.forget(first.used, itemIndex, effort));
		const { result } = again ? await attempt() : first;
		if ('error' in result) throw result.error;
		return result.value;
	}

	/** Uploads the files that do not stand in the message itself. */
	private async all(
		waiting: readonly PendingMedia[],
		itemIndex: number,
		effort: Effort,
	): Promise<Map<PendingMedia, Uploaded>> {
		const done = new Map<PendingMedia, Uploaded>();
		for (const media of waiting)
			if (!isEmbedded(media)) done.set(media, await this.one(media, itemIndex, effort));
		return done;
	}

	/** The same for the same file at the same address. */
	private keyOf(media: PendingMedia, itemIndex: number, { query }: Effort): string {
		return JSON.stringify([query, this.source.key(media, itemIndex)]);
	}

	private async one(media: PendingMedia, itemIndex: number, effort: Effort): Promise<Uploaded> {
		const key = this.keyOf(media, itemIndex, effort);
		const known = this.uploaded.get(key);
		if (known !== undefined) return await known;
		const transfer = this.transfer(media, itemIndex, effort);
		this.uploaded.set(key, transfer);
		// A failed upload is tried again by the next item that needs the file.
		transfer.catch(() => this.uploaded.delete(key));
		return await transfer;
	}

	/** @returns whether one of them was from an earlier upload, so that uploading anew may help */
	private async forget(
		used: ReadonlyMap<PendingMedia, Uploaded>,
		itemIndex: number,
		effort: Effort,
	): Promise<boolean> {
		const old = [...used].filter(([, { remembered }]) => remembered !== undefined);
		for (const [media, { mediaId, remembered }] of old) {
			this.mediaIds.drop(String(remembered), mediaId);
			const key = this.keyOf(media, itemIndex, effort);
			const present = this.uploaded.get(key);
			// Another item may be uploading it anew already.
			if (
				(await present?.catch(() => undefined))?.mediaId === mediaId &&
				this.uploaded.get(key) === present
			) {
				this.uploaded.delete(key);
			}
		}
		return old.length > 0;
	}

	/** Items of one execution that need the same file at the same time also share the failure of its upload. */
	private async once(name: string, upload: () => Promise<string>, effort: Effort): Promise<string> {
		const running =
			this.running.get(name) ??
			this.mediaIds.add(name, upload, effort).finally(() => this.running.delete(name));
		this.running.set(name, running);
		return await running;
	}

	/**
	 * Reads a file.
	 *
	 * @throws InvalidInputError if WeCom would not take it
	 */
	async read(media: PendingMedia, itemIndex: number): Promise<MediaFile> {
		const file = await this.source.read(media, itemIndex);
		const { content, fileName } = file;
		const stopped = media.origin.from === 'url';
		const issues = checkSeen({ size: content.length, stopped, content, fileName }, media);
		if (issues.length > 0) throw new InvalidInputError(issues);
		return file;
	}

	private async transfer(
		media: PendingMedia,
		itemIndex: number,
		effort: Effort,
	): Promise<Uploaded> {
		const file = await this.read(media, itemIndex);
		const name = nameOfFile(media.type, file, effort.query);
		const remembered = this.mediaIds.get(name);
		if (remembered !== undefined) return { mediaId: remembered, remembered: name };
		const upload = async () => await this.upload(media.type, file, effort);
		return {
			mediaId: await this.once(name, upload, effort).catch((error: unknown) => {
				throw media.as === 'url' ? naming(media, error) : error;
			}),
		};
	}
}
