/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { EventEmitter } from 'node:events';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { fingerprint, RENEW_HEADER, secretsOf } from '../../../nodes/WeCom/api/token';
import { resume } from '../../../nodes/WeCom/resume/resume';
import { sealTicket } from '../../../nodes/WeCom/waiting/login';
import { TEXTS } from '../../../nodes/WeCom/waiting/texts';
import { counted } from '../../../nodes/WeCom/waiting/votes';
import { makeKey } from '../../../nodes/WeCom/waiting/key';
import type { Vote, Wait } from '../../../nodes/WeCom/waiting/question';
import { sealed, secrets } from '../trigger/n8n';
import { asked, PATH, wait } from '../waiting/waits';

/** The response of n8n's web server. */
class FakeResponse extends EventEmitter {
	statusCode = 200;
	sent: unknown;
	readonly headers: Record<string, string> = {};

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	setHeader(name: string, value: string): void {
		this.headers[name] = value;
	}

	json(body: unknown): void {
		this.sent = body;
	}

	send(body: unknown): void {
		this.sent = body;
	}
}

interface Call {
	state?: Wait;
	method?: string;
	/** Anybody may send anything, and n8n hands on whatever stands in JSON. */
	body?: unknown;
	query?: IDataObject;
	headers?: IDataObject;
	/** What n8n will go on with, where this n8n lets a node see it. */
	stack?: unknown[];
	/** What is asked of WeCom. */
	calls?: IDataObject[];
	answers?: IDataObject[];
}

const API = {
	corpId: 'wwcorp',
	corpSecret: 'secret',
	agentId: 1000002,
	baseUrl: 'https://example.com',
	accessToken: '',
};

/** Where the call came in. */
const SOCKET = { localAddress: '127.0.0.1', localPort: 5678 };

/** n8n, as far as a waiting node needs it. */
function n8n({
	state,
	method = 'POST',
	body = {},
	query = {},
	headers = {},
	stack,
	calls = [],
	answers = [],
}: Call) {
	const response = new FakeResponse();
	const warnings: string[] = [];
	const http = async (
		_: string,
		{ url, body: sent, headers: asks }: { url: string; body: IDataObject; headers: IDataObject },
		{ credentialsDecrypted }: { credentialsDecrypted: { data: IDataObject } },
	) => {
		if (RENEW_HEADER in asks) {
			// n8n writes the new token into what it was given.
			Object.assign(credentialsDecrypted.data, TOKEN, {
				accessToken: 'new',
				fetchedAt: Date.now(),
			});
			return;
		}
		if (!url.endsWith('message/update_template_card')) throw new Error(`Not expected: ${url}`);
		calls.push(sent);
		return await Promise.resolve({
			statusCode: 200,
			headers: {},
			body: answers.shift() ?? { errcode: 0 },
		});
	};
	const context = {
		evaluateExpression: () => JSON.stringify(state ?? null),
		getNode: () => ({ name: 'Ask', credentials: {} }),
		getRequestObject: () => ({ method, originalUrl: '/', socket: SOCKET }),
		getResponseObject: () => response,
		getBodyData: () => body,
		getQueryData: () => query,
		getHeaderData: () => headers,
		getCredentials: async (type: string) =>
			await Promise.resolve(type === 'weComCallbackApi' ? secrets : { ...API, ...TOKEN }),
		helpers: { httpRequestWithAuthentication: http },
		logger: {
			debug: () => undefined,
			warn: (message: string) => warnings.push(message),
			error: (message: string) => warnings.push(message),
		},
		...(stack && { runExecutionData: { executionData: { nodeExecutionStack: stack } } }),
	};
	return { context: context as unknown as IWebhookFunctions, response, warnings };
}

/** Bodies that are no fields: n8n has nothing for an empty one, and a text for plain text. */
const NO_FIELDS = [null, 'x', 1, ['x'], { toString: 1 }];

const TOKEN = {
	accessToken: 't',
	validUntil: Date.now() + 3_600_000,
	fetchedAt: 1,
	issuedFor: fingerprint(secretsOf(API)),
};

const press = (from = 'lisi', option = 'approve'): IDataObject => {
	const key = makeKey({ path: PATH, card: 0, option, votes: false });
	const call = sealed(
		`<xml><FromUserName>${from}</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>template_card_event</Event><EventKey><![CDATA[${key}]]></EventKey><TaskId>${asked().taskId}</TaskId><ResponseCode>code-${from}</ResponseCode><AgentID>1000002</AgentID></xml>`,
	);
	return { evidence: { ...call.query, body: call.body } };
};

