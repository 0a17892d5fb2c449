import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { DownloadedFile, FileStream } from '../api/client';
import { findName } from '../files/names';
import { MEDIA_RULES } from '../files/rules';
import { upTo } from './fileDownload';

/** Most that WeCom gives in one piece (`path/90254`). */
const { maxBytes: MOST_BYTES } = MEDIA_RULES.file;

/** A file that is larger than WeCom gives in one piece. */
export class TooLargeError extends Error {
	override readonly name = 'TooLargeError';

	constructor() {
		super(
			`The file is larger than ${MOST_BYTES.toLocaleString('en-US')} bytes, the maximum for downloads.`,
		);
	}
}

/** The chunks of a file as long as it keeps to the limit. */
async function* limited(stream: FileStream): AsyncGenerator<Buffer> {
	let bytes = 0;
	for await (const chunk of stream) {
		bytes += chunk.length;
		if (bytes > MOST_BYTES) throw new TooLargeError();
		yield chunk;
	}
}

type Helpers = Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>;
type Content = Parameters<Helpers['prepareBinaryData']>[0];

/** A stream of the same class as the one given: nodes may not import it. */
export function streamLike(
	file: FileStream,
	chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Content & FileStream {
	const { from } = file.constructor as unknown as {
		from(content: typeof chunks, options: object): Content & FileStream;
	};
	return from(chunks, { objectMode: false });
}

/** How a file is called that came without a name. */
interface Names {
	mediaId: string;
	/** What it is, such as "image". */
	type: string;
	/** Extension, as far as it is known. */
	extension?: string;
}

/**
 * Puts a file that WeCom sends into n8n's store, as it comes.
 *
 * @throws TooLargeError if it is too large
 */
export async function storeFile(
	helpers: Helpers,
	{ content, fileName, mimeType, size }: DownloadedFile,
	{ mediaId, type, extension }: Names,
): Promise<IBinaryData> {
	if (size !== undefined && size > MOST_BYTES) {
		// Whoever reads lets go of the connection.
		await upTo(0, content);
		throw new TooLargeError();
	}
	const clues = { extension, mimeType, head: Buffer.alloc(0) };
	const name = findName([fileName, mediaId], clues, { name: type, extension: 'bin' });
	return await helpers.prepareBinaryData(streamLike(content, limited(content)), name, mimeType);
}
