import { amrSeconds, checkFile } from '../../../nodes/WeCom/files/check';
import { MediaFile } from '../../../nodes/WeCom/files/mediaFile';
import { PendingMedia, pendingMedia, withMediaIds } from '../../../nodes/WeCom/files/pending';
import { MEDIA_RULES, type MediaType } from '../../../nodes/WeCom/files/rules';
import { amrOf, TINY_AMR, TINY_JPG, TINY_MP4, TINY_PDF, TINY_PNG } from '../../simulator';

const MEGABYTE = 1024 * 1024;
const messages = (content: Buffer, type: MediaType, size = content.length, fileName = 'a.bin') =>
	checkFile({ content, size, fileName }, type, 'File').map(({ message }) => message);

describe('what WeCom takes', () => {
	it.each<[MediaType, Buffer]>([
		['image', TINY_PNG],
		['image', TINY_JPG],
		['voice', TINY_AMR],
		['video', TINY_MP4],
		['file', TINY_PDF],
	])('as %s', (type, content) => expect(messages(content, type)).toEqual([]));

	it.each<[MediaType, Buffer, string]>([
		['image', TINY_PDF, 'JPG or PNG'],
		['voice', TINY_MP4, 'AMR'],
		['video', TINY_PNG, 'MP4'],
	])('not as %s, whatever its name', (type, content, wanted) =>
		expect(messages(content, type)).toEqual([`File "a.bin" isn't ${wanted}`]),
	);

	it.each<[MediaType, number, Buffer]>([
		['image', 10, TINY_PNG],
		['articleImage', 2, TINY_PNG],
		['voice', 2, TINY_AMR],
		['video', 10, TINY_MP4],
		['file', 20, TINY_PDF],
	])('%s up to %i MB, and not a byte more', (type, limit, content) => {
		expect(MEDIA_RULES[type].maxBytes).toBe(limit * MEGABYTE);
		expect(messages(content, type, limit * MEGABYTE)).toEqual([]);
		const shown = (limit * MEGABYTE).toLocaleString('en-US');
		const more = (limit * MEGABYTE + 1).toLocaleString('en-US');
		expect(messages(content, type, limit * MEGABYTE + 1)).toEqual([
			`File is ${more} bytes; the maximum is ${shown}`,
		]);
	});

	it('more than five bytes', () => {
		expect(messages(Buffer.from('123456'), 'file')).toEqual([]);
		expect(messages(Buffer.from('12345'), 'file')).toEqual(['File is 5 bytes; the minimum is 6']);
	});

	it('voice of 60 seconds, and not a frame more', () => {
		expect(amrSeconds(amrOf(60))).toBe(60);
		expect(messages(amrOf(60), 'voice')).toEqual([]);
		expect(messages(amrOf(60.02), 'voice')).toEqual([
			'File is 60.02 seconds long; the maximum is 60',
		]);
		expect(messages(amrOf(75), 'voice')).toEqual(['File is 75 seconds long; the maximum is 60']);
	});

	it.each(['a"b', 'a\nb', 'a\rb'])('no file named %j', (name) =>
		expect(messages(TINY_PDF, 'file', 10, name)).toHaveLength(1),
	);
});

describe('a file for upload', () => {
	it('is one multipart part named media, with the name as raw UTF-8', () => {
		const file = new MediaFile('周报.pdf', 'application/pdf', TINY_PDF.length);
		TINY_PDF.copy(file.content);
		const [, boundary] = file.contentType.split('boundary=');
		expect(file.body.toString('utf8')).toBe(
			`--${boundary}\r\nContent-Disposition: form-data; name="media"; filename="周报.pdf"\r\nContent-Type: application/pdf\r\n\r\n${TINY_PDF.toString('utf8')}\r\n--${boundary}--\r\n`,
		);
	});

	it('does not copy its bytes', () => {
		const { body, content } = new MediaFile('a', 'b', 4);
		expect(content.buffer).toBe(body.buffer);
	});

	it('cannot get a header from its MIME type', () => {
		expect(new MediaFile('a', 'text/plain\r\nX-Evil: 1', 0).body.toString()).not.toContain(
			'\r\nX-Evil',
		);
	});
});

describe('pending uploads', () => {
	const first = new PendingMedia('image', 'Cover', { from: 'url', url: 'https://example.com/1' });
	const second = new PendingMedia('image', 'Cover', { from: 'binary', property: 'data' });
	const body = {
		articles: [
			{ title: 'A', thumb_media_id: first },
			{ title: 'B', thumb_media_id: second },
		],
	};

	it('are found wherever they are', () => expect(pendingMedia(body)).toEqual([first, second]));

	it('are replaced in a copy', () => {
		expect(withMediaIds(body, (media) => (media === first ? 'M1' : 'M2'))).toEqual({
			articles: [
				{ title: 'A', thumb_media_id: 'M1' },
				{ title: 'B', thumb_media_id: 'M2' },
			],
		});
		expect(body.articles[0].thumb_media_id).toBe(first);
	});
});
