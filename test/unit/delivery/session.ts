import type { ApiCall, WeComClient } from '../../../nodes/WeCom/api/client';
import { WeComApiError, type WeComAnswer } from '../../../nodes/WeCom/api/errors';
import type { Handling } from '../../../nodes/WeCom/delivery/handling';
import { KnownAddresses } from '../../../nodes/WeCom/delivery/knownAddresses';
import { MediaIds } from '../../../nodes/WeCom/delivery/mediaIds';
import { retryingWith, type Session } from '../../../nodes/WeCom/delivery/session';
import { TaskIds } from '../../../nodes/WeCom/delivery/taskIds';
import { Turns } from '../../../nodes/WeCom/delivery/turns';
import { Uploads } from '../../../nodes/WeCom/delivery/uploads';
import { MediaFile } from '../../../nodes/WeCom/files/mediaFile';
import type { PendingMedia } from '../../../nodes/WeCom/files/pending';
import type { MediaSource } from '../../../nodes/WeCom/files/source';
import type { MediaType } from '../../../nodes/WeCom/files/rules';
import { FakeClock } from './clock';

export const HANDLING: Handling = {
	onInvalidRecipients: 'continue',
	combines: false,
	uploadsPictures: false,
	overLongText: 'error',
	timeout: 1000,
	maxConcurrency: 4,
	limits: { retries: 3, totalMs: 30_000 },
	maxUnknown: 5,
};

/** One call that reached our WeCom. */
export interface Posted {
	path: string;
	body: Record<string, unknown>;
	more: Pick<ApiCall, 'query' | 'timeout' | 'notAfter' | 'ifLost'>;
}

/** For as long as it takes. */
export const NO_END = () => new AbortController().signal;

type Answer = WeComAnswer | Error;

/** A file that says nothing but text, of the given length. */
export function fileOf(text: string, fileName = 'a.txt'): MediaFile {
	const content = Buffer.from(text);
	const file = new MediaFile(fileName, 'text/plain', content.length);
	content.copy(file.content);
	return file;
}

/** A WeCom that gives these answers in turn, the last one forever, and remembers the calls and uploads. */
export class FakeWeCom {
	readonly posted: Posted[] = [];

	readonly uploaded: Array<{ type: MediaType; fileName: string; effort: object }> = [];

	/** What the next uploads end with; a media_id of their number where nothing is said. */
	readonly uploadFailures: Error[] = [];

	readonly clock = new FakeClock();

	readonly mediaIds = new MediaIds(() => this.clock.time);

	constructor(private readonly answers: Answer[] = [{ errcode: 0, msgid: 'M' }]) {}

	readonly upload = async (type: MediaType, { fileName }: MediaFile, effort: object) => {
		this.uploaded.push({ type, fileName, effort });
		const number = this.uploaded.length;
		await Promise.resolve();
		const failure = this.uploadFailures.shift();
		if (failure !== undefined) throw failure;
		return `MEDIA${number}`;
	};

	/**
	 * What the items of one execution share.
	 *
	 * @param files by the name of their binary field or their address; addresses cannot be looked at before
	 */
	session(files: Record<string, MediaFile | Error> = {}): Session {
		const keyOf = ({ origin }: PendingMedia) =>
			origin.from === 'url' ? origin.url : String(origin.property);
		const read = async (media: PendingMedia) => {
			const file = files[keyOf(media)];
			if (file instanceof MediaFile) return file;
			throw file ?? new Error(`No file ${keyOf(media)}`);
		};
		const source: MediaSource = {
			key: keyOf,
			look: async (media) => {
				if (media.origin.from === 'url') return undefined;
				const { content, fileName } = await read(media);
				return { size: content.length, content, fileName };
			},
			read,
		};
		const known = new KnownAddresses();
		return {
			client: { post: this.post } as unknown as WeComClient,
			credentials: {},
			sender: { agentid: 7 },
			uploads: new Uploads(this.upload, source, this.mediaIds.of('app', NO_END)),
			taskIds: new TaskIds(),
			known: () => known,
			retrying: retryingWith(this.clock, new Turns(), { limits: HANDLING.limits, timeout: 0 }),
		};
	}

	private readonly post = async (path: string, body: object, more: Posted['more']) => {
		const answer = this.answers[Math.min(this.posted.length, this.answers.length - 1)];
		this.posted.push({ path, body: body as Posted['body'], more });
		await Promise.resolve();
		if (answer instanceof Error) throw answer;
		if (answer.errcode !== 0) throw new WeComApiError(answer);
		return answer;
	};
}
