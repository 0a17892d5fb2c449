import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import type { Session } from '../../../nodes/WeCom/delivery/session';
import { PendingMedia } from '../../../nodes/WeCom/files/pending';
import { fileOf, FakeWeCom } from './session';

const attached = (property = 'data', confidential = false, fileName?: string) =>
	new PendingMedia('file', 'File', { from: 'binary', property, fileName }, confidential);
const linked = (url: string, fileName?: string, confidential = false) =>
	new PendingMedia('file', 'File', { from: 'url', url, fileName }, confidential);

const effort = { timeout: 5000, limits: { retries: 1, totalMs: 10 } };

const unknownMedia = () => new WeComApiError({ errcode: 40007, errmsg: 'invalid media_id' });

/** Sends a body with one file, to a WeCom that gives these answers in turn, the last one forever. */
async function send(
	session: Session,
	media: PendingMedia,
	answers: unknown[] = ['sent'],
	itemIndex = 0,
) {
	const bodies: unknown[] = [];
	const result = await session.uploads
		.sendWith({ media_id: media as unknown }, itemIndex, effort, async (body) => {
			bodies.push(body.media_id);
			const answer = answers[Math.min(bodies.length, answers.length) - 1];
			if (answer instanceof Error) throw answer;
			return answer;
		})
		.catch((error: unknown) => error);
	return { bodies, result };
}

describe('the check of files before anything is sent', () => {
	const files = {
		data: fileOf('something'),
		tiny: fileOf('x'),
		archive: fileOf('something', 'a.zip'),
		gone: new Error('gone'),
	};
	const checked = async (...all: PendingMedia[]) => {
		const { uploads } = new FakeWeCom().session(files);
		await uploads.check({ articles: all }, 0);
	};

	it('lets a good file pass, and a body without files', async () => {
		await checked(attached());
		await checked();
		await checked(attached('data', true));
		await checked(attached('archive'));
	});

	it('says whether a body has files', async () => {
		const { uploads } = new FakeWeCom().session(files);
		expect(await uploads.check({ file: attached() }, 0)).toBe(true);
		expect(await uploads.check({ text: 'x' }, 0)).toBe(false);
	});

	it.each([
		['that WeCom would not take', attached('tiny'), /^File is 1 bytes; the minimum is 6$/],
		[
			'that cannot be confidential',
			attached('archive', true),
			/^File "a.zip" can't be confidential/,
		],
		['that is not there', attached('gone'), /^gone$/],
		[
			'that has a bad name, before it is downloaded',
			linked('http://127.0.0.1/a', 'a/b.txt'),
			/^File: the file name can't contain \//,
		],
		[
			'that has a bad name, and is to be confidential',
			linked('http://127.0.0.1/a', 'a/b.txt', true),
			/^File: the file name can't contain \//,
		],
		[
			'whose name cannot be confidential',
			linked('http://127.0.0.1/a.txt', 'a.zip', true),
			/^File "a.zip" can't be confidential/,
		],
		[
			'whose name has no extension, and is to be confidential',
			linked('http://127.0.0.1/a.txt', 'a', true),
			/^File "a" can't be confidential: WeCom doesn't show files without an extension that way/,
		],
		[
			'whose address cannot be confidential',
			linked('http://127.0.0.1/b/a.zip?x=1', undefined, true),
			/^File "a.zip" can't be confidential/,
		],
	])('refuses one %s', async (_, media, message) => {
		await expect(checked(attached(), media)).rejects.toThrow(message);
	});

	it.each([
		['an address, however it is named', linked('http://127.0.0.1/a.zip')],
		[
			'the name that was entered rather than its address',
			linked('http://127.0.0.1/a.zip', 'a.txt', true),
		],
		[
			'nothing where the address names no type',
			linked('http://127.0.0.1/download', undefined, true),
		],
		['nothing where the address has no name', linked('http://127.0.0.1/', undefined, true)],
		[
			'nothing where the address ends with something unknown',
			linked('http://127.0.0.1/x.aspx', undefined, true),
		],
	])('goes by %s', async (_, media) => {
		await expect(checked(media)).resolves.toBeUndefined();
	});

	it('looks at the same file once, however many items send it, but each time at one that was refused', async () => {
		const session = new FakeWeCom().session(files);
		const { uploads } = session;
		const look = jest.spyOn(uploads['source'], 'look');
		await uploads.check([attached(), attached()], 0);
		await uploads.check(attached(), 1);
		expect(look).toHaveBeenCalledTimes(1);
		for (const item of [0, 1])
			await expect(uploads.check(attached('tiny'), item)).rejects.toThrow();
	});
});

