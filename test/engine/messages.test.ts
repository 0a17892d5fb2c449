import type { INodeParameters } from 'n8n-workflow';

import { MESSAGE_TYPES } from '../fixtures/messageTypes';
import { FILLED_FORMS } from '../fixtures/forms';
import { TINY_AMR, TINY_MP4, TINY_PDF, TINY_PNG } from '../simulator';
import { execute, itemWithFile } from './harness';
import { credentials, lastingSimulator, simulator } from './world';

// One member gets every message there is, within a minute.
lastingSimulator({ memberLimitPerMinute: Number.POSITIVE_INFINITY });

// The token stays: what is delivered is told apart by message ID.
const delivered = (msgid: unknown) =>
	simulator.inbox('zhangsan').find((message) => message.msgid === msgid);

const MEDIA: ReadonlyArray<[string, Buffer, string]> = [
	['image', TINY_PNG, '图.png'],
	['voice', TINY_AMR, 'note.amr'],
	['video', TINY_MP4, 'clip.mp4'],
	['file', TINY_PDF, '周报 2026.pdf'],
];

describe.each(FILLED_FORMS)('$name', ({ parameters, content }) => {
	const { messageType, cardType } = parameters;

	it('sends what the form says', async () => {
		const { items, error } = await execute(credentials, { ...parameters, users: 'zhangsan' });
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(delivered(items[0].json.msgid)?.content).toEqual(content);
	});

	it('sends the same from JSON', async () => {
		const unique =
			content.task_id === undefined ? {} : { task_id: `${String(content.task_id)}-json` };
		const body = { ...content, ...unique };
		const bodyJson = JSON.stringify(body);
		const { items, error } = await execute(credentials, {
			messageType,
			inputMode: 'json',
			bodyJson,
			users: 'zhangsan',
		});
		expect(error?.message).toBeUndefined();
		expect(delivered(items[0].json.msgid)?.content).toEqual(body);
	});

	it('sends a whole message from JSON, to the recipients in it', async () => {
		const unique =
			content.task_id === undefined ? {} : { task_id: `${String(content.task_id)}-whole` };
		const type = String(messageType);
		const message = {
			touser: 'zhangsan|lisi',
			msgtype: type,
			agentid: 1,
			[type]: { ...content, ...unique },
			enable_duplicate_check: 0,
		};
		const parametersOfNode: INodeParameters = {
			messageType,
			inputMode: 'json',
			bodyJson: JSON.stringify(message),
		};
		const { items, error } = await execute(credentials, parametersOfNode);
		expect(error?.message).toBeUndefined();
		expect(items[0].json.recipients).toEqual({
			touser: ['zhangsan', 'lisi'],
			toparty: [],
			totag: [],
		});
		expect(delivered(items[0].json.msgid)?.message).toMatchObject({
			agentid: simulator.agentId,
			enable_duplicate_check: 0,
		});
	});

	it('gives a response_code if and only if the card can be updated', async () => {
		const unique =
			content.task_id === undefined ? {} : { task_id: `${String(content.task_id)}-code` };
		const bodyJson = JSON.stringify({ ...content, ...unique });
		const { items } = await execute(credentials, {
			messageType,
			inputMode: 'json',
			bodyJson,
			users: 'zhangsan',
		});
		const callsBack = /_interaction$/.test(String(cardType)) || content.action_menu !== undefined;
		expect(typeof items[0].json.response_code).toBe(callsBack ? 'string' : 'undefined');
	});
});

