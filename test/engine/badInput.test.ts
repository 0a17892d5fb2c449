import type { INodeParameters } from 'n8n-workflow';

import { MEDIA_RULES } from '../../nodes/WeCom/files/rules';
import { TINY_PDF, TINY_PNG } from '../simulator';
import { execute, itemWithFile, textFromItem } from './harness';
import { credentials, sharedSimulator, simulator } from './world';

sharedSimulator();

const many = (count: number, make: (index: number) => object) => ({
	values: Array.from({ length: count }, (_, index) => make(index)),
});

const article = { title: 'News', url: 'https://example.com' };
const card = (parameters: object) => ({
	messageType: 'template_card',
	users: 'zhangsan',
	...parameters,
});
const text = (content: string) => ({ messageType: 'text', users: 'zhangsan', content });
const json = (messageType: string, bodyJson: string) => ({
	messageType,
	users: 'zhangsan',
	inputMode: 'json',
	bodyJson,
});
const news = (articles: object) => ({ messageType: 'news', users: 'zhangsan', articles });

const CASES: ReadonlyArray<[what: string, parameters: object, sentence: string]> = [
	[
		'a text over the limit',
		text('字'.repeat(683)),
		'Content is 2049 bytes; the maximum is 2048 [item 0]',
	],
	['an empty text', text('={{ $json.nothing }}'), 'Content is missing [item 0]'],
	[
		'nine articles',
		news(many(9, () => article)),
		'Articles has 9 entries; the maximum is 8 [item 0]',
	],
	[
		'an over-long title in the second article',
		news(many(2, (index) => (index === 1 ? { ...article, title: 'x'.repeat(129) } : article))),
		'Title of article 2 is 129 bytes; the maximum is 128 [item 0]',
	],
	[
		'a URL without a scheme',
		news({ values: [{ ...article, url: 'example.com' }] }),
		'URL of article 1 must start with http:// or https://; given: "example.com" [item 0]',
	],
	[
		'seven buttons',
		card({
			cardType: 'button_interaction',
			title: 'T',
			buttonList: many(7, (index) => ({ text: 'B', key: `k${index}` })),
		}),
		'Buttons has 7 entries; the maximum is 6 [item 0]',
	],
	[
		'two buttons with the same key',
		card({
			cardType: 'button_interaction',
			title: 'T',
			buttonList: many(2, () => ({ text: 'B', key: 'same' })),
		}),
		'Buttons: two entries have the same Key; given: "same" [item 0]',
	],
	[
		'a task ID with a blank',
		card({
			cardType: 'button_interaction',
			title: 'T',
			buttonList: many(1, () => ({ text: 'B', key: 'k' })),
			cardParts: { taskId: 'leave request' },
		}),
		'Task ID can contain only letters, digits, "_", "-", and "@"; given: "leave request" [item 0]',
	],
	[
		'a news notice without an image',
		card({ cardType: 'news_notice', title: 'T', cardActionUrl: 'https://example.com' }),
		'Large Image and Image with Text are both missing; a news notice needs at least one [item 0]',
	],
	[
		'no recipient',
		{ messageType: 'text', users: ' , ', content: 'x' },
		'There are no recipients; at least one is required [item 0]',
	],
	[
		'everyone with a mini program notice',
		{ messageType: 'miniprogram_notice', sendTo: 'all', appId: 'wx1', title: '会议室预订' },
		"Mini Program Notice can't be sent to everyone; given: @all [item 0]",
	],
	[
		'@all among the users of a mini program notice',
		{ messageType: 'miniprogram_notice', users: 'lisi,@ALL', appId: 'wx1', title: '会议室预订' },
		"Mini Program Notice can't be sent to everyone; given: @all [item 0]",
	],
	[
		'a list in JSON mode',
		json('text', '["content"]'),
		'Content (JSON) must be a JSON object; given: ["content"] [item 0]',
	],
	[
		'a typing mistake in JSON mode',
		json('textcard', '{"title":"T","descripton":"D","url":"https://example.com"}'),
		`WeCom doesn't recognize the field "descripton" [item 0]`,
	],
	[
		'JSON of another type',
		json('textcard', '{"msgtype":"text","text":{"content":"x"}}'),
		'Content (JSON) is a message of type "text", but Message Type is Text Card ("textcard") [item 0]',
	],
	[
		'JSON of an unknown card',
		json('template_card', '{"card_type":"magic"}'),
		'Card Type (field "card_type") must be one of text_notice, button_interaction, multiple_interaction, news_notice, vote_interaction; given: "magic" [item 0]',
	],
	[
		'an interval of the duplicate check over 4 hours',
		{ ...text('x'), options: { duplicateCheck: true, duplicateCheckInterval: 14401 } },
		'Duplicate Check Interval must be a whole number from 1 to 14400 seconds; given: 14401 [item 0]',
	],
	[
		'safe 2 on a text',
		{ ...text('x'), options: { safe: 2 } },
		'Confidential must be one of 0, 1 for Text; given: 2 [item 0]',
	],
	[
		'an empty media ID',
		{
			messageType: 'image',
			users: 'zhangsan',
			mediaSource: 'mediaId',
			mediaId: '={{ $json.nothing }}',
		},
		'Image is missing [item 0]',
	],
];

