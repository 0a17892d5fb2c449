import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import type { ExplainedError } from '../../../nodes/WeCom/api/explained';
import { NotTriedError } from '../../../nodes/WeCom/delivery/hold';
import { robot } from '../../../nodes/WeCom/destinations/robot';
import { ROBOT_OFFERS } from '../../../nodes/WeCom/destinations/robotOffers';
import type { ApiObject } from '../../../nodes/WeCom/messages/fields/field';
import { toProperties } from '../../../nodes/WeCom/messages/fields/form';
import {
	buildBody,
	checkBody,
	splitBody,
	type MessageType,
} from '../../../nodes/WeCom/messages/messageType';

const ROBOT = 'facade00-cafe-4ace-bead-decade000001';
const BASE = 'https://qyapi.weixin.qq.com';

const typeOf = (value: string) =>
	ROBOT_OFFERS.find(({ content }) => content.value === value)?.content as MessageType;

const messages = (type: string, body: ApiObject) =>
	checkBody(typeOf(type), body).map(({ message }) => message);

const article = { title: 'a', url: 'https://example.com' };
const card = {
	card_type: 'text_notice',
	main_title: { title: 'a' },
	card_action: { type: 1, url: 'https://example.com' },
};
const pictured = {
	...card,
	card_type: 'news_notice',
	card_image: { url: 'https://example.com/a.png' },
};
const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** Figures of path/99110, written down here once more: a body with so much of something. */
const LIMITS: ReadonlyArray<
	[type: string, what: string, most: number, body: (count: number) => ApiObject]
> = [
	['text', 'content', 2048, (count) => ({ content: 'x'.repeat(count) })],
	['markdown', 'content', 4096, (count) => ({ content: 'x'.repeat(count) })],
	['markdown_v2', 'content', 4096, (count) => ({ content: 'x'.repeat(count) })],
	['news', 'articles', 8, (count) => ({ articles: many(count, article) })],
	['news', 'title', 128, (count) => ({ articles: [{ ...article, title: 'x'.repeat(count) }] })],
	[
		'news',
		'description',
		512,
		(count) => ({ articles: [{ ...article, description: 'x'.repeat(count) }] }),
	],
	[
		'template_card',
		'key-value entries',
		6,
		(count) => ({ ...card, horizontal_content_list: many(count, { keyname: 'a' }) }),
	],
	[
		'template_card',
		'links',
		3,
		(count) => ({ ...card, jump_list: many(count, { type: 1, title: 'a', url: article.url }) }),
	],
	[
		'template_card',
		'paragraphs',
		4,
		(count) => ({ ...pictured, vertical_content_list: many(count, { title: 'a' }) }),
	],
];

it.each(LIMITS)(
	'%s takes the most of %s that WeCom takes, %i, and no more',
	(type, _, most, body) => {
		expect(messages(type, body(most))).toEqual([]);
		expect(messages(type, body(most + 1))).toEqual([expect.stringContaining(`maximum is ${most}`)]);
	},
);

it('counts Chinese characters as three bytes', () => {
	expect(messages('markdown_v2', { content: '字'.repeat(1365) })).toEqual([]);
	expect(messages('markdown_v2', { content: '字'.repeat(1366) })).toHaveLength(1);
});

/** Lengths that WeCom suggests, by label (path/99110). */
it('suggests the lengths of cards of robots', () => {
	const { variants } = typeOf('template_card');
	const form = JSON.stringify(
		variants?.types.map(({ fields }) => toProperties(fields, {}, 'send')),
	);
	for (const most of [26, 30, 112, 10, 15, 13, 5])
		expect(form).toContain(`WeCom recommends at most ${most} characters`);
	for (const most of [36, 44, 160, 38, 18, 20, 14, 22])
		expect(form).not.toContain(`WeCom recommends at most ${most} characters`);
	expect(form).not.toMatch(/actionMenu|taskId|ID translation/);
});

describe('a card', () => {
	it('with a picture needs the large one, unlike that of an app', () => {
		const area = { image_url: 'https://example.com/a.png' };
		expect(
			messages('template_card', { ...pictured, card_image: undefined, image_text_area: area }),
		).toEqual(['Large Image is missing']);
		expect(messages('template_card', pictured)).toEqual([]);
	});

	it('of text needs a title or a description beside its text, unlike that of an app', () => {
		const untitled = { ...card, main_title: undefined, sub_title_text: 'x' };
		expect(messages('template_card', untitled)).toEqual(['Title is missing']);
		expect(messages('template_card', { ...untitled, main_title: {} })).toEqual([
			'Title is missing',
		]);
		expect(messages('template_card', { ...untitled, main_title: { desc: 'x' } })).toEqual([]);
	});

	it('that could be answered is not among them', () =>
		expect(messages('template_card', { ...card, card_type: 'vote_interaction' })).toEqual([
			'Card Type (field "card_type") must be one of text_notice, news_notice; given: "vote_interaction"',
		]));
});

