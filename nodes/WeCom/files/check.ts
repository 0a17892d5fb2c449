import type { Issue } from '../api/explained';
import { kindOf } from './kinds';
import { checkName, extensionOf } from './names';
import { MAX_VOICE_SECONDS, MEDIA_RULES, MIN_MEDIA_BYTES, type MediaType } from './rules';

/** What is known of a file before it is read. */
export interface FileLook {
	/** Bytes. */
	size: number;
	/** Only so much of it was read as shows that it is too large. */
	stopped?: boolean;
	/** The beginning, best 64 bytes or more; for voice the whole file, since its length in time counts. */
	content: Buffer;
	fileName: string;
}

const AMR_HEADER = Buffer.from('#!AMR\n');
/** Bytes of an AMR frame by its type, with its first byte (RFC 4867, 5.3). A frame lasts 20 milliseconds. */
const AMR_FRAME_BYTES = [13, 14, 16, 18, 20, 21, 27, 32, 6];
const AMR_FRAMES_PER_SECOND = 50;

/** Length of an AMR recording, in seconds; undefined if the frames cannot be told apart. */
export function amrSeconds(content: Buffer): number | undefined {
	if (!content.subarray(0, AMR_HEADER.length).equals(AMR_HEADER)) return undefined;
	let frames = 0;
	for (let at = AMR_HEADER.length; at < content.length; frames++) {
		at += AMR_FRAME_BYTES[(content[at] >> 3) & 0x0f] ?? 1;
	}
	return frames / AMR_FRAMES_PER_SECOND;
}

const inBytes = (size: number) => `${size.toLocaleString('en-US')} bytes`;

function checkSize({ size, stopped }: FileLook, type: MediaType, label: string): Issue[] {
	const { maxBytes, says } = MEDIA_RULES[type];
	if (size >= MIN_MEDIA_BYTES && size <= maxBytes) return [];
	const isUnknown = stopped === true && size > maxBytes;
	const limit = size > maxBytes ? maxBytes : MIN_MEDIA_BYTES;
	return [
		{
			message: isUnknown
				? `${label} is more than ${inBytes(limit)}, which is the maximum`
				: `${label} is ${inBytes(size)}; the ${size > maxBytes ? 'maximum' : 'minimum'} is ${limit.toLocaleString('en-US')}`,
			hint:
				size > maxBytes
					? `Send a smaller file. ${says}.`
					: 'The file is empty or nearly empty. Check the node that created it.',
			field: label,
			limit,
			unit: 'bytes',
			...(isUnknown ? {} : { actual: size }),
		},
	];
}

function checkFormat({ content, fileName }: FileLook, type: MediaType, label: string): Issue[] {
	const { formats, otherwise, says } = MEDIA_RULES[type];
	const kind = kindOf(content);
	if (formats === undefined || (kind !== undefined && formats.includes(kind.name))) return [];
	const found = kind === undefined ? '' : `The file is actually ${kind.name}. `;
	return [
		{
			message: `${label} "${fileName}" isn't ${formats.join(' or ')}`,
			hint: `${found}What counts is the content of the file, not its name. ${says}. ${otherwise}`,
			field: label,
			actual: fileName,
		},
	];
}

function checkDuration({ content }: FileLook, type: MediaType, label: string): Issue[] {
	const seconds = type === 'voice' ? amrSeconds(content) : undefined;
	if (seconds === undefined || seconds <= MAX_VOICE_SECONDS) return [];
	return [
		{
			message: `${label} is ${seconds} seconds long; the maximum is ${MAX_VOICE_SECONDS}`,
			hint: 'Shorten the recording, or send it as a file.',
			field: label,
			limit: MAX_VOICE_SECONDS,
			unit: 'seconds',
			actual: seconds,
		},
	];
}

/** Extensions of the files that may be sent confidentially (`path/90236`, file messages with `safe` 1). */
const CONFIDENTIAL = [
	'txt',
	'pdf',
	'doc',
	'docx',
	'ppt',
	'pptx',
	'xls',
	'xlsx',
	'xml',
	'jpg',
	'jpeg',
	'png',
	'bmp',
	'gif',
];

/** Checks the name of a file that is to be confidential: WeCom goes by the extension. Other media may all be. */
export function checkConfidential(fileName: string, type: MediaType, label: string): Issue[] {
	const extension = extensionOf(fileName);
	if (type !== 'file' || CONFIDENTIAL.includes(extension)) return [];
	return [
		{
			message: `${label} "${fileName}" can't be confidential: WeCom doesn't show ${extension === '' ? 'files without an extension' : `.${extension} files`} that way`,
			hint: `Set Confidential to No, or send one of these file types: ${CONFIDENTIAL.join(', ')}. If it is an archive, unpack it and send its files one by one.`,
			field: label,
			actual: fileName,
		},
	];
}

/**
 * Checks a file before it is uploaded: size, format, length and name (`path/91054`).
 *
 * @param label of the form field, for messages
 */
export function checkFile(file: FileLook, type: MediaType, label: string): Issue[] {
	const size = checkSize(file, type, label);
	const content =
		size.length > 0
			? size
			: [...checkFormat(file, type, label), ...checkDuration(file, type, label)];
	return [...content, ...checkName(file.fileName, label)];
}
