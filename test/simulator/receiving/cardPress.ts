import type { Member } from '../directory';
import { recordOf, recordsOf } from '../json';
import { saying, type Saying } from '../language';
import { currentCard } from '../rules/current';
import type { App, State } from '../state';
import type { Delivered, JsonObject } from '../types';
import { answersTo, type Answers } from './answers';
import {
	cardEvent,
	cardMenuEvent,
	taskcardEvent,
	type Address,
	type Callback,
	type PressedCard,
} from './events';

/** What of a card can be pressed: a button, an entry of its menu, a button of a legacy task card. */
export type Pressable = 'button' | 'menu' | 'task';

/** A press on a card. */
export interface Press {
	msgid: string;
	kind: string;
	key: string;
	chosen: Answers;
	/** The phone was offline while the card changed, and still shows it as it was sent. */
	late?: boolean;
}

/** What the client makes of a press: an event for the app, or why there is none. */
export type Pressed =
	| { copy: Delivered; callback: Callback; responseCode?: string; locks: boolean }
	| { refused: Saying };

const hasKey = (list: unknown, key: string) => recordsOf(list).some((entry) => entry.key === key);

const LISTS: Record<Pressable, (card: JsonObject) => unknown> = {
	button: ({ submit_button: submit, button_list: list }) => [submit, ...recordsOf(list)],
	menu: ({ action_menu: menu }) => recordOf(menu).action_list,
	task: ({ btn }) => btn,
};

const isPressable = (kind: string): kind is Pressable => Object.hasOwn(LISTS, kind);

/** What a key of a card stands for; undefined if the card has none such. */
export const kindOf = (card: JsonObject, key: string): Pressable | undefined =>
	(['button', 'menu', 'task'] as const).find((kind) => hasKey(LISTS[kind](card), key));

/** The copy of a message that a member has of an app. */
export function copyOf(
	state: State,
	member: Member,
	app: App,
	msgid: string,
): Delivered | undefined {
	const copy = state.mailbox.conversation(member.userid).find((entry) => entry.msgid === msgid);
	return copy?.recalled === false && copy.agentid === app.agentId ? copy : undefined;
}

/** The card that the phone shows. */
export const cardOnPhone = (copy: Delivered, late = false) =>
	late ? { card: copy.content, replaced: undefined } : currentCard(copy);

/** Presses a button of the copy that a member has, or an entry of its menu (path/90240). */
export function pressOf(
	state: State,
	member: Member,
	app: App,
	{ msgid, kind, key, chosen, late = false }: Press,
): Pressed {
	const gone = { refused: saying('gone') };
	const copy = copyOf(state, member, app, msgid);
	if (copy === undefined || !isPressable(kind)) return gone;
	const { card, replaced } = cardOnPhone(copy, late);
	if (!hasKey(LISTS[kind](card), key)) return gone;
	const now = state.now();
	const { agentId } = app;
	const address: Address = { corpId: state.corpId, agentId, userid: member.userid, at: now };
	const taskId = String(copy.content.task_id ?? '');
	const pressed = (): PressedCard => ({
		key,
		taskId,
		cardType: String(card.card_type),
		responseCode: state.mailbox.issueCode(msgid, now),
	});
	const sent = (make: (at: Address, card: PressedCard) => Callback, locks: boolean): Pressed => {
		const press = pressed();
		return { copy, callback: make(address, press), responseCode: press.responseCode, locks };
	};
	if (kind === 'menu') return sent(cardMenuEvent, false);
	if (replaced !== undefined) return gone;
	if (!late && state.mailbox.isLocked(copy, now)) return { refused: saying('stillWaiting') };
	if (kind === 'task') return { copy, callback: taskcardEvent(address, key, taskId), locks: true };
	const answers = answersTo(card, chosen);
	if ([...answers.values()].some((ids) => ids.length === 0))
		return { refused: saying('chooseFirst') };
	return sent((at, press) => cardEvent(at, press, answers), true);
}
