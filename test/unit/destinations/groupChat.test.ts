import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import type { ExplainedError } from '../../../nodes/WeCom/api/explained';
import { chatChanges, newChat } from '../../../nodes/WeCom/destinations/chatRequests';
import { groupChat, refusedByChat } from '../../../nodes/WeCom/destinations/groupChat';
import type { ApiObject } from '../../../nodes/WeCom/messages/fields/field';
import {
	buildBody,
	checkBody,
	splitBody,
	type MessageType,
} from '../../../nodes/WeCom/messages/messageType';
import { moreExamples } from '../../fixtures/officialExamples';

const { address, offers } = groupChat;

const offerOf = (value: string) => offers.find(({ content }) => content.value === value);
const typeOf = (value: string) => offerOf(value)?.content as MessageType;
const messages = (type: MessageType, body: ApiObject) =>
	checkBody(type, body).map(({ message }) => message);

const URL = 'https://example.com';
const article = { title: 'a', url: URL };
const page = { title: 'a', thumb_media_id: 'm', content: 'c' };
const card = { title: 'a', description: 'b', url: URL };
const x = (count: number) => 'x'.repeat(count);
const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** Figures of path/90248, written down here once more: a body with so much of something. */
const LIMITS: ReadonlyArray<
	[type: string, what: string, most: number, body: (count: number) => ApiObject]
> = [
	['text', 'content', 2048, (count) => ({ content: x(count) })],
	['markdown', 'content', 2048, (count) => ({ content: x(count) })],
	['video', 'title', 128, (count) => ({ media_id: 'm', title: x(count) })],
	['video', 'description', 512, (count) => ({ media_id: 'm', description: x(count) })],
	['textcard', 'title', 128, (count) => ({ ...card, title: x(count) })],
	['textcard', 'description', 512, (count) => ({ ...card, description: x(count) })],
	['textcard', 'button text', 4, (count) => ({ ...card, btntxt: '字'.repeat(count) })],
	['news', 'articles', 8, (count) => ({ articles: many(count, article) })],
	['news', 'title', 128, (count) => ({ articles: [{ ...article, title: x(count) }] })],
	['news', 'description', 512, (count) => ({ articles: [{ ...article, description: x(count) }] })],
	['mpnews', 'articles', 8, (count) => ({ articles: many(count, page) })],
	['mpnews', 'title', 128, (count) => ({ articles: [{ ...page, title: x(count) }] })],
	['mpnews', 'author', 64, (count) => ({ articles: [{ ...page, author: x(count) }] })],
	['mpnews', 'digest', 512, (count) => ({ articles: [{ ...page, digest: x(count) }] })],
	['mpnews', 'content', 681_984, (count) => ({ articles: [{ ...page, content: x(count) }] })],
];

it.each(LIMITS)(
	'%s takes the most of %s that WeCom takes, %i, and no more',
	(type, _, most, body) => {
		expect(messages(typeOf(type), body(most))).toEqual([]);
		expect(messages(typeOf(type), body(most + 1))).toEqual([
			expect.stringContaining(`maximum is ${most}`),
		]);
	},
);

it.each([
	['text', { content: '字'.repeat(683) }],
	['textcard', { ...card, title: '字'.repeat(43) }],
	['textcard', { ...card, description: '字'.repeat(171) }],
])('%s counts Chinese characters as three bytes', (type, body) =>
	expect(messages(typeOf(type), body)).toEqual([expect.stringContaining('bytes; the maximum')]),
);

it('offers the nine types of the documentation, confidential where it says so', () => {
	const confidential = ['text', 'image', 'video', 'file', 'mpnews'];
	expect(
		Object.fromEntries(offers.map(({ content, options }) => [content.value, options])),
	).toEqual(
		Object.fromEntries(
			moreExamples
				.filter(({ name }) => /^appchat\.send\.(?!response)/.test(name))
				.map(({ payload }) => String((payload as ApiObject).msgtype))
				.map((type) => [type, confidential.includes(type) ? { safe: [0, 1] } : {}]),
		),
	);
});

