import type { FastifyInstance, FastifyRequest } from 'fastify';
import { phonesUrl } from '../inbox/link';
import { phonesPage, type Phones } from '../inbox/phones';
import { say, saying, sayingsOf } from '../language';
import { anyAnswers } from '../receiving/answers';
import { cardOnPhone, copyOf } from '../receiving/cardPress';
import { PhoneUser } from '../receiving/member';
import { Moment } from '../receiving/moment';
import { bad, type Outcome } from '../receiving/outcome';
import { noticeKey, type State } from '../state';
import { HEADERS } from './inboxAssets';
import { chosenLanguage, FOREIGN, formOf, isForeign } from './inboxForms';

/** What the address of several phones says. */
export interface PhonesQuery {
	/** User IDs, with commas between them. */
	users?: string;
	/** One more. */
	add?: string;
	app?: string;
}

const HTML = 'text/html; charset=utf-8';

/** The phones that an address names; undefined if it names none. */
export function phonesOf(
	state: State,
	request: FastifyRequest,
	{ users = '', add = '', app: agentId }: PhonesQuery,
): Phones | undefined {
	const named = [...users.split(','), add].flatMap(
		(userid) => state.directory.member(userid) ?? [],
	);
	const members = [...new Set(named)];
	if (members.length === 0) return undefined;
	const language = chosenLanguage(request);
	const last = members.flatMap(({ userid }) => state.mailbox.conversation(userid)).at(-1);
	return {
		state,
		language,
		t: (key, values) => say(language, saying(key, values)),
		members,
		app: state.allApps.find((app) => String(app.agentId) === agentId) ?? state.app(last?.agentid),
	};
}

/** The page with several phones; undefined if the address is about one. */
export const phonesAt = (state: State, request: FastifyRequest, query: PhonesQuery) => {
	const phones = query.users === undefined ? undefined : phonesOf(state, request, query);
	return (
		phones && {
			url: phonesUrl(
				phones.members.map(({ userid }) => userid),
				phones.app.agentId,
			),
			html: phonesPage(phones),
		}
	);
};

/** Presses one card on several phones at the same moment. */
export function registerPressAll(
	server: FastifyInstance,
	state: State,
	origin: () => string,
): void {
	server.post('/simulator/inbox/press-all', async (request, reply) => {
		if (isForeign(request)) return await reply.code(403).send(FOREIGN);
		const { fields } = formOf(request);
		const value = (name: string) => fields.get(name) ?? '';
		const phones = phonesOf(state, request, { users: value('users'), app: value('app') });
		if (phones === undefined) return await reply.code(404).send();
		const { app } = phones;
		const pressing = phones.members.filter(({ userid }) => value(`key:${userid}`) !== '');
		const moment = new Moment(pressing.length);
		await Promise.all(
			pressing.map(async (member) => {
				const { userid } = member;
				const at = state.now();
				const note = (outcome: Outcome) =>
					state.notices.set(noticeKey(userid, app.agentId), { ...outcome, at });
				const start = moment.start();
				const msgid = value('msgid');
				const copy = copyOf(state, member, app, msgid);
				const chosen = anyAnswers(copy ? cardOnPhone(copy).card : {});
				const press = { msgid, kind: 'button', key: value(`key:${userid}`), chosen };
				note({ tone: 'busy', sayings: [saying('waiting')] });
				const user = new PhoneUser(state, member, app, origin());
				const outcome = await user
					.press(press, { start })
					.then((result) => result.outcome)
					.catch((error: unknown) => bad(...sayingsOf(error)));
				start.leave();
				note(outcome);
			}),
		);
		return await reply
			.headers(HEADERS)
			.type(HTML)
			.send(phonesPage({ ...phones, pressed: pressing.length }));
	});
}
