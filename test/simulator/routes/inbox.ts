import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../directory';
import { pageOf, urlOf, type Column, type Scene } from '../inbox/page';
import { parseJsonBody } from '../json';
import { say, sayAll, saying, sayingsOf } from '../language';
import { PhoneUser } from '../receiving/member';
import { bad, good, shownNotice, type Outcome } from '../receiving/outcome';
import { randomSecrets, saveReceiver } from '../receiving/receiver';
import { noticeKey, type App, type State } from '../state';
import { HEADERS, registerAssets } from './inboxAssets';
import {
	chosenLanguage,
	FOREIGN,
	formOf,
	isForeign,
	languageCookie,
	type Form,
} from './inboxForms';
import { phonesAt, registerPressAll, type PhonesQuery } from './inboxPhones';

interface Query {
	Querystring: PhonesQuery & {
		user?: string;
		/** The group chat that is open in place of a phone. */
		group?: string;
		q?: string;
		show?: string;
		generate?: string;
		url?: string;
		/** Chooses the language from now on. */
		lang?: string;
	};
}

const QUESTION = 'question:';

/** A narrow screen begins with the list, and goes on to the phone that was chosen there. */
function columnOf({ user, group, show, generate }: Query['Querystring']): Column {
	if (show === 'settings' || generate) return 'settings';
	return show === 'members' || !(user || group) ? 'members' : 'phone';
}

