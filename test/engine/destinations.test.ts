import fastify, { type FastifyInstance } from 'fastify';
import {
	NodeConnectionTypes,
	type ICredentialType,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeType,
} from 'n8n-workflow';

import type { Resource } from '../../nodes/WeCom/actions/operation';
import { nodeCredentials, nodeProperties, route } from '../../nodes/WeCom/actions/router';
import { sendOperation } from '../../nodes/WeCom/actions/sendOperation';
import { app } from '../../nodes/WeCom/destinations/app';
import type { Destination } from '../../nodes/WeCom/destinations/destination';
import { onOff } from '../../nodes/WeCom/destinations/readings';
import { markdown } from '../../nodes/WeCom/messages/markdown';
import { limitedTo } from '../../nodes/WeCom/messages/tailored';
import { text } from '../../nodes/WeCom/messages/text';
import { CredentialStore, execute } from './harness';

/** A credential of its own: no app, no access token, but a key in the address. */
class BoardApi implements ICredentialType {
	name = 'boardApi';

	displayName = 'Board API';

	properties = ['key', 'baseUrl'].map((name) => ({
		displayName: name,
		name,
		type: 'string' as const,
		default: '',
	}));

	authenticate = async (
		{ key }: Record<string, unknown>,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({ ...options, qs: { ...options.qs, key: String(key) } });
}

/** An endpoint that the package does not know: it takes longer markdown, and has an option of its own. */
const loud = {
	api: 'is_loud',
	label: 'Loud',
	field: () => ({ type: 'boolean' as const, default: true }),
	reading: () => onOff,
};
const board: Destination<Parameters<typeof app.address.fields>[0]> = {
	path: 'board/post',
	credential: 'boardApi',
	address: app.address,
	offers: [
		{
			content: limitedTo(markdown, { content: { amount: 4096, unit: 'bytes' } }),
			options: { loud: true },
		},
		{ content: text, options: {} },
	],
	options: { loud },
	outcome: ({ msgid = '' }) => ({ posted: String(msgid) }),
};

const post = sendOperation(board, {
	value: 'post',
	label: 'Post',
	description: 'Post it',
	action: 'Post a message',
});

const absent = {
	key: 'absent',
	label: 'readers',
	reason: 'on holiday',
	named: (id: string) => `reader ${id}`,
};

/** The same, but WeCom says who did not get it. */
const listed = sendOperation(
	{
		...board,
		rejections: { lists: [absent], undone: 'show the post to', check: 'the calendar' },
	},
	{ value: 'list', label: 'List', description: 'Post it', action: 'Post with a list' },
);

/** An answer that never comes, at a destination that says nothing about it. */
const lossy = (value: string, own: object) =>
	sendOperation(
		{ ...board, path: 'wall/post', ...own },
		{ value, label: value, description: 'Post it', action: 'Lose it' },
	);

/** Somewhere else, where one can post with another credential. */
const wall = sendOperation(
	{ ...board, path: 'wall/post', credential: 'weComApi', offers: [board.offers[0]] },
	{ value: 'post', label: 'Post', description: 'Post it', action: 'Post on a wall' },
);

const resources: readonly Resource[] = [
	{ value: 'wall', label: 'Wall', operations: [wall] },
	{
		value: 'board',
		label: 'Board',
		operations: [
			post,
			listed,
			lossy('lose', {}),
			lossy('loseKnown', { ifLost: 'Look at the wall.' }),
		],
	},
];

class Board {
	description = {
		displayName: 'Board',
		name: 'weCom',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Board' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: nodeCredentials(resources, {}),
		properties: nodeProperties(resources),
	};

