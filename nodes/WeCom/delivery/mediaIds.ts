import { createHash } from 'crypto';

import type { MediaFile, MediaType } from '../api/media';

/** WeCom keeps a temporary file for 3 days (`path/90253`); a message may wait before it is read. */
const KEPT_MS = 2 * 24 * 3_600_000;

/** Most files remembered. */
const MOST = 1000;

interface Kept {
	mediaId: string;
	/** Moment on the monotonic clock. */
	at: number;
}

/** The media_ids of one app. */
export interface AppMediaIds {
	/** The media_id under which a file was uploaded, if WeCom still has it. */
	get(file: string): string | undefined;
	set(file: string, mediaId: string): void;
	/** Forgets a media_id that WeCom no longer knows, unless another one has taken its place. */
	drop(file: string, mediaId: string): void;
}

/** Names a file by its content, its name and its type. */
export function nameOfFile(type: MediaType, { fileName, content }: MediaFile): string {
	return createHash('sha256').update(JSON.stringify([type, fileName])).update(content).digest('base64');
}

/**
 * Remembers what was uploaded, so that a message that is sent again carries the same media_id: only then does the duplicate
 * check recognize it. Bounded in time and number.
 */
export class MediaIds {
	/** In the order in which they came. */
	private readonly kept = new Map<string, Kept>();

	/** @param now milliseconds on a clock that is never set back */
	constructor(private readonly now: () => number) {}

	/** @param app tells apps apart */
	of(app: string): AppMediaIds {
		const key = (file: string) => `${app} ${file}`;
		return {
			get: (file) => {
				const kept = this.kept.get(key(file));
				return kept !== undefined && this.now() - kept.at < KEPT_MS ? kept.mediaId : undefined;
			},
			set: (file, mediaId) => {
				this.kept.delete(key(file));
				this.kept.set(key(file), { mediaId, at: this.now() });
				for (const oldest of this.kept.keys()) {
					if (this.kept.size <= MOST) break;
					this.kept.delete(oldest);
				}
			},
			drop: (file, mediaId) => {
				if (this.kept.get(key(file))?.mediaId === mediaId) this.kept.delete(key(file));
			},
		};
	}
}
