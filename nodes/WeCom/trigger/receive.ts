import { randomBytes } from 'crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { nobodyToReplyTo, readReply } from '../actions/form/reply';
import { MAX_BODY_BYTES, openCallback, openEcho, sealReply, type CallbackQuery, type CallbackSecrets } from '../callback/envelope';
import { memberOf, readEvent, type CallbackEvent } from '../callback/event';
import { nameOf, Recent } from '../callback/recent';
import { CallbackRefusal } from '../callback/refusal';
import { toReplyXml } from '../callback/reply';
import { parseIds, parseKeys } from '../delivery/recipients';
import { withMedia } from './receivedMedia';
import { withSecrets } from './secrets';

/** Name of the webhook that answers WeCom's URL verification. */
export const SETUP_WEBHOOK = 'setup';

export const DEFAULT_MAX_AGE_SECONDS = 600;

const recent = new Map<string, Recent>();

/**
 * Whether this callback has not been seen yet, by this process or, as far as n8n has stored it, by another.
 *
 * n8n stores the static data of a workflow whole, as each call has read it, when the call has been answered: calls at the
 * same moment undo each other. So each stores whatever its process knows by then.
 */
function isNew(context: IWebhookFunctions, xml: string, at: number): boolean {
	const place = `${context.getWorkflow().id}:${context.getNode().id}:${context.getMode()}`;
	const here = recent.get(place) ?? new Recent();
	recent.set(place, here);
	const stored = context.getWorkflowStaticData('node') as { recent?: string[] };
	for (const name of stored.recent ?? []) here.note(name, at);
	if (!here.note(nameOf(xml), at)) return false;
	stored.recent = here.newest;
	return true;
}

/** Whether the user wants this one. */
function isWanted(context: IWebhookFunctions, event: CallbackEvent): boolean {
	const events = context.getNodeParameter('events', ['*']) as string[];
	const { users, eventKeys } = context.getNodeParameter('options', {}) as IDataObject;
	const members = parseIds(users).map((id) => id.toLowerCase());
	const keys = parseKeys(eventKeys);
	return (
		(events.includes('*') || events.includes(event.event)) &&
		(members.length === 0 || members.includes(String(event.FromUserName).toLowerCase())) &&
		(keys.length === 0 || keys.includes(String(event.EventKey)))
	);
}

async function rawBody(context: IWebhookFunctions): Promise<Buffer> {
	const request = context.getRequestObject();
	if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw new CallbackRefusal(413, 'Too large');
	if (request.rawBody === undefined) await request.readRawBody();
	return request.rawBody ?? Buffer.alloc(0);
}

function answer(context: IWebhookFunctions, status: number, body = '', type = 'text/plain'): void {
	context.getResponseObject().status(status).type(type).send(body);
}

/** The fixed reply of the form, for the member who wrote or clicked. */
function fixedReply(context: IWebhookFunctions, event: CallbackEvent, secrets: CallbackSecrets, at: number): string {
	const to = memberOf(event);
	if (to === undefined) throw nobodyToReplyTo(event);
	const reply = readReply((name, fallback) => context.getNodeParameter(name, fallback) as unknown);
	const xml = toReplyXml(reply, { to, from: secrets.receiveId, at });
	const timestamp = String(Math.floor(at / 1000));
	return sealReply(xml, secrets, { timestamp, nonce: randomBytes(8).toString('hex') });
}

/**
 * Answers with the fixed reply.
 *
 * @returns what to tell the workflow about it: nothing, or why there was no reply. WeCom does not repeat what was
 * answered with 200, and the callback is worth more than its reply.
 */
function answerWithReply(context: IWebhookFunctions, { event, secrets, at }: Received): { replyError?: string } {
	let reply: string;
	try {
		reply = fixedReply(context, event, secrets, at);
	} catch (error) {
		answer(context, 200);
		return { replyError: (error as Error).message };
	}
	answer(context, 200, reply, 'application/xml');
	return {};
}

/** What the trigger does with one call, and the answer that is due at once. */
interface Received {
	event: CallbackEvent;
	xml: string;
	at: number;
	secrets: CallbackSecrets;
}

async function start(context: IWebhookFunctions, received: Received): Promise<IWebhookResponseData> {
	const { event, xml, at } = received;
	// Authentic callbacks always get 200: WeCom would only repeat what nobody wants.
	if (!isWanted(context, event) || !isNew(context, xml, at)) {
		answer(context, 200);
		return { noWebhookResponse: true };
	}
	const respond = context.getNodeParameter('respond', 'immediately');
	if (respond === 'node') return { workflowData: [[await withMedia(context, event)]] };
	if (respond === 'reply') Object.assign(event, answerWithReply(context, received));
	else answer(context, 200);
	return { noWebhookResponse: true, workflowData: [[await withMedia(context, event)]] };
}

/** Answers WeCom's URL verification and receives its callbacks (`path/90930`). */
export async function handleCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const { maxAge: given } = context.getNodeParameter('options', {}) as IDataObject;
	// An expression that gives nothing must not open the door to old callbacks.
	const maxAge = typeof given === 'number' ? given : DEFAULT_MAX_AGE_SECONDS;
	const query = context.getQueryData() as CallbackQuery;
	const verify = async () => {
		const echo = await withSecrets(context, async (secrets) => openEcho(query, secrets, maxAge));
		answer(context, 200, echo);
		return { noWebhookResponse: true };
	};
	const receive = async () => {
		const at = Date.now();
		const body = await rawBody(context);
		const received = await withSecrets(context, async (secrets) => {
			const { message: xml, receiveId } = openCallback(query, body, secrets, maxAge, at);
			return { event: readEvent(xml, at, receiveId), xml, at, secrets };
		});
		return await start(context, received);
	};
	const handle = context.getWebhookName() === SETUP_WEBHOOK ? verify : receive;
	return await handle().catch((error: unknown) => {
		if (!(error instanceof CallbackRefusal)) throw error;
		context.logger.debug('A callback was refused', { reason: error.reason });
		answer(context, error.status);
		return { noWebhookResponse: true };
	});
}
