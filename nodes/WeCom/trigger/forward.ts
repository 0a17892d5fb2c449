import { sleep, type IWebhookFunctions } from 'n8n-workflow';

import type { CallbackSecrets } from '../callback/envelope';
import { memberOf, type CallbackEvent } from '../callback/event';
import { nameOf } from '../callback/recent';
import { sealedReply } from '../replies/sealed';
import { askAgain, ownN8n, type OwnN8n } from '../transport/ownSocket';
import type { PressKey } from '../waiting/key';
import type { Evidence, Ignored } from '../waiting/press';
import { GONE } from '../waiting/texts';
import { answer } from './answer';
import { handOver, type HandedOver } from './handOver';
import { Remembered } from './remembered';

/** WeCom hangs up after 5 seconds: a busy n8n takes the press later. */
const ANSWER_WITHIN_MS = 4000;

/** What became of presses and questions is remembered for as long as a press may be old. */
const REMEMBERED_MS = 600_000;

/** An update of the card for everybody is on its way so long after the decision: nothing must come after it. */
const FRESH_MS = 5000;

/** The card of a press: an execution may have several. */
const cardOf = ({ path, card }: PressKey) => `${path} ${card}`;

/** A decision of which this process has heard. */
interface Decided {
	said: string;
	/** Moment on the monotonic clock until which the card may be about to say it. */
	until: number;
}

const decisions = new Remembered<Decided>(REMEMBERED_MS);

/** What came of each press, by the name of its callback: WeCom's repetitions get the same answer. */
const presses = new Remembered<Promise<HandedOver>>(REMEMBERED_MS);

/** The last job of each waiting execution. */
const queues = new Map<string, Promise<unknown>>();

/** One press after the other for each execution that waits: n8n would let two put their states over each other. */
async function inTurn<T>(path: string, job: () => Promise<T>): Promise<T> {
	const before = queues.get(path) ?? Promise.resolve();
	const mine = before.then(job, job);
	queues.set(path, mine);
	try {
		return await mine;
	} finally {
		if (queues.get(path) === mine) queues.delete(path);
	}
}

const confirm = async (n8n: OwnN8n, key: PressKey, evidence: Evidence) =>
	await askAgain(async () => {
		const again = await inTurn(key.path, async () => await handOver(n8n, key, evidence));
		return again.kind !== 'taken';
	});

function note(key: PressKey, { said, updates }: HandedOver & { kind: 'taken' }): void {
	if (said === undefined) return;
	const until = updates ? performance.now() + FRESH_MS : 0;
	decisions.set(cardOf(key), { said, until });
}

/** Hands a press over, and gives its outcome as soon as it is known; what has to follow goes on. */
async function pass(n8n: OwnN8n, key: PressKey, evidence: Evidence): Promise<HandedOver> {
	return await new Promise((resolve) => {
		void inTurn(key.path, async () => {
			const first = await handOver(n8n, key, evidence);
			if (first.kind === 'taken') note(key, first);
			resolve(first);
			if (!key.votes || first.kind !== 'taken' || first.isCounted) return;
			// The next one must find this vote in the state.
			await handOver(n8n, key, evidence);
			void confirm(n8n, key, evidence);
		});
	});
}

/** Why a press has changed nothing, for whoever looks after n8n: its member can do nothing about it. */
const WHY_OPEN: Record<Ignored, string> = {
	unfit: "A press on a card was ignored: it chose something the card doesn't offer",
	notFromWeCom:
		"A press on a card was ignored: the WeCom Callback API credential of the waiting node doesn't match the trigger's",
};

/** What the member reads in place of the buttons; undefined if the card itself says it, or is about to. */
function textFor(key: PressKey, outcome: HandedOver): string | undefined {
	if (outcome.kind === 'refused') return outcome.text;
	if (outcome.kind !== 'gone' && outcome.kind !== 'lost') return undefined;
	const decided = decisions.get(cardOf(key));
	if (decided === undefined) return outcome.kind === 'gone' ? GONE : undefined;
	return performance.now() < decided.until ? undefined : decided.said;
}

/** A callback that is a press on the card of a question. */
interface PressCallback {
	event: CallbackEvent;
	xml: string;
	at: number;
	secrets: CallbackSecrets;
	evidence: Evidence;
}

/** Passes a press on, once for all its repetitions; one that n8n could not take may come again. */
async function outcomeOf(
	context: IWebhookFunctions,
	{ xml, evidence }: PressCallback,
	key: PressKey,
): Promise<HandedOver> {
	const name = nameOf(xml);
	const n8n = ownN8n(context);
	if (n8n === undefined) return { kind: 'failed' };
	const known = presses.get(name);
	const outcome = known ?? pass(n8n, key, evidence);
	if (known === undefined) presses.set(name, outcome);
	const settled = await outcome;
	if (settled.kind === 'failed') {
		presses.delete(name);
		context.logger.warn("A press on a card couldn't be handed over");
	}
	if (settled.kind === 'open') context.logger.warn(WHY_OPEN[settled.because]);
	return settled;
}

/**
 * Answers a press on the card of a question: the execution that waits gets it, and no workflow starts. Whatever comes of it,
 * WeCom has its answer in time.
 */
export async function forwardPress(
	context: IWebhookFunctions,
	press: PressCallback,
	key: PressKey,
): Promise<void> {
	const { event, at, secrets } = press;
	const late = sleep(ANSWER_WITHIN_MS).then((): HandedOver => ({ kind: 'lost' }));
	const outcome = await Promise.race([outcomeOf(context, press, key), late]);
	const text = textFor(key, outcome);
	const to = memberOf(event);
	const reply =
		text === undefined || to === undefined
			? ''
			: sealedReply({ type: 'update_button', replaceName: text }, to, secrets, at);
	const type = reply === '' ? 'text/plain' : 'application/xml';
	// WeCom repeats what was not taken.
	answer(context.getResponseObject(), outcome.kind === 'failed' ? 503 : 200, reply, type);
}
