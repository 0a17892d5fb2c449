import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { moreExamples } from '../fixtures/officialExamples';
import { TINY_AMR, TINY_MP4, TINY_PDF, TINY_PNG, WHOLE_COMPANY } from '../simulator';
import { execute, itemWithFile, type NodeSettings, type Outcome } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator({ visible: WHOLE_COMPANY });

const continues: NodeSettings = { onError: 'continueRegularOutput' };

const chat = async (
	operation: string,
	parameters: INodeParameters,
	items?: INodeExecutionData[],
	settings?: NodeSettings,
): Promise<Outcome> =>
	await execute(credentials, { resource: 'groupChat', operation, ...parameters }, items, settings);

/** n8n refuses what is empty as it stands. */
const NONE = '={{ $json.none }}';

const MEMBERS = 'zhangsan, lisi, wangwu';
const war = { chatId: 'war', members: MEMBERS, owner: 'lisi' };

const jsonOf = ({ items, error }: Outcome) => {
	expect(error?.message).toBeUndefined();
	return items.map(({ json }) => json);
};

const bodies = (path: string) => simulator.calls(path).map(({ body }) => body);

describe('create', () => {
	it.each(['', '={{ $json.incident }}'])(
		'is not created to be used where it has no ID to be found by: %j',
		async (chatId) => {
			const { error } = await chat('create', { ...war, chatId, ifExists: 'use' });
			expect(error?.message).toBe('If It Exists is Use It, but there is no Chat ID [item 0]');
			expect(simulator.calls()).toEqual([]);
		},
	);

	it('makes a chat as the form says, and gives its ID', async () => {
		const outcome = await chat('create', { ...war, chatName: '订单 5xx' });
		expect(jsonOf(outcome)).toEqual([{ chatid: 'war', created: true, errcode: 0, errmsg: 'ok' }]);
		expect(bodies('appchat/create')).toEqual([
			{
				name: '订单 5xx',
				owner: 'lisi',
				userlist: ['zhangsan', 'lisi', 'wangwu'],
				chatid: 'war',
			},
		]);
	});

	it('has one ID in the request and in the error, also where its expression gives another each time', async () => {
		simulator.failNext({ path: 'appchat/create', body: { errcode: 86008, errmsg: 'no' } });
		const chatId = "={{ 'inc' + String(Math.random()).slice(2, 12) }}";
		const { error } = await chat('create', { ...war, chatId });
		const [{ chatid }] = bodies('appchat/create') as IDataObject[];
		expect(error?.context?.data).toMatchObject({ chatid });
	});

	it('leaves to WeCom what is left empty, several at a time', async () => {
		const outcome = await chat('create', { members: '={{ $json.members }}' }, [
			{ json: { members: ['zhangsan', 'lisi'] } },
			{ json: { members: 'wangwu|zhaoliu' } },
		]);
		const ids = jsonOf(outcome).map(({ chatid }) => String(chatid));
		expect(ids.map((id) => simulator.group(id).users)).toEqual([
			['zhangsan', 'lisi'],
			['wangwu', 'zhaoliu'],
		]);
	});

	it('fails if the chat is there, or goes on with it', async () => {
		await chat('create', war);
		const again = await chat('create', war);
		expect(again.error?.message).toMatch(/\(errcode 86215\): chat war \[item 0\]$/);
		const used = await chat('create', {
			...war,
			members: 'zhangsan, zhaoliu',
			owner: '',
			ifExists: 'use',
		});
		expect(jsonOf(used)).toEqual([{ chatid: 'war', created: false, errcode: 0, errmsg: 'ok' }]);
		expect(simulator.group('war').users).toEqual(['zhangsan', 'lisi', 'wangwu']);
	});

	it('does not go on with a chat that is gone', async () => {
		await chat('create', war);
		simulator.dissolveGroup('war');
		const { error } = await chat('create', { ...war, ifExists: 'use' });
		expect(error?.message).toMatch(/dissolved \(errcode 49008\): chat war/);
	});

	it('asks again after a lost answer only where that makes no second chat', async () => {
		simulator.failNext({ path: 'appchat/create', resetAfter: true });
		const outcome = await chat('create', { ...war, ifExists: 'use' });
		expect(jsonOf(outcome)).toMatchObject([{ chatid: 'war', created: null }]);
		expect(simulator.count('appchat/create')).toBe(2);

		simulator.failNext({ path: 'appchat/create', resetAfter: true });
		const { error } = await chat('create', { members: MEMBERS });
		expect(error?.description).toMatch(/^The chat may have been created/);
		expect(simulator.count('appchat/create')).toBe(3);
	});

	it('may be there although the answer does not say under which ID', async () => {
		simulator.failNext({ path: 'appchat/create', body: { errcode: 0, errmsg: 'ok' } });
		const { items } = await chat('create', war, undefined, continues);
		expect(items[0].json).toMatchObject({
			error: 'The response to appchat/create has no chatid: chat war [item 0]',
			details: {
				delivered: 'unknown',
				hint: expect.stringMatching(/^The chat may have been created.* Check Base URL/) as string,
			},
		});
	});

	it('says so if nobody knows whether it was there before the answer was lost', async () => {
		simulator.failNext({ path: 'appchat/create', resetAfter: true });
		const { items } = await chat('create', war, undefined, continues);
		expect(items[0].json).toMatchObject({
			error: expect.stringContaining('86215'),
			details: { delivered: 'unknown', chatid: 'war' },
		});
		expect(items[0].json.error).toMatch(/most likely because this run has just created the chat/);
		const { hint } = items[0].json.details as IDataObject;
		expect(hint).toMatch(
			/^An earlier attempt got no response. The chat may have been created. Look it up with Get/,
		);
		// Another one would make a second chat.
		expect(hint).not.toContain('Choose another');
	});

	it.each<[string, INodeParameters, string]>([
		['no members', { members: NONE }, 'Members is missing'],
		[
			'one member twice',
			{ members: 'lisi, LiSi', owner: '' },
			'Members has 1 user ID; the minimum is 2',
		],
		['everyone', { members: '@all' }, 'Entry 1 of Members isn\'t a user ID; given: "@all"'],
		['what is no list', { members: '={{ ({ a: 1 }) }}' }, 'Members must be a list; given: {"a":1}'],
		[
			'several IDs',
			{ chatId: '={{ ["a", "b"] }}' },
			'Chat ID can have only the letters A to Z and digits; given: "["a","b"]"',
		],
		['an owner outside', { owner: 'zhaoliu' }, "Owner zhaoliu isn't one of the Members"],
		[
			'an ID with a dash',
			{ chatId: 'war-room' },
			'Chat ID can have only the letters A to Z and digits; given: "war-room"',
		],
		['a long name', { chatName: '群'.repeat(51) }, 'Chat Name is 51 characters; the maximum is 50'],
	])('refuses %s before anything is sent', async (_, given, message) => {
		const { error } = await chat('create', { ...war, ...given });
		expect(error?.message).toContain(message);
		expect(simulator.calls()).toEqual([]);
	});
});