it.each(CASES)('%s gives a sentence and no request at all', async (_, parameters, sentence) => {
	const { error, items } = await execute(credentials, parameters as INodeParameters);
	expect(error?.message).toBe(sentence);
	expect(error?.description).toMatch(/\S/);
	expect(error?.context?.itemIndex).toBe(0);
	expect(items).toEqual([]);
	expect(simulator.calls()).toEqual([]);
});

it('broken JSON names the place and shows what was given', async () => {
	const { error } = await execute(credentials, json('text', '{"content": "a" "b"}'));
	expect(error?.message).toMatch(
		/^Content \(JSON\) is not valid JSON: .*; given: "\{"content": "a" "b"\}" \[item 0\]$/,
	);
	expect(simulator.calls()).toEqual([]);
});

it('bad input in the last item keeps all the others back', async () => {
	const items = [...Array.from({ length: 4 }, () => 'good'), 'x'.repeat(2049)].map((value) => ({
		json: { text: value, user: 'zhangsan' },
	}));
	const { error } = await execute(credentials, textFromItem, items);
	expect(error?.message).toBe('Content is 2049 bytes; the maximum is 2048 [item 4]');
	expect(error?.context?.itemIndex).toBe(4);
	expect(simulator.calls()).toEqual([]);
});

describe('files', () => {
	const image = { messageType: 'image', users: 'zhangsan' };

	it.each([
		['not a picture', TINY_PDF, `Image "a.png" isn't JPG or PNG [item 0]`],
		['empty', Buffer.alloc(0), 'Image is 0 bytes; the minimum is 6 [item 0]'],
		[
			'too large',
			Buffer.concat([TINY_PNG, Buffer.alloc(MEDIA_RULES.image.maxBytes + 1 - TINY_PNG.length)]),
			'Image is 10,485,761 bytes; the maximum is 10,485,760 [item 0]',
		],
	])('%s are refused before any request', async (_, content, sentence) => {
		const { error } = await execute(credentials, image, [itemWithFile(content, 'a.png')]);
		expect(error?.message).toBe(sentence);
		expect(simulator.calls()).toEqual([]);
	});

	it('with a name that WeCom would garble are refused', async () => {
		const parameters = { messageType: 'file', users: 'zhangsan', mediaFileName: 'a"b.pdf' };
		const { error } = await execute(credentials, parameters, [itemWithFile(TINY_PDF, 'a.pdf')]);
		expect(error?.message).toBe(
			'File: the file name can\'t contain quotation marks or line breaks; given: "a\\"b.pdf" [item 0]',
		);
		expect(simulator.calls()).toEqual([]);
	});

	it('that the item does not have are named, with those it has', async () => {
		const { error } = await execute(credentials, image, [itemWithFile(TINY_PNG, 'a.png', 'photo')]);
		expect(error?.message).toBe(
			'Input Binary Field "data" doesn\'t exist in the input item [item 0]',
		);
		expect(error?.description).toContain('photo');
	});

	it('behind a URL that does not answer well are not sent', async () => {
		const mediaUrl = `${simulator.url}/simulator/files/tiny.png?status=404`;
		const { error } = await execute(credentials, { ...image, mediaSource: 'url', mediaUrl });
		expect(error?.message).toContain('returned HTTP status 404');
		expect(simulator.count('message/send')).toBe(0);
	});
});

it('a message type that does not exist, as in a workflow written by hand, gives a sentence', async () => {
	const { error } = await execute(credentials, { ...text('x'), messageType: 'markdown_v2' });
	expect(error?.message).toMatch(
		/^Message Type must be one of .*; given: "markdown_v2" \[item 0\]$/,
	);
	expect(simulator.calls()).toEqual([]);
});

it('an agent ID that is no number is found before any request', async () => {
	credentials.edit({ agentId: 'my app' });
	const { error } = await execute(credentials, text('x'));
	expect(error?.message).toBe(
		'Agent ID in the credential must be a number; given: "my app" [item 0]',
	);
	expect(simulator.calls()).toEqual([]);
});
