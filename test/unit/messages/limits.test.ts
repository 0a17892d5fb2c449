import { messageType } from '../../fixtures/messageTypes';
import type { ApiObject } from '../../../nodes/WeCom/messages/fields/field';
import { checkBody, type MessageType } from '../../../nodes/WeCom/messages/messageType';

/** Figures of path/90236, written down here once more: a typing mistake in a declaration must not pass. */
type Limit = [
	type: string,
	path: string,
	amount: number,
	unit: 'bytes' | 'characters' | 'Chinese characters',
	label: string,
];

const LIMITS: readonly Limit[] = [
	['text', 'content', 2048, 'bytes', 'Content'],
	['markdown', 'content', 2048, 'bytes', 'Content'],
	['video', 'title', 128, 'bytes', 'Title'],
	['video', 'description', 512, 'bytes', 'Description'],
	['textcard', 'title', 128, 'characters', 'Title'],
	['textcard', 'description', 512, 'characters', 'Description'],
	['textcard', 'btntxt', 4, 'characters', 'Button Text'],
	['news', 'articles.0.title', 128, 'bytes', 'Title of article 1'],
	['news', 'articles.0.description', 512, 'bytes', 'Description of article 1'],
	['mpnews', 'articles.0.title', 128, 'bytes', 'Title of article 1'],
	['mpnews', 'articles.0.author', 64, 'bytes', 'Author of article 1'],
	['mpnews', 'articles.0.content', 666 * 1024, 'bytes', 'Content of article 1'],
	['mpnews', 'articles.0.digest', 512, 'bytes', 'Digest of article 1'],
	['miniprogram_notice', 'page', 1024, 'bytes', 'Page'],
	['miniprogram_notice', 'title', 12, 'Chinese characters', 'Title'],
	['miniprogram_notice', 'description', 12, 'Chinese characters', 'Description'],
	['miniprogram_notice', 'content_item.0.key', 10, 'Chinese characters', 'Key of item 1'],
	['miniprogram_notice', 'content_item.0.value', 30, 'Chinese characters', 'Value of item 1'],
	['interactive_taskcard', 'title', 128, 'bytes', 'Title'],
	['interactive_taskcard', 'description', 512, 'bytes', 'Description'],
	['interactive_taskcard', 'btn.0.name', 18, 'bytes', 'Name of button 1'],
	['button_interaction', 'button_list.0.key', 1024, 'bytes', 'Key of button 1'],
	['vote_interaction', 'checkbox.question_key', 1024, 'bytes', 'Question Key'],
	['vote_interaction', 'checkbox.option_list.0.id', 128, 'bytes', 'Option ID of option 1'],
	['vote_interaction', 'submit_button.key', 1024, 'bytes', 'Submit Button Key'],
	[
		'multiple_interaction',
		'select_list.0.question_key',
		1024,
		'bytes',
		'Question Key of question 1',
	],
	[
		'multiple_interaction',
		'select_list.0.option_list.0.id',
		128,
		'bytes',
		'Option ID of option 1 of question 1',
	],
];

it.each([
	['text', 'or set Over-Long Text to Truncate or Split under Options'],
	['markdown', 'or set Over-Long Text to Truncate or Split under Options'],
	['textcard', 'or set Over-Long Text to Truncate under Options'],
	['button_interaction', undefined],
])('what to do about a text of %s that is too long names the option that does it', (type, says) => {
	const paths: Record<string, string> = {
		textcard: 'title',
		button_interaction: 'button_list.0.key',
	};
	const path = paths[type] ?? 'content';
	const [{ hint }] = checkBody(typeOf(type), withValue(type, path, 'a'.repeat(2049)));
	expect(hint).toMatch(/^Shorten it/);
	if (says === undefined) expect(hint).not.toContain('Over-Long Text');
	else expect(hint).toContain(says);
});

/** Latin only, since their characters are limited too. */
const ASCII_LIMITS: readonly Limit[] = [
	['textcard', 'url', 2048, 'bytes', 'URL'],
	['news', 'articles.0.url', 2048, 'bytes', 'URL of article 1'],
	['news', 'articles.0.picurl', 2048, 'bytes', 'Picture URL of article 1'],
	['interactive_taskcard', 'url', 2048, 'bytes', 'URL'],
	['interactive_taskcard', 'task_id', 128, 'bytes', 'Task ID'],
	['interactive_taskcard', 'btn.0.key', 128, 'bytes', 'Key of button 1'],
	['button_interaction', 'task_id', 128, 'bytes', 'Task ID'],
];

const COUNTS: ReadonlyArray<
	[type: string, path: string, most: number, label: string, least?: number]