it('a picture in a text that WeCom refuses is named, other files are not', async () => {
	const url = 'http://127.0.0.1/a';
	const refused = () => new WeComApiError({ errcode: 40009, errmsg: 'no' });
	for (const [as, message] of [
		['url', /^Picture 1: .*\(errcode 40009\)$/],
		['mediaId', /^Image size not allowed \(errcode 40009\)$/],
	] as const) {
		const wecom = new FakeWeCom();
		wecom.uploadFailures.push(refused());
		const media = new PendingMedia('file', 'Picture 1', { from: 'url', url }, false, as);
		const { bodies, result } = await send(wecom.session({ [url]: fileOf('something') }), media);
		expect(bodies).toEqual([]);
		expect((result as WeComApiError).message).toMatch(message);
		expect(result).toMatchObject({ errcode: 40009, delivered: 'no' });
	}
});

describe('a body with files', () => {
	it('goes out with the media_id of each, uploaded with the patience of the message', async () => {
		const wecom = new FakeWeCom();
		const { bodies, result } = await send(wecom.session({ data: fileOf('something') }), attached());
		expect(bodies).toEqual(['MEDIA1']);
		expect(result).toBe('sent');
		expect(wecom.uploaded).toEqual([{ type: 'file', fileName: 'a.txt', effort }]);
	});

	it('goes out as it is where it has none', async () => {
		const wecom = new FakeWeCom();
		const body = { content: 'x' };
		const sent = await wecom
			.session()
			.uploads.sendWith(body, 0, effort, async (one) => await Promise.resolve(one));
		expect(sent).toBe(body);
		expect(wecom.uploaded).toEqual([]);
	});

	it('has the media_id of each where they are uploaded before all messages', async () => {
		const wecom = new FakeWeCom();
		const { uploads } = wecom.session({ data: fileOf('something') });
		const body = { content: 'x', media_id: attached() as unknown };
		expect(await uploads.bring(body, 0, effort)).toEqual({ content: 'x', media_id: 'MEDIA1' });
		expect(wecom.uploaded).toHaveLength(1);
	});

	it('does not go out if a file turns out to be one that WeCom would not take', async () => {
		const wecom = new FakeWeCom();
		const url = 'http://127.0.0.1/tiny';
		const { bodies, result } = await send(wecom.session({ [url]: fileOf('x') }), linked(url));
		expect(bodies).toEqual([]);
		expect(result).toMatchObject({ name: 'InvalidInputError' });
		expect(wecom.uploaded).toEqual([]);
	});

	it.each([
		['one by one', false],
		['at the same time', true],
	])('uploads the same file once for several items that send it %s', async (_, together) => {
		const wecom = new FakeWeCom();
		const session = wecom.session({ data: fileOf('something') });
		const jobs = [0, 1, 2].map(
			(item) => async () => await send(session, attached(), ['sent'], item),
		);
		const sent = together ? await Promise.all(jobs.map(async (job) => await job())) : [];
		if (!together) for (const job of jobs) sent.push(await job());
		expect(sent.map(({ bodies }) => bodies)).toEqual([['MEDIA1'], ['MEDIA1'], ['MEDIA1']]);
		expect(wecom.uploaded).toHaveLength(1);
	});

	it('downloads the same file once for all items', async () => {
		const url = 'http://127.0.0.1/a.txt';
		const session = new FakeWeCom().session({ [url]: fileOf('something') });
		const read = jest.spyOn(session.uploads['source'], 'read');
		for (const item of [0, 1, 2]) await send(session, linked(url), ['sent'], item);
		expect(read).toHaveBeenCalledTimes(1);
	});

	it('uploads equal files of several items once, and shares the failure of those under way', async () => {
		const wecom = new FakeWeCom();
		const session = wecom.session({ one: fileOf('something'), other: fileOf('something') });
		wecom.uploadFailures.push(new Error('no upload'));
		const failed = await Promise.all([
			send(session, attached('one')),
			send(session, attached('other')),
		]);
		expect(failed.map(({ result }) => (result as Error).message)).toEqual([
			'no upload',
			'no upload',
		]);
		expect(wecom.uploaded).toHaveLength(1);
		expect((await send(session, attached('one'))).bodies).toEqual(['MEDIA2']);
		expect((await send(session, attached('other'))).bodies).toEqual(['MEDIA2']);
		expect(wecom.uploaded).toHaveLength(2);
	});

	it('has the same text in place of the same file where messages are compared', () => {
		const { uploads } = new FakeWeCom().session();
		expect(uploads.named({ a: attached(), b: [attached('other')] }, 0)).toEqual({
			a: 'data',
			b: ['other'],
		});
	});
});

