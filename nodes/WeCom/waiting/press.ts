import { createHash } from 'crypto';

import { openCallback, type CallbackSecrets } from '../callback/envelope';
import { memberOf, readEvent, type CallbackEvent } from '../callback/event';
import { fitsCard } from './card';
import { readKey } from './key';
import { inputsOf, readChosen } from './pageInputs';
import type { Answer, Answerable, Asked, Vote, Wait } from './question';
import { asId, outcomeLine } from './texts';
import { isCounted, mayAnswer } from './votes';

/** How old a press may be, in seconds: WeCom repeats a callback for a few seconds, and the trigger goes on for longer. */
export const MAX_AGE_SECONDS = 600;

/** A press as WeCom told it to the trigger, signed and sealed: whoever passes it on can't change it. */
export interface Evidence {
	msg_signature: string;
	timestamp: string;
	nonce: string;
	/** As it came. */
	body: string;
}

/** Why a press doesn't count, and the member is told so in place of the buttons. */
type Refusal = 'anotherCard' | 'notAllowed' | 'late' | 'decided';

/** Why a press changes nothing: nobody has shown that it is from WeCom, or the choice is none that the card allows. */
export const IGNORED = ['notFromWeCom', 'unfit'] as const;

export type Ignored = (typeof IGNORED)[number];

/** Why a press doesn't count. */
export type PressRefusal = Refusal | Ignored;

/** What a press is worth. */
export type Pressed =
	| { status: 'counts'; asked: Asked; vote: Vote; responseCode: string }
	/** It has been counted before. */
	| { status: 'counted' }
	| { status: Refusal; text: string }
	| { status: Ignored };

const isEvidence = (given: unknown): given is Evidence => {
	const { msg_signature, timestamp, nonce, body } = (given ?? {}) as Record<string, unknown>;
	return [msg_signature, timestamp, nonce, body].every((part) => typeof part === 'string');
};

/** What WeCom has told, and the signed moment of it, in seconds. */
interface Opened {
	event: CallbackEvent;
	toldAt: number;
}

function opened(given: unknown, secrets: CallbackSecrets, at: number): Opened | undefined {
	if (!isEvidence(given)) return undefined;
	const { body, ...query } = given;
	try {
		const { message, receiveId } = openCallback(
			query,
			Buffer.from(body),
			secrets,
			MAX_AGE_SECONDS,
			at,
		);
		return { event: readEvent(message, at, receiveId), toldAt: Number(query.timestamp) };
	} catch {
		// Whatever keeps it from being opened: nobody has shown that it is from WeCom.
		return undefined;
	}
}

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The chosen IDs by question. */
function chosenIn({ SelectedItems: selected }: CallbackEvent): Map<string, string[]> {
	const items = listIn((selected as { SelectedItem?: unknown } | undefined)?.SelectedItem);
	return new Map(
		items.map((item) => {
			const { QuestionKey: key, OptionIds: options } = item as Record<string, unknown>;
			const ids = listIn((options as { OptionId?: unknown } | undefined)?.OptionId);
			return [String(key), ids.map(String)];
		}),
	);
}

/** What was chosen in each list of the card; undefined if it is not what the card lets choose. */
function answersIn(event: CallbackEvent, answerable: Answerable): Answer['answers'] | undefined {
	const given = chosenIn(event);
	const answers: Array<[key: string, ids: string[]]> = [];
	for (const input of inputsOf(answerable)) {
		const chosen = readChosen(input, given.get(input.key) ?? []);
		if ('wrong' in chosen) return undefined;
		answers.push([input.key, chosen.ids]);
	}
	return Object.fromEntries(answers);
}

/** What the button says that was pressed; undefined if the card has no such button. */
function decisionOf(option: string, { kind, buttons }: Answerable): Answer['decision'] | undefined {
	if (!fitsCard(kind)) return undefined;
	if (kind !== 'approval') return option === '' ? 'answer' : undefined;
	return buttons.find(({ decision }) => decision === option)?.decision;
}

/** Names a press by what only it has. */
export const pressId = (own: string): string =>
	createHash('sha256').update(own).digest('base64url').slice(0, 16);

/** Why an answer comes too late; undefined if it doesn't. */
export function closedFor(
	wait: Wait,
	asked: Asked,
	at: number,
): { status: Refusal; text: string } | undefined {
	const { deadline, texts } = wait;
	if (asked.outcome !== undefined)
		return { status: 'decided', text: outcomeLine(wait, asked, asId) ?? texts.closed };
	return deadline !== undefined && at >= Date.parse(deadline)
		? { status: 'late', text: texts.closed }
		: undefined;
}

/**
 * What a press on a card is worth, by what WeCom has signed.
 *
 * @param evidence as it came, from anybody
 * @param at clock time in milliseconds
 */
export function judge(
	wait: Wait,
	evidence: unknown,
	secrets: CallbackSecrets,
	at: number,
): Pressed {
	const { path, agentId, texts } = wait;
	const refused = (status: Refusal, text: string): Pressed => ({ status, text });
	const told = opened(evidence, secrets, at);
	if (told === undefined) return { status: 'notFromWeCom' };
	const { event, toldAt } = told;
	const key = readKey(event.EventKey);
	const asked = key?.path === path ? wait.asked.find(({ card }) => card === key.card) : undefined;
	const decision = asked && decisionOf(key?.option ?? '', asked.answerable);
	const isOurs =
		event.event === 'template_card_event' &&
		event.TaskId === asked?.taskId &&
		event.AgentID === agentId;
	if (key === undefined || asked === undefined || decision === undefined || !isOurs)
		return refused('anotherCard', texts.closed);
	const id = memberOf(event);
	if (id === undefined || !mayAnswer(asked, id)) return refused('notAllowed', texts.notAllowed);
	const responseCode = String(event.ResponseCode);
	const { CreateTime: created } = event;
	const press = {
		id: pressId(responseCode),
		at: typeof created === 'number' ? created : at / 1000,
	};
	if (isCounted(asked, id, press)) return { status: 'counted' };
	// Others that came before it may have taken their time.
	const closed = closedFor(wait, asked, Math.max(toldAt, press.at) * 1000);
	if (closed !== undefined) return closed;
	const answers = answersIn(event, asked.answerable);
	if (answers === undefined) return { status: 'unfit' };
	const vote: Vote = {
		decision,
		answers,
		id,
		by: 'callback',
		at: new Date(at).toISOString(),
		press,
	};
	return { status: 'counts', asked, vote, responseCode };
}
