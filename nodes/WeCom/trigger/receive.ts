import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import {
	openCallback,
	openEcho,
	type CallbackQuery,
	type CallbackSecrets,
} from '../callback/envelope';
import { memberOf, readEvent, type CallbackEvent } from '../callback/event';
import { nameOf, Recent, type Claim } from '../callback/recent';
import { CallbackRefusal } from '../callback/refusal';
import { parseIds, parseKeys } from '../destinations/ids';
import { nobodyToReplyTo, readReply } from '../replies/form';
import { sealedReply } from '../replies/sealed';
import { readKey } from '../waiting/key';
import type { Evidence } from '../waiting/press';
import { answer, settleByAnswer } from './answer';
import { readBody } from './body';
import { isChosen } from './events';
import { forwardPress } from './forward';
import { checkCreateTime, DEFAULT_MAX_AGE_SECONDS, readMaxAge, rememberedMs } from './maxAge';
import { withMedia } from './receivedMedia';
import { withSecrets } from './secrets';

/** Name of the webhook that answers WeCom's URL verification. */
const SETUP_WEBHOOK = 'setup';

/** Name of the visible options. "options" itself keeps n8n from parsing bodies (see the form). */
export const OPTIONS = 'additionalOptions';

const recent = new Map<string, Recent>();

/** What other processes have told: the names of callbacks that have an execution. */
function toldBy(context: IWebhookFunctions): string[] {
	const { recent: names } = context.getWorkflowStaticData('node');
	return Array.isArray(names) ? names.map(String) : [];
}

/**
 * Tells other processes all that this one knows.
 *
 * n8n stores the static data of a workflow whole, as each call has read it, and when the call is answered: calls at the
 * same moment undo each other. So each tells what its process knows by then, and a call that starts nothing tells again
 * what another process has undone.
 */
function tell(context: IWebhookFunctions, here: Recent): void {
	context.getWorkflowStaticData('node').recent = here.newest;
}

function tellAgain(context: IWebhookFunctions, here: Recent): void {
	const told = new Set(toldBy(context));
	if (here.newest.some((name) => !told.has(name))) tell(context, here);
}

/** The callbacks that this process knows, and, as far as n8n has stored it, those of others. */
function recentOf(context: IWebhookFunctions, maxAge: number, at: number): Recent {
	const place = `${context.getWorkflow().id}:${context.getNode().id}:${context.getMode()}`;
	const here = recent.get(place) ?? new Recent();
	recent.set(place, here);
	here.forget(at - rememberedMs(maxAge));
	here.note(toldBy(context), at);
	return here;
}

/** Whether the user wants this one. */
function isWanted(context: IWebhookFunctions, event: CallbackEvent): boolean {
	// An expression may give one name, or nothing.
	const events = [context.getNodeParameter('events', ['*']) ?? '*'].flat();
	const { users, eventKeys, eventTypes } = context.getNodeParameter(OPTIONS, {}) as IDataObject;
	const members = parseIds(users).map((id) => id.toLowerCase());
	const keys = parseKeys(eventKeys);
	return (
		isChosen(event.event, events, [eventTypes ?? []].flat()) &&
		(members.length === 0 || members.includes(String(event.FromUserName).toLowerCase())) &&
		(keys.length === 0 || keys.includes(String(event.EventKey)))
	);
}

/** The fixed reply of the form, for the member who wrote or clicked. */
function fixedReply(
	context: IWebhookFunctions,
	event: CallbackEvent,
	secrets: CallbackSecrets,
	at: number,
): string {
	const to = memberOf(event);
	if (to === undefined) throw nobodyToReplyTo(event);
	const value = (name: string, fallback: unknown) => context.getNodeParameter(name, fallback);
	return sealedReply(readReply({ value }), to, secrets, at);
}

/** An authentic callback. */
interface Received {
	event: CallbackEvent;
	xml: string;
	at: number;
	secrets: CallbackSecrets;
	maxAge: number;
	/** As it came, for whoever checks it again. */
	evidence: Evidence;
}

/** The reply, if there is to be one. What keeps it from being sent goes to the workflow: the callback is worth more. */
function replyTo(context: IWebhookFunctions, { event, secrets, at }: Received): string {
	try {
		return fixedReply(context, event, secrets, at);
	} catch (error) {
		event.replyError = (error as Error).message;
		return '';
	}
}