describe('mentions', () => {
	const text = typeOf('text');
	const built = (mentionedUsers: unknown, mentionedMobiles?: unknown) =>
		buildBody(text, { content: 'x', mentionedUsers, mentionedMobiles });

	it.each([
		['zhangsan, lisi', ['zhangsan', 'lisi']],
		['zhangsan|lisi；@all\nzhangsan', ['zhangsan', 'lisi', '@all']],
		[
			['zhangsan', ['lisi, wangwu']],
			['zhangsan', 'lisi', 'wangwu'],
		],
		[1001, ['1001']],
		['@ALL', ['@all']],
	])('%j are the user IDs %j', (given, expected) => {
		expect(built(given)).toEqual({ content: 'x', mentioned_list: expected });
		expect(checkBody(text, built(given))).toEqual([]);
	});

	it.each([undefined, null, '', ' , ', []])('%j are none', (given) =>
		expect(built(given, given)).toEqual({ content: 'x' }),
	);

	it('by number may have a country code', () => {
		const given = '13800000001, +86 138-0000-0002; 008613800000003 +852 6123 4567 @ALL';
		const body = built(undefined, given);
		expect(body.mentioned_mobile_list).toEqual([
			'13800000001',
			'13800000002',
			'13800000003',
			'+85261234567',
			'@all',
		]);
		expect(checkBody(text, body)).toEqual([]);
	});

	it.each([
		['zhang san!', 'Entry 2 of Mention Users isn\'t a user ID; given: "san!"'],
		[{ id: 'a' }, 'Mention Users must be a list; given: {"id":"a"}'],
	])('%j are a mistake', (given, message) =>
		expect(checkBody(text, built(given)).map((issue) => issue.message)).toContain(message),
	);

	it.each([['12345'], [13800000001], ['138 0000 0001'], ['1380000000']])(
		'by number in JSON must be one, as text: %j',
		(given) => {
			const [{ message, hint }] = checkBody(text, { content: 'x', mentioned_mobile_list: [given] });
			expect(message).toBe("Entry 1 of Mention by Mobile Number isn't a mobile number");
			expect(hint).toContain('in JSON, as text without spaces');
		},
	);

	it('by number show nothing of a mistake', () => {
		for (const given of ['138000000x1', { tel: '138000000x1' }, [['138000000x1']]]) {
			const issues = checkBody(text, built(undefined, given));
			expect(issues).toHaveLength(1);
			expect(JSON.stringify(issues)).not.toContain('138000000');
		}
	});

	it('in JSON must be an array, as WeCom takes it', () =>
		expect(checkBody(text, { content: 'x', mentioned_list: 'lisi' })).toHaveLength(1));

	it('go with the last part of a split text only', () => {
		const body = { content: 'word '.repeat(600), mentioned_list: ['lisi'] };
		const parts = splitBody(text, body);
		expect(parts.map((part) => part.mentioned_list)).toEqual([undefined, ['lisi']]);
	});
});

describe('markdown with tables', () => {
	it.each([
		'| a | b |\n| --- | :-: |\n| 1 | 2 |',
		'a | b\n--- | ---\n1 | 2',
		'one | line',
		'| one line |',
		'```\n| a |\n| b |\n<font color="info">\n```',
		'`<@lisi>` and `<font>`',
		'2 < 3, <b>, a@b.example',
		'~~~sql\n| a | b |\n| 1 | 2 |\n<font color="info">\n~~~',
		'~~~ `a` b\n```\n<@lisi>\n~~~~',
		'> ````\n> ```\n> <font color="info">\n> | a | b |\n> | 1 | 2 |\n> ````',
		'> > ```\n> > > <@lisi>\n> > ```',
		'- ```\n  <@lisi>\n  ```',
		'Output:\n\n    | a | b |\n    | 1 | 2 |\n\n    <font color="info">',
		'> # Log\n>     <@lisi>',
		'cat log\n| grep x |\n| sort |',
		'\\<@zhangsan> and \\<font color="info">',
		'``a ` <@lisi> b``',
		'> | a | b |\n> | --- | --- |\n> | 1 | 2 |',
	])('%j passes', (content) => expect(messages('markdown_v2', { content })).toEqual([]));

	it.each([
		['<font color="info">x</font>', /^Content has "<font ", but Markdown V2 has no colors$/],
		['Hello <@lisi>', /^Content has "<@lisi>", but Markdown V2 has no mentions$/],
		['| a | b |\n| 1 | 2 |', /^Content has a table that WeCom shows as text.*"\| a \| b \|"$/],
		['| a | b |\n| --- |\n| 1 | 2 |', /^Content has a table that WeCom shows as text/],
		['| a |\n| --- | --- |', /^Content has a table that WeCom shows as text/],
		['> | a | b |\n> | 1 | 2 |', /^Content has a table that WeCom shows as text/],
		['> ```\n> code\n<@lisi>', /no mentions$/],
		['```\n> ```\n```\n<@lisi>', /no mentions$/],
		['- item\n\n    <@lisi>', /no mentions$/],
		['text\n    <@lisi>', /no mentions$/],
		['\\\\<@lisi>', /no mentions$/],
		['`<@a>` <@lisi> `', /^Content has "<@lisi>"/],
	])('%j is refused', (content, says) =>
		expect(messages('markdown_v2', { content })).toEqual([expect.stringMatching(says)]),
	);
});