> = [
	['news', 'articles', 8, 'Articles', 1],
	['mpnews', 'articles', 8, 'Articles', 1],
	['miniprogram_notice', 'content_item', 10, 'Content Items'],
	['interactive_taskcard', 'btn', 2, 'Buttons', 1],
	['text_notice', 'action_menu.action_list', 3, 'Actions of Action Menu', 1],
	['text_notice', 'horizontal_content_list', 6, 'Key-Value List'],
	['text_notice', 'jump_list', 3, 'Links'],
	['news_notice', 'vertical_content_list', 4, 'Paragraphs'],
	['news_notice', 'horizontal_content_list', 6, 'Key-Value List'],
	['news_notice', 'jump_list', 3, 'Links'],
	['button_interaction', 'button_list', 6, 'Buttons', 1],
	[
		'button_interaction',
		'button_selection.option_list',
		10,
		'Question Options of Drop-Down List',
		1,
	],
	['vote_interaction', 'checkbox.option_list', 20, 'Vote Options', 1],
	['multiple_interaction', 'select_list', 3, 'Questions', 1],
	['multiple_interaction', 'select_list.0.option_list', 10, 'Question Options of question 1', 1],
];

const option = (index: number) => ({ id: `id${index}`, text: 'T' });
const menu = { desc: 'More', action_list: [{ text: 'T', key: 'k0' }] };
const details = [{ keyname: 'K', value: 'V' }];
const links = [{ title: 'T', type: 1, url: 'https://example.com' }];
const action = { type: 1, url: 'https://example.com' };

/** One full body of each type and card, which WeCom accepts. */
const BODIES: Record<string, ApiObject> = {
	text: { content: 'C' },
	markdown: { content: 'C' },
	video: { media_id: 'M', title: 'T', description: 'D' },
	textcard: { title: 'T', description: 'D', url: 'https://example.com', btntxt: 'B' },
	news: {
		articles: [
			{ title: 'T', description: 'D', url: 'https://example.com', picurl: 'https://example.com' },
		],
	},
	mpnews: {
		articles: [{ title: 'T', thumb_media_id: 'M', author: 'A', content: 'C', digest: 'D' }],
	},
	miniprogram_notice: {
		appid: 'wx1',
		page: 'p',
		title: '会议室预订',
		description: '四月二十七',
		content_item: [{ key: 'K', value: 'V' }],
	},
	interactive_taskcard: {
		title: 'T',
		description: 'D',
		url: 'https://example.com',
		task_id: 't',
		btn: [{ key: 'k0', name: 'N' }],
	},
	text_notice: {
		card_type: 'text_notice',
		task_id: 't',
		main_title: { title: 'T' },
		card_action: action,
		action_menu: menu,
		horizontal_content_list: details,
		jump_list: links,
	},
	news_notice: {
		card_type: 'news_notice',
		main_title: { title: 'T' },
		card_action: action,
		card_image: { url: 'https://example.com', aspect_ratio: 1.5 },
		vertical_content_list: [{ title: 'T' }],
		horizontal_content_list: details,
		jump_list: links,
	},
	button_interaction: {
		card_type: 'button_interaction',
		task_id: 't',
		main_title: { title: 'T' },
		button_list: [{ text: 'B', key: 'k0' }],
		button_selection: { question_key: 'q', option_list: [option(0)] },
	},
	vote_interaction: {
		card_type: 'vote_interaction',
		task_id: 't',
		main_title: { title: 'T' },
		checkbox: { question_key: 'q', option_list: [{ ...option(0), is_checked: false }] },
		submit_button: { text: 'S', key: 's' },
	},
	multiple_interaction: {
		card_type: 'multiple_interaction',
		task_id: 't',
		main_title: { title: 'T' },
		select_list: [{ question_key: 'q0', option_list: [option(0)] }],
		submit_button: { text: 'S', key: 's' },
	},
};

const typeOf = (name: string) => (messageType(name) ?? messageType('template_card')) as MessageType;
const messages = (name: string, body: ApiObject) =>
	checkBody(typeOf(name), body).map(({ message }) => message);

function withValue(name: string, path: string, value: unknown): ApiObject {
	const body = structuredClone(BODIES[name]);
	const keys = path.split('.');
	const last = keys.pop() as string;
	const holder = keys.reduce((object, key) => object[key] as ApiObject, body);
	holder[last] = value;
	return body;
}

function valueAt(name: string, path: string): unknown {
	return path
		.split('.')
		.reduce((object, key) => (object as ApiObject)[key], BODIES[name] as unknown);
}

