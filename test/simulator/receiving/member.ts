import { postCallback, sealCallback, type CallbackAnswer, type SealedCallback } from '../callback';
import type { Member } from '../directory';
import { Explained, saying, sayingsOf, type Saying } from '../language';
import { checkMedia } from '../media';
import { hasButtons } from '../rules/cards';
import type { App, State } from '../state';
import type { Delivered, JsonObject, MenuEntry } from '../types';
import { pressOf, type Press } from './cardPress';
import { imageMessage, menuEvent, textMessage, type Address, type Callback } from './events';
import type { Start } from './moment';
import { bad, good, open, type Outcome } from './outcome';
import { refusal } from './receiver';
import { readReply, type Reply } from './reply';

/** How a press goes out. */
export interface Sending {
	/** How often WeCom sends the callback, all at once; 1 by default. */
	times?: number;
	/** Holds it back until others are as far. */
	start?: Start;
}

/** A press, and what came of it. */
export interface PressResult {
	outcome: Outcome;
	/** Undefined if the client sent nothing. */
	sent?: { copy: Delivered; name: Saying; sealed: SealedCallback; responseCode?: string };
	answers: CallbackAnswer[];
}

const GONE = bad(saying('gone'));

/**
 * How long a card that was pressed waits for its update before it can be pressed again.
 *
 * WeCom does not say what its client does. That a card can be pressed again is sure, as every further press has a code of
 * its own (path/90240); after as long as WeCom waits for an answer, nothing is on its way any more.
 */
const LOCK_MS = 5000;

/** A member at the phone: whatever he or she does goes to the app, and what the app answers comes back. */
export class PhoneUser {
	constructor(
		private readonly state: State,
		private readonly member: Member,
		private readonly app: App,
		/** Address of the simulator. */
		private readonly origin: string,
	) {}

	private get address(): Address {
		return {
			corpId: this.state.corpId,
			agentId: this.app.agentId,
			userid: this.member.userid,
			at: this.state.now(),
		};
	}

	/** Presses a button of a card, or an entry of its menu; answers with what came of it. */
	async press(press: Press, sending: Sending = {}): Promise<PressResult> {
		const { state, member, app } = this;
		const pressed = pressOf(state, member, app, press);
		if ('refused' in pressed) return { outcome: bad(pressed.refused), answers: [] };
		const { copy, callback, responseCode, locks } = pressed;
		const { name } = callback;
		const settings = state.receivers.get(app.agentId);
		if (settings === undefined)
			return { outcome: bad(saying('nobodyReceives', { name })), answers: [] };
		const sent = { copy, name, sealed: sealCallback(settings, callback.xml), responseCode };
		if (!locks) return await this.send(sent, sending);
		state.mailbox.lock(copy, Number.POSITIVE_INFINITY);
		const result = await this.send(sent, sending);
		const now = state.now();
		if (result.outcome.tone !== 'bad' && state.mailbox.isLocked(copy, now))
			state.mailbox.lock(copy, now + LOCK_MS);
		else state.mailbox.unlock(copy);
		return result;
	}

	/** Sends the callback of a press, or sends it again; the app may answer each of them. */
	async send(
		sent: NonNullable<PressResult['sent']>,
		{ times = 1, start }: Sending = {},
	): Promise<PressResult> {
		const answers: CallbackAnswer[] = [];
		const outcomes = await Promise.all(
			Array.from({ length: times }, async (_, index) => {
				const told = await this.post(sent, index === 0 ? start : undefined);
				if (told.answer) answers.push(told.answer);
				return told.outcome;
			}),
		);
		return { outcome: outcomes[0], sent, answers };
	}

	/** Chooses an entry of the menu of the app by its key or URL. */
	async choose(key: string): Promise<Outcome> {
		const entries = this.app.menu.flatMap((entry): MenuEntry[] =>
			'entries' in entry ? entry.entries : [entry],
		);
		for (const entry of entries) {
			if ('entries' in entry) continue;
			if (entry.type === 'click' && entry.key === key)
				return await this.tell(menuEvent(this.address, 'click', key));
			if (entry.type === 'view' && entry.url === key) {
				const { tone, sayings } = await this.tell(menuEvent(this.address, 'view', key));
				// The page that opens is what there is to be seen.
				return {
					tone: tone === 'open' ? 'good' : tone,
					sayings: [...sayings, saying('opens', { url: key })],
				};
			}
		}
		return GONE;
	}

	/** Writes a text to the app. */
	async write(content: string): Promise<Outcome> {
		this.say('text', { content });
		return await this.tell(textMessage(this.address, content));
	}

	/** Sends a picture to the app, which must be a JPG or PNG. */
	async sendPicture(filename: string, bytes: Buffer): Promise<Outcome> {
		try {
			checkMedia('image', bytes);
		} catch {
			return bad(saying('badPicture'));
		}
		const { id } = this.state.storeMedia({
			type: 'image',
			filename,
			contentType: 'application/octet-stream',
			bytes,
		});
		this.say('image', { media_id: id });
		return await this.tell(imageMessage(this.address, `${this.origin}/simulator/media/${id}`, id));
	}

	private say(msgtype: string, content: JsonObject, own = true): void {
		const { state, member, app } = this;
		state.mailbox.say({
			userid: member.userid,
			agentid: app.agentId,
			msgtype,
			content,
			at: state.now(),
			own,
		});
	}

	private async tell({ name, xml }: Callback): Promise<Outcome> {
		const settings = this.state.receivers.get(this.app.agentId);
		if (settings === undefined) return bad(saying('nobodyReceives', { name }));
		return (await this.post({ name, sealed: sealCallback(settings, xml) })).outcome;
	}

	private async post(
		{ name, sealed, copy }: { name: Saying; sealed: SealedCallback; copy?: Delivered },
		start?: Start,
	): Promise<{ outcome: Outcome; answer?: CallbackAnswer }> {
		try {
			const answer = await postCallback(sealed, { start });
			return { outcome: this.take(answer, name, sealed, copy), answer };
		} catch (error) {
			return { outcome: bad(saying('sentOnly', { name }), ...sayingsOf(error)) };
		}
	}

	/** What the answer to a callback says or does. */
	private take(
		{ status, body, milliseconds: ms, tries }: CallbackAnswer,
		name: Saying,
		{ settings }: SealedCallback,
		copy?: Delivered,
	): Outcome {
		if (status !== 200) return bad(saying('rejected', { name }), ...refusal(status, body));
		const sent =
			tries > 1 ? saying('sentOnTry', { name, ms, tries }) : saying('sent', { name, ms });
		try {
			const reply = readReply(body, this.member.userid);
			if (reply === undefined) return open(settings.url, sent);
			return good(sent, reply.kind === 'message' ? this.hear(reply) : this.update(reply, copy));
		} catch (error) {
			return bad(sent, ...sayingsOf(error));
		}
	}

	private hear({ msgtype, content }: Extract<Reply, { kind: 'message' }>): Saying {
		this.say(msgtype, content, false);
		return saying('replied', { type: msgtype });
	}

	private update({ update }: Extract<Reply, { kind: 'update' }>, copy?: Delivered): Saying {
		if (copy === undefined) throw new Explained(saying('noCardClicked'));
		const { msgtype, content } = copy;
		const isTask = msgtype === 'interactive_taskcard';
		if (update.button && !isTask && !hasButtons(String(content.card_type)))
			throw new Explained(saying('noButtons'));
		// A passive reply changes the card for nobody but the member who has pressed it (path/90241).
		const at = this.state.now();
		this.state.mailbox.update(copy.msgid, new Set([this.member]), { at, ...update, passive: true });
		return saying('updated');
	}
}