/**
 * Starts the workflow. n8n stores the execution, and only then reads what to answer: so whoever reads it may know that
 * there is an execution. With Reply to Callback, n8n reads no answer here; what the workflow answers tells it then.
 */
async function start(
	context: IWebhookFunctions,
	received: Received,
	here: Recent,
	settle: Claim,
): Promise<IWebhookResponseData> {
	const { event } = received;
	const response = context.getResponseObject();
	const respond = context.getNodeParameter('respond', 'immediately');
	const reply = respond === 'reply' ? replyTo(context, received) : '';
	const workflowData = [[await withMedia(context, event)]];
	settleByAnswer(response, settle);
	if (respond === 'node') {
		tell(context, here);
		return { workflowData };
	}
	return {
		workflowData,
		get webhookResponse() {
			settle(true);
			tell(context, here);
			response.type(reply === '' ? 'text/plain' : 'application/xml');
			return reply;
		},
	};
}

async function take(context: IWebhookFunctions, received: Received): Promise<IWebhookResponseData> {
	const { event, xml, at, maxAge } = received;
	const here = recentOf(context, maxAge, at);
	const settle = await here.claim(nameOf(xml), at);
	const run = async (): Promise<IWebhookResponseData> => {
		if (settle !== undefined && isWanted(context, event))
			return await start(context, received, here, settle);
		settle?.(false);
		tellAgain(context, here);
		// Authentic callbacks always get 200: WeCom would only repeat what nobody wants.
		answer(context.getResponseObject(), 200);
		return { noWebhookResponse: true };
	};
	return await run().catch((error: unknown) => {
		// n8n stores an execution that has failed.
		settle?.(true);
		throw error;
	});
}

/** The seconds of Max Age. Strangers must not see the form fail: n8n would start an execution of its failure. */
function maxAgeOf(context: IWebhookFunctions): number {
	try {
		return readMaxAge((context.getNodeParameter(OPTIONS, {}) as IDataObject).maxAge);
	} catch {
		return DEFAULT_MAX_AGE_SECONDS;
	}
}

async function verify(context: IWebhookFunctions): Promise<string> {
	const query = context.getQueryData() as CallbackQuery;
	return await withSecrets(context, async (secrets) => openEcho(query, secrets, maxAgeOf(context)));
}

/** A callback whose signature has been found right. */
const evidenceOf = (query: CallbackQuery, body: Buffer): Evidence => ({
	msg_signature: String(query.msg_signature),
	timestamp: String(query.timestamp),
	nonce: String(query.nonce),
	body: body.toString('utf8'),
});

async function receive(context: IWebhookFunctions): Promise<Received> {
	const maxAge = maxAgeOf(context);
	const query = context.getQueryData() as CallbackQuery;
	const at = Date.now();
	const body = await readBody(context.getRequestObject());
	const received = await withSecrets(context, async (secrets) => {
		const { message: xml, receiveId } = openCallback(query, body, secrets, maxAge, at);
		const evidence = evidenceOf(query, body);
		return { event: readEvent(xml, at, receiveId), xml, at, secrets, maxAge, evidence };
	});
	checkCreateTime(received.event.CreateTime, maxAge, at);
	return received;
}

/**
 * Refuses a call that is not known to be WeCom's. Nothing that goes wrong until then may reach n8n, which would start an
 * execution and the error workflow: anybody could do so who knows the URL.
 */
function refuse(context: IWebhookFunctions, error: unknown): IWebhookResponseData {
	if (error instanceof CallbackRefusal) {
		context.logger.debug('A callback was refused', { reason: error.reason });
		answer(context.getResponseObject(), error.status);
	} else {
		context.logger.error('A callback could not be checked', { reason: (error as Error).message });
		answer(context.getResponseObject(), 500);
	}
	return { noWebhookResponse: true };
}

/** Answers WeCom's URL verification and receives its callbacks (`path/90930`). */
export async function handleCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	let received: Received;
	try {
		if (context.getWebhookName() === SETUP_WEBHOOK) {
			answer(context.getResponseObject(), 200, await verify(context));
			return { noWebhookResponse: true };
		}
		received = await receive(context);
	} catch (error) {
		return refuse(context, error);
	}
	const { event, EventKey: key } = received.event;
	const press = event === 'template_card_event' ? readKey(key) : undefined;
	if (press === undefined) return await take(context, received);
	await forwardPress(context, received, press);
	return { noWebhookResponse: true };
}