	async execute(this: IExecuteFunctions) {
		return [await route(this, resources)];
	}
}

let server: FastifyInstance;
let credentials: CredentialStore;
let posted: unknown[] = [];
let keys: unknown[] = [];
let told = {};

beforeAll(async () => {
	server = fastify();
	server.post('/cgi-bin/board/post', ({ body, query }) => {
		posted.push(body);
		keys.push((query as { key?: string }).key);
		return { errcode: 0, errmsg: 'ok', msgid: `P${posted.length}`, ...told };
	});
	server.post('/cgi-bin/wall/post', async (_, reply) => await reply.code(502).send(''));
	const baseUrl = await server.listen({ host: '127.0.0.1', port: 0 });
	credentials = new CredentialStore({ key: 'K', baseUrl }, new BoardApi());
});

afterAll(async () => await server.close());
beforeEach(() => {
	posted = [];
	keys = [];
	told = {};
});

const send = async (parameters: object) =>
	await execute(
		credentials,
		{ resource: 'board', operation: 'post', users: 'zhangsan', ...parameters },
		undefined,
		{
			nodeType: new Board() as INodeType,
		},
	);

describe('a destination that is declared in a few lines', () => {
	it('gets text through the whole pipeline, without what only the app has', async () => {
		const { items } = await send({ messageType: 'text', content: 'Hello' });
		expect(posted).toEqual([{ touser: 'zhangsan', msgtype: 'text', text: { content: 'Hello' } }]);
		expect(items).toMatchObject([{ json: { posted: 'P1' } }]);
	});

	it('is reached with its own credential, and asks for no app', async () => {
		const { error } = await send({ messageType: 'text', content: 'Hello' });
		expect(error?.message).toBeUndefined();
		expect(keys).toEqual(['K']);
	});

	it('takes markdown up to its own limit, and no more', async () => {
		const { error } = await send({ messageType: 'markdown', content: 'x'.repeat(4096) });
		expect(error?.message).toBeUndefined();
		expect(posted).toHaveLength(1);
		const long = await send({ messageType: 'markdown', content: 'x'.repeat(4097) });
		expect(long.error?.message).toBe('Content is 4097 bytes; the maximum is 4096 [item 0]');
		expect(posted).toHaveLength(1);
	});

	it('has its own option, for the content that it is declared for', async () => {
		await send({ messageType: 'markdown', content: 'x', options: { loud: true } });
		await send({ messageType: 'text', content: 'x', options: { loud: true } });
		expect(posted).toMatchObject([{ is_loud: 1 }, { text: { content: 'x' } }]);
		expect(posted[1]).not.toHaveProperty('is_loud');
	});

	it('splits what is longer than its own limit', async () => {
		const { items } = await send({
			messageType: 'markdown',
			content: 'word '.repeat(1200),
			options: { overLongText: 'split' },
		});
		expect(items).toHaveLength(2);
		expect(
			posted.map((body) => (body as { markdown: { content: string } }).markdown.content).join(''),
		).toBe('word '.repeat(1200));
	});

	it('has a message type from the start, which is one of its own', async () => {
		const { error } = await send({ content: '# Hello' });
		expect(error?.message).toBeUndefined();
		expect(posted).toMatchObject([{ msgtype: 'markdown', markdown: { content: '# Hello' } }]);
		const defaults = new Board().description.properties
			.filter(({ name }) => name === 'messageType')
			.map(({ default: standard }) => standard);
		expect([...new Set(defaults)]).toEqual(['markdown']);
	});

	it('recommends nothing that it does not offer', async () => {
		const { error } = await send({ messageType: 'news' });
		expect(error?.description).toBe('Choose a Message Type in the form.');
		const bodyJson = { markdown: { content: 'x', at: 'all' } };
		const unknown = await send({ inputMode: 'json', bodyJson });
		expect(unknown.error?.description).toBe('Allowed fields: content.');
	});

	it('takes no sender in JSON where it knows none', async () => {
		const bodyJson = { agentid: 7, markdown: { content: 'x' } };
		const { error } = await send({ inputMode: 'json', bodyJson });
		expect(error?.message).toBe(
			'WeCom doesn\'t recognize the field "agentid" next to the content [item 0]',
		);
		expect(error?.description).toBe(
			'Allowed fields: touser, toparty, totag, msgtype, is_loud, markdown.',
		);
		expect(posted).toEqual([]);
	});

	it('says of a lost answer what it declares, and nothing of what others have', async () => {
		const { error } = await send({ operation: 'lose', content: 'x' });
		expect(error?.description).toMatch(
			/^The message may have been delivered. Ask a recipient before you send it again. Check Base URL/,
		);
		const known = await send({ operation: 'loseKnown', content: 'x' });
		expect(known.error?.description).toMatch(/^Look at the wall. Check Base URL/);
	});

	it('can fail for those in its own lists, in its own words', async () => {
		told = { absent: ['ann', 'bob'], invaliduser: 'zhangsan' };
		const options = { onInvalidRecipients: 'fail' };
		const { error } = await send({ operation: 'list', content: 'x', options });
		expect(error?.message).toBe("WeCom didn't show the post to readers ann, bob [item 0]");
		expect(error?.description).toMatch(
			/^Everyone else got it. Check the calendar, or set On Invalid Recipients to Continue./,
		);
		expect(error?.context?.data).toMatchObject({ absent: ['ann', 'bob'], posted: 'P1' });
		const continued = await send({ operation: 'list', content: 'x' });
		expect(continued.hints).toEqual([
			'2 recipients did not get it: reader ann, reader bob (on holiday)',
		]);
		const without = await send({ content: 'x', options });
		expect(without.hints).toEqual([]);
		expect(without.error?.message).toBeUndefined();
	});

	it('offers only what it declares', async () => {
		const { error } = await send({ messageType: 'news' });
		expect(error?.message).toBe(
			'Message Type must be one of markdown, text; given: "news" [item 0]',
		);
		expect(posted).toEqual([]);
	});
});
