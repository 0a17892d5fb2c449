import { ApiError } from './errors';

export const MEDIA_TYPES = ['image', 'voice', 'video', 'file'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export interface MediaFile {
	id: string;
	type: MediaType;
	filename: string;
	contentType: string;
	bytes: Buffer;
	size: number;
	/** Milliseconds of the simulator clock. */
	createdAt: number;
}

const MEGABYTE = 1024 * 1024;

/** Upper limits of media/upload (path/90253). */
const MAX_SIZE: Record<MediaType, number> = {
	image: 10 * MEGABYTE,
	voice: 2 * MEGABYTE,
	video: 10 * MEGABYTE,
	file: 20 * MEGABYTE,
};

/** Upper limit of media/uploadimg (path/90256). */
export const MAX_BODY_IMAGE = 2 * MEGABYTE;

const AMR_MAGIC = '#!AMR';
const WIDE_BAND = '#!AMR-WB\n';
const NARROW_BAND = '#!AMR\n';

/** Payload bytes per frame type, without the header byte (RFC 4867). */
const NARROW_FRAMES = [12, 13, 15, 17, 19, 20, 26, 31, 5];
const WIDE_FRAMES = [17, 23, 32, 36, 40, 46, 50, 58, 60, 5];
const FRAME_SECONDS = 0.02;
const MAX_SECONDS = 60;

/** Whether a text names one of the four media types. */
export function isMediaType(value: string | undefined): value is MediaType {
	return MEDIA_TYPES.some((type) => type === value);
}

function isJpgOrPng(bytes: Buffer): boolean {
	const jpg = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
	const png = bytes
		.subarray(0, 8)
		.equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
	return jpg || png;
}

/** Length of an AMR recording: 20 ms a frame, whose size its first byte tells. */
export function secondsOf(bytes: Buffer): number {
	const wide = bytes.subarray(0, WIDE_BAND.length).toString('latin1') === WIDE_BAND;
	const sizes = wide ? WIDE_FRAMES : NARROW_FRAMES;
	let offset = wide ? WIDE_BAND.length : NARROW_BAND.length;
	let frames = 0;
	while (offset < bytes.length) {
		offset += 1 + (sizes[(bytes[offset] >> 3) & 0x0f] ?? 0);
		frames += 1;
	}
	return frames * FRAME_SECONDS;
}

function checkSize(bytes: Buffer, max: number): void {
	if (bytes.length === 0) throw new ApiError(44001, 'the file is empty');
	if (bytes.length <= 5) throw new ApiError(40006, 'the file must be larger than 5 bytes');
	if (bytes.length > max) throw new ApiError(45001, `${bytes.length} bytes, at most ${max}`);
}

/** Checks size and format of an upload (path/91054, path/90253). */
export function checkMedia(type: MediaType, bytes: Buffer): void {
	checkSize(bytes, MAX_SIZE[type]);
	if (type === 'image' && !isJpgOrPng(bytes)) throw new ApiError(40004, 'not a JPG or PNG');
	if (type === 'video' && bytes.subarray(4, 8).toString('latin1') !== 'ftyp') {
		throw new ApiError(40004, 'not an MP4');
	}
	if (type === 'voice') {
		if (bytes.subarray(0, AMR_MAGIC.length).toString('latin1') !== AMR_MAGIC) {
			throw new ApiError(301017);
		}
		if (secondsOf(bytes) > MAX_SECONDS) throw new ApiError(45007, 'longer than 60 seconds');
	}
}

/** Checks a picture for article bodies (path/90256). */
export function checkBodyImage(bytes: Buffer): void {
	checkSize(bytes, MAX_BODY_IMAGE);
	if (!isJpgOrPng(bytes)) throw new ApiError(40004, 'not a JPG or PNG');
}
