import { sendCallback } from '../callback';
import type { Member } from '../directory';
import { recordOf, recordsOf } from '../json';
import { Explained, saying, sayingsOf, type Saying } from '../language';
import { checkMedia } from '../media';
import type { App, State } from '../state';
import type { Delivered, JsonObject, MenuEntry } from '../types';
import {
	cardEvent,
	cardMenuEvent,
	imageMessage,
	menuEvent,
	questionsOf,
	taskcardEvent,
	textMessage,
	type Address,
	type Callback,
	type PressedCard,
} from './events';
import { bad, good, open, type Outcome } from './outcome';
import { refusal } from './receiver';
import { readReply } from './reply';

/** A press on a card, as a form tells it. */
export interface Press {
	msgid: string;
	kind: string;
	key: string;
	/** Option ids by question key. */
	chosen: Map<string, string[]>;
}

const GONE = bad(saying('gone'));

const hasKey = (list: unknown, key: string) => recordsOf(list).some((entry) => entry.key === key);

/** The answers to the questions of a card, in its order, without options that it does not have. */
function answersTo(card: JsonObject, chosen: Map<string, string[]>): Map<string, string[]> {
	const answers = questionsOf(card).map(
		({ question_key: key, option_list: options }): [string, string[]] => {
			const known = new Set(recordsOf(options).map(({ id }) => id));
			return [String(key), (chosen.get(String(key)) ?? []).filter((id) => known.has(id))];
		},
	);
	return new Map(answers);
}

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
	async press({ msgid, kind, key, chosen }: Press): Promise<Outcome> {
		const { state, member, app } = this;
		const found = state.mailbox.conversation(member.userid).find((entry) => entry.msgid === msgid);
		if (!found || found.recalled || found.agentid !== app.agentId) return GONE;
		const card = found.updated?.template_card ?? found.content;
		const taskId = String(found.content.task_id ?? '');
		const pressed = (): PressedCard => ({
			key,
			taskId,
			cardType: String(card.card_type),
			responseCode: state.mailbox.issueCode(msgid, state.now()),
		});
		const locked = found.updated?.button !== undefined || card.replace_text !== undefined;
		if (kind === 'menu' && hasKey(recordOf(card.action_menu).action_list, key)) {
			return await this.tell(cardMenuEvent(this.address, pressed()), found);
		}
		if (kind === 'task' && !locked && hasKey(card.btn, key)) {
			return await this.tell(taskcardEvent(this.address, key, taskId), found);
		}
		if (
			kind !== 'button' ||
			locked ||
			!hasKey([card.submit_button, ...recordsOf(card.button_list)], key)
		)
			return GONE;
		const answers = answersTo(card, chosen);
		if ([...answers.values()].some((ids) => ids.length === 0)) return bad(saying('chooseFirst'));
		return await this.tell(cardEvent(this.address, pressed(), answers), found);
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

	private async tell({ name, xml }: Callback, pressed?: Delivered): Promise<Outcome> {
		const settings = this.state.receivers.get(this.app.agentId);
		if (settings === undefined) return bad(saying('nobodyReceives', { name }));
		try {
			const { status, body, milliseconds: ms, tries } = await sendCallback(settings, xml);
			if (status !== 200) return bad(saying('rejected', { name }), ...refusal(status, body));
			const sent =
				tries > 1 ? saying('sentOnTry', { name, ms, tries }) : saying('sent', { name, ms });
			try {
				const reply = this.takeReply(body, pressed);
				return reply === undefined ? open(settings.url, sent) : good(sent, reply);
			} catch (error) {
				return bad(sent, ...sayingsOf(error));
			}
		} catch (error) {
			return bad(saying('sentOnly', { name }), ...sayingsOf(error));
		}
	}

	private takeReply(body: string, pressed?: Delivered): Saying | undefined {
		const reply = readReply(body, this.member.userid);
		if (reply === undefined) return undefined;
		if (reply.kind === 'message') {
			this.say(reply.msgtype, reply.content, false);
			return saying('replied', { type: reply.msgtype });
		}
		if (pressed === undefined) throw new Explained(saying('noCardClicked'));
		// A passive reply changes the card for nobody but the member who has pressed it (path/90241).
		this.state.mailbox.update(pressed.msgid, new Set([this.member]), {
			at: this.state.now(),
			...reply.update,
		});
		return saying('updated');
	}
}