describe('a robot', () => {
	const { address, refusal } = robot;
	const form = (webhook: unknown) => ({ value: () => webhook, isEntered: () => webhook !== '' });
	const of = (webhook: unknown) =>
		address.completed?.(address.read(form(webhook)), { webhook: ROBOT, baseUrl: BASE });

	it("is that of the item, or else the credential's", () => {
		const other = ROBOT.replace(/1$/, '2');
		expect(of('')).toEqual({ key: ROBOT });
		expect(of(`${BASE}/cgi-bin/webhook/send?key=${other}`)).toEqual({ key: other });
	});

	it('is known to outputs by the end of its key only', () => {
		const to = { key: ROBOT };
		expect(address.output(to)).toEqual({ robot: '…0001' });
		expect(address.fields(to)).toEqual({});
		expect(robot.outcome({}, to, { msgtype: 'text', body: {} }, {})).toEqual({
			errcode: 0,
			errmsg: 'ok',
			msgtype: 'text',
			robot: '…0001',
		});
	});

	it('that is refused is named, and whatever else failed stays as it is', () => {
		const error = refusal?.(new WeComApiError({ errcode: 93000, errmsg: `no ${ROBOT}` }), {
			key: ROBOT,
		});
		expect((error as Error).message).toMatch(/\(errcode 93000\): robot …0001$/);
		expect((error as WeComApiError).details()).toMatchObject({
			robot: '…0001',
			errmsg: 'no …0001',
		});
		const other = new Error('x');
		expect(refusal?.(other, { key: ROBOT })).toBe(other);
	});

	it('is named wherever somebody has to look into its group, or would ask in vain', () => {
		const lost = new WeComCallError('x', 'Look there.', 'lost');
		const told = (error: unknown) => refusal?.(error, { key: ROBOT }) as ExplainedError;
		expect(told(lost).message).toBe('x: robot …0001');
		expect(told(lost).details()).toEqual({
			hint: 'Look there.',
			delivered: 'unknown',
			robot: '…0001',
		});
		const refused = new WeComApiError({ errcode: 45009, errmsg: `no ${ROBOT}` });
		const notTried = told(new NotTriedError(refused));
		expect(notTried.message).toMatch(/^Not tried: .*Too many messages from this robot/);
		expect(notTried.hint).toMatch(/^WeCom takes only 20 messages a minute/);
		expect(notTried.details()).toMatchObject({ errmsg: 'no …0001', robot: '…0001' });
	});

	it.each([
		[
			40007,
			/^The robot doesn't know this media ID/,
			/uploaded with this robot.*Binary Data or URL/,
			/again/,
		],
		[40058, /^Invalid request parameter/, /^Read errmsg/, /recall/],
		[45009, /^Too many messages from this robot/, /20 messages a minute/, /debug|secret|lookup/],
	])('says of %i what it means to robots', (errcode, message, hint, notSaid) => {
		const told = refusal?.(new WeComApiError({ errcode }), { key: ROBOT }) as ExplainedError;
		expect(told.message).toMatch(message);
		expect(told.hint).toMatch(hint);
		expect(`${told.message} ${told.hint}`.replace('takes messages again', '')).not.toMatch(notSaid);
	});

	it('does not forget an attempt that may have arrived when WeCom has had too many calls', () => {
		const lost = new WeComCallError('lost', 'Look into the group.', 'lost');
		const error = refusal?.(new WeComApiError({ errcode: 45009 }, lost), { key: ROBOT });
		expect((error as WeComApiError).hint).toMatch(
			/^An earlier attempt got no response. Look into the group. WeCom takes only 20/,
		);
	});
});
