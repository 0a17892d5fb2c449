/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import {
	UserError,
	type IDataObject,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { sealReply } from '../../../nodes/WeCom/callback/envelope';
import { parseXml } from '../../../nodes/WeCom/callback/xml';

export const secrets = { token: 'token', encodingAesKey: 'a'.repeat(43), receiveId: 'wwcorp' };

export interface Call {
	body: string;
	query: Record<string, unknown>;
	headers?: Record<string, string>;
}

let calls = 0;

/** A call of WeCom's with this content. */
export function sealed(message: string, age = 0): Call {
	const timestamp = String(Math.floor(Date.now() / 1000) - age);
	const body = sealReply(message, secrets, { timestamp, nonce: '1' });
	const { MsgSignature } = parseXml(body).xml as { MsgSignature: string };
	return { body, query: { msg_signature: MsgSignature, timestamp, nonce: '1' } };
}

/** A call of WeCom's that nobody has made before. */
export function callback(
	content: string,
	{ age = 0, createdAge = age }: { age?: number; createdAge?: number | null } = {},
): Call {
	const created =
		createdAge === null
			? ''
			: `<CreateTime>${Math.floor(Date.now() / 1000) - createdAge}</CreateTime>`;
	return sealed(
		`<xml><MsgType>image</MsgType><FromUserName>zhangsan</FromUserName>${created}<MsgId>${(calls += 1)}</MsgId>${content}</xml>`,
		age,
	);
}

export interface Answer {
	status: number;
	body: string;
	type?: string;
}

/** The response of n8n's web server. */
class FakeResponse {
	statusCode = 200;
	private contentType?: string;
	readonly answers: Answer[] = [];

	status(code: number): this {
		this.statusCode = code;
		return this;
	}

	type(type: string): this {
		this.contentType = type;
		return this;
	}

	send(body: string): this {
		return this.end(body);
	}

	json(body: object): this {
		return this.end(JSON.stringify(body));
	}

	end(body?: string | Buffer): this {
		// n8n ends some responses twice.
		if (this.answers.length === 0)
			this.answers.push({
				status: this.statusCode,
				body: String(body ?? ''),
				type: this.contentType,
			});
		return this;
	}
}

export interface N8nOptions {
	parameters?: IDataObject;
	/** Static data as n8n has stored it; what it stores later is found there too. */
	database?: { staticData: string };
	/** What the credential of the callback gives, or fails with. */
	credential?: () => Promise<object>;
	/** The same of the credential for files. */
	media?: () => Promise<object>;
}

/** n8n, as far as the trigger needs it: it stores, answers, and stores static data in the order in which the real one does. */
export function n8n(
	call: Call,
	{
		parameters = {},
		database = { staticData: '{}' },
		credential = async () => await Promise.resolve(secrets),
		media = async () => await Promise.reject(new UserError('The credential is gone')),
	}: N8nOptions = {},
) {
	const response = new FakeResponse();
	const staticData = JSON.parse(database.staticData) as IDataObject;
	const log: string[] = [];
	const request = Object.assign(Readable.from([Buffer.from(call.body)]), {
		headers: call.headers ?? {},
	});
	const context = {
		getNodeParameter: (name: string, fallback: unknown) => {
			const value = name in parameters ? parameters[name] : fallback;
			if (value instanceof Error) throw value;
			return value;
		},
		getQueryData: () => call.query,
		getRequestObject: () => request,
		getResponseObject: () => response,
		getWebhookName: () => 'default',
		getWorkflow: () => ({ id: 'w' }),
		getNode: () => ({
			id: 'n',
			credentials: { weComCallbackApi: { id: JSON.stringify(call.query) } },
		}),
		getMode: () => 'webhook',
		getWorkflowStaticData: () => staticData,
		getCredentials: async (type: string) => {
			if (type === 'weComCallbackApi') return await credential();
			return await media();
		},
		logger: {
			debug: () => undefined,
			warn: (message: string) => log.push(message),
			error: (message: string, more: object) => log.push(message, JSON.stringify(more)),
		},
	};
	const saveStaticData = () => (database.staticData = JSON.stringify(staticData));
	return {
		context: context as unknown as IWebhookFunctions,
		response,
		answers: response.answers,
		log,
		/** What n8n does with what the trigger gives it; `end` says how it goes on. */
		goOn(
			result: IWebhookResponseData,
			end: 'stored' | 'not stored' | 'failed' | 'replied' = 'stored',
		): void {
			if (result.workflowData === undefined) {
				saveStaticData();
				return;
			}
			if (end === 'not stored') {
				response
					.status(500)
					.json({ code: 0, message: 'There was a problem executing the workflow' });
				return;
			}
			if (end === 'stored') {
				const body = String(result.webhookResponse);
				saveStaticData();
				response.status(200).send(body);
			} else if (end === 'failed') {
				saveStaticData();
				response.status(500).json({ message: 'Error in workflow' });
			} else {
				response.end(Buffer.from('reply'));
				saveStaticData();
				response.end();
			}
		},
	};
}
