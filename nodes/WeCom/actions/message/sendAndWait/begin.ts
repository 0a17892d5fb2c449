import { randomBytes } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { InvalidInputError } from '../../../api/explained';
import { decodeKey } from '../../../callback/cipher';
import { Delivery } from '../../../delivery/deliver';
import type { Job } from '../../../delivery/job';
import { asking } from '../../../destinations/asking';
import type { Recipients } from '../../../destinations/recipients';
import { CALLBACK_CREDENTIAL, callbackSecretsOf } from '../../../transport/credentials';
import { NONCE_BYTES } from '../../../waiting/key';
import type { Wait } from '../../../waiting/question';
import type { ItemForm } from '../../form/itemForm';
import { openSession } from '../../session';
import { resumePath } from './address';
import { assertCanCount, assertCanWait, assertNotByModel } from './checks';
import { pageUrls } from './pageUrls';
import { ask } from './questions';
import { asksEach, readSettings } from './read';
import type { Clock } from './timeLimit';

/** Most cards that one execution waits for: n8n stores all of them anew with each answer. */
const MOST_CARDS = 1000;

/** What all cards share. */
export interface Shared {
	delivery: Delivery<Recipients>;
	/** Without the questions, which are there when they are sent. */
	wait: Wait;
	each: boolean;
	/** Time limits count from when it began. */
	clock: Clock;
	/** Where the page of a card is opened. */
	pageUrl(page: string): string;
	/** Of the only card, where the others have none of their own. */
	first?: Promise<Job>;
}

/** @throws InvalidInputError if no credential is selected, or it can't open any callback: nobody's answer would count */
async function assertCallbackSecrets(context: IExecuteFunctions): Promise<void> {
	if (context.getNode().credentials?.[CALLBACK_CREDENTIAL] === undefined)
		throw new InvalidInputError([
			{
				message: 'Credential for WeCom Callback API is missing',
				hint: 'Select the one of the WeCom Trigger, or set Answer to On a Web Page, which needs none.',
				field: 'Credential for WeCom Callback API',
			},
		]);
	const { token, encodingAesKey } = callbackSecretsOf(
		await context.getCredentials(CALLBACK_CREDENTIAL),
	);
	try {
		if (token !== '' && decodeKey(encodingAesKey).length > 0) return;
	} catch {
		// The error below says more.
	}
	throw new InvalidInputError([
		{
			message: "Token or EncodingAESKey in the WeCom Callback API credential isn't valid",
			hint: 'Copy both from Receive Messages (接收消息) in the WeCom admin console. The WeCom Trigger uses the same credential.',
			field: 'Credential',
		},
	]);
}

/** The time zone of the workflow. A workflow may say "DEFAULT", or what this machine does not know. */
function timeZoneOf(context: IExecuteFunctions): string {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: context.getTimezone() }).resolvedOptions()
			.timeZone;
	} catch {
		return new Intl.DateTimeFormat('en').resolvedOptions().timeZone;
	}
}

/** @throws InvalidInputError if there are more cards than one execution can wait for */
function assertFewCards(cards: number): void {
	if (cards <= MOST_CARDS) return;
	throw new InvalidInputError([
		{
			message: `${ask.displayName} is Once for Each Item, and there are ${cards} items; the maximum is ${MOST_CARDS}`,
			hint: 'Split the items with Loop Over Items, or ask once for all.',
			field: ask.displayName,
			limit: MOST_CARDS,
			unit: 'items',
			actual: cards,
		},
	]);
}

/**
 * Reads and checks what holds for all cards.
 *
 * @param form the form for the first item
 * @throws InvalidInputError if anything of it can't be
 */
export async function begin(context: IExecuteFunctions, form: ItemForm): Promise<Shared> {
	assertNotByModel(context.getNode());
	assertCanWait(context);
	const clock = { at: Date.now(), timeZone: timeZoneOf(context) };
	const settings = readSettings(form, clock);
	const session = await openSession(context, asking, form);
	if (settings.answerIn === 'card') await assertCallbackSecrets(context);
	const nonce = randomBytes(NONCE_BYTES).toString('base64url');
	const each = asksEach(form);
	const cards = each ? context.getInputData().length : 1;
	assertFewCards(cards);
	const counting = cards > 1;
	if (counting) assertCanCount(context);
	const wait: Wait = {
		...settings,
		nonce,
		path: resumePath(context, nonce),
		agentId: Number(session.sender.agentid),
		workflowName: context.getWorkflow().name ?? '',
		timeZone: clock.timeZone,
		counting,
		asked: [],
	};
	return {
		delivery: new Delivery(asking, session),
		each,
		clock,
		pageUrl: await pageUrls(context, wait),
		wait,
	};
}