it.each<[string, Call]>([
	['a node that does not wait', { body: press() }],
	['a look at a card question', { state: wait(), method: 'GET' }],
])('%s tells nothing', async (_, call) => {
	const { context, response } = n8n(call);
	expect(await resume(context)).toEqual({ noWebhookResponse: true });
	expect([response.statusCode, response.sent]).toEqual([404, { status: 'nothing here' }]);
});

it.each<[string, IDataObject, number, string]>([
	['without a proof', {}, 403, 'notFromWeCom'],
	['with a decision of its own', { decision: 'approve' }, 403, 'notFromWeCom'],
	['by somebody else', press('wangwu'), 403, 'notAllowed'],
])('a call %s goes on with nothing', async (_, body, status, says) => {
	const { context, response } = n8n({ state: wait(), body });
	expect(await resume(context)).toEqual({ noWebhookResponse: true });
	expect([response.statusCode, response.sent]).toEqual([
		status,
		expect.objectContaining({ status: says }),
	]);
});

it.each(NO_FIELDS)('a call with %j for a body goes on with nothing', async (body) => {
	const { context, response } = n8n({ state: wait(), body });
	expect(await resume(context)).toEqual({ noWebhookResponse: true });
	expect(response.statusCode).toBe(403);
});

it('a press that decides goes on with the answer for each item', async () => {
	const state = wait({ after: 'keep', asked: [asked({ itemIndexes: [0, 1] })] });
	const { context } = n8n({ state, body: press() });
	expect(await resume(context)).toMatchObject({
		webhookResponse: {
			status: 'taken',
			said: expect.stringMatching(/^Approved by lisi/) as string,
			updates: false,
		},
		workflowData: [
			[
				{ json: { data: { approved: true } }, pairedItem: { item: 0 } },
				{ json: { data: { approved: true } }, pairedItem: { item: 1 } },
			],
		],
	});
});

describe('the card', () => {
	const settled = async () => {
		await new Promise((resolve) => setTimeout(resolve, 20));
	};

	it('is locked when n8n has answered that this press is the one', async () => {
		const calls: IDataObject[] = [];
		const { context, response } = n8n({ state: wait(), body: press(), calls });
		await resume(context);
		await settled();
		expect(calls).toEqual([]);
		response.emit('finish');
		await settled();
		expect(calls).toMatchObject([
			{ atall: 1, agentid: 1000002, response_code: 'code-lisi', enable_id_trans: 1 },
		]);
	});

	it('is said to be locked, so that nothing else is written over it', async () => {
		const { context } = n8n({ state: wait(), body: press() });
		expect(await resume(context)).toHaveProperty('webhookResponse.updates', true);
	});

	it('is locked although WeCom was busy at first', async () => {
		const calls: IDataObject[] = [];
		const answers = [{ errcode: -1, errmsg: 'system busy' }];
		const { context, response, warnings } = n8n({ state: wait(), body: press(), calls, answers });
		await resume(context);
		response.emit('finish');
		while (calls.length < 2) await settled();
		await settled();
		expect(warnings).toEqual([]);
	});

	it('is locked although the token has been revoked meanwhile', async () => {
		const calls: IDataObject[] = [];
		const answers = [{ errcode: 42001, errmsg: 'access_token expired' }];
		const { context, response, warnings } = n8n({ state: wait(), body: press(), calls, answers });
		await resume(context);
		response.emit('finish');
		while (calls.length < 2 && warnings.length === 0) await settled();
		expect(warnings).toEqual([]);
		expect(calls[1]).toEqual(calls[0]);
	});

	it('is left as it is when WeCom says no, and the log tells why', async () => {
		const answers = [{ errcode: 40058, errmsg: 'invalid' }];
		const { context, response, warnings } = n8n({ state: wait(), body: press(), answers });
		await resume(context);
		response.emit('finish');
		while (warnings.length === 0) await settled();
		expect(warnings).toEqual(["The card of a question couldn't be updated"]);
	});

	it('is left to the winner when n8n has refused this press', async () => {
		const calls: IDataObject[] = [];
		const { context, response } = n8n({ state: wait(), body: press(), calls });
		await resume(context);
		response.status(500).emit('finish');
		await settled();
		expect(calls).toEqual([]);
	});
});

