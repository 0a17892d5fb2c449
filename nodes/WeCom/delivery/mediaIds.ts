import { createHash } from 'crypto';

import type { ApiCall } from '../api/client';
import { ended } from '../api/timeUp';
import type { MediaFile } from '../files/mediaFile';
import type { MediaType } from '../files/rules';
import type { Trying } from './retry';

/** WeCom keeps a temporary file for 3 days (`path/90253`); a message may wait before it is read. */
const KEPT_MS = 2 * 24 * 3_600_000;

/** Most files remembered. */
const MOST = 1000;

interface Kept {
	mediaId: string;
	/** Moment on the monotonic clock. */
	at: number;
}

/**
 * Begins to wait for what another execution does: not longer than it would take oneself.
 *
 * @returns ends when the time is up, or with the execution
 */
type Patience = (trying: Trying) => AbortSignal;

/** The media_ids of one app. */
export interface AppMediaIds {
	/** The media_id under which a file was uploaded, if WeCom still has it. */
	get(file: string): string | undefined;
	/**
	 * Uploads a file, unless an upload of the same file is under way: then it waits for that one. Two media_ids for one file
	 * would make two messages out of one that is sent again. If the other upload fails, or takes too long, it uploads by itself.
	 */
	add(file: string, upload: () => Promise<string>, trying?: Trying): Promise<string>;
	/** Forgets a media_id that WeCom no longer knows, unless another one has taken its place. */
	drop(file: string, mediaId: string): void;
}

/**
 * Names a file by its content, its name and its type.
 *
 * @param query that of the address, if it has one: WeCom keeps files by it
 */
export function nameOfFile(
	type: MediaType,
	{ fileName, content }: MediaFile,
	query?: ApiCall['query'],
): string {
	return createHash('sha256')
		.update(JSON.stringify([type, fileName, query]))
		.update(content)
		.digest('base64');
}

/**
 * Remembers what was uploaded, so that a message that is sent again carries the same media_id: only then does the duplicate
 * check recognize it. Bounded in time and number.
 */
export class MediaIds {
	/** In the order in which they came. */
	private readonly kept = new Map<string, Kept>();

	private readonly coming = new Map<string, Promise<string>>();

	/** @param now milliseconds on a clock that is never set back */
	constructor(private readonly now: () => number) {}

	/**
	 * @param app tells apps apart
	 * @param patience of the execution that uploads
	 */
	of(app: string, patience: Patience): AppMediaIds {
		const key = (file: string) => `${app} ${file}`;
		return {
			get: (file) => {
				const kept = this.kept.get(key(file));
				return kept !== undefined && this.now() - kept.at < KEPT_MS ? kept.mediaId : undefined;
			},
			add: async (file, upload, trying = {}) =>
				await this.add(key(file), upload, () => patience(trying)),
			drop: (file, mediaId) => {
				if (this.kept.get(key(file))?.mediaId === mediaId) this.kept.delete(key(file));
			},
		};
	}

	private async add(
		key: string,
		upload: () => Promise<string>,
		patience: () => AbortSignal,
	): Promise<string> {
		let end: AbortSignal | undefined;
		let over: Promise<void> | undefined;
		for (let other = this.coming.get(key); other !== undefined; other = this.coming.get(key)) {
			end ??= patience();
			over ??= ended(end);
			const mediaId = await Promise.race([other, over]).catch(() => undefined);
			if (mediaId !== undefined) return mediaId;
			// The other one goes on, for those who have more time.
			if (end.aborted) return await this.uploaded(key, upload);
		}
		const mine = this.uploaded(key, upload).finally(() => this.coming.delete(key));
		this.coming.set(key, mine);
		return await mine;
	}

	private async uploaded(key: string, upload: () => Promise<string>): Promise<string> {
		const mediaId = await upload();
		this.keep(key, mediaId);
		return mediaId;
	}

	private keep(key: string, mediaId: string): void {
		this.kept.delete(key);
		this.kept.set(key, { mediaId, at: this.now() });
		for (const oldest of this.kept.keys()) {
			if (this.kept.size <= MOST) break;
			this.kept.delete(oldest);
		}
	}
}