/** A text of exactly that length, of Chinese characters as far as they fit. */
function textOf(amount: number, unit: Limit[3]): string {
	if (unit !== 'bytes') return '字'.repeat(amount);
	return '字'.repeat(Math.floor(amount / 3)) + 'x'.repeat(amount % 3);
}

it.each(Object.keys(BODIES))('a full %s passes', (name) => {
	expect(messages(name, BODIES[name])).toEqual([]);
});

describe.each(LIMITS)('%s %s', (name, path, amount, unit, label) => {
	it(`may have ${amount} ${unit}`, () => {
		expect(messages(name, withValue(name, path, textOf(amount, unit)))).toEqual([]);
	});

	it('may not have one more, and the sentence gives label, limit, unit and length', () => {
		expect(messages(name, withValue(name, path, textOf(amount + 1, unit)))).toEqual([
			`${label} is ${amount + 1} ${unit}; the maximum is ${amount}`,
		]);
	});
});

describe.each(ASCII_LIMITS)('%s %s', (name, path, amount, unit, label) => {
	const start = path.endsWith('url') ? 'https://example.com/' : '';
	const long = (length: number) => start + 'x'.repeat(length - start.length);

	it(`may have ${amount} ${unit}, and not one more`, () => {
		expect(messages(name, withValue(name, path, long(amount)))).toEqual([]);
		expect(messages(name, withValue(name, path, long(amount + 1)))).toEqual([
			`${label} is ${amount + 1} ${unit}; the maximum is ${amount}`,
		]);
	});
});

describe.each(COUNTS)('%s %s', (name, path, most, label, least) => {
	const [first] = valueAt(name, path) as ApiObject[];
	// Keys and IDs must differ from entry to entry.
	const entries = (count: number) =>
		Array.from({ length: count }, (_, index) =>
			Object.fromEntries(
				Object.entries(first).map(([key, value]) => [
					key,
					['key', 'id', 'question_key'].includes(key) ? `own-${index}` : value,
				]),
			),
		);

	it(`may have ${most} entries, and not one more`, () => {
		expect(messages(name, withValue(name, path, entries(most)))).toEqual([]);
		expect(messages(name, withValue(name, path, entries(most + 1)))).toEqual([
			`${label} has ${most + 1} entries; the maximum is ${most}`,
		]);
	});

	it(least === undefined ? 'may be empty' : 'may not be empty', () => {
		expect(messages(name, withValue(name, path, []))).toEqual(
			least === undefined ? [] : [`${label} is missing`],
		);
	});
});

describe('what is counted', () => {
	it('bytes of UTF-8: an emoji has four, a Chinese character three', () => {
		expect(messages('text', { content: '😀'.repeat(512) })).toEqual([]);
		expect(messages('text', { content: '😀'.repeat(512) + 'x' })).toEqual([
			'Content is 2049 bytes; the maximum is 2048',
		]);
	});

	it('Chinese characters: two Latin letters are one', () => {
		expect(
			messages('miniprogram_notice', withValue('miniprogram_notice', 'title', 'x'.repeat(24))),
		).toEqual([]);
		expect(
			messages('miniprogram_notice', withValue('miniprogram_notice', 'title', 'x'.repeat(25))),
		).toHaveLength(1);
	});

	it('at least four characters in titles of mini program notices', () => {
		expect(
			messages('miniprogram_notice', withValue('miniprogram_notice', 'title', '三个字')),
		).toEqual(['Title is 3 characters; the minimum is 4']);
	});

	it('an aspect ratio from 1.3 to 2.25, both included', () => {
		const ratio = (value: unknown) =>
			messages('news_notice', withValue('news_notice', 'card_image.aspect_ratio', value));
		expect([1.3, 2.25].flatMap(ratio)).toEqual([]);
		expect(ratio(1.29)).toEqual([
			'Aspect Ratio of Large Image must be between 1.3 and 2.25; given: 1.29',
		]);
		expect(ratio(2.26)).toHaveLength(1);
	});

	it('lengths that WeCom only suggests are never refused', () => {
		const long = '长'.repeat(400);
		const body = withValue('text_notice', 'main_title', { title: long, desc: long });
		Object.assign(body, {
			sub_title_text: long,
			source: { desc: long },
			emphasis_content: { title: long, desc: long },
		});
		body.horizontal_content_list = [{ keyname: long, value: long }];
		body.jump_list = [{ title: long, type: 1, url: 'https://example.com' }];
		expect(messages('text_notice', body)).toEqual([]);
	});
});