describe.each(MEDIA)('%s', (messageType, file, fileName) => {
	const extras: INodeParameters =
		messageType === 'video' ? { title: '安全培训', descriptionText: '三分钟' } : {};

	it('is uploaded from binary data and sent in the same step', async () => {
		const { items, error } = await execute(
			credentials,
			{ messageType, users: 'zhangsan', ...extras },
			[itemWithFile(file, fileName)],
		);
		expect(error?.message).toBeUndefined();
		const content = delivered(items[0].json.msgid)?.content;
		expect(content).toMatchObject(
			messageType === 'video' ? { title: '安全培训', description: '三分钟' } : {},
		);
		const media = simulator.media(String(content?.media_id));
		expect(media?.bytes.equals(file)).toBe(true);
		expect(media).toMatchObject({ type: messageType, filename: fileName });
	});

	it('is downloaded from a URL and uploaded', async () => {
		const [, extension] = fileName.split('.');
		const mediaUrl = `${simulator.url}/simulator/files/tiny.${extension}`;
		const { items, error } = await execute(credentials, {
			messageType,
			users: 'zhangsan',
			mediaSource: 'url',
			mediaUrl,
		});
		expect(error?.message).toBeUndefined();
		const media = simulator.media(String(delivered(items[0].json.msgid)?.content.media_id));
		expect(media?.bytes.equals(file)).toBe(true);
		expect(media?.filename).toBe(`tiny.${extension}`);
	});

	it('is sent by media_id, from the form and from JSON', async () => {
		const first = await execute(credentials, { messageType, users: 'zhangsan' }, [
			itemWithFile(file, fileName),
		]);
		const mediaId = String(delivered(first.items[0].json.msgid)?.content.media_id);
		const uploads = simulator.count('media/upload');
		const byId = await execute(credentials, {
			messageType,
			users: 'zhangsan',
			mediaSource: 'mediaId',
			mediaId,
		});
		const bodyJson = JSON.stringify({ media_id: mediaId });
		const byJson = await execute(credentials, {
			messageType,
			users: 'zhangsan',
			inputMode: 'json',
			bodyJson,
		});
		for (const { items } of [byId, byJson]) {
			expect(delivered(items[0].json.msgid)?.content).toEqual({ media_id: mediaId });
		}
		expect(simulator.count('media/upload')).toBe(uploads);
	});
});

describe('mpnews', () => {
	const article = {
		title: '季度报告',
		author: '财务部',
		content: '<p>增长 8%</p>',
		digest: '摘要',
		contentSourceUrl: 'https://example.com',
	};

	it('uploads each cover and can be confidential inside the company', async () => {
		const { items, error } = await execute(
			credentials,
			{
				messageType: 'mpnews',
				users: 'zhangsan',
				articles: {
					values: [
						{ ...article, binaryProperty: 'cover' },
						{ ...article, title: '第二篇', binaryProperty: 'cover' },
					],
				},
				options: { safe: 2 },
			},
			[itemWithFile(TINY_PNG, 'cover.png', 'cover')],
		);
		expect(error?.message).toBeUndefined();
		const message = delivered(items[0].json.msgid);
		expect(message?.message.safe).toBe(2);
		const { articles } = message?.content as { articles: Array<Record<string, string>> };
		expect(articles.map(({ title }) => title)).toEqual(['季度报告', '第二篇']);
		expect(articles[0].thumb_media_id).toBe(articles[1].thumb_media_id);
		expect(articles[0]).toMatchObject({
			content_source_url: 'https://example.com',
			digest: '摘要',
			author: '财务部',
		});
	});

	it('goes out from JSON with a media_id', async () => {
		const image = await execute(credentials, { messageType: 'image', users: 'zhangsan' }, [
			itemWithFile(TINY_PNG, 'a.png'),
		]);
		const mediaId = delivered(image.items[0].json.msgid)?.content.media_id;
		const body = { articles: [{ title: '标题', thumb_media_id: mediaId, content: '正文' }] };
		const { items } = await execute(credentials, {
			messageType: 'mpnews',
			inputMode: 'json',
			bodyJson: JSON.stringify(body),
			users: 'zhangsan',
		});
		expect(delivered(items[0].json.msgid)?.content).toEqual(body);
	});
});

describe('custom', () => {
	it('sends any message with the recipients of the form', async () => {
		const bodyJson = '{"msgtype":"text","text":{"content":"自定义"}}';
		const { items } = await execute(credentials, {
			messageType: 'custom',
			bodyJson,
			users: 'zhangsan',
		});
		expect(delivered(items[0].json.msgid)?.content).toEqual({ content: '自定义' });
	});

	it('lets WeCom judge what it does not know', async () => {
		const bodyJson = '{"msgtype":"hologram","hologram":{"depth":3}}';
		const { error } = await execute(credentials, {
			messageType: 'custom',
			bodyJson,
			users: 'zhangsan',
		});
		expect(error?.message).toContain('(errcode 40008)');
	});
});

it('no type of the form goes without an engine test', () => {
	const tested = [
		...FILLED_FORMS.map(({ parameters }) => parameters.messageType),
		...MEDIA.map(([type]) => type),
		'mpnews',
		'custom',
	];
	expect([...new Set(tested)].sort()).toEqual(MESSAGE_TYPES.map(({ value }) => value).sort());
	const cards = MESSAGE_TYPES.flatMap(
		({ variants }) => variants?.types.map(({ value }) => value) ?? [],
	);
	expect(FILLED_FORMS.flatMap(({ parameters }) => parameters.cardType ?? []).sort()).toEqual(
		[...cards].sort(),
	);
});