describe('an answer that is counted', () => {
	const counting = wait({
		counting: true,
		asked: [asked({ rule: { required: 2, declineEnds: true } })],
	});

	it('has n8n run the node again, with what it had and the answer', async () => {
		const had = [{ json: { data: {} } }];
		const entry = { node: { disabled: true }, data: { main: [had] } };
		const { context } = n8n({ state: counting, body: press(), stack: [entry] });
		expect(await resume(context)).toMatchObject({
			webhookResponse: { status: 'taken' },
			workflowData: [
				had,
				[{ json: { weComAnswer: { card: 0, vote: { id: 'lisi' }, responseCode: 'code-lisi' } } }],
			],
		});
		expect(entry.node.disabled).toBe(false);
	});

	it('is told apart by an n8n that cannot do that', async () => {
		const { context, response, warnings } = n8n({ state: counting, body: press() });
		expect(await resume(context)).toEqual({ noWebhookResponse: true });
		expect([response.statusCode, response.sent]).toEqual([
			501,
			{ status: 'unsupported', text: "This n8n can't count votes" },
		]);
		expect(warnings).toHaveLength(1);
	});
});

describe('a page', () => {
	const state = wait({ answerIn: 'page' });
	const query = { w: state.nonce, c: asked().page };
	const decided = asked({ outcome: { decision: 'answer', at: '2020-01-01T00:00:00.000Z' } });

	it('is shown by GET, in the language of its reader, with headers that keep it to itself', async () => {
		const headers = { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' };
		const { context, response } = n8n({ state, query, headers, method: 'GET' });
		expect(await resume(context)).toEqual({ noWebhookResponse: true });
		expect(response.statusCode).toBe(200);
		expect(response.sent).toContain('<html lang="zh-CN">');
		expect(response.sent).toContain('Leave request');
		expect(response.headers['Content-Security-Policy']).toContain("default-src 'none'");
	});

	it('is that of its own card, whatever the other links of the execution are like', async () => {
		const other = asked({ card: 1, page: 'Page-of-another-card-0', title: 'Invoice' });
		const both = { ...state, asked: [asked(), other] };
		const shownFor = async (c: string) => {
			const { context, response } = n8n({ state: both, query: { ...query, c }, method: 'GET' });
			await resume(context);
			return response.sent;
		};
		expect(await shownFor(other.page)).toContain('Invoice');
		expect(await shownFor(asked().page)).toContain('Leave request');
		for (const c of ['0', '1', '']) expect(await shownFor(c)).toContain('No longer open');
	});

	it('that is sent decides, and says that nobody knows who it was', async () => {
		const { context } = n8n({ state, query, body: { decision: 'decline' } });
		expect(await resume(context)).toMatchObject({
			webhookResponse: expect.stringContaining('<!doctype html>') as string,
			workflowData: [[{ json: { data: { approved: false, responder: null, verified: false } } }]],
		});
	});

	it('whose answer n8n refuses, since another was quicker, says so to people', async () => {
		const { context, response } = n8n({ state, query, body: { decision: 'approve' } });
		await resume(context);
		response.status(500).json({ message: 'There was a problem executing the workflow' });
		expect(response.statusCode).toBe(500);
		expect(response.sent).toContain('Your answer wasn&#39;t recorded');
	});

	it.each<[string, IDataObject, Partial<Wait>, number]>([
		['of another round', { w: 'Other-12', c: asked().page }, {}, 404],
		['of no question', { w: state.nonce }, {}, 404],
		['with the number of a card', { w: state.nonce, c: '0' }, {}, 404],
		['after the end', query, { deadline: '2020-01-01T00:00:00.000Z' }, 410],
	])('%s takes nothing', async (_, given, own, status) => {
		const body = { decision: 'approve' };
		const { context, response } = n8n({ state: { ...state, ...own }, query: given, body });
		expect(await resume(context)).toEqual({ noWebhookResponse: true });
		expect(response.statusCode).toBe(status);
	});

	it.each([{}, ...NO_FIELDS])('with %j for an answer asks again', async (body) => {
		const { context, response } = n8n({ state, query, body });
		expect(await resume(context)).toEqual({ noWebhookResponse: true });
		expect(response.statusCode).toBe(422);
	});

	it('gives back what somebody wrote where it was not taken', async () => {
		const answerable = { ...asked().answerable, kind: 'freeText' as const };
		const asking = { ...state, asked: [asked({ answerable })] };
		const body = { answer0: 'A long answer' };
		const slower = n8n({ state: asking, query, body });
		await resume(slower.context);
		slower.response.status(500).json({});
		const expired = n8n({ state: { ...asking, login: true }, query, body });
		await resume(expired.context);
		for (const { response } of [slower, expired]) expect(response.sent).toContain(body.answer0);
		// Whoever has not logged in learns nothing about the question.
		expect(expired.response.sent).not.toContain('Leave request');
	});

	it.each<[string, number, Partial<Wait>]>([
		['somebody else has decided', 410, { asked: [decided] }],
		['the time is up', 410, { deadline: '2020-01-01T00:00:00.000Z' }],
		['this n8n counts no votes', 501, { counting: true }],
	])('gives back what somebody wrote where %s', async (_, status, own) => {
		const answerable = { ...asked().answerable, kind: 'freeText' as const };
		const questions = (own.asked ?? [asked()]).map((one) => ({ ...one, answerable }));
		const body = { answer0: 'A long answer' };
		const { context, response } = n8n({
			state: { ...state, ...own, asked: questions },
			query,
			body,
		});
		await resume(context);
		expect(response.statusCode).toBe(status);
		expect(response.sent).toContain(body.answer0);
	});

	it('gives back what somebody wrote who may not answer', async () => {
		const answerable = { ...asked().answerable, kind: 'freeText' as const };
		const login = { ...state, login: true, asked: [asked({ answerable })] };
		const member = { userid: 'stranger', nonce: state.nonce, at: Date.now() };
		const body = { answer0: 'A long answer', ticket: sealTicket(member, API.corpSecret) };
		const { context, response } = n8n({ state: login, query, body });
		await resume(context);
		expect(response.statusCode).toBe(403);
		expect(response.sent).toContain(body.answer0);
	});

	it('speaks the language of its reader where nobody has written another text', async () => {
		const headers = { 'accept-language': 'zh-CN' };
		const after = async (closed: string) => {
			const over = { ...state, texts: { ...TEXTS, closed }, deadline: '2020-01-01T00:00:00.000Z' };
			const { context, response } = n8n({ state: over, query, headers, method: 'GET' });
			await resume(context);
			return response.sent;
		};
		expect(await after(TEXTS.closed)).toContain('已经不能再回复了。');
		expect(await after(TEXTS.closed)).not.toContain('No longer open');
		expect(await after('Too late')).toContain('Too late');
	});

	it('that is sent again counts once, although nobody has logged in', async () => {
		jest.useFakeTimers();
		const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response());
		const counting = { ...state, counting: true };
		const sent = async (asking: Wait, body: unknown) => {
			const stack = [{ node: {}, data: { main: [[]] } }];
			const { context, response } = n8n({ state: asking, query, body, stack });
			const { workflowData } = await resume(context);
			response.emit('finish');
			await jest.advanceTimersByTimeAsync(20_000);
			const { vote } = (workflowData?.[1][0].json.weComAnswer ?? {}) as { vote?: Vote };
			return { vote, page: response.sent };
		};
		const rule = { required: 3, declineEnds: false };
		const open = asked({ eligible: undefined, rule });
		const { vote } = await sent({ ...counting, asked: [open] }, { decision: 'decline' });
		const again = fetched.mock.calls.map(([, init]) => String(init?.body));
		expect(again).toHaveLength(3);
		const after = { ...counting, asked: [counted(open, vote!)] };
		for (const body of again)
			expect(await sent(after, Object.fromEntries(new URLSearchParams(body)))).toEqual({
				page: expect.stringContaining('Answer recorded') as string,
			});
		expect(fetched).toHaveBeenCalledTimes(3);
		// Another answer is another one.
		expect(await sent(after, { decision: 'decline' })).toHaveProperty('vote.decision', 'decline');
		jest.restoreAllMocks();
		jest.useRealTimers();
	});

	it('that needs a login takes no answer without one', async () => {
		const login = { ...state, login: true };
		for (const ticket of [
			undefined,
			'',
			'x',
			{ toString: 1 },
			['x', 'y'],
			`${Date.now()}.${'a'.repeat(43)}.bGlzaQ`,
		]) {
			const body = { decision: 'approve', ...(ticket !== undefined && { ticket }) };
			const { context, response } = n8n({ state: login, query, body });
			expect(await resume(context)).toEqual({ noWebhookResponse: true });
			expect(response.statusCode).toBe(403);
		}
	});
});