it.each(moreExamples.filter(({ name }) => /^appchat\.send\.(?!response)/.test(name)))(
	'$name passes the checks',
	({ payload }) => {
		const { msgtype, ...message } = payload as ApiObject;
		expect(messages(typeOf(String(msgtype)), message[String(msgtype)] as ApiObject)).toEqual([]);
	},
);

it('translates no IDs, and opens no mini programs', () => {
	const all = JSON.stringify(offers.map(({ content }) => content.fields));
	expect(all).not.toContain('"translates":true');
	expect(all).not.toMatch(/appid|pagepath|mentioned_mobile_list/);
});

it('splits text and mentions once', () => {
	const parts = splitBody(typeOf('text'), {
		content: 'word '.repeat(600),
		mentioned_list: ['lisi'],
	});
	expect(parts.map(({ mentioned_list: list }) => list)).toEqual([undefined, ['lisi']]);
});

describe('a chat', () => {
	const read = (value: unknown) => address.read({ value: () => value, isEntered: () => true });

	it.each([
		['war', 'war'],
		[' war\n', 'war'],
		[4711, '4711'],
		[x(64), x(64)],
		['wrOgQhDgAAMYQiS5ol9G7gK9JVAAAA_-', 'wrOgQhDgAAMYQiS5ol9G7gK9JVAAAA_-'],
		[undefined, ''],
		[null, ''],
	])('%j is "%s"', (given, chatid) => expect(read(given)).toEqual({ chatid }));

	it.each([[['war', 'other']], [{ chatid: 'war' }]])('%j is none', (given) =>
		expect(() => read(given)).toThrow('Chat ID must be text'),
	);

	const ONLY = 'Chat ID can have only the letters A to Z, digits, and the characters _ -; given: ';
	it.each([
		['war other', `${ONLY}"war other"`],
		['war,other', `${ONLY}"war,other"`],
		['war|other', `${ONLY}"war|other"`],
		['war\u200b1', `${ONLY}"war\\u200b1"`],
		['应急群', `${ONLY}"应急群"`],
		[x(65), 'Chat ID is 65 characters; the maximum is 64'],
	])('%j can be none, wherever it is entered', (given, message) => {
		expect(() => read(given)).toThrow(message);
		expect(() => address.readJson({ chatid: given })).toThrow(message);
	});

	it.each([
		['INC-4711', 'Chat ID can have only the letters A to Z and digits; given: "INC-4711"'],
		[x(33), 'Chat ID is 33 characters; the maximum is 32'],
	])('%j can be none of your own', (given, message) =>
		expect(messages(newChat, { userlist: ['lisi', 'wangwu'], chatid: given })).toEqual([message]),
	);

	it('must be named', () => {
		expect(() => address.assertSomebody({ chatid: '' }, undefined)).toThrow('Chat ID is missing');
		expect(() => address.assertSomebody({ chatid: 'war' }, undefined)).not.toThrow();
	});

	it('is what requests, lanes and outputs go by', () => {
		const to = { chatid: 'War' };
		expect(address.fields(to)).toEqual({ chatid: 'War' });
		expect(address.lane(to)).toEqual(['War']);
		expect(address.output(to)).toEqual({ chatid: 'War' });
		expect(groupChat.outcome({}, to, { msgtype: 'text', body: {} }, {})).toEqual({
			chatid: 'War',
			msgtype: 'text',
			errcode: 0,
			errmsg: 'ok',
		});
	});
});

