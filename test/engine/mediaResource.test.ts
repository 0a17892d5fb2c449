import type { IBinaryData, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { amrOf, TINY_AMR, TINY_JPG, TINY_MP4, TINY_PDF, TINY_PNG } from '../simulator';
import { execute, itemWithFile, type NodeSettings, type Outcome } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator();

const media = async (
	operation: string,
	parameters: INodeParameters,
	items?: INodeExecutionData[],
	settings?: NodeSettings,
): Promise<Outcome> =>
	await execute(credentials, { resource: 'media', operation, ...parameters }, items, settings);

const jsonOf = ({ items, error }: Outcome) => {
	expect(error?.message).toBeUndefined();
	return items.map(({ json }) => json);
};

const padded = (bytes: Buffer, size: number) =>
	Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
const MEGABYTE = 1024 * 1024;

describe('upload', () => {
	it.each([
		['image', TINY_PNG, 'a.png'],
		['image', TINY_JPG, 'b.jpg'],
		['voice', TINY_AMR, 'a.amr'],
		['video', TINY_MP4, 'a.mp4'],
		['file', TINY_PDF, '周报.pdf'],
	])('%s gives its media ID, and until when it is good', async (mediaType, bytes, name) => {
		const [json] = jsonOf(await media('upload', { mediaType }, [itemWithFile(bytes, name)]));
		const stored = simulator.media(String(json.media_id));
		expect(stored).toMatchObject({ type: mediaType, filename: name, bytes });
		const second = Math.floor((stored?.createdAt ?? 0) / 1000) * 1000;
		expect(json).toEqual({
			media_id: json.media_id,
			type: mediaType,
			fileName: name,
			createdAt: new Date(second).toISOString(),
			expiresAt: new Date(second + 3 * 24 * 3_600_000).toISOString(),
		});
	});

	it('takes a URL, and another name', async () => {
		const [json] = jsonOf(
			await media('upload', {
				mediaType: 'image',
				mediaSource: 'url',
				mediaUrl: `${simulator.url}/simulator/files/tiny.png`,
				mediaFileName: 'logo.png',
			}),
		);
		expect(simulator.media(String(json.media_id))).toMatchObject({ filename: 'logo.png' });
	});

	it('uploads each item anew, so that its three days begin now', async () => {
		const item = itemWithFile(TINY_PDF, 'a.pdf');
		const outputs = jsonOf(await media('upload', { mediaType: 'file' }, [item, item]));
		expect(new Set(outputs.map(({ media_id: id }) => id)).size).toBe(2);
	});

	it.each<[string, number, Buffer]>([
		['image', 10 * MEGABYTE, TINY_PNG],
		['voice', 2 * MEGABYTE, amrOf(1)],
		['video', 10 * MEGABYTE, TINY_MP4],
		['file', 20 * MEGABYTE, TINY_PDF],
	])(
		'refuses a %s of more than %i bytes before anything is sent',
		async (mediaType, most, bytes) => {
			const { error } = await media('upload', { mediaType }, [
				itemWithFile(padded(bytes, most + 1), 'a.bin'),
			]);
			expect(error?.message).toContain(`the maximum is ${most.toLocaleString('en-US')} [item 0]`);
			expect(simulator.calls()).toEqual([]);
		},
	);

	it('a lost answer does no harm, so it is made again', async () => {
		simulator.failNext({ path: 'media/upload', resetAfter: true });
		jsonOf(await media('upload', { mediaType: 'file' }, [itemWithFile(TINY_PDF, 'a.pdf')]));
		expect(simulator.count('media/upload')).toBe(2);
	});
});

describe('upload image', () => {
	it('gives a URL for articles, once for the same picture', async () => {
		const item = itemWithFile(TINY_PNG, 'a.png');
		const outputs = jsonOf(await media('uploadImage', {}, [item, item]));
		expect(outputs).toEqual([
			{ url: expect.stringMatching(/^http:\/\/p\.qpic\.cn\//) },
			outputs[0],
		]);
		expect(simulator.count('media/uploadimg')).toBe(1);
	});

	it('takes JPG and PNG up to 2 MB', async () => {
		const of = async (bytes: Buffer) =>
			await media('uploadImage', {}, [itemWithFile(bytes, 'a.png')]);
		jsonOf(await of(padded(TINY_PNG, 2 * MEGABYTE)));
		expect((await of(padded(TINY_JPG, 2 * MEGABYTE + 1))).error?.message).toBe(
			'Image is 2,097,153 bytes; the maximum is 2,097,152 [item 0]',
		);
		expect((await of(TINY_PDF)).error?.message).toBe('Image "a.png" isn\'t JPG or PNG [item 0]');
	});
});

describe('get', () => {
	const uploaded = async (bytes: Buffer, name: string, mediaType = 'file') =>
		String(jsonOf(await media('upload', { mediaType }, [itemWithFile(bytes, name)]))[0].media_id);

	it('gives the file with its name and type, in the field of the choice', async () => {
		const mediaId = await uploaded(TINY_PDF, '周报 1.pdf');
		const { items, error } = await media('get', { mediaId, binaryPropertyOutput: 'report' });
		expect(error?.message).toBeUndefined();
		const [{ json, binary, pairedItem }] = items;
		const { report } = binary as Record<string, IBinaryData>;
		expect(json).toEqual({ media_id: mediaId, fileName: '周报 1.pdf', mimeType: report.mimeType });
		expect(report).toMatchObject({ fileName: '周报 1.pdf' });
		expect(Buffer.from(report.data, 'base64').equals(TINY_PDF)).toBe(true);
		expect(pairedItem).toEqual({ item: 0 });
	});

	it('gives several at a time, each to its item', async () => {
		const ids = [await uploaded(TINY_PDF, 'a.pdf'), await uploaded(TINY_PNG, 'b.png', 'image')];
		const { items } = await media(
			'get',
			{ mediaId: '={{ $json.id }}' },
			[...ids, 'nothing', ids[0]].map((id) => ({ json: { id } })),
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json, binary }) => json.fileName ?? binary)).toEqual([
			'a.pdf',
			'b.png',
			undefined,
			'a.pdf',
		]);
		expect(items[2].json).toMatchObject({
			error: expect.stringContaining('errcode 40007'),
			details: { errcode: 40007, hint: expect.stringMatching(/^WeCom keeps files for 3 days\./) },
		});
	});

	it('of a file that is too old says that WeCom keeps none for longer', async () => {
		const mediaId = await uploaded(TINY_PDF, 'a.pdf');
		simulator.advanceTime(3 * 24 * 3_600_000 + 1000);
		const { error } = await media('get', { mediaId });
		expect(error?.message).toMatch(/\(errcode 40007\) \[item 0\]$/);
		expect(error?.description).toMatch(/^WeCom keeps files for 3 days\./);
	});

	it('is made again after a lost answer', async () => {
		const mediaId = await uploaded(TINY_PDF, 'a.pdf');
		simulator.failNext({ path: 'media/get', resetAfter: true });
		expect(jsonOf(await media('get', { mediaId }))).toMatchObject([{ fileName: 'a.pdf' }]);
	});

	it('says that the file was not fetched, since nothing would have been sent', async () => {
		const mediaId = await uploaded(TINY_PDF, 'a.pdf');
		for (let call = 0; call < 4; call++)
			simulator.failNext({ path: 'media/get', resetAfter: true });
		const { error } = await media('get', { mediaId });
		expect(error?.description).toMatch(/^The file wasn't fetched\. Try again\./);
	});

	it('needs a media ID', async () =>
		expect((await media('get', { mediaId: '={{ $json.none }}' })).error?.message).toBe(
			'Media ID is missing [item 0]',
		));
});

describe('pictures in mpnews', () => {
	const PNG_URL = () => `${simulator.url}/simulator/files/tiny.png`;
	const data = (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`;
	const html = (...addresses: string[]) =>
		addresses.map((address) => `<p><img src="${address}"></p>`).join('');

	const send = async (
		contents: string[],
		options: INodeParameters = { uploadPictures: true },
		more: INodeParameters = {},
		items = 1,
	) =>
		await execute(
			credentials,
			{
				messageType: 'mpnews',
				users: 'zhangsan',
				articles: {
					values: contents.map((content) => ({
						title: 'T',
						mediaSource: 'binary',
						binaryProperty: 'data',
						content,
					})),
				} as unknown as INodeParameters,
				options,
				...more,
			},
			Array.from({ length: items }, () => itemWithFile(TINY_PNG, 'cover.png')),
		);
	const sentContents = () =>
		simulator
			.inbox()
			.flatMap(({ message }) =>
				(message.mpnews as { articles: IDataObject[] }).articles.map(({ content }) =>
					String(content),
				),
			);

	it('are uploaded and replaced in the same step, each once per execution', async () => {
		const page = html(PNG_URL(), data(TINY_JPG), PNG_URL());
		jsonOf(await send([page, html(data(TINY_JPG))], undefined, {}, 2));
		expect(simulator.count('media/uploadimg')).toBe(2);
		const uploads = sentContents().map((content) => [
			...content.matchAll(/src="(http:\/\/p\.qpic\.cn\/[^"]*)"/g),
		]);
		expect(uploads.map(({ length }) => length)).toEqual([3, 1, 3, 1]);
		const [[one, two, three], [four]] = uploads.map((found) => found.map(([, url]) => url));
		expect([three, four]).toEqual([one, two]);
		expect(one).not.toBe(two);
	});

	it('stay as they are where the user has not said so', async () => {
		jsonOf(await send([html(PNG_URL())], {}));
		expect(simulator.count('media/uploadimg')).toBe(0);
		expect(sentContents()).toEqual([html(PNG_URL())]);
	});

	it('in JSON, and in group chats', async () => {
		simulator.setVisible({ users: [], parties: [1], tags: [] });
		const chat = { resource: 'groupChat', chatId: 'war' };
		jsonOf(await execute(credentials, { ...chat, operation: 'create', members: 'zhangsan,lisi' }));
		const image = await media('upload', { mediaType: 'image' }, [itemWithFile(TINY_PNG, 'a.png')]);
		const article = { title: 'T', thumb_media_id: image.items[0].json.media_id };
		const outcome = await execute(credentials, {
			...chat,
			messageType: 'mpnews',
			inputMode: 'json',
			bodyJson: JSON.stringify({ articles: [{ ...article, content: html(data(TINY_PNG)) }] }),
			options: { uploadPictures: true },
		});
		jsonOf(outcome);
		const [{ message }] = simulator.groupInbox('war');
		expect(JSON.stringify(message)).toMatch(/src=\\"http:\/\/p\.qpic\.cn\//);
	});

	it.each<[string, () => string, RegExp]>([
		[
			'no picture',
			() => data(TINY_PDF),
			/^Picture 2 in Content of article 2 ".*" isn't JPG or PNG/,
		],
		[
			'is not there',
			() => `${simulator.url}/simulator/files/none.png`,
			/^Picture 2 in Content of article 2: the file at .*none\.png/,
		],
		[
			'has no address',
			() => 'cid:logo',
			/^Picture 2 in Content of article 2: the src of the picture must start with http/,
		],
		[
			'is too large',
			() => `${PNG_URL()}?size=${2 * MEGABYTE + 1}`,
			/^Picture 2 in Content of article 2 is more than 2,097,152 bytes, which is the maximum/,
		],
	])('one that %s is named, and nothing is sent', async (_, address, message) => {
		const { error } = await send(['x', html(PNG_URL(), address())]);
		expect(error?.message).toMatch(message);
		expect(simulator.inbox()).toEqual([]);
	});

	it('one that WeCom refuses is named', async () => {
		simulator.failNext({ path: 'media/uploadimg', errcode: 40009 });
		const { error } = await send([html(PNG_URL())]);
		expect(error?.message).toMatch(
			/^Picture 1 in Content of article 1: .*\(errcode 40009\) \[item 0\]$/,
		);
	});

	it('the size counts with the addresses that WeCom gives, and without what they replace', async () => {
		const most = 666 * 1024;
		const large = data(padded(TINY_PNG, MEGABYTE));
		jsonOf(await send([html(large)]));
		const [short] = sentContents();
		const rest = most - short.length;
		jsonOf(await send([html(large) + 'x'.repeat(rest)]));
		const { error } = await send([html(large) + 'x'.repeat(rest + 1)]);
		expect(error?.message).toBe(
			`Content of article 1 is ${most + 1} bytes; the maximum is ${most} [item 0]`,
		);
		expect(sentContents()).toHaveLength(2);
	});
});
