import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { sealReply } from '../../../nodes/WeCom/callback/envelope';
import { parseXml } from '../../../nodes/WeCom/callback/xml';
import { handleCallback } from '../../../nodes/WeCom/trigger/receive';

const secrets = { token: 'token', encodingAesKey: 'a'.repeat(43), receiveId: 'wwcorp' };

let calls = 0;

/** A call of WeCom's that nobody has made before. */
function callback(content: string, ageSeconds = 0) {
	const message = `<xml><MsgType>image</MsgType><FromUserName>zhangsan</FromUserName><MsgId>${(calls += 1)}</MsgId>${content}</xml>`;
	const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds);
	const body = sealReply(message, secrets, { timestamp, nonce: 'n' });
	const { MsgSignature } = parseXml(body).xml as { MsgSignature: string };
	return { body, query: { msg_signature: MsgSignature, timestamp, nonce: 'n' } };
}

/** n8n, as far as the trigger needs it, with the answers that it has sent. */
function n8n({ body, query }: ReturnType<typeof callback>, parameters: IDataObject, staticData: IDataObject = {}) {
	const answers: Array<{ status: number; body: string }> = [];
	const response = {
		status: (status: number) => ({ type: () => ({ send: (sent: string) => answers.push({ status, body: sent }) }) }),
	};
	const context = {
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getQueryData: () => query,
		getRequestObject: () => ({ headers: {}, rawBody: Buffer.from(body) }),
		getResponseObject: () => response,
		getWebhookName: () => 'default',
		getWorkflow: () => ({ id: 'w' }),
		getNode: () => ({ id: 'n' }),
		getMode: () => 'webhook',
		getWorkflowStaticData: () => staticData,
		getCredentials: async (type: string) => {
			if (type === 'weComCallbackApi') return secrets;
			throw new Error('The credential is gone');
		},
		logger: { debug: () => undefined },
	};
	return { context: context as unknown as IWebhookFunctions, answers };
}

describe('a message with a file', () => {
	it('starts the workflow also where the credential for the file is gone', async () => {
		const { context, answers } = n8n(callback('<MediaId>M</MediaId>'), { downloadMedia: true });
		const { workflowData } = await handleCallback(context);
		expect(answers).toEqual([{ status: 200, body: '' }]);
		expect(workflowData?.[0][0].json).toMatchObject({ MediaId: 'M', mediaError: 'The credential is gone' });
	});
});

describe('a fixed reply that cannot be sent', () => {
	it('does not keep the workflow from starting, and the item says why', async () => {
		const parameters = { respond: 'reply', replyType: 'text', replyContent: '好'.repeat(683) };
		const { context, answers } = n8n(callback(''), parameters);
		const { workflowData } = await handleCallback(context);
		expect(answers).toEqual([{ status: 200, body: '' }]);
		expect(workflowData?.[0][0].json).toMatchObject({
			FromUserName: 'zhangsan',
			replyError: expect.stringContaining('2049 bytes') as string,
		});
	});
});

it('a key that differs from another one in case only starts the workflow too', async () => {
	const { context } = n8n(callback('<EventKey>approve</EventKey>'), { options: { eventKeys: 'Approve, approve' } });
	expect(await handleCallback(context)).toHaveProperty('workflowData');
});

describe('an old callback', () => {
	it.each([undefined, null, 'soon', 600])('is refused with a Max Age of %s', async (maxAge) => {
		const { context, answers } = n8n(callback('', 3600), { options: { maxAge } as IDataObject });
		expect(await handleCallback(context)).toEqual({ noWebhookResponse: true });
		expect(answers).toEqual([{ status: 403, body: '' }]);
	});

	it('is taken with a Max Age of 0', async () => {
		const { context, answers } = n8n(callback('', 3600), { options: { maxAge: 0 } });
		expect(await handleCallback(context)).toHaveProperty('workflowData');
		expect(answers).toEqual([{ status: 200, body: '' }]);
	});
});

