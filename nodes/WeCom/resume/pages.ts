import { randomUUID } from 'crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { WeComClient } from '../api/client';
import { secretsOf } from '../api/token';
import { sameSignature } from '../callback/signature';
import { CREDENTIAL } from '../transport/credentials';
import { N8nTransport } from '../transport/n8nTransport';
import { paragraphs } from '../waiting/card';
import { isLoginState, LoginError, memberByCode, openTicket, sealTicket } from '../waiting/login';
import { askPage, PAGE_HEADERS } from '../waiting/page';
import { readPageAnswer, typedIn } from '../waiting/pageAnswer';
import { SENDING, textsIn, TICKET } from '../waiting/pageInputs';
import type { Language } from '../waiting/pageTexts';
import { closedFor, pressId } from '../waiting/press';
import type { Asked, Press, Vote, Wait } from '../waiting/question';
import { TEXTS } from '../waiting/texts';
import { loginFailedPage, toldPage } from '../waiting/toldPage';
import { isCounted, mayAnswer } from '../waiting/votes';
import { confirmWhenTaken } from './confirm';
import { fieldsOf } from './fields';
import { goOn } from './take';

/** A call of a page: what it is about, and in which language whoever reads it reads. */
interface Visit {
	context: IWebhookFunctions;
	wait: Wait;
	asked: Asked;
	language: Language;
	at: number;
	/** What somebody has typed into the page that was sent. */
	typed: string;
}

function languageOf(context: IWebhookFunctions): Language {
	const wanted = String(context.getHeaderData()['accept-language'] ?? '');
	const known = /\b(en|zh)\b/i.exec(wanted);
	return known?.[1].toLowerCase() === 'zh' ? 'zh' : 'en';
}

/** A page has no place of its own for a quote. */
const shown = (asked: Asked): Asked => ({
	...asked,
	message: paragraphs(asked.message, asked.quote),
});

/** The response, with the headers of every page. */
function pageResponse(context: IWebhookFunctions) {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
	return response;
}

function show(context: IWebhookFunctions, status: number, html: string): IWebhookResponseData {
	pageResponse(context).status(status).send(html);
	return { noWebhookResponse: true };
}

/** A text that the user has written. Otherwise the page has its own, in the language of its reader. */
const written = (text: string) => (Object.values(TEXTS).includes(text) ? undefined : text);

const refuse = ({ context, language, wait, typed }: Visit): IWebhookResponseData =>
	show(context, 403, toldPage('notAllowed', language, written(wait.texts.notAllowed), typed));

/** WeCom sends whoever logs in here, with a code: the page keeps who it is in a ticket. */
async function enter(visit: Visit): Promise<IWebhookResponseData> {
	const { context, wait, asked, language, at } = visit;
	const { code, state } = context.getQueryData() as Record<string, unknown>;
	const credentials = await context.getCredentials(CREDENTIAL);
	const { corpSecret } = secretsOf(credentials);
	try {
		if (!isLoginState(String(state), wait.nonce, corpSecret)) throw new LoginError('codeUsed');
		const client = new WeComClient(new N8nTransport(context, CREDENTIAL, credentials));
		const userid = await memberByCode(client, String(code ?? ''));
		if (!mayAnswer(asked, userid)) return refuse(visit);
		const ticket = sealTicket({ userid, nonce: wait.nonce, at }, corpSecret);
		const more = { ticket, member: userid, language };
		return show(context, 200, askPage(shown(asked), asked.answerable, more));
	} catch (error) {
		context.logger.debug('A login on a page failed', { reason: (error as Error).message });
		return show(context, 403, loginFailedPage(error, language));
	}
}

const firstIn = (fields: IDataObject, name: string) => textsIn(fields, name)?.[0] ?? '';

/** Who has sent a page: nobody knows without a login. */
type Sender = Pick<Vote, 'id' | 'by'>;

/** A name for one sending of a page, which begins with its moment. */
const newSending = (at: number) => `${at}-${randomUUID()}`;

/** Which sending of a page it is, and when that was. */
function pressIn(given: IDataObject, at: number): Press {
	const name = firstIn(given, SENDING);
	const since = Number.parseInt(name, 10);
	return { id: pressId(name), at: (since <= at ? since : at) / 1000 };
}

async function senderOf(
	{ context, wait, at }: Visit,
	given: IDataObject,
): Promise<Sender | undefined> {
	if (!wait.login) return {};
	const { corpSecret } = secretsOf(await context.getCredentials(CREDENTIAL));
	// The ticket that the page has kept of a login.
	const id = openTicket(firstIn(given, TICKET), { nonce: wait.nonce, at }, corpSecret);
	return id === undefined ? undefined : { id, by: 'login' };
}

async function answer(visit: Visit): Promise<IWebhookResponseData> {
	const { context, wait, asked, language, at, typed } = visit;
	// An answer that is sent again has a name from the first time.
	const given: IDataObject = { [SENDING]: newSending(at), ...fieldsOf(context) };
	const press = pressIn(given, at);
	const sender = await senderOf(visit, given);
	if (sender === undefined)
		return show(context, 403, toldPage('codeUsed', language, undefined, typed));
	if (sender.id !== undefined && !mayAnswer(asked, sender.id)) return refuse(visit);
	const read = readPageAnswer(asked.answerable, given);
	if ('problems' in read) {
		const ticket = wait.login ? firstIn(given, TICKET) : undefined;
		const more = { ticket, member: sender.id, problems: read.problems, given, language };
		return show(context, 422, askPage(shown(asked), asked.answerable, more));
	}
	if (isCounted(asked, sender.id, press)) return show(context, 200, toldPage('recorded', language));
	const vote: Vote = { ...read.answer, ...sender, press, at: new Date(at).toISOString() };
	const next = goOn(context, wait, { asked, vote });
	if (next === undefined) return show(context, 501, toldPage('closed', language, undefined, typed));
	if (wait.counting) confirmWhenTaken(context, given);
	const response = pageResponse(context);
	// Of two answers at the same moment, n8n refuses one, in JSON.
	response.json = () => response.send(toldPage('notRecorded', language, undefined, typed));
	return { webhookResponse: toldPage('recorded', language), ...next };
}

/** The page of a question: shown by GET, and only POST decides. */
export async function visit(context: IWebhookFunctions, wait: Wait): Promise<IWebhookResponseData> {
	const { w, c } = context.getQueryData() as Record<string, unknown>;
	const language = languageOf(context);
	const at = Date.now();
	const asked = wait.asked.find(({ page }) => sameSignature(page, String(c)));
	// The route with the token of the execution leads to all questions of it, whatever stands in the query.
	if (w !== wait.nonce || asked === undefined)
		return show(context, 404, toldPage('closed', language, written(wait.texts.closed)));
	const isSent = context.getRequestObject().method === 'POST';
	const typed = isSent ? typedIn(asked.answerable, fieldsOf(context)) : '';
	const closed = closedFor(wait, asked, at);
	if (closed !== undefined)
		return show(context, 410, toldPage('closed', language, written(closed.text), typed));
	const here: Visit = { context, wait, asked, language, at, typed };
	if (isSent) return await answer(here);
	if (wait.login) return await enter(here);
	return show(context, 200, askPage(shown(asked), asked.answerable, { language }));
}
