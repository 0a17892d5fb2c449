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
	/** Key of the robot that it was uploaded for: nobody else can use it (path/99110). */
	robot?: string;
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
const MAX_BODY_IMAGE = 2 * MEGABYTE;

/** Narrow band and one channel: AMR-WB and the multichannel forms begin otherwise (RFC 4867, section 5). */
const AMR_MAGIC = '#!AMR\n';

/** Payload bytes per frame type, without the header byte (RFC 4867). */
const FRAMES = [12, 13, 15, 17, 19, 20, 26, 31, 5];

/** Major brands of the family of MP4 that are something else: pictures, QuickTime, audio, 3GP, raw photos. */
const OTHER_BRANDS = /^(hei|hev|mif1|msf1|avi[fs]|qt {2}|M4[ABP] |3g|crx |jp2|mjp2)/;
const LONGEST_NAME = 255;

/** What a name may not hold: parts of a path, quotation marks, what cannot be seen, and what turns a text around. */
const NAME_FAULT =
	/["/\\\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
const FRAME_SECONDS = 0.02;
const MAX_SECONDS = 60;

/** Whether a text names one of the media types that an endpoint takes. */
export const isOneOf = (
	types: readonly MediaType[],
	value: string | undefined,
): value is MediaType => types.some((type) => type === value);

function isJpgOrPng(bytes: Buffer): boolean {
	const jpg = bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
	const png = bytes
		.subarray(0, 8)
		.equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
	return jpg || png;
}

function isMp4(bytes: Buffer): boolean {
	return (
		bytes.subarray(4, 8).toString('latin1') === 'ftyp' &&
		!OTHER_BRANDS.test(bytes.subarray(8, 12).toString('latin1'))
	);
}

/** Length of an AMR recording: 20 ms a frame, whose size its first byte tells. */
export function secondsOf(bytes: Buffer): number {
	let offset = AMR_MAGIC.length;
	let frames = 0;
	while (offset < bytes.length) {
		offset += 1 + (FRAMES[(bytes[offset] >> 3) & 0x0f] ?? 0);
		frames += 1;
	}
	return frames * FRAME_SECONDS;
}

/** Checks the name that recipients see: WeCom takes it as it comes, and no phone can save it (stricter than path/90253). */
export function checkFileName(name: string): void {
	const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
	if (NAME_FAULT.test(name) || reserved || name.trim() !== name || /^\.*$/.test(name)) {
		throw new ApiError(44001, `no file can be called ${JSON.stringify(name)}`);
	}
	if (Buffer.byteLength(name) > LONGEST_NAME)
		throw new ApiError(44001, 'the file name is too long');
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
	if (type === 'video' && !isMp4(bytes)) throw new ApiError(40004, 'not an MP4');
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

/** Checks a picture that a robot sends inside its message (path/99110). */
export function checkRobotImage(bytes: Buffer): void {
	if (bytes.length > MAX_BODY_IMAGE) {
		throw new ApiError(93018, `${bytes.length} bytes, at most ${MAX_BODY_IMAGE}`);
	}
	if (!isJpgOrPng(bytes)) throw new ApiError(40004, 'image.base64 is no JPG or PNG');
}
