import { randomBytes } from 'crypto';

/**
 * A file ready for upload. Its bytes stand in the multipart body from the start, so that a file of 20 MB is in memory
 * once and not once more for the request.
 */
export class MediaFile {
	/** The multipart body with one part named `media` (`path/90253`). */
	readonly body: Buffer;

	/** The bytes of the file: a view into the body, to be filled by whoever reads the file. */
	readonly content: Buffer;

	/** Goes into the header of the request. */
	readonly contentType: string;

	/**
	 * @param fileName that recipients see; WeCom reads it as raw UTF-8
	 * @param size bytes
	 */
	constructor(
		readonly fileName: string,
		mimeType: string,
		size: number,
	) {
		const boundary = `wecom-${randomBytes(16).toString('hex')}`;
		const head = Buffer.from(
			`--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="${fileName}"\r\nContent-Type: ${mimeType.replace(/[^\x21-\x7e]/g, '')}\r\n\r\n`,
		);
		const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
		this.body = Buffer.alloc(head.length + size + tail.length);
		head.copy(this.body);
		tail.copy(this.body, head.length + size);
		this.content = this.body.subarray(head.length, head.length + size);
		this.contentType = `multipart/form-data; boundary=${boundary}`;
	}
}
