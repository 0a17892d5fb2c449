import { createHash } from 'node:crypto';
import { ApiError } from '../errors';
import {
	checkBodyImage,
	checkFileName,
	checkMedia,
	isOneOf,
	MEDIA_TYPES,
	type MediaType,
} from '../media';
import type { Part } from '../multipart';
import type { JsonObject } from '../types';
import type { ApiAnswer, ApiContext, CallContext, Endpoint } from './dispatch';

/** The one file of an upload with its displayed name. */
function fileOf(parts: Part[]): Part & { filename: string } {
	const [part] = parts;
	if (!part || parts.length > 1) throw new ApiError(44001, 'send exactly one part');
	const { filename } = part;
	if (part.extendedName || !filename) {
		throw new ApiError(44001, 'the part needs filename="…" in raw UTF-8');
	}
	checkFileName(part.writtenName ?? filename);
	return { ...part, filename };
}

/**
 * Takes an upload of one of the given types, and answers as both endpoints do.
 * @param robot key of the robot that it is for
 */
export function storedUpload(
	{ query: { type }, parts, state }: CallContext,
	types: readonly MediaType[],
	robot?: string,
): JsonObject {
	if (!isOneOf(types, type)) throw new ApiError(40005, `type ${String(type)}`);
	const part = fileOf(parts());
	if (part.name !== 'media') throw new ApiError(44001, 'the part must be named media');
	checkMedia(type, part.bytes);
	if (part.filelength !== undefined && part.filelength !== part.bytes.length) {
		throw new ApiError(40123, 'filelength differs from the content');
	}
	const file = state.storeMedia({
		type,
		filename: part.filename,
		contentType: part.contentType ?? 'application/octet-stream',
		bytes: part.bytes,
		...(robot === undefined ? {} : { robot }),
	});
	return {
		errmsg: '',
		type,
		media_id: file.id,
		created_at: String(Math.floor(file.createdAt / 1000)),
	};
}

/** media/upload (path/90253). */
const upload = (context: ApiContext): JsonObject => storedUpload(context, MEDIA_TYPES);

/** media/uploadimg (path/90256); any part name, filename and content type are needed. */
function uploadImage({ parts, state }: ApiContext): JsonObject {
	const part = fileOf(parts());
	if (!part.contentType) throw new ApiError(44001, 'the part needs a content type');
	checkBodyImage(part.bytes);
	if (!state.quotas.bodyImages.admit(state.corpId, state.now())) throw new ApiError(45009);
	const digest = createHash('sha256').update(part.bytes).digest('hex').slice(0, 62);
	const url = `http://p.qpic.cn/pic_wework/3474110808/${digest}/0`;
	const { filename, contentType, bytes } = part;
	state.bodyImages.set(url, state.storeMedia({ type: 'image', filename, contentType, bytes }));
	return { errmsg: '', url };
}

/** Start and end of a byte range; undefined without a Range header. */
function rangeOf(header: string | undefined, size: number): [number, number] | undefined {
	if (header === undefined) return undefined;
	const match = /^bytes=(\d*)-(\d*)$/.exec(header);
	if (!match || (match[1] === '' && match[2] === '')) throw new ApiError(40146, header);
	const [, first, last] = match;
	const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
	if (start > end) throw new ApiError(40146, header);
	return [start, end];
}

/** media/get (path/90254). */
function download({ query, headers, state }: ApiContext): ApiAnswer {
	if (!query.media_id) throw new ApiError(41006);
	const file = state.freshMedia(query.media_id, '');
	// Header values are Latin-1 in Node; this puts the raw UTF-8 bytes on the wire.
	const name = Buffer.from(file.filename.replace(/["\r\n]/g, '_'), 'utf8').toString('latin1');
	const answer = {
		'content-type': file.contentType,
		'content-disposition': `attachment; filename="${name}"`,
		'cache-control': 'no-cache, must-revalidate',
		'accept-ranges': 'bytes',
	};
	const range = rangeOf(headers.range, file.size);
	if (!range) return { status: 200, headers: answer, payload: file.bytes };
	const [start, end] = range;
	return {
		status: 206,
		headers: { ...answer, 'content-range': `bytes ${start}-${end}/${file.size}` },
		payload: file.bytes.subarray(start, end + 1),
	};
}

export const mediaEndpoints: Endpoint[] = [
	{ path: 'media/upload', method: 'POST', handler: upload },
	{ path: 'media/uploadimg', method: 'POST', handler: uploadImage },
	{ path: 'media/get', method: 'GET', handler: download },
];
