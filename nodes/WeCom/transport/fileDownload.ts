import { deadline } from '../api/timeUp';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isBlank } from '../api/characters';
import { InvalidInputError } from '../api/explained';
import {
	fetchFault,
	PICTURE_TAG,
	shownAddress,
	statusFault,
	TORN,
	URL_FIELD,
	webPage,
	withoutKeys,
	type AddressPlace,
	type FetchFault,
} from '../files/fetchFault';
import { isWebPage, kindOf } from '../files/kinds';
import { extensionOf, nameInHeader, nameInUrl, plainName } from '../files/names';
import type { PendingMedia } from '../files/pending';
import { MEDIA_RULES } from '../files/rules';

/** Longest wait for the beginning of a file, and for all of it. */
const DOWNLOAD_TIMEOUT_MS = 60_000;
const WHOLE_DOWNLOAD_TIMEOUT_MS = 300_000;
const MAX_REDIRECTS = 5;

/** The chunks of a stream, but no more than one that exceeds the limit: that is enough to know. */
export async function upTo(maxBytes: number, stream: AsyncIterable<Buffer>): Promise<Buffer[]> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		chunks.push(chunk);
		// Leaving the loop closes the connection.
		if (size > maxBytes) break;
	}
	return chunks;
}

/** The address is shown without what may hold a key. */
function unusable(label: string, url: URL, { what, hint }: FetchFault): never {
	const address = `${url.origin}${withoutKeys(url.pathname)}`;
	throw new InvalidInputError([
		{ message: `${label}: the file at ${address} ${what}`, hint, field: label, actual: address },
	]);
}

const placeOf = ({ origin }: PendingMedia): AddressPlace =>
	'inPage' in origin ? PICTURE_TAG : URL_FIELD;

const finalAddress = ({ url }: AddressPlace) => `Enter the file's final URL in ${url}.`;

/**
 * The address of a file.
 *
 * @throws InvalidInputError if it is none of HTTP
 */
export function usableUrl(given: string, media: PendingMedia): URL {
	const url = URL.canParse(given) ? new URL(given) : undefined;
	if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
	const { url: field } = placeOf(media);
	if (isBlank(given)) {
		throw new InvalidInputError([
			{
				message: `${media.label}: ${field} is missing`,
				hint: 'Enter the full URL of the file. If it comes from an expression, check that it has a value for this item.',
				field,
			},
		]);
	}
	const address = shownAddress(given);
	throw new InvalidInputError([
		{
			message: `${media.label}: ${field} must start with http:// or https://; given: ${address}`,
			hint: 'Enter the full URL of the file.',
			field,
			actual: address,
		},
	]);
}

/** A file that was fetched. */
interface Downloaded {
	chunks: Buffer[];
	mimeType?: string;
	/** Names that came with it, the best first. */
	names: Array<string | undefined>;
}

interface Response {
	statusCode: number;
	headers: IDataObject;
	body: AsyncIterable<Buffer>;
}

/** Fetches files over HTTP. */
export class FileDownload {
	constructor(private readonly context: IExecuteFunctions) {}

	/**
	 * Fetches a file, but no more of it than one that exceeds the limit of its type.
	 *
	 * @throws InvalidInputError if it cannot be fetched
	 */
	async fetch(media: PendingMedia, given: string): Promise<Downloaded> {
		const { type, label, origin } = media;
		const start = usableUrl(given, media);
		const cancelled = this.context.getExecutionCancelSignal();
		const limit = deadline(WHOLE_DOWNLOAD_TIMEOUT_MS);
		const signal = cancelled === undefined ? limit : AbortSignal.any([cancelled, limit]);
		const { url, headers, body } = await this.request(start, media, signal);
		const chunks = await upTo(MEDIA_RULES[type].maxBytes, body).catch(() =>
			unusable(label, url, TORN),
		);
		const mimeType =
			headers['content-type'] === undefined
				? undefined
				: String(headers['content-type']).split(';')[0].trim();
		const names = [nameInHeader(headers['content-disposition'], plainName), nameInUrl(url)];
		const head = chunks.find(({ length }) => length > 0) ?? Buffer.alloc(0);
		const isPage =
			kindOf(head) === undefined &&
			(/^(text\/html|application\/xhtml\+xml)$/i.test(mimeType ?? '') || isWebPage(head));
		const takesPages = type === 'file';
		const isWanted =
			takesPages &&
			[origin.fileName, ...names].some((name) => /^x?html?$/.test(extensionOf(name ?? '')));
		if (isPage && !isWanted) unusable(label, url, webPage(placeOf(media), takesPages));
		return { chunks, mimeType, names };
	}

	/** Opens a download and follows its redirects, but never to another protocol than HTTP, nor from HTTPS back to HTTP. */
	private async request(
		start: URL,
		media: PendingMedia,
		abortSignal: AbortSignal,
	): Promise<Omit<Response, 'statusCode'> & { url: URL }> {
		const { label } = media;
		const place = placeOf(media);
		let url = start;
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			const { statusCode, headers, body } = (await this.context.helpers
				.httpRequest({
					url: url.href,
					encoding: 'stream',
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
					timeout: DOWNLOAD_TIMEOUT_MS,
					abortSignal,
				})
				.catch((error: unknown) => unusable(label, url, fetchFault(error, place)))) as Response;
			if (statusCode === 200) return { url, headers, body };
			// The connection is let go of by reading only: to destroy a stream that nobody has begun to read does not reach it.
			await upTo(0, body).catch(() => []);
			const { location } = headers;
			if (statusCode < 300 || statusCode >= 400 || typeof location !== 'string')
				unusable(label, url, statusFault(statusCode, place));
			if (!URL.canParse(location as string, url.href)) {
				unusable(label, url, {
					what: 'redirects to an invalid URL',
					hint: finalAddress(place),
				});
			}
			const next = new URL(location as string, url.href);
			if (
				!/^https?:$/.test(next.protocol) ||
				(url.protocol === 'https:' && next.protocol === 'http:')
			) {
				unusable(label, url, {
					what: `redirects to ${next.protocol}//, which isn't followed`,
					hint: finalAddress(place),
				});
			}
			url = next;
		}
		return unusable(label, start, {
			what: `redirects more than ${MAX_REDIRECTS} times`,
			hint: finalAddress(place),
		});
	}
}