/** The page with all conversations, and what can be done there. */
export function registerInbox(server: FastifyInstance, state: State, origin: () => string): void {
	const appOf = (id: string | null | undefined, member: Member): App => {
		const named = state.allApps.find(({ agentId }) => String(agentId) === id);
		const last = state.mailbox.conversation(member.userid).at(-1);
		return named ?? state.app(last?.agentid);
	};
	const memberOf = (userid: string | null | undefined): Member => {
		const named = userid ? state.directory.member(userid) : undefined;
		const last = state.mailbox.all.at(-1);
		const [first] = state.directory.members;
		return named ?? (last && state.directory.member(last.userid)) ?? first;
	};
	const sceneOf = (request: FastifyRequest, query: Query['Querystring'], column: Column): Scene => {
		const member = memberOf(query.user);
		const app = appOf(query.app, member);
		const group = query.group === undefined ? undefined : state.groups.get(query.group);
		const language = chosenLanguage(request);
		const { url = '', token = '', encodingAesKey = '' } = state.receivers.get(app.agentId) ?? {};
		const shown = (notice: Parameters<typeof shownNotice>[0]) =>
			shownNotice(notice, member.userid, state.mailbox, state.now());
		return {
			state,
			origin: origin(),
			language,
			t: (key, values) => say(language, saying(key, values)),
			member,
			app,
			...(group ? { group } : {}),
			conversation: state.mailbox.conversation(member.userid),
			search: query.q ?? '',
			column,
			receiver: { url, token, encodingAesKey },
			generated: false,
			notice: shown(state.notices.get(noticeKey(member.userid, app.agentId))),
			settingsNotice: shown(state.savings.get(app.agentId)),
		};
	};
	const show = (reply: FastifyReply, scene: Scene) =>
		reply.headers(HEADERS).type('text/html; charset=utf-8').send(pageOf(scene));

	server.get<Query>('/simulator/inbox', async (request, reply) => {
		const { query } = request;
		const phones = phonesAt(state, request, query);
		const scene = sceneOf(request, query, columnOf(query));
		const cookie = languageCookie(query.lang ?? '');
		if (cookie !== undefined) {
			void reply.header('set-cookie', cookie);
			return reply.redirect(phones?.url ?? urlOf(scene, { show: scene.column }), 303);
		}
		if (phones !== undefined) {
			if (query.add !== undefined) return reply.redirect(phones.url, 303);
			return reply.headers(HEADERS).type('text/html; charset=utf-8').send(phones.html);
		}
		if (!query.generate) return show(reply, scene);
		const receiver = { url: query.url ?? '', ...randomSecrets() };
		return show(reply, { ...scene, receiver, generated: true });
	});

	registerAssets(server);
	registerPressAll(server, state, origin);

	server.get('/simulator/inbox/events', (request, reply) => {
		reply.hijack();
		const { raw } = reply;
		raw.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
		raw.write(': open\n\n');
		const stop = state.mailbox.watch((change) => raw.write(`data: ${JSON.stringify(change)}\n\n`));
		request.raw.on('close', stop);
	});

	/** A form on the phone of a member: it answers with a new look at the conversation. */
	const act = (
		path: string,
		action: (user: PhoneUser, form: Form) => Promise<Outcome | undefined>,
	) =>
		server.post(`/simulator/inbox/${path}`, async (request, reply) => {
			if (isForeign(request)) return reply.code(403).send(FOREIGN);
			const form = formOf(request);
			const query = { user: form.fields.get('user') ?? '', app: form.fields.get('app') ?? '' };
			const scene = sceneOf(request, query, 'phone');
			const { member, app } = scene;
			const at = state.now();
			const key = noticeKey(member.userid, app.agentId);
			state.notices.set(key, { tone: 'busy', sayings: [saying('waiting')], at });
			const outcome = await action(new PhoneUser(state, member, app, origin()), form).catch(
				(error: unknown) => bad(...sayingsOf(error)),
			);
			if (outcome === undefined) state.notices.delete(key);
			else state.notices.set(key, { ...outcome, at });
			return reply.redirect(urlOf(scene), 303);
		});

	act('press', async (user, { fields }) => {
		const questions = [...new Set(fields.keys())].filter((name) => name.startsWith(QUESTION));
		const { outcome } = await user.press({
			msgid: fields.get('msgid') ?? '',
			kind: fields.get('kind') ?? '',
			key: fields.get('key') ?? '',
			chosen: new Map(questions.map((name) => [name.slice(QUESTION.length), fields.getAll(name)])),
		});
		return outcome;
	});
	act('menu', async (user, { fields }) => await user.choose(fields.get('entry') ?? ''));
	act('write', async (user, { fields, picture }) => {
		const words = fields.get('content') ?? '';
		const written = words.trim() === '' ? undefined : await user.write(words);
		if (!picture) return written ?? bad(saying('writeFirst'));
		const sent = await user.sendPicture(picture.filename, picture.bytes);
		return written?.tone === 'bad' ? written : sent;
	});
	act('dismiss', async () => undefined);

	server.post('/simulator/inbox/settings', async (request, reply) => {
		if (isForeign(request)) return reply.code(403).send(FOREIGN);
		const { fields } = formOf(request);
		const value = (name: string) => (fields.get(name) ?? '').trim();
		const query = { user: value('user'), app: value('app') };
		const { agentId } = sceneOf(request, query, 'settings').app;
		if (fields.has('dismiss')) {
			state.savings.delete(agentId);
			return show(reply, sceneOf(request, query, 'settings'));
		}
		const receiver = { url: value('url'), token: value('token'), encodingAesKey: value('key') };
		const refused = saying(state.receivers.has(agentId) ? 'oldStays' : 'notSaved');
		const outcome = await saveReceiver(state, { agentId, ...receiver }).then(
			(sayings) => good(...sayings),
			(error: unknown) => bad(refused, ...sayingsOf(error)),
		);
		state.savings.set(agentId, { ...outcome, at: state.now() });
		return show(reply, { ...sceneOf(request, query, 'settings'), receiver });
	});

	server.post('/simulator/callback', async (request, reply) => {
		if (isForeign(request)) return reply.code(403).send(FOREIGN);
		try {
			const { agentId, url, token, encodingAesKey } = parseJsonBody(
				Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '',
			);
			const outcome = await saveReceiver(state, {
				...(agentId === undefined ? {} : { agentId: Number(agentId) }),
				url: String(url),
				token: String(token),
				encodingAesKey: String(encodingAesKey),
			});
			return { ok: true, outcome: sayAll('en', outcome) };
		} catch (error) {
			return await reply.code(400).send({ ok: false, error: sayAll('en', sayingsOf(error)) });
		}
	});
}
