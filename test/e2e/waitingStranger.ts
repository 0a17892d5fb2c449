import type { IDataObject } from 'n8n-workflow';

import { ANSWER } from '../../nodes/WeCom/waiting/state';
import { capturedCallback, type CallbackSettings } from '../simulator/callback';
import {
	cardEvent,
	cardMenuEvent,
	menuEvent,
	type PressedCard,
} from '../simulator/receiving/events';

/** A question that somebody tries to decide who may not. */
export interface Target {
	/** Answered by a press, by whoever opens its page, or by whoever logs in there. */
	kind: 'card' | 'page' | 'login';
	/** Its waiting URLs, as genuine as can be: the signed one, and the one with the token of the execution. */
	urls: readonly [signed: string, token: string];
	taskId: string;
	/** Of its buttons. */
	keys: readonly string[];
	/** Nothing is open any more: a genuine press comes too late. */
	over?: boolean;
	/** A press on its first button that has been counted. */
	spent?: { userid: string; responseCode?: string };
}

/** A call that must decide nothing. */
export interface Attack {
	kind: string;
	/** Whether it goes to the trigger, and so to WeCom's side. */
	toTrigger: boolean;
	/** WeCom itself could have sent it: the trigger must say 200. */
	authentic: boolean;
	url: string;
	method: string;
	headers: Record<string, string>;
	body?: string;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

const AGENT_OF_NOBODY = 1000099;
const MEMBER = 'lisi';
const STRANGER = 'wangwu';
const AGE_MS = 3_600_000;

const encryptedIn = (body: string) => /<Encrypt><!\[CDATA\[(.*)\]\]>/.exec(body)?.[1] ?? '';

/** Invents calls, the same ones for the same seed. */
export class PressStranger {
	constructor(
		private readonly random: () => number,
		private readonly settings: CallbackSettings & { agentId: number },
		private readonly targets: readonly Target[],
	) {}

	private below = (limit: number) => Math.floor(this.random() * limit);
	private oneOf = <T>(values: readonly T[]): T => values[this.below(values.length)];

	/** Changes, drops, or adds one character. */
	private mutated(text: string): string {
		const at = this.below(text.length);
		const other = this.oneOf(['A', 'b', '0', '%', '/', '.', '|', '\u00e9', '']);
		const changed = text.slice(0, at) + other + text.slice(at + 1);
		return changed === text ? `${text}x` : changed;
	}

	/** The same, of a callback only where it is signed. */
	private changed(text: string): string {
		const encrypted = encryptedIn(text);
		return encrypted === '' ? this.mutated(text) : text.replace(encrypted, this.mutated(encrypted));
	}

	private target(...kinds: Array<Target['kind']>): Target {
		return this.oneOf(this.targets.filter(({ kind }) => kinds.includes(kind)));
	}

	private xml(
		pressed: Partial<PressedCard>,
		more: { userid?: string; agentId?: number; age?: number; corpId?: string } = {},
		make: typeof cardEvent | typeof cardMenuEvent = cardEvent,
	): string {
		const { userid = MEMBER, agentId = this.settings.agentId, age = 0 } = more;
		const { corpId = this.settings.corpId } = more;
		const address = { corpId, agentId, userid, at: Date.now() - age };
		const card: PressedCard = {
			key: '',
			taskId: '',
			cardType: 'button_interaction',
			responseCode: `code${this.below(1e9)}`,
			...pressed,
		};
		return make(address, card, new Map()).xml;
	}

