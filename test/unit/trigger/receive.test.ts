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
function n8n({ body, query }: ReturnType<typeof callback>, parameters: IDataObject) {
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
		getWorkflowStaticData: () => ({}),
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