describe('a file that WeCom no longer knows (40007)', () => {
	const files = { data: fileOf('something') };

	/** A new execution, after one that has uploaded the file. */
	async function later() {
		const wecom = new FakeWeCom();
		await send(wecom.session(files), attached());
		return { wecom, session: wecom.session(files) };
	}

	it('is not uploaded anew by a later execution as long as WeCom knows it', async () => {
		const { wecom, session } = await later();
		expect((await send(session, attached())).bodies).toEqual(['MEDIA1']);
		expect(wecom.uploaded).toHaveLength(1);
	});

	it('is uploaded anew if it is from an earlier execution, and the message goes out once more', async () => {
		const { wecom, session } = await later();
		const { bodies, result } = await send(session, attached(), [unknownMedia(), 'sent']);
		expect(bodies).toEqual(['MEDIA1', 'MEDIA2']);
		expect(result).toBe('sent');
		expect((await send(session, attached())).bodies).toEqual(['MEDIA2']);
		expect((await send(wecom.session(files), attached())).bodies).toEqual(['MEDIA2']);
	});

	it('is uploaded anew once for all items that were refused with it', async () => {
		const { wecom, session } = await later();
		const read = jest.spyOn(session.uploads['source'], 'read');
		const items = [0, 1, 2].map(
			async (item) => await send(session, attached(), [unknownMedia(), 'sent'], item),
		);
		for (const { bodies } of await Promise.all(items)) expect(bodies).toEqual(['MEDIA1', 'MEDIA2']);
		expect(wecom.uploaded).toHaveLength(2);
		expect(read).toHaveBeenCalledTimes(2);
	});

	it('is uploaded anew by the next item where the upload of another one has failed', async () => {
		const { wecom, session } = await later();
		let refuse = () => {};
		const waiting = session.uploads.sendWith(
			{ media_id: attached() as unknown },
			1,
			effort,
			async ({ media_id: mediaId }) => {
				if (mediaId !== 'MEDIA1') return mediaId;
				await new Promise<void>((resolve) => (refuse = resolve));
				throw unknownMedia();
			},
		);
		wecom.uploadFailures.push(new Error('no upload'));
		const first = await send(session, attached(), [unknownMedia(), 'sent']);
		expect(first.result).toMatchObject({ message: 'no upload' });
		refuse();
		expect(await waiting).toBe('MEDIA3');
	});

	it('is not uploaded a third time', async () => {
		const { wecom, session } = await later();
		const { bodies, result } = await send(session, attached(), [unknownMedia()]);
		expect(bodies).toEqual(['MEDIA1', 'MEDIA2']);
		expect(result).toMatchObject({ errcode: 40007 });
		expect(wecom.uploaded).toHaveLength(2);
	});

	it('is not uploaded anew if it was uploaded just now', async () => {
		const wecom = new FakeWeCom();
		const { bodies, result } = await send(wecom.session(files), attached(), [unknownMedia()]);
		expect(bodies).toEqual(['MEDIA1']);
		expect(result).toMatchObject({ errcode: 40007 });
	});

	it.each([
		['another refusal', new WeComApiError({ errcode: 40008, errmsg: '' })],
		['a lost answer', new WeComCallError('x', 'y', 'lost')],
		[
			'that refusal after a lost answer, when the message may have arrived',
			new WeComApiError({ errcode: 40007, errmsg: '' }, new WeComCallError('x', 'y', 'lost')),
		],
		['a fault of our own', new Error('bug')],
	])('is not meant by %s', async (_, error) => {
		const { wecom, session } = await later();
		const { bodies, result } = await send(session, attached(), [error]);
		expect(bodies).toEqual(['MEDIA1']);
		expect(result).toBe(error);
		expect(wecom.uploaded).toHaveLength(1);
	});
});

