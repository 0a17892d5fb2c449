import { createHash } from 'crypto';

import { openCallback, type CallbackSecrets } from '../callback/envelope';
import { memberOf, readEvent, type CallbackEvent } from '../callback/event';
import { fitsCard } from './card';
import { readKey } from './key';
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

/** Why a press doesn't count. */
export type PressRefusal = 'notFromWeCom' | 'anotherCard' | 'notAllowed' | 'late' | 'decided';

/** What a press is worth. */
export type Pressed =
	| { status: 'counts'; asked: Asked; vote: Vote; responseCode: string }
	/** It has been counted before. */
	| { status: 'counted' }
	| { status: PressRefusal; text: string };

const isEvidence = (given: unknown): given is Evidence => {
	const { msg_signature, timestamp, nonce, body } = (given ?? {}) as Record<string, unknown>;
	return [msg_signature, timestamp, nonce, body].every((part) => typeof part === 'string');
};

function opened(given: unknown, secrets: CallbackSecrets, at: number): CallbackEvent | undefined {
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
		return readEvent(message, at, receiveId);
	} catch {
		// Whatever keeps it from being opened: nobody has shown that it is from WeCom.
		return undefined;
	}
}

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The chosen IDs by question, as far as the card has them. */
function answersIn({ SelectedItems: selected }: CallbackEvent, { lists }: Answerable) {
	const items = listIn((selected as { SelectedItem?: unknown } | undefined)?.SelectedItem);
	const given = new Map(
		items.map((item) => {
			const { QuestionKey: key, OptionIds: options } = item as Record<string, unknown>;
			const ids = listIn((options as { OptionId?: unknown } | undefined)?.OptionId);
			return [String(key), ids.map(String)];
		}),
	);
	return Object.fromEntries(
		lists.map(({ key, choices }) => [
			key,
			(given.get(key) ?? []).filter((id) => choices.some((choice) => choice.id === id)),
		]),
	);
}

/** What a press says; undefined if the card has no such button. */
function answerIn(
	event: CallbackEvent,
	option: string,
	answerable: Answerable,
): Answer | undefined {
	const { kind, buttons } = answerable;
	if (!fitsCard(kind)) return undefined;
	const answers = answersIn(event, answerable);
	if (kind !== 'approval') return option === '' ? { decision: 'answer', answers } : undefined;
	const button = buttons.find(({ decision }) => decision === option);
	return button === undefined ? undefined : { decision: button.decision, answers };
}

/** Names a press by what only it has. */
export const pressId = (own: string): string =>
	createHash('sha256').update(own).digest('base64url').slice(0, 16);

/** Why an answer comes too late; undefined if it doesn't. */
export function closedFor(
	wait: Wait,
	asked: Asked,
	at: number,
): { status: PressRefusal; text: string } | undefined {
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
	const refused = (status: PressRefusal, text: string): Pressed => ({ status, text });
	const event = opened(evidence, secrets, at);
	if (event === undefined) return refused('notFromWeCom', texts.closed);
	const key = readKey(event.EventKey);
	const asked = key?.path === path ? wait.asked.find(({ card }) => card === key.card) : undefined;
	const answer = asked && answerIn(event, key?.option ?? '', asked.answerable);
	const isOurs =
		event.event === 'template_card_event' &&
		event.TaskId === asked?.taskId &&
		event.AgentID === agentId;
	if (key === undefined || asked === undefined || answer === undefined || !isOurs)
		return refused('anotherCard', texts.closed);
	const id = memberOf(event);
	if (id === undefined || !mayAnswer(asked, id)) return refused('notAllowed', texts.notAllowed);
	const responseCode = String(event.ResponseCode);
	const press = { id: pressId(responseCode), at: Number(event.CreateTime) };
	if (isCounted(asked, id, press)) return { status: 'counted' };
	const closed = closedFor(wait, asked, at);
	if (closed !== undefined) return closed;
	const vote: Vote = { ...answer, id, by: 'callback', at: new Date(at).toISOString(), press };
	return { status: 'counts', asked, vote, responseCode };
}
