/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Arrivals } from './arrivals';
import type { Member } from './directory';
import { ApiError } from './errors';
import { recordOf } from './json';
import { ResponseCodes } from './responseCodes';
import { shownOf } from './rules/shown';
import type { CardUpdate, Delivered, GroupMessage, JsonObject } from './types';

/** What has happened in the inboxes; `msgid` is missing when they were emptied, or a group changed. */
export interface Change {
	what: 'delivered' | 'updated' | 'recalled' | 'pressed' | 'group' | 'cleared';
	msgid?: string;
}

const HOUR = 3_600_000;
const RECALL_HOURS = 24;

export interface SentMessage {
	msgid: string;
	agentId: number;
	at: number;
	msgtype: string;
	cardType?: string;
	/** Recipients, whether or not the frequency limit let the message through. */
	members: Set<Member>;
}

interface Answered {
	at: number;
	answer: JsonObject;
}

/** A copy of a card that its member has pressed. */
interface Lock {
	until: number;
	/** How many updates the copy had seen. */
	updates: number;
}

/** Opaque, URL-safe and as long as the official example (path/94867). */
function opaque(length: number): string {
	return randomBytes(length).toString('base64url').slice(0, length);
}

/** Everything that message/send leaves behind. */
export class Mailbox {
	private readonly messages = new Map<string, SentMessage>();
	private readonly codes = new ResponseCodes();
	private readonly locks = new WeakMap<Delivered, Lock>();
	private readonly taskIds = new Set<string>();
	private readonly answered = new Map<string, Answered>();
	private delivered: Delivered[] = [];
	private posted: GroupMessage[] = [];
	private readonly changes = new EventEmitter().setMaxListeners(0);

	private readonly arrivals: Arrivals;

	constructor(memberLimitPerMinute: number) {
		this.arrivals = new Arrivals(memberLimitPerMinute);
	}

	/** How many messages of one app get through to a member. */
	get limits() {
		return this.arrivals.limits;
	}

	clear(): void {
		for (const store of [this.messages, this.codes, this.taskIds, this.answered, this.arrivals])
			store.clear();
		this.delivered = [];
		this.posted = [];
		this.announce({ what: 'cleared' });
	}

	/** Calls back on every change until the returned function is called. */
	watch(listener: (change: Change) => void): () => void {
		this.changes.on('change', listener);
		return () => this.changes.off('change', listener);
	}

	/** Tells whoever watches. */
	announce(change: Change): void {
		this.changes.emit('change', change);
	}

	/** Everything that was said between a member and the apps, in order. */
	conversation(userid: string): Delivered[] {
		return this.delivered.filter((entry) => entry.userid === userid);
	}

	/** Everything in every conversation, in order. */
	get all(): readonly Delivered[] {
		return this.delivered;
	}

	/** Adds to a conversation what did not come through message/send: a passive reply, or a member's own words. */
	say(message: Pick<Delivered, 'userid' | 'agentid' | 'msgtype' | 'content' | 'at' | 'own'>): void {
		const msgid = opaque(63);
		this.delivered.push({ ...message, msgid, message: {}, recalled: false, updates: [] });
		this.announce({ what: 'delivered', msgid });
	}

	/** Puts a message into a group chat. */
	post(message: Omit<GroupMessage, 'msgid'>): void {
		const msgid = opaque(63);
		this.posted.push({ msgid, ...message });
		this.announce({ what: 'delivered', msgid });
	}

	/** Everything that was sent into a group chat, or into all of them, in order. */
	groupInbox(chatid?: string): GroupMessage[] {
		return this.posted.filter((entry) => chatid === undefined || entry.chatid === chatid);
	}

	inbox(userid?: string): Delivered[] {
		const received = this.delivered.filter(({ own }) => !own);
		const wanted = userid?.toLowerCase();
		return wanted === undefined
			? received
			: received.filter((entry) => entry.userid.toLowerCase() === wanted);
	}

	/** The earlier answer when an identical request was accepted within the interval. */
	earlierAnswer(key: string, now: number, intervalSeconds: number): JsonObject | undefined {
		const earlier = this.answered.get(key);
		return earlier && now - earlier.at < intervalSeconds * 1000 ? earlier.answer : undefined;
	}

	rememberAnswer(key: string, now: number, answer: JsonObject): void {
		this.answered.set(key, { at: now, answer });
	}

	/** A task_id is used up once per app (42014). */
	checkTaskId(agentId: number, taskId: unknown): void {
		if (typeof taskId === 'string' && this.taskIds.has(`${agentId} ${taskId}`)) {
			throw new ApiError(42014, `task_id ${taskId} was used before`);
		}
	}