describe('get and update', () => {
	beforeEach(async () => jsonOf(await chat('create', { ...war, chatName: 'War' })));

	it('get gives what WeCom knows', async () => {
		expect(jsonOf(await chat('get', { chatId: ' war ' }))).toEqual([
			{
				chatid: 'war',
				name: 'War',
				owner: 'lisi',
				userlist: ['zhangsan', 'lisi', 'wangwu'],
				chat_type: 0,
				errcode: 0,
				errmsg: 'ok',
			},
		]);
	});

	it('update renames, and changes owner and members', async () => {
		const outcome = await chat('update', {
			chatId: 'war',
			newName: 'Peace',
			newOwner: 'zhaoliu',
			addMembers: ['zhaoliu'],
			removeMembers: 'lisi',
		});
		expect(jsonOf(outcome)).toEqual([{ chatid: 'war', updated: true, errcode: 0, errmsg: 'ok' }]);
		expect(simulator.group('war')).toMatchObject({
			name: 'Peace',
			owner: 'zhaoliu',
			users: ['zhangsan', 'wangwu', 'zhaoliu'],
		});
	});

	it('changes to one chat keep their order', async () => {
		const names = Array.from({ length: 20 }, (_, index) => ({ json: { name: `n${index}` } }));
		jsonOf(await chat('update', { chatId: 'war', newName: '={{ $json.name }}' }, names));
		expect(bodies('appchat/update').map((body) => (body as IDataObject).name)).toEqual(
			names.map(({ json }) => json.name),
		);
	});

	it('update is not made again after a lost answer', async () => {
		simulator.failNext({ path: 'appchat/update', resetAfter: true });
		const { error } = await chat('update', { chatId: 'war', removeMembers: 'wangwu' });
		expect(error?.description).toMatch(/^The chat may have been changed/);
		expect(simulator.count('appchat/update')).toBe(1);
	});

	it('get is made again after a lost answer', async () => {
		simulator.failNext({ path: 'appchat/get', resetAfter: true });
		expect(jsonOf(await chat('get', { chatId: 'war' }))).toMatchObject([{ chatid: 'war' }]);
	});

	it.each([
		['get', { chatId: NONE }, 'Chat ID is missing [item 0]'],
		['update', { chatId: NONE, newName: 'x' }, 'Chat ID is missing [item 0]'],
		['update', { chatId: 'war' }, 'There is nothing to change [item 0]'],
		[
			'update',
			{ chatId: 'war', newName: '群'.repeat(51) },
			'New Name is 51 characters; the maximum is 50 [item 0]',
		],
	])('%s with %j is refused', async (operation, given, message) => {
		expect((await chat(operation, given)).error?.message).toBe(message);
	});

	it('a failed item keeps back no other', async () => {
		const ids = ['war', 'nothing', 'war'].map((chatid) => ({ json: { chatid } }));
		const { items } = await chat('get', { chatId: '={{ $json.chatid }}' }, ids, continues);
		expect(items.map(({ json, pairedItem }) => [json.name ?? json.error, pairedItem])).toEqual([
			['War', { item: 0 }],
			[expect.stringMatching(/\(errcode 86003\): chat nothing \[item 1\]$/), { item: 1 }],
			['War', { item: 2 }],
		]);
	});
});

