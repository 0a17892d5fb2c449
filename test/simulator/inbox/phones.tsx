/** @jsxRuntime automatic @jsxImportSource preact */
import { render } from 'preact-render-to-string';
import type { Member } from '../directory';
import { recordOf, recordsOf } from '../json';
import { LANGUAGES, type Language } from '../language';
import { cardOnPhone } from '../receiving/cardPress';
import type { App, State } from '../state';
import type { Delivered, JsonObject } from '../types';
import { phonesUrl } from './link';
import { appName, type Translate } from './page';

/** Several phones of one app, side by side. */
export interface Phones {
	state: State;
	language: Language;
	t: Translate;
	members: readonly Member[];
	app: App;
	/** How often the card was pressed together just now. */
	pressed?: number;
}

const buttonsOf = ({ submit_button: submit, button_list: list }: JsonObject) =>
	recordsOf([submit, ...recordsOf(list)]).filter(({ type }) => type !== 1);

/** The newest card with buttons that at least one of the phones lets be pressed, with everybody's copy of it. */
function sharedCard({ state, members, app }: Phones): Delivered[] {
	const copies = members.flatMap(({ userid }) =>
		state.mailbox
			.conversation(userid)
			.filter(({ agentid, recalled }) => agentid === app.agentId && !recalled),
	);
	const isOpen = (copy: Delivered) => {
		const { card, replaced } = cardOnPhone(copy);
		return replaced === undefined && buttonsOf(card).length > 0;
	};
	const newest = copies
		.filter(isOpen)
		.sort((left, right) => left.at - right.at)
		.at(-1);
	return newest === undefined ? [] : copies.filter(({ msgid }) => msgid === newest.msgid);
}

const titleOf = (card: JsonObject) =>
	String(recordOf(card.main_title).title ?? card.sub_title_text ?? card.card_type);

/** Presses one card on all phones at the same moment, each with a button of its own. */
function Together({ phones }: { phones: Phones }) {
	const { state, members, app, t, pressed } = phones;
	const copies = sharedCard(phones);
	const [first] = copies;
	return (
		<section class="together" aria-label={t('together')}>
			<div data-part="together" data-live>
				{first === undefined ? (
					<p class="none">{t('noSharedCard')}</p>
				) : (
					<form method="post" action="/simulator/inbox/press-all">
						<input type="hidden" name="users" value={members.map(({ userid }) => userid).join()} />
						<input type="hidden" name="app" value={String(app.agentId)} />
						<input type="hidden" name="msgid" value={first.msgid} />
						<strong lang="zh-CN">{titleOf(cardOnPhone(first).card)}</strong>
						{copies.map((copy, index) => {
							const { card, replaced } = cardOnPhone(copy);
							const buttons = replaced === undefined ? buttonsOf(card) : [];
							const member = state.directory.member(copy.userid);
							return (
								<label>
									<span lang="zh-CN">{member?.name ?? copy.userid}</span>
									<select name={`key:${copy.userid}`}>
										{buttons.map(({ key, text }, place) => (
											<option value={String(key)} selected={place === index % buttons.length}>
												{String(text)}
											</option>
										))}
										<option value="">{t('noPress')}</option>
									</select>
								</label>
							);
						})}
						<button class="style-1">{t('pressTogether')}</button>
					</form>
				)}
			</div>
			<p class="said" role="status" data-part="said">
				{pressed !== undefined && <span>{t('pressedTogether', { count: pressed })}</span>}
			</p>
		</section>
	);
}

/** A phone: the inbox of one member, as narrow as a phone. */
function Frame({ member, phones }: { member: Member; phones: Phones }) {
	const { members, app, t } = phones;
	const { userid, name } = member;
	const others = members.filter((other) => other !== member).map((other) => other.userid);
	const query = new URLSearchParams({ user: userid, app: String(app.agentId) });
	return (
		<li>
			<div class="bar">
				<h2>
					<span lang="zh-CN">{name}</span> <small>{userid}</small>
				</h2>
				{others.length > 0 && (
					<a
						class="plain"
						href={phonesUrl(others, app.agentId)}
						aria-label={t('removePhone', { name })}
						title={t('removePhone', { name })}
					>
						✕
					</a>
				)}
			</div>
			<iframe
				src={`/simulator/inbox?${query.toString()}`}
				title={t('phoneOf', { name })}
				data-user={userid}
			/>
		</li>
	);
}

function Header({ phones }: { phones: Phones }) {
	const { state, language, t, members, app } = phones;
	const users = members.map(({ userid }) => userid);
	return (
		<header class="top">
			<h1>{t('phones', { app: appName(app, language) })}</h1>
			<form method="get" action="/simulator/inbox" class="add">
				<input type="hidden" name="users" value={users.join()} />
				<input type="hidden" name="app" value={String(app.agentId)} />
				<label class="hidden" for="add">
					{t('member')}
				</label>
				<input
					id="add"
					name="add"
					list="members"
					required
					autocomplete="off"
					placeholder={t('member')}
				/>
				<datalist id="members">
					{state.directory.members
						.filter((member) => !members.includes(member))
						.map(({ userid, name }) => (
							<option value={userid}>{name}</option>
						))}
				</datalist>
				<button>{t('addPhone')}</button>
			</form>
			<nav>
				{Object.entries(LANGUAGES).map(([code, { name, tag }]) => (
					<a
						href={`${phonesUrl(users, app.agentId)}&lang=${code}`}
						lang={tag}
						aria-current={code === language ? 'true' : undefined}
					>
						{name}
					</a>
				))}
				<a href={`/simulator/inbox?user=${encodeURIComponent(users[0])}`}>{t('onePhone')}</a>
			</nav>
		</header>
	);
}

/** The page with several phones: each is an inbox of its own, live, and all of them see what happens to a card. */
export function phonesPage(phones: Phones): string {
	const { language, t, members, app } = phones;
	const users = members.map(({ userid }) => userid);
	const assets = '/simulator/inbox/assets';
	const page = (
		<html lang={LANGUAGES[language].tag}>
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>{`${members.map(({ name }) => name).join(', ')} · ${t('title')}`}</title>
				<link rel="icon" href={`${assets}/icon.svg`} />
				{['base', 'phones'].map((name) => (
					<link rel="stylesheet" href={`${assets}/${name}.css`} />
				))}
				<script type="module" src={`${assets}/phones.js`} />
			</head>
			<body
				class="phones"
				data-url={phonesUrl(users, app.agentId)}
				data-waiting={t('waiting')}
				data-unreachable={t('unreachable')}
			>
				<Header phones={phones} />
				<main>
					<Together phones={phones} />
					<ol>
						{members.map((member) => (
							<Frame member={member} phones={phones} />
						))}
					</ol>
				</main>
			</body>
		</html>
	);
	return `<!DOCTYPE html>${render(page)}`;
}