describe('a refusal', () => {
	const refusal = (errcode: number, chatid: string) =>
		refusedByChat(new WeComApiError({ errcode, errmsg: 'no' }), { chatid }) as WeComApiError;

	it('names the chat where there is one', () => {
		expect(refusal(86008, 'war').message).toMatch(/\(errcode 86008\): chat war$/);
		expect(refusal(86008, 'war').details()).toMatchObject({ errcode: 86008, chatid: 'war' });
		expect(refusal(86007, '').message).toMatch(/\(errcode 86007\)$/);
		expect(refusal(86007, '').details()).not.toHaveProperty('chatid');
	});

	it('for want of the root department says what to set', () =>
		expect(refusal(48002, 'war').hint).toMatch(
			/set the app's visible range \(可见范围\) to the whole/,
		));

	it('does not forget an attempt that may have arrived', () => {
		const lost = new WeComCallError('lost', 'Look into the chat.', 'lost');
		const error = refusedByChat(new WeComApiError({ errcode: 48002 }, lost), { chatid: 'war' });
		expect((error as WeComApiError).hint).toMatch(
			/^An earlier attempt got no response. Look into the chat. Only apps/,
		);
	});

	it('is not all that names the chat: somebody has to look there after a lost answer', () => {
		const lost = new WeComCallError('x', 'Look there.', 'lost');
		const error = refusedByChat(lost, { chatid: 'war' }) as ExplainedError;
		expect(error.message).toBe('x: chat war');
		expect(error.state).toBe('unknown');
		expect(error.details()).toEqual({ hint: 'Look there.', delivered: 'unknown', chatid: 'war' });
		const other = new Error('x');
		expect(refusedByChat(other, { chatid: 'war' })).toBe(other);
	});

	it.each([86007, 86216])('%i says where WeCom names the user ID', (errcode) =>
		expect(refusal(errcode, 'war').hint).toMatch(/^Read errmsg in the details of this error/),
	);
});

describe('a new chat', () => {
	const users = (count: number) => Array.from({ length: count }, (_, index) => `user${index}`);
	const create = (more: ApiObject) => messages(newChat, { userlist: ['lisi', 'wangwu'], ...more });

	it('follows the official example', () => {
		const example = moreExamples.find(({ name }) => name === 'appchat.create')
			?.payload as ApiObject;
		expect(messages(newChat, example)).toEqual([]);
	});

	it('has 2 to 2000 members, a name of 50 characters, an ID of 32', () => {
		expect(create({ userlist: users(2000) })).toEqual([]);
		expect(create({ userlist: users(2001) })).toEqual([
			'Members has 2001 user IDs; the maximum is 2000',
		]);
		expect(create({ userlist: users(1) })).toEqual(['Members has 1 user ID; the minimum is 2']);
		expect(create({ name: '😀'.repeat(50) })).toEqual([]);
		expect(create({ name: '😀'.repeat(51) })).toEqual([
			'Chat Name is 51 characters; the maximum is 50',
		]);
		expect(create({ chatid: x(32) })).toEqual([]);
		expect(create({ chatid: x(33) })).toEqual(['Chat ID is 33 characters; the maximum is 32']);
	});

	it('knows its owner in upper and lower case', () => {
		expect(create({ owner: 'LISI' })).toEqual([]);
		expect(create({ owner: 'zhaoliu' })).toEqual(["Owner zhaoliu isn't one of the Members"]);
	});
});

it.each([
	[
		'newChat',
		newChat,
		{ chatId: '\n sp1 ', owner: ' lisi ', members: 'lisi, wangwu' },
		{ chatid: 'sp1', owner: 'lisi' },
	],
	['chatChanges', chatChanges, { newOwner: '\tlisi' }, { owner: 'lisi' }],
])('%s takes no spaces around an ID for a part of it', (_, type, values, body) =>
	expect(buildBody(type, values)).toMatchObject(body),
);

it('a name among the members gets the hint that it is no user ID', () =>
	expect(checkBody(newChat, { userlist: ['张三', 'lisi'] })[0].hint).toMatch(
		/^Enter the user ID \(账号\), not the name/,
	));

it('a chat without members is no message', () => {
	const [{ hint }, ...more] = checkBody(newChat, { owner: 'lisi' });
	expect(hint).toContain("WeCom doesn't accept the chat without it");
	expect(more).toEqual([]);
	expect(checkBody(newChat, { owner: 'lisi', userlist: { a: 1 } })).toHaveLength(1);
});

describe('changes', () => {
	it('follow the official example', () => {
		const example = moreExamples.find(({ name }) => name === 'appchat.update')?.payload;
		const changes = { ...(example as ApiObject) };
		delete changes.chatid;
		expect(messages(chatChanges, changes)).toEqual([]);
	});

	it('must be there', () =>
		expect(messages(chatChanges, {})).toEqual(['There is nothing to change']));

	it('name only members', () =>
		expect(messages(chatChanges, { add_user_list: ['@all'] })).toEqual([
			'Entry 1 of Add Members isn\'t a user ID; given: "@all"',
		]));
});