describe('send', () => {
	beforeEach(async () => jsonOf(await chat('create', war)));

	const FILES: Record<string, Buffer> = {
		image: TINY_PNG,
		voice: TINY_AMR,
		video: TINY_MP4,
		file: TINY_PDF,
	};
	const inbox = () =>
		simulator.groupInbox('war').map(({ msgtype, message }) => message[msgtype] as IDataObject);

	const official = moreExamples.filter(({ name }) => /^appchat\.send\.(?!response)/.test(name));
	it.each(official.map(({ payload }) => [String((payload as IDataObject).msgtype), payload]))(
		'%s of the documentation as a whole message',
		async (messageType, payload) => {
			const mediaId = async (type: string) => {
				const image = await execute(
					credentials,
					{ resource: 'media', operation: 'upload', mediaType: type },
					[itemWithFile(FILES[type], `a.${type}`)],
				);
				return String(image.items[0].json.media_id);
			};
			const known: Record<string, string> = { thumb_media_id: await mediaId('image') };
			if (messageType in FILES) known.media_id = await mediaId(messageType);
			const body = JSON.parse(JSON.stringify(payload), (key, value: unknown) =>
				key === 'chatid' ? 'war' : (known[key] ?? value),
			) as IDataObject;
			const outcome = await chat('send', {
				messageType,
				inputMode: 'json',
				bodyJson: JSON.stringify(body),
			});
			expect(jsonOf(outcome)).toEqual([
				{ chatid: 'war', msgtype: messageType, errcode: 0, errmsg: 'ok' },
			]);
			expect(inbox()).toEqual([body[messageType]]);
		},
	);

	it.each<[string, INodeParameters, IDataObject]>([
		[
			'text',
			{ content: 'Hello', mentionedUsers: 'zhangsan, @all' },
			{ content: 'Hello', mentioned_list: ['zhangsan', '@all'] },
		],
		['markdown', { content: '**Hello** <@lisi>' }, { content: '**Hello** <@lisi>' }],
		[
			'textcard',
			{ title: 'T', descriptionText: 'D', url: 'https://example.com', buttonText: 'More' },
			{ title: 'T', description: 'D', url: 'https://example.com', btntxt: 'More' },
		],
		[
			'news',
			{
				articles: {
					values: [
						{
							title: 'T',
							description: 'D',
							url: 'https://example.com',
							picUrl: 'https://example.com/a.png',
						},
					],
				},
			},
			{
				articles: [
					{
						title: 'T',
						description: 'D',
						url: 'https://example.com',
						picurl: 'https://example.com/a.png',
					},
				],
			},
		],
	])('%s as a person fills in the form', async (messageType, parameters, content) => {
		jsonOf(await chat('send', { chatId: 'war', messageType, ...parameters }));
		expect(inbox()).toEqual([content]);
	});

	it.each(Object.keys(FILES))('%s from binary data, uploaded once', async (messageType) => {
		const item = itemWithFile(FILES[messageType], `a.${messageType}`);
		jsonOf(await chat('send', { chatId: 'war', messageType, title: 'T' }, [item, item]));
		expect(simulator.count('media/upload')).toBe(1);
		expect(inbox()).toHaveLength(2);
		expect(simulator.media(String(inbox()[0].media_id))).toMatchObject({ type: messageType });
	});

	it('mpnews with its cover', async () => {
		const outcome = await chat(
			'send',
			{
				chatId: 'war',
				messageType: 'mpnews',
				articles: {
					values: [
						{ title: 'T', mediaSource: 'binary', binaryProperty: 'data', content: '<p>x</p>' },
					],
				},
			},
			[itemWithFile(TINY_PNG, 'a.png')],
		);
		jsonOf(outcome);
		expect(inbox()).toMatchObject([{ articles: [{ title: 'T', content: '<p>x</p>' }] }]);
	});

	it.each([
		['text', { content: 'x' }, 1],
		['markdown', { content: 'x' }, undefined],
	])('%s is confidential only where WeCom has that', async (messageType, given, safe) => {
		jsonOf(await chat('send', { chatId: 'war', messageType, ...given, options: { safe: 1 } }));
		expect(simulator.groupInbox('war')[0].message.safe).toBe(safe);
	});

	it('a long text goes out in parts, of which the last mentions', async () => {
		const content = 'word '.repeat(600);
		const outcome = await chat('send', {
			chatId: 'war',
			content,
			mentionedUsers: 'lisi',
			options: { overLongText: 'split' },
		});
		expect(jsonOf(outcome)).toHaveLength(2);
		expect(
			inbox()
				.map((part) => part.content)
				.join(''),
		).toBe(content);
		expect(inbox().map((part) => part.mentioned_list)).toEqual([undefined, ['lisi']]);
		const whole = await chat('send', { chatId: 'war', content });
		expect(whole.error?.message).toBe('Content is 3000 bytes; the maximum is 2048 [item 0]');
	});

	it('keeps the order of each chat', async () => {
		jsonOf(await chat('create', { ...war, chatId: 'other' }));
		const items = Array.from({ length: 20 }, (_, index) => ({
			json: { chatid: index % 2 === 0 ? 'war' : 'other', text: `m${index}` },
		}));
		jsonOf(
			await chat('send', { chatId: '={{ $json.chatid }}', content: '={{ $json.text }}' }, items),
		);
		for (const chatid of ['war', 'other']) {
			expect(
				simulator.groupInbox(chatid).map(({ content }) => (content as IDataObject).content),
			).toEqual(items.filter(({ json }) => json.chatid === chatid).map(({ json }) => json.text));
		}
	});

	it('says that WeCom drops what is too much for the members of a chat', async () => {
		const items = Array.from({ length: 201 }, () => ({ json: {} }));
		const { hints } = await chat('send', { chatId: 'war', content: 'x' }, items);
		expect(hints).toEqual([
			'More than 200 messages a minute went to war. WeCom accepts messages beyond that but silently drops them. Send fewer messages, or spread them out over time.',
		]);
	});

	it.each([
		['touser', { touser: 'lisi', msgtype: 'text', text: { content: 'x' } }],
		['enable_id_trans', { enable_id_trans: 1, msgtype: 'text', text: { content: 'x' } }],
		['appid', { articles: [{ title: 'T', url: 'https://example.com', appid: 'wx1' }] }],
	])('knows no %s, which only messages to members have', async (field, body) => {
		const messageType = 'articles' in body ? 'news' : 'text';
		const { error } = await chat('send', {
			chatId: 'war',
			messageType,
			inputMode: 'json',
			bodyJson: JSON.stringify(body),
		});
		expect(error?.message).toContain(`doesn't recognize the field "${field}"`);
	});

	it('takes the chat of the form rather than that of the JSON', async () => {
		const bodyJson = JSON.stringify({ chatid: 'other', msgtype: 'text', text: { content: 'x' } });
		jsonOf(await chat('send', { chatId: 'war', messageType: 'text', inputMode: 'json', bodyJson }));
		expect(inbox()).toHaveLength(1);
	});

	it.each<[number, () => void, RegExp]>([
		[40050, () => {}, /Create/],
		[49008, () => simulator.dissolveGroup('war'), /new chat/],
		[
			48002,
			() => simulator.setVisible({ users: [], parties: [2], tags: [] }),
			/visible range \(可见范围\) to the whole company/,
		],
	])('errcode %i names the chat and what to do', async (errcode, happens, hint) => {
		const chatId = errcode === 40050 ? 'nothing' : 'war';
		happens();
		const { error } = await chat('send', { chatId, content: 'x' });
		expect(error?.message).toMatch(
			new RegExp(`\\(errcode ${errcode}\\): chat ${chatId} \\[item 0\\]$`),
		);
		expect(error?.description).toMatch(hint);
		expect(error?.context?.data).toMatchObject({ errcode, chatid: chatId });
	});
});
