/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';

import type { DownloadedFile } from '../../../nodes/WeCom/api/client';
import { storeFile, TooLargeError } from '../../../nodes/WeCom/transport/storedFile';
import { moreExamples } from '../../fixtures/officialExamples';

const MEGABYTE = 1024 * 1024;
const CHUNK = Buffer.alloc(MEGABYTE);

/** Stores a file of some chunks in an n8n that keeps it in memory. */
async function stored(file: Partial<DownloadedFile>, chunks = [CHUNK], extension?: string) {
	const content = Readable.from(chunks, { objectMode: false });
	let bytes = 0;
	const helpers = {
		prepareBinaryData: async (stream: unknown, fileName?: string, mimeType = '') => {
			for await (const chunk of stream as Readable) bytes += (chunk as Buffer).length;
			return { data: 'memory', mimeType, fileName };
		},
	};
	const names = { mediaId: 'MEDIA', type: 'file', extension };
	const result = await storeFile(helpers, { content, mimeType: 'image/jpeg', ...file }, names);
	return { ...result, bytes };
}

it('has the name and the type that WeCom gives, as in the documentation', async () => {
	const { headers } = moreExamples.find(({ name }) => name === 'media.get.response_headers')
		?.payload as { headers: Record<string, string> };
	const fileName = /"(.*)"/.exec(headers['Content-disposition'])?.[1];
	const file = await stored({ fileName, mimeType: headers['Content-Type'] });
	expect(file).toMatchObject({ fileName: 'MEDIA_ID.jpg', mimeType: 'image/jpeg', bytes: MEGABYTE });
});

it.each([
	['image/jpeg', undefined, 'MEDIA.jpg'],
	['application/octet-stream', 'amr', 'MEDIA.amr'],
])('of type %s with extension %s is called %s where it has no name', async (mimeType, ext, name) =>
	expect((await stored({ mimeType }, undefined, ext)).fileName).toBe(name),
);

it('may have 20 MB, and not a byte more, whatever WeCom says of its size', async () => {
	const most = Array.from({ length: 20 }, () => CHUNK);
	expect((await stored({}, most)).bytes).toBe(20 * MEGABYTE);
	await expect(stored({}, [...most, Buffer.from('x')])).rejects.toThrow(TooLargeError);
	await expect(stored({ size: 20 * MEGABYTE + 1 })).rejects.toThrow(
		'The file is larger than 20,971,520 bytes',
	);
});