describe('a file that stands in the message itself', () => {
	const picture = (as: 'base64' | 'md5') =>
		new PendingMedia('file', 'File', { from: 'binary', property: 'data' }, false, as);

	it('is read once for a message, and never uploaded', async () => {
		const weCom = new FakeWeCom();
		const session = weCom.session({ data: fileOf('something') });
		const read = jest.spyOn(session.uploads['source'], 'read');
		const body = { base64: picture('base64') as unknown, md5: picture('md5') as unknown };
		const sent = await session.uploads.sendWith(body, 0, effort, async (one) => one);
		expect(sent).toEqual({
			base64: Buffer.from('something').toString('base64'),
			md5: '437b930db84b8079c2dd804a71936b5f',
		});
		expect(read).toHaveBeenCalledTimes(1);
		expect(weCom.uploaded).toEqual([]);
	});

	it('is fetched once before the messages, and once more for those beyond 64 MB', async () => {
		const large = fileOf('x'.repeat(20_000_000));
		const names = ['a', 'b', 'c', 'd'].map((name) => `https://example.com/${name}`);
		const session = new FakeWeCom().session(Object.fromEntries(names.map((url) => [url, large])));
		const read = jest.spyOn(session.uploads['source'], 'read');
		const bodies = names.map((url) => ({
			base64: new PendingMedia('file', 'File', { from: 'url', url }, false, 'base64') as unknown,
			md5: new PendingMedia('file', 'File', { from: 'url', url }, false, 'md5') as unknown,
		}));
		for (const body of bodies) await session.uploads.bring(body, 0, effort);
		read.mockClear();
		for (const body of bodies) {
			const { md5 } = await session.uploads.sendWith(body, 0, effort, async (one) => one);
			expect(md5).toMatch(/^[0-9a-f]{32}$/);
		}
		expect(read.mock.calls.map(([{ origin }]) => origin)).toEqual([{ from: 'url', url: names[3] }]);
	});

	it('is read only with its message where it is an input file', async () => {
		const session = new FakeWeCom().session({ data: fileOf('something') });
		const read = jest.spyOn(session.uploads['source'], 'read');
		await session.uploads.bring({ base64: picture('base64') as unknown }, 0, effort);
		expect(read).not.toHaveBeenCalled();
	});

	it('is fetched once for items that need it at the same time', async () => {
		const url = 'https://example.com/a';
		const { uploads } = new FakeWeCom().session({ [url]: fileOf('x'.repeat(15_000_000)) });
		const read = jest.spyOn(uploads['source'], 'read');
		const body = () => new PendingMedia('file', 'File', { from: 'url', url }, false, 'md5');
		await Promise.all([0, 1, 2].map(async (item) => await uploads.bring(body(), item, effort)));
		for (const item of [0, 1, 2]) await uploads.sendWith(body(), item, effort, async () => {});
		expect(read).toHaveBeenCalledTimes(1);
	});

	it('is refused where WeCom would not take it', async () => {
		const session = new FakeWeCom().session({ data: fileOf('x') });
		const { bodies, result } = await send(session, picture('base64'));
		expect((result as Error).message).toBe('File is 1 bytes; the minimum is 6');
		expect(bodies).toEqual([]);
	});
});

it('files are uploaded for each query of the address, once for each', async () => {
	const weCom = new FakeWeCom();
	const session = weCom.session({ data: fileOf('something') });
	const sentTo = async (key: string) =>
		await session.uploads.sendWith(
			{ media_id: attached() as unknown },
			0,
			{ ...effort, query: { key } },
			async ({ media_id: mediaId }) => mediaId,
		);
	expect([await sentTo('a'), await sentTo('b'), await sentTo('a')]).toEqual([
		'MEDIA1',
		'MEDIA2',
		'MEDIA1',
	]);
	const later = weCom.session({ data: fileOf('something') });
	const again = await later.uploads.sendWith(
		{ media_id: attached() as unknown },
		0,
		{ ...effort, query: { key: 'b' } },
		async ({ media_id: mediaId }) => mediaId,
	);
	expect(again).toBe('MEDIA2');
	expect(weCom.uploaded.map(({ effort: one }) => one)).toMatchObject([
		{ query: { key: 'a' } },
		{ query: { key: 'b' } },
	]);
});
