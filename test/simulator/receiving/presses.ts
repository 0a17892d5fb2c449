import type { CallbackAnswer } from '../callback';
import { sayAll } from '../language';
import type { State } from '../state';
import { checkChosen, preselected } from './answers';
import { cardOnPhone, copyOf, kindOf } from './cardPress';
import { PhoneUser, type PressResult, type Sending } from './member';
import { Moment } from './moment';

/** A member presses a card in the client. */
export interface CardPress {
	userid: string;
	msgid: string;
	/** Of a button, of the submit button, or of an entry of the card's menu. */
	key: string;
	/** Option ids by the key of the drop-down, vote or list; without it, what the client has preselected. */
	chosen?: Record<string, string | string[]>;
	/** The phone was offline while the card changed: it shows the card as it was sent, and lets it be pressed. */
	late?: boolean;
	/** How often WeCom sends the callback, all at once; 1 by default. */
	times?: number;
}

/** What came of a press. */
export interface PressOutcome {
	/** Whether the client sent it. It does not while the card is locked, greyed out, or not answered completely. */
	sent: boolean;
	/** What the inbox says about it, in English. */
	said: string;
	/** Of the event; allows one update of the card. */
	responseCode?: string;
	/** What the app has answered to each of the callbacks, decrypted; none to those that it did not answer at all. */
	answers: CallbackAnswer[];
	/** WeCom sends the very same callback so many times more, all at once, as it does when an answer was late. */
	repeat(times?: number): Promise<CallbackAnswer[]>;
}

/** What members do with cards, for tests. */
export interface PressControls {
	/**
	 * A member presses a card, and whatever the app answers comes to that member's phone.
	 * @throws {Error} if the member never got the card, or if it has no such key, question or option
	 */
	press(press: CardPress): Promise<PressOutcome>;
	/**
	 * Several presses at the same moment: each has its connection before the first byte of any event goes out, so that
	 * none is answered before all are on their way.
	 * @throws {Error} as `press` does
	 */
	pressTogether(presses: CardPress[]): Promise<PressOutcome[]>;
}

/** The phone of whoever presses, and the press as a form of the page would have it. */
function prepare(state: State, origin: () => string, press: CardPress) {
	const { userid, msgid, key, chosen = {}, late = false } = press;
	const member = state.directory.member(userid);
	const agentId = state.mailbox.all.find((entry) => entry.msgid === msgid)?.agentid;
	const app = state.app(agentId);
	const copy = member && copyOf(state, member, app, msgid);
	if (member === undefined || copy === undefined) throw new Error(`${userid} has no such card`);
	const { card } = cardOnPhone(copy, late);
	const given = new Map(Object.entries(chosen).map(([name, ids]) => [name, [ids].flat()]));
	checkChosen(card, given);
	// What an update has taken away is refused by the client, what was never there by us.
	const kind = kindOf(card, key) ?? kindOf(copy.content, key);
	if (kind === undefined) throw new Error(`The card has no button ${key}`);
	const answers = new Map([...preselected(card), ...given]);
	const user = new PhoneUser(state, member, app, origin());
	return {
		user,
		go: async (sending: Sending) =>
			await user.press({ msgid, kind, key, chosen: answers, late }, sending),
	};
}

function outcomeOf(user: PhoneUser, { outcome, sent, answers }: PressResult): PressOutcome {
	return {
		sent: sent !== undefined,
		said: sayAll('en', outcome.sayings),
		...(sent?.responseCode === undefined ? {} : { responseCode: sent.responseCode }),
		answers,
		async repeat(times = 1) {
			if (sent === undefined) throw new Error('Nothing was sent that could be repeated');
			return (await user.send(sent, { times })).answers;
		},
	};
}

/** The presses, used by tests in this process. */
export function pressesOf(state: State, origin: () => string): PressControls {
	return {
		async press(press) {
			const { user, go } = prepare(state, origin, press);
			return outcomeOf(user, await go({ times: press.times }));
		},
		async pressTogether(presses) {
			const prepared = presses.map((press) => prepare(state, origin, press));
			const moment = new Moment(presses.length);
			return await Promise.all(
				prepared.map(async ({ user, go }, index) => {
					const start = moment.start();
					try {
						return outcomeOf(user, await go({ times: presses[index].times, start }));
					} finally {
						start.leave();
					}
				}),
			);
		},
	};
}