	/** An event that WeCom could send, but that is no press of a member on an open card of his. */
	private worthless(): { kind: string; xml: string } {
		const { keys, taskId } = this.target('card');
		const key = this.oneOf(keys);
		const other = this.oneOf(this.targets.filter((one) => one.taskId !== taskId));
		const gone = this.oneOf(this.targets.filter(({ over }) => over === true));
		const repeated = this.oneOf(
			this.targets.flatMap(({ keys, taskId: id, spent }) =>
				spent === undefined
					? []
					: this.xml({ key: keys[0], taskId: id, responseCode: spent.responseCode }, spent),
			),
		);
		return this.oneOf<() => { kind: string; xml: string }>([
			() => ({ kind: 'stranger', xml: this.xml({ key, taskId }, { userid: STRANGER }) }),
			() => ({ kind: 'nobody', xml: this.xml({ key, taskId }, { userid: '' }) }),
			() => ({ kind: 'transplanted', xml: this.xml({ key, taskId: other.taskId }) }),
			() => ({ kind: 'mutated task', xml: this.xml({ key, taskId: this.mutated(taskId) }) }),
			() => ({ kind: 'mutated key', xml: this.xml({ key: this.mutated(key), taskId }) }),
			() => ({
				kind: 'mutated option',
				xml: this.xml({ key: key.replace(/\|[a-z]*(\|v)?$/, '|maybe$1'), taskId }),
			}),
			() => ({
				kind: 'mutated number',
				xml: this.xml({ key: key.replace(/\|(\d+)\|/, `|${1 + this.below(9999)}|`), taskId }),
			}),
			() => ({
				kind: 'mutated nonce',
				xml: this.xml({ key: key.replace(/w=[\w-]{8}/, 'w=AAAAAAAA'), taskId }),
			}),
			() => ({
				kind: 'mutated path',
				xml: this.xml({ key: key.replace(/\/(\d+)\//, '/../$1/'), taskId }),
			}),
			() => ({
				kind: 'another app',
				xml: this.xml({ key, taskId }, { agentId: AGENT_OF_NOBODY }),
			}),
			() => ({
				kind: 'late',
				xml: this.xml({ key: this.oneOf(gone.keys), taskId: gone.taskId }),
			}),
			() => ({ kind: 'repeated', xml: repeated }),
			() => ({ kind: 'menu of a card', xml: this.xml({ key, taskId }, {}, cardMenuEvent) }),
			() => ({
				kind: 'menu',
				xml: menuEvent({ ...this.settings, userid: MEMBER, at: Date.now() }, 'click', key).xml,
			}),
		])();
	}

	/** A genuine press of a member: it counts wherever it comes whole, and so never does here. */
	private genuine(): string {
		const { keys, taskId } = this.target('card');
		return this.xml({ key: this.oneOf(keys), taskId });
	}

	private captured(xml: string, age = 0) {
		const timestamp = String(Math.floor((Date.now() - age) / 1000));
		return capturedCallback(this.settings, xml, { timestamp, nonce: String(this.below(1e9)) });
	}

	private toTrigger(): Attack {
		const attack = (kind: string, query: string, body: string, authentic = false): Attack => ({
			kind: `trigger: ${kind}`,
			toTrigger: true,
			authentic,
			url: `${this.settings.url}?${query}`,
			method: 'POST',
			headers: { 'content-type': 'text/xml' },
			body,
		});
		if (this.random() < 0.6) {
			const { kind, xml } = this.worthless();
			const { query, body } = this.captured(xml);
			return attack(kind, query, body, true);
		}
		const { query, body } = this.captured(this.genuine());
		const old = this.captured(this.genuine(), AGE_MS);
		const foreign = capturedCallback(
			{ ...this.settings, token: 'another', encodingAesKey: 'B'.repeat(43) },
			this.genuine(),
		);
		return this.oneOf([
			() => attack('forged signature', query.replace(/msg_signature=./, 'msg_signature=_'), body),
			() => attack('changed time', query.replace(/timestamp=\d/, 'timestamp=2'), body),
			() => attack('no signature', '', body),
			() => attack('mutated body', query, this.changed(body)),
			() => attack('in clear', query, this.genuine()),
			() => attack('old', old.query, old.body),
			() => attack('foreign', foreign.query, foreign.body),
		])();
	}

	private evidence(xml: string, age = 0): IDataObject {
		const { query, body } = this.captured(xml, age);
		return { ...Object.fromEntries(new URLSearchParams(query)), body };
	}

	/** Evidence that proves nothing. */
	private proof(): { kind: string; body: string } {
		const event = this.worthless();
		if (this.random() < 0.5)
			return { kind: event.kind, body: JSON.stringify({ evidence: this.evidence(event.xml) }) };
		const genuine = this.evidence(this.genuine());
		const part = this.oneOf(['msg_signature', 'timestamp', 'nonce', 'body']);
		const as = (kind: string, evidence: unknown) => ({ kind, body: JSON.stringify({ evidence }) });
		return this.oneOf([
			() => as('old', this.evidence(this.genuine(), AGE_MS)),
			() => as('mutated evidence', { ...genuine, [part]: this.changed(String(genuine[part])) }),
			() => as('half evidence', { ...genuine, [part]: undefined }),
			() => as('odd evidence', { ...genuine, [part]: this.oneOf([null, 1, [], {}, ['x']]) }),
			() => as('no evidence', this.oneOf([null, 1, '', [], {}, [genuine], { __proto__: genuine }])),
			() => ({ kind: 'no object', body: this.oneOf(['', 'null', '[]', '"x"', '{', '{"a":', '0']) }),
			() => ({
				kind: 'an answer',
				body: JSON.stringify({
					[ANSWER]: { card: 0, vote: { decision: 'approve' } },
					decision: 'approve',
					approved: true,
				}),
			}),
		])();
	}

	/**
	 * A genuine waiting URL with something wrong in it. The nonce and the number of the question are in the URL of a page; the
	 * evidence of a press has them itself.
	 */
	private wrongUrl({ urls, kind }: Target): string {
		const url = new URL(this.oneOf(urls));
		const others = this.targets.filter((one) => one.urls !== urls);
		const other = new URL(this.oneOf(this.oneOf(others).urls));
		const query = url.searchParams;
		const name = kind === 'card' ? 'signature' : this.oneOf(['w', 'c', 'signature']);
		this.oneOf([
			() => query.set(name, this.mutated(query.get(name) ?? '')),
			() => query.set('signature', other.searchParams.get('signature') ?? ''),
			() => query.set(name, this.oneOf(['', '1', '-1', 'AAAAAAAA', '__proto__', '9999'])),
			() => query.delete(name),
			// The first of two is the one that n8n looks at.
			() => (url.search = `${name}=x&${query.toString()}`),
			() => (url.pathname = other.pathname),
			() => (url.pathname = url.pathname.replace(/\d+/, '999999')),
			() => (url.pathname += 'x'),
			() => (url.search = ''),
		])();
		return url.href;
	}

	private toPage(target: Target): Attack {
		const page = (kind: string, url: string, fields: Record<string, string>, method = 'POST') => ({
			kind: `${target.kind}: ${kind}`,
			toTrigger: false,
			authentic: false,
			url,
			method,
			headers: FORM,
			...(method === 'POST' ? { body: new URLSearchParams(fields).toString() } : {}),
		});
		const decision = this.oneOf(['approve', 'decline']);
		const url = this.oneOf(target.urls);
		const ticket = this.oneOf([
			'',
			'x',
			`${Date.now()}.bGlzaQ.${'A'.repeat(43)}`,
			`${Date.now()}.bGlzaQ.`,
			'ticket'.repeat(3000),
		]);
		return this.oneOf<() => Attack>([
			() => page('looked at', url, {}, this.oneOf(['GET', 'HEAD'])),
			() => page('looked at with a decision', `${url}&decision=${decision}`, {}, 'GET'),
			() => page('other method', url, {}, this.oneOf(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])),
			() => page('no button', url, { decision: this.oneOf(['', 'maybe', '__proto__']) }),
			() => page('wrong URL', this.wrongUrl(target), { decision }),
			() => ({
				...page('evidence', url, {}),
				headers: JSON_TYPE,
				body: this.proof().body.replace(/"decision":"approve"/g, '"decision":"x"'),
			}),
			() =>
				target.kind === 'login'
					? page('forged ticket', url, { decision, ticket })
					: page('several buttons', url, { 'decision[]': 'approve', 'decision[1]': 'decline' }),
			() =>
				page(
					'forged login',
					`${target.urls[1]}&code=${this.below(1e9)}&state=${'0'.repeat(this.below(80))}`,
					{},
					'GET',
				),
		])();
	}

	private toCard(target: Target): Attack {
		const { kind, body } = this.proof();
		const call = (what: string, url: string, method = 'POST'): Attack => ({
			kind: `card: ${what}`,
			toTrigger: false,
			authentic: false,
			url,
			method,
			headers: JSON_TYPE,
			...(method === 'POST' ? { body } : {}),
		});
		const url = this.oneOf(target.urls);
		const dice = this.random();
		if (dice < 0.55) return call(kind, url);
		if (dice < 0.8) {
			const whole = JSON.stringify({ evidence: this.evidence(this.genuine()) });
			return { ...call('wrong URL', this.wrongUrl(target)), body: whole };
		}
		if (dice < 0.9) return call('other method', url, this.oneOf(['GET', 'HEAD', 'PUT', 'DELETE']));
		const fields = new URLSearchParams({ decision: 'approve', evidence: body }).toString();
		return { ...call('as a form', url), headers: FORM, body: fields };
	}

	/** The next call. */
	next(): Attack {
		if (this.random() < 0.4) return this.toTrigger();
		const target = this.oneOf(this.targets);
		return target.kind === 'card' ? this.toCard(target) : this.toPage(target);
	}
}
