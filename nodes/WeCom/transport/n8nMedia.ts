import type { IBinaryData, IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InvalidInputError } from '../api/errors';
import { MEDIA_RULES, type MediaFile, type MediaType, type PendingMedia } from '../api/media';
import type { MediaSource } from '../delivery/uploads';

const DOWNLOAD_TIMEOUT_MS = 60_000;

/** The last part of a URL's path as a file name, decoded; undefined if it has none. */
function nameInUrl(url: URL): string | undefined {
	const last = url.pathname.split('/').pop() ?? '';
	try {
		return decodeURIComponent(last) || undefined;
	} catch {
		return last;
	}
}

/** The file name in a Content-Disposition header; `filename*` counts more than `filename`. */
function nameInHeader(header: unknown): string | undefined {
	const text = String(header ?? '');
	const encoded = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(text)?.[1];
	if (encoded !== undefined) return decodeURIComponent(encoded.trim());
	return /filename\s*=\s*"?([^";]+)"?/i.exec(text)?.[1];
}

function defaultName(type: MediaType): string {
	return `${type}.${MEDIA_RULES[type].extension}`;
}

/** Reads media out of n8n's binary data, or downloads them. */
export class N8nMedia implements MediaSource {
	constructor(private readonly context: IExecuteFunctions) {}

	key({ type, origin }: PendingMedia, itemIndex: number): string {
		const { fileName = '' } = origin;
		if (origin.from === 'url') return JSON.stringify([type, fileName, origin.url]);
		const { id, data } = this.binary(origin.property, itemIndex);
		return JSON.stringify([type, fileName, id ?? data]);
	}

	async read({ type, label, origin }: PendingMedia, itemIndex: number): Promise<MediaFile> {
		if (origin.from === 'url') return await this.download(origin.url, type, label, origin.fileName);
		const { fileName, mimeType } = this.binary(origin.property, itemIndex);
		return {
			content: await this.context.helpers.getBinaryDataBuffer(itemIndex, origin.property),
			fileName: origin.fileName ?? fileName ?? defaultName(type),
			mimeType,
		};
	}

	private binary(property: string, itemIndex: number): IBinaryData {
		const available = this.context.getInputData()[itemIndex]?.binary ?? {};
		const found = available[property];
		if (found !== undefined) return found;
		const names = Object.keys(available);
		throw new InvalidInputError([
			{
				message: `Input Binary Field "${property}" does not exist in the input item`,
				hint:
					names.length === 0
						? 'The item carries no file. Put a step that gives one before this node, such as Read Files or HTTP Request with Response Format "File".'
						: `The item has: ${names.join(', ')}. Enter one of these names.`,
				field: 'Input Binary Field',
				actual: property,
			},
		]);
	}

	private async download(given: string, type: MediaType, label: string, fileName?: string): Promise<MediaFile> {
		const unusable = (message: string, hint: string): never => {
			throw new InvalidInputError([{ message: `${label}: ${message}`, hint, field: label, actual: given }]);
		};
		const url = URL.canParse(given) ? new URL(given) : undefined;
		if (url === undefined || !/^https?:$/.test(url.protocol)) {
			return unusable(
				`File URL must start with http:// or https://; given: ${JSON.stringify(given)}`,
				'Enter the complete address of the file.',
			);
		}
		const response = (await this.context.helpers
			.httpRequest({
				url: given,
				encoding: 'arraybuffer',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				timeout: DOWNLOAD_TIMEOUT_MS,
			})
			.catch(() =>
				unusable(`the file at ${url.origin}${url.pathname} cannot be downloaded`, 'Check the address and the network of n8n.'),
			)) as { statusCode: number; headers: IDataObject; body: ArrayBuffer };
		if (response.statusCode !== 200) {
			unusable(
				`the file at ${url.origin}${url.pathname} cannot be downloaded: HTTP status ${response.statusCode}`,
				'Check the address. A file behind a login needs an HTTP Request node before this one, and Media Source Binary Data here.',
			);
		}
		return {
			content: Buffer.from(response.body),
			fileName: fileName ?? nameInHeader(response.headers['content-disposition']) ?? nameInUrl(url) ?? defaultName(type),
			mimeType: String(response.headers['content-type'] ?? 'application/octet-stream').split(';')[0],
		};
	}
}