	/** Puts a message into the inboxes; returns its msgid and how many were dropped. */
	deliver(
		agentId: number,
		body: JsonObject,
		members: Set<Member>,
		now: number,
	): { msgid: string; dropped: number } {
		const msgid = opaque(63);
		const msgtype = String(body.msgtype);
		const content = recordOf(body[msgtype]);
		const cardType = typeof content.card_type === 'string' ? content.card_type : undefined;
		this.messages.set(msgid, { msgid, agentId, at: now, msgtype, cardType, members });
		if (typeof content.task_id === 'string') this.taskIds.add(`${agentId} ${content.task_id}`);
		let dropped = 0;
		for (const { userid } of members) {
			if (!this.arrivals.admit(agentId, userid, now)) {
				dropped += 1;
				this.noteDrop(agentId, userid);
				continue;
			}
			this.delivered.push({
				msgid,
				userid,
				msgtype,
				message: body,
				content: shownOf(msgtype, content),
				agentid: agentId,
				at: now,
				recalled: false,
				updates: [],
			});
		}
		this.announce({ what: 'delivered', msgid });
		return { msgid, dropped };
	}

	/** The sender hears nothing of it, so the conversation shows where messages are missing. */
	private noteDrop(agentId: number, userid: string): void {
		const last = this.conversation(userid)
			.filter(({ agentid }) => agentid === agentId)
			.at(-1);
		if (last) last.droppedAfter = (last.droppedAfter ?? 0) + 1;
	}

	/** The newest code that still allows an update of a card; undefined if none does. */
	usableCode(msgid: string, now: number): string | undefined {
		return this.codes.usable(msgid, now);
	}

	/** Whether anything became visible to a member since then, other than by the member's own doing. */
	hasChanged(userid: string, since: number): boolean {
		return this.conversation(userid).some(
			({ own, at, updated }) => (!own && at >= since) || (updated?.at ?? 0) >= since,
		);
	}

	/** Issues a code that allows one card update (path/94888). */
	issueCode(msgid: string, now: number): string {
		const message = this.messages.get(msgid);
		if (!message) throw new ApiError(40058, 'msgid unknown');
		const code = opaque(43);
		this.codes.add(code, msgid, message.agentId, now);
		return code;
	}

	/** The message a code belongs to; the code stays usable until `spend`. */
	messageOfCode(code: string, agentId: number, now: number): SentMessage {
		const message = this.messages.get(this.codes.msgidOf(code, agentId, now));
		if (!message) throw new ApiError(60140);
		return message;
	}

	spend(code: string): void {
		this.codes.spend(code);
	}

	/**
	 * Locks a member's copy of a card until it is updated; those of the others stay open.
	 * @param until when it can be pressed again without an update: each further press has a code of its own (path/90240)
	 */
	lock(copy: Delivered, until: number): void {
		this.locks.set(copy, { until, updates: copy.updates.length });
		this.announce({ what: 'pressed', msgid: copy.msgid });
	}

	unlock(copy: Delivered): void {
		this.locks.delete(copy);
		this.announce({ what: 'pressed', msgid: copy.msgid });
	}

	/** For how many milliseconds a copy stays locked if no update comes; 0 if it is open. */
	lockedFor(copy: Delivered, now: number): number {
		const lock = this.locks.get(copy);
		return lock?.updates === copy.updates.length ? Math.max(0, lock.until - now) : 0;
	}

	isLocked(copy: Delivered, now: number): boolean {
		return this.lockedFor(copy, now) > 0;
	}

	update(msgid: string, members: Set<Member>, update: CardUpdate): void {
		const ids = new Set([...members].map((member) => member.userid));
		for (const entry of this.delivered) {
			if (entry.msgid !== msgid || !ids.has(entry.userid)) continue;
			entry.updates.push(update);
			entry.updated = update;
		}
		this.announce({ what: 'updated', msgid });
	}

	/** Takes a message back within 24 hours, for the sending app only (path/94867). */
	recall(msgid: string, agentId: number, now: number): void {
		const message = this.messages.get(msgid);
		if (!message) throw new ApiError(40058, 'msgid unknown');
		if (message.agentId !== agentId) throw new ApiError(40058, 'msgid belongs to another app');
		if (now - message.at >= RECALL_HOURS * HOUR) throw new ApiError(42052);
		for (const entry of this.delivered) if (entry.msgid === msgid) entry.recalled = true;
		this.announce({ what: 'recalled', msgid });
	}
}