const REQUIRED: ReadonlyArray<[what: string, name: string, change: ApiObject, message: string]> = [
	['a text needs content', 'text', { content: '' }, 'Content is missing'],
	[
		'a text card needs a description',
		'textcard',
		{ description: undefined },
		'Description is missing',
	],
	['an image needs a media_id', 'video', { media_id: '' }, 'Video is missing'],
	[
		'a text notice needs a title or a text',
		'text_notice',
		{ main_title: undefined },
		'Title and Text are both empty; a text notice needs at least one',
	],
	[
		'a text notice needs a click',
		'text_notice',
		{ card_action: { type: 1 } },
		'Click URL is missing',
	],
	[
		'a click on a mini program needs its ID',
		'text_notice',
		{ card_action: { type: 2, url: 'https://example.com' } },
		'Click Mini Program App ID is missing',
	],
	[
		'a card with a menu needs a task ID',
		'text_notice',
		{ task_id: undefined },
		'Task ID is missing',
	],
	[
		'a news notice needs an image',
		'news_notice',
		{ card_image: undefined },
		'Large Image and Image with Text are both missing; a news notice needs at least one',
	],
	[
		'an image that says nothing is none',
		'news_notice',
		{ card_image: {} },
		'Large Image and Image with Text are both missing; a news notice needs at least one',
	],
	[
		'a large image needs its URL',
		'news_notice',
		{ card_image: { aspect_ratio: 2 } },
		'Image URL of Large Image is missing',
	],
	['buttons need a task ID', 'button_interaction', { task_id: '' }, 'Task ID is missing'],
	[
		'a button that calls back needs a key',
		'button_interaction',
		{ button_list: [{ text: 'B' }] },
		'Key of button 1 is missing',
	],
	[
		'a button that opens a page needs a URL',
		'button_interaction',
		{ button_list: [{ text: 'B', type: 1 }] },
		'URL of button 1 is missing',
	],
	[
		'an entry that opens a page needs a URL',
		'text_notice',
		{ horizontal_content_list: [{ keyname: 'K', type: 1 }] },
		'URL of entry 1 is missing',
	],
	[
		'an attachment needs a file',
		'text_notice',
		{ horizontal_content_list: [{ keyname: 'K', type: 2 }] },
		'Attachment of entry 1 is missing',
	],
	[
		'member details need a member',
		'text_notice',
		{ horizontal_content_list: [{ keyname: 'K', type: 3 }] },
		'Member ID of entry 1 is missing',
	],
	[
		'a quote that opens a page needs a URL',
		'text_notice',
		{ quote_area: { type: 1, title: 'T' } },
		'URL of Quote is missing',
	],
	[
		'a link to a mini program needs its ID',
		'text_notice',
		{ jump_list: [{ title: 'T', type: 2 }] },
		'Mini Program App ID of link 1 is missing',
	],
	[
		'a vote needs its options marked as chosen or not',
		'vote_interaction',
		{ checkbox: { question_key: 'q', option_list: [option(0)] } },
		'Checked of option 1 is missing',
	],
	[
		'a vote needs a submit button',
		'vote_interaction',
		{ submit_button: undefined },
		'Submit Button Text is missing',
	],
	[
		'an article needs a URL or a mini program',
		'news',
		{ articles: [{ title: 'T' }] },
		'URL of article 1 is missing',
	],
	[
		'an article of a mini program needs its page',
		'news',
		{ articles: [{ title: 'T', appid: 'wx1' }] },
		'Mini Program Page of article 1 is missing',
	],
	[
		'options need different IDs',
		'vote_interaction',
		{
			checkbox: {
				question_key: 'q',
				option_list: [0, 0].map((index) => ({ ...option(index), is_checked: false })),
			},
		},
		'Vote Options: two entries have the same Option ID; given: "id0"',
	],
	[
		'menu entries need different keys',
		'text_notice',
		{ action_menu: { action_list: [1, 1].map(() => ({ text: 'T', key: 'k' })) } },
		'Actions of Action Menu: two entries have the same Key; given: "k"',
	],
	[
		'a task ID may not have a blank',
		'button_interaction',
		{ task_id: 'a b' },
		'Task ID can contain only letters, digits, "_", "-", and "@"; given: "a b"',
	],
	[
		'a field that a card does not have is refused',
		'button_interaction',
		{ jump_list: links },
		`WeCom doesn't recognize the field "jump_list"`,
	],
	['text is text', 'text', { content: 42 }, 'Content must be text; given: 42'],
	[
		'a list is a list',
		'news',
		{ articles: { title: 'T' } },
		'Articles must be a list; given: {"title":"T"}',
	],
];

it.each(REQUIRED)('%s', (_, name, change, message) => {
	const body = Object.fromEntries(
		Object.entries({ ...BODIES[name], ...change }).filter(([, value]) => value !== undefined),
	);
	expect(messages(name, body)[0]).toBe(message);
});
