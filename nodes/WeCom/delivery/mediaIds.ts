import { createHash } from 'crypto';

import type { ApiCall } from '../api/client';
import { ended } from '../api/timeUp';
import type { MediaFile } from '../files/mediaFile';
import type { MediaType } from '../files/rules';

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
 * Begins to wait, for so many milliseconds at most.
 *
 * @returns ends when the time is up, or with the execution
 */
type Patience = (milliseconds?: number) => AbortSignal;

/** The media_ids of one app. */
export interface AppMediaIds {
	/** The media_id under which a file was uploaded, if WeCom still has it. */
	get(file: string): string | undefined;
	/**
	 * Uploads a file, unless an upload of the same file is under way: then it waits for that one. Two media_ids for one file
	 * would make two messages out of one that is sent again. If the other upload fails, or takes too long, it uploads by itself.
	 *
	 * @param patienceMs longest wait for the other upload, in milliseconds; the node's own by default
	 */
	add(file: string, upload: () => Promise<string>, patienceMs?: number): Promise<string>;
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
	 * @param patience begins a wait for what another execution does; it ends as soon as that of the execution is over
	 */
	of(app: string, patience: Patience): AppMediaIds {
		const key = (file: string) => `${app} ${file}`;
		return {
			get: (file) => {
				const kept = this.kept.get(key(file));
				return kept !== undefined && this.now() - kept.at < KEPT_MS ? kept.mediaId : undefined;
			},
			add: async (file, upload, patienceMs) =>
				await this.add(key(file), upload, () => patience(patienceMs)),
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
		for (let other = this.coming.get(key); other !== undefined; other = this.coming.get(key)) {
			end ??= patience();
			const mediaId = await Promise.race([other, ended(end)]).catch(() => undefined);
			if (mediaId !== undefined) return mediaId;
			if (end.aborted) break;
		}
		const mine = upload();
		this.coming.set(key, mine);
		try {
			const mediaId = await mine;
			this.keep(key, mediaId);
			return mediaId;
		} finally {
			if (this.coming.get(key) === mine) this.coming.delete(key);
		}
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
