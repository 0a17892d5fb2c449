/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../directory';
import { pageOf, urlOf, type Column, type Scene } from '../inbox/page';
import { parseJsonBody } from '../json';
import { parseMultipart } from '../multipart';
import { PhoneUser } from '../receiving/member';
import { randomSecrets, saveReceiver } from '../receiving/receiver';
import type { App, State } from '../state';

interface Query {
	Querystring: {
		user?: string;
		app?: string;
		q?: string;
		show?: string;
		generate?: string;
		url?: string;
	};
}

const POLICY = [
	"default-src 'none'",
	...['script', 'style', 'img', 'media', 'connect'].map((kind) => `${kind}-src 'self'`),
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
].join('; ');

const HEADERS = {
	'content-security-policy': POLICY,
	'x-content-type-options': 'nosniff',
	// Not "no-referrer": browsers then send forms with the origin "null".
	'referrer-policy': 'same-origin',
	'cache-control': 'no-store',
};

const FOREIGN = 'This form comes from another site.';
const QUESTION = 'question:';

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const ASSETS: Record<string, string> = {
	'inbox.css': 'text/css; charset=utf-8',
	'inbox.js': 'text/javascript; charset=utf-8',
	'icon.svg': 'image/svg+xml',
	'video.svg': 'image/svg+xml',
};

interface Form {
	fields: URLSearchParams;
	/** A file that was chosen. */
	picture?: { filename: string; bytes: Buffer };
}

/** What a form has sent, in either of the two encodings. */
function formOf(request: FastifyRequest): Form {
	const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	const type = request.headers['content-type'] ?? '';
	if (!type.startsWith('multipart/')) return { fields: new URLSearchParams(body.toString('utf8')) };
	const parts = parseMultipart(type, body);
	const fields = new URLSearchParams(
		parts
			.filter(({ filename }) => filename === undefined)
			.map(({ name, bytes }) => [name, bytes.toString('utf8')]),
	);
	const file = parts.find(({ filename, bytes }) => filename && bytes.length > 0);
	return {
		fields,
		...(file ? { picture: { filename: String(file.filename), bytes: file.bytes } } : {}),
	};
}

/** Forms of other sites must not press buttons here. */
function isForeign({ headers }: FastifyRequest): boolean {
	return headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`;
}

/** A narrow screen begins with the list, and goes on to the phone that was chosen there. */
function columnOf({ user, show, generate }: Query['Querystring']): Column {
	if (show === 'settings' || generate) return 'settings';
	return show === 'members' || !user ? 'members' : 'phone';
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
	const sceneOf = (query: Query['Querystring'], column: Column): Scene => {
		const member = memberOf(query.user);
		const app = appOf(query.app, member);
		const { url = '', token = '', encodingAesKey = '' } = state.receivers.get(app.agentId) ?? {};
		return {
			state,
			origin: origin(),
			member,
			app,
			conversation: state.mailbox.conversation(member.userid),
			search: query.q ?? '',
			column,
			receiver: { url, token, encodingAesKey },
			settingsNotice: '',
		};
	};
	const show = (reply: FastifyReply, scene: Scene) =>
		reply.headers(HEADERS).type('text/html; charset=utf-8').send(pageOf(scene));

	server.get<Query>('/simulator/inbox', async ({ query }, reply) => {
		const scene = sceneOf(query, columnOf(query));
		if (!query.generate) return show(reply, scene);
		return show(reply, {
			...scene,
			receiver: { url: query.url ?? '', ...randomSecrets() },
			settingsNotice: 'Enter the new values in the credential too, then save.',
		});
	});

	for (const [name, type] of Object.entries(ASSETS)) {
		const content = readFileSync(join(__dirname, '..', 'inbox', 'assets', name));
		server.get(`/simulator/inbox/assets/${name}`, async (_request, reply) =>
			reply.headers(HEADERS).type(type).send(content),
		);
	}

	server.get('/simulator/inbox/events', (request, reply) => {
		reply.hijack();
		const { raw } = reply;
		raw.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
		raw.write(': open\n\n');
		const stop = state.mailbox.watch((change) => raw.write(`data: ${JSON.stringify(change)}\n\n`));
		request.raw.on('close', stop);
	});

	/** A form that does something as a member: it answers with a new look at the conversation. */
	const act = (path: string, action: (user: PhoneUser, form: Form) => Promise<string>) =>
		server.post(`/simulator/inbox/${path}`, async (request, reply) => {
			if (isForeign(request)) return reply.code(403).send(FOREIGN);
			const form = formOf(request);
			const scene = sceneOf(
				{ user: form.fields.get('user') ?? '', app: form.fields.get('app') ?? '' },
				'phone',
			);
			const { member, app } = scene;
			state.notices.set(
				member.userid,
				await action(new PhoneUser(state, member, app, origin()), form),
			);
			return reply.redirect(urlOf(scene), 303);
		});

	act('press', async (user, { fields }) => {
		const questions = [...new Set(fields.keys())].filter((name) => name.startsWith(QUESTION));
		return await user.press({
			msgid: fields.get('msgid') ?? '',
			kind: fields.get('kind') ?? '',
			key: fields.get('key') ?? '',
			chosen: new Map(questions.map((name) => [name.slice(QUESTION.length), fields.getAll(name)])),
		});
	});
	act('menu', async (user, { fields }) => await user.choose(fields.get('entry') ?? ''));
	act('write', async (user, { fields, picture }) => {
		const words = fields.get('content') ?? '';
		const outcomes = [];
		if (words.trim() !== '') outcomes.push(await user.write(words));
		if (picture) outcomes.push(await user.sendPicture(picture.filename, picture.bytes));
		return outcomes.join(' ') || 'Write something first.';
	});

	server.post('/simulator/inbox/settings', async (request, reply) => {
		if (isForeign(request)) return reply.code(403).send(FOREIGN);
		const { fields } = formOf(request);
		const value = (name: string) => (fields.get(name) ?? '').trim();
		const query = { user: value('user'), app: value('app') };
		const receiver = { url: value('url'), token: value('token'), encodingAesKey: value('key') };
		const { agentId } = sceneOf(query, 'settings').app;
		const settingsNotice = await saveReceiver(state, { agentId, ...receiver }).catch(sentenceOf);
		return show(reply, { ...sceneOf(query, 'settings'), receiver, settingsNotice });
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
			return { ok: true, outcome };
		} catch (error) {
			return await reply.code(400).send({ ok: false, error: sentenceOf(error) });
		}
	});
}