describe('a repetition that reaches another process', () => {
	/** The trigger as another process has loaded it. */
	async function n8nProcess() {
		jest.resetModules();
		const { handleCallback: handle } = await import('../../../nodes/WeCom/trigger/receive');
		/** Starts a call with its own copy of the stored data, and answers with what n8n stores afterwards. */
		return async (call: ReturnType<typeof callback>, stored: string, parameters: IDataObject = {}) => {
			const staticData = JSON.parse(stored) as IDataObject;
			const { workflowData } = await handle(n8n(call, parameters, staticData).context);
			return { started: workflowData !== undefined, store: () => JSON.stringify(staticData) };
		};
	}

	it('starts nothing, also if other callbacks came at the same moment', async () => {
		const [one, other] = [await n8nProcess(), await n8nProcess()];
		const calls = [callback(''), callback(''), callback('')];
		const first = await Promise.all(calls.map(async (call) => await one(call, '{}')));
		// The last to be stored is what stays.
		const stored = first[2].store();
		const repeated = await Promise.all(calls.map(async (call) => await other(call, stored)));
		expect(first.map(({ started }) => started)).toEqual([true, true, true]);
		expect(repeated.map(({ started }) => started)).toEqual([false, false, false]);
	});

	it('starts nothing, also if a reply that took longer was stored after it', async () => {
		const [one, other] = [await n8nProcess(), await n8nProcess()];
		const slow = await one(callback(''), '{}', { respond: 'node' });
		const call = callback('');
		await one(call, '{}');
		expect((await other(call, slow.store())).started).toBe(false);
	});

	it('starts nothing, also if another process has stored its own since', async () => {
		const [one, other, third] = [await n8nProcess(), await n8nProcess(), await n8nProcess()];
		const call = callback('');
		const stored = (await one(call, '{}')).store();
		const next = (await other(callback(''), stored)).store();
		expect((await third(call, next)).started).toBe(false);
	});

	it('starts nothing after the next callback, if another process has overwritten what was stored', async () => {
		const [one, other, third] = [await n8nProcess(), await n8nProcess(), await n8nProcess()];
		const call = callback('');
		await one(call, '{}');
		const overwritten = (await other(callback(''), '{}')).store();
		const restored = (await one(callback(''), overwritten)).store();
		expect((await third(call, restored)).started).toBe(false);
	});
});

describe('a fixed reply to an event of WeCom itself', () => {
	it.each(['<FromUserName>sys</FromUserName>', '<FromUserName>SYS</FromUserName>', '<FromUserName/>', ''])(
		'is not sent, and the item says why (%j)',
		async (from) => {
			const timestamp = String(Math.floor(Date.now() / 1000));
			const message = `<xml>${from}<MsgType>event</MsgType><Event>change_contact</Event><UserID>${(calls += 1)}</UserID></xml>`;
			const body = sealReply(message, secrets, { timestamp, nonce: 'n' });
			const { MsgSignature } = parseXml(body).xml as { MsgSignature: string };
			const call = { body, query: { msg_signature: MsgSignature, timestamp, nonce: 'n' } };
			const { context, answers } = n8n(call, { respond: 'reply', replyType: 'text', replyContent: 'Thank you' });
			const { workflowData } = await handleCallback(context);
			expect(answers).toEqual([{ status: 200, body: '' }]);
			expect(workflowData?.[0][0].json).toMatchObject({
				event: 'change_contact',
				replyError: 'There is nobody to reply to: change_contact comes from WeCom itself and not from a member',
			});
		},
	);
});

it('a reply of our own that somebody sends back starts nothing', async () => {
	const message = '<xml><ToUserName>zhangsan</ToUserName><FromUserName>WWcorp</FromUserName><MsgType>text</MsgType><Content>x</Content></xml>';
	const timestamp = String(Math.floor(Date.now() / 1000));
	const body = sealReply(message, secrets, { timestamp, nonce: 'n' });
	const { MsgSignature } = parseXml(body).xml as { MsgSignature: string };
	const { context, answers } = n8n({ body, query: { msg_signature: MsgSignature, timestamp, nonce: 'n' } }, {});
	expect(await handleCallback(context)).toEqual({ noWebhookResponse: true });
	expect(answers).toEqual([{ status: 403, body: '' }]);
});
