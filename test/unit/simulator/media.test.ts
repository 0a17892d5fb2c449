import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator, TINY_AMR, TINY_JPG, TINY_MP4, TINY_PDF, TINY_PNG } from '../../simulator';
import type { Client } from './client';
import { clientOf, inBatches } from './client';

const MEGABYTE = 1024 * 1024;

function padded(bytes: Buffer, size: number): Buffer {
	return Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
}

/** The beginning of a file of the family of MP4. */
const branded = (brand: string) => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0isommp42`, 'latin1');

describe('media', () => {
	let simulator: Simulator;
	let client: Client;

	beforeAll(async () => {
		simulator = await startSimulator();
		client = await clientOf(simulator);
	});
	afterAll(async () => await simulator.close());

	/** Sends a part exactly as written. */
	async function raw(header: string, content = 'content', type = 'file'): Promise<JsonObject> {
		const response = await fetch(client.url('media/upload', { type }), {
			method: 'POST',
			headers: { 'content-type': 'multipart/form-data; boundary=cut' },
			body: `--cut\r\n${header}\r\n\r\n${content}\r\n--cut--\r\n`,
		});
		return (await response.json()) as JsonObject;
	}

	test('upload answers like the official example and keeps the Chinese name', async () => {
		const answer = await client.upload('image', TINY_PNG, '值班 表.png');
		expect(answer).toEqual({
			errcode: 0,
			errmsg: '',
			type: 'image',
			media_id: expect.stringMatching(/^[\w-]{44}$/),
			created_at: expect.stringMatching(/^\d{10}$/),
		});
		const stored = simulator.media(String(answer.media_id));
		expect(stored).toMatchObject({ type: 'image', filename: '值班 表.png', size: TINY_PNG.length });
		expect(stored?.bytes.equals(TINY_PNG)).toBe(true);
		expect(simulator.calls('media/upload').pop()?.body).toMatchObject({
			parts: [{ name: 'media', filename: '值班 表.png', size: TINY_PNG.length }],
		});
	});

	test.each<[string, string, Buffer, number]>([
		['JPG', 'image', TINY_JPG, 0],
		['voice', 'voice', TINY_AMR, 0],
		['video', 'video', TINY_MP4, 0],
		['PDF as image', 'image', TINY_PDF, 40004],
		['PNG as video', 'video', TINY_PNG, 40004],
		['PNG as voice', 'voice', TINY_PNG, 301017],
		['QuickTime as video', 'video', branded('qt  '), 40004],
		['HEIC as video', 'video', branded('heic'), 40004],
		['M4A as video', 'video', branded('M4A '), 40004],
		['3GP as video', 'video', branded('3gp4'), 40004],
		['HEIC as image', 'image', branded('heic'), 40004],
		['wide-band voice', 'voice', Buffer.from('#!AMR-WB\n\x04\0\0', 'latin1'), 301017],
		['voice of several channels', 'voice', Buffer.from('#!AMR_MC1.0\n\0', 'latin1'), 301017],
		['wrong type', 'picture', TINY_PNG, 40005],
		['empty file', 'file', Buffer.alloc(0), 44001],
		['five bytes', 'file', Buffer.alloc(5), 40006],
		['six bytes', 'file', Buffer.alloc(6), 0],
		['largest image', 'image', padded(TINY_PNG, 10 * MEGABYTE), 0],
		['image too large', 'image', padded(TINY_PNG, 10 * MEGABYTE + 1), 45001],
		['voice too large', 'voice', padded(TINY_AMR, 2 * MEGABYTE + 1), 45001],
		['video too large', 'video', padded(TINY_MP4, 10 * MEGABYTE + 1), 45001],
		['file too large', 'file', Buffer.alloc(20 * MEGABYTE + 1), 45001],
		['far too large', 'file', Buffer.alloc(33 * MEGABYTE), 45001],
	])('upload: %s', async (_name, type, bytes, errcode) => {
		expect(await client.upload(type, bytes, 'a.bin')).toMatchObject({ errcode });
	});

	test.each<[string, string, number]>([
		['plain', 'Content-Disposition: form-data; name="media"; filename="中文.txt"', 0],
		[
			'declared length',
			'Content-Disposition: form-data; name="media"; filename="a"; filelength=7',
			0,
		],
		[
			'wrong length',
			'Content-Disposition: form-data; name="media"; filename="a"; filelength=8',
			40123,
		],
		['other part name', 'Content-Disposition: form-data; name="file"; filename="a"', 44001],
		['no filename', 'Content-Disposition: form-data; name="media"', 44001],
		['empty filename', 'Content-Disposition: form-data; name="media"; filename=""', 44001],
		[
			'extended filename',
			`Content-Disposition: form-data; name="media"; filename="a"; filename*=UTF-8''a`,
			44001,
		],
	])('part header: %s', async (_name, header, errcode) => {
		expect(await raw(header)).toMatchObject({ errcode });
	});

	test.each([
		'a/b.pdf',
		'C:\\temp\\a.pdf',
		'a\u202eb.pdf',
		'a\u200b.pdf',
		'a\0.pdf',
		'..',
		' a.pdf',
		'nul.txt',
		`${'x'.repeat(252)}.pdf`,
	])('a file called %j is refused', async (name) =>
		expect(await client.upload('file', TINY_PDF, name)).toMatchObject({ errcode: 44001 }),
	);

	test('names are taken literally, never decoded', async () => {
		const header = 'Content-Disposition: form-data; name="media"; filename="%E4%B8%AD.txt"';
		const { media_id: id } = await raw(header);
		expect(simulator.media(String(id))?.filename).toBe('%E4%B8%AD.txt');
	});

	test('bodies that are no closed multipart, or hold two parts', async () => {
		const json = await client.post('media/upload', {});
		expect(json).toMatchObject({ errcode: 40005 });
		const upload = async (type: string, body: string) => {
			const response = await fetch(client.url('media/upload', { type: 'file' }), {
				method: 'POST',
				headers: { 'content-type': type },
				body,
			});
			return (await response.json()) as JsonObject;
		};
		const part = 'Content-Disposition: form-data; name="media"; filename="a"\r\n\r\ncontent\r\n';
		const multipart = 'multipart/form-data; boundary=cut';
		expect(await upload(multipart, `--cut\r\n${part}--cut--`)).toMatchObject({ errcode: 0 });
		for (const [type, body] of [
			['application/json', '{}'],
			['multipart/form-data', `--cut\r\n${part}--cut--`],
			[multipart, `--cut\r\n${part}`],
			[multipart, `--cut\r\n${part}--cut\r\n${part}--cut--`],
			[multipart, ''],
		]) {
			expect(await upload(type, body)).toMatchObject({ errcode: 44001 });
		}
	});

	test('uploadimg: any part name, pictures up to 2 MB', async () => {
		const uploadImage = async (bytes: Buffer) =>
			await client.upload('', bytes, 'a.png', 'anything', 'media/uploadimg');
		expect(await uploadImage(TINY_PNG)).toEqual({
			errcode: 0,
			errmsg: '',
			url: expect.stringMatching(/^http:\/\/p\.qpic\.cn\/pic_wework\/\d+\/[0-9a-f]+\/0$/),
		});
		expect(await uploadImage(padded(TINY_JPG, 2 * MEGABYTE))).toMatchObject({ errcode: 0 });
		expect(await uploadImage(padded(TINY_JPG, 2 * MEGABYTE + 1))).toMatchObject({ errcode: 45001 });
		expect(await uploadImage(TINY_PDF)).toMatchObject({ errcode: 40004 });
	});

	test('uploadimg: 1000 a day', async () => {
		const other = await startSimulator();
		try {
			const uploader = await clientOf(other);
			const codes = await inBatches(1001, async () => {
				const answer = await uploader.upload('', TINY_PNG, 'a.png', 'media', 'media/uploadimg');
				return answer.errcode;
			});
			expect(codes.filter((code) => code === 45009)).toHaveLength(1);
			expect(codes.filter((code) => code === 0)).toHaveLength(1000);
		} finally {
			await other.close();
		}
	});

	test('get returns the bytes with name and type, or a part of them', async () => {
		const id = await client.mediaId('file', TINY_PDF, '周报.pdf');
		const url = client.url('media/get', { media_id: id });
		const whole = await fetch(url);
		expect(whole.status).toBe(200);
		const disposition = Buffer.from(whole.headers.get('content-disposition') ?? '', 'latin1');
		expect(disposition.toString('utf8')).toBe('attachment; filename="周报.pdf"');
		expect(Buffer.from(await whole.arrayBuffer()).equals(TINY_PDF)).toBe(true);

		const ranges: Array<[string, number, number]> = [
			['bytes=0-9', 0, 10],
			['bytes=10-', 10, TINY_PDF.length],
			['bytes=-5', TINY_PDF.length - 5, TINY_PDF.length],
			['bytes=0-99999', 0, TINY_PDF.length],
		];
		for (const [range, start, end] of ranges) {
			const part = await fetch(url, { headers: { range } });
			expect(part.status).toBe(206);
			expect(part.headers.get('content-range')).toBe(
				`bytes ${start}-${end - 1}/${TINY_PDF.length}`,
			);
			expect(Buffer.from(await part.arrayBuffer()).equals(TINY_PDF.subarray(start, end))).toBe(
				true,
			);
		}
		for (const range of ['bytes=9-3', 'bytes=-', 'lines=1-2', 'bytes=99999-']) {
			const answer = await fetch(url, { headers: { range } });
			expect(await answer.json()).toMatchObject({ errcode: 40146 });
		}
	});

	test('get without and with unknown media_id', async () => {
		expect(await client.get('media/get')).toMatchObject({ errcode: 41006 });
		expect(await client.get('media/get', { media_id: 'x' })).toMatchObject({ errcode: 40007 });
	});
});
