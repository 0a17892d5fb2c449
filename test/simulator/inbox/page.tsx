/** @jsxRuntime automatic @jsxImportSource preact */
import { render } from 'preact-render-to-string';
import type { Member } from '../directory';
import type { Group } from '../groups';
import { LANGUAGES, type Language } from '../language';
import type { Shown } from '../receiving/outcome';
import { visitorCookie } from '../login';
import type { App, State } from '../state';
import type { TextKey } from '../texts';
import type { Delivered, Receiver } from '../types';
import { GroupChat, GroupInfo } from './group';
import { Members } from './members';
import { Phone } from './phone';
import { Settings } from './settings';

/** Which of the three columns a narrow screen shows. */
export type Column = 'members' | 'phone' | 'settings';

/** Says a text of the page in the language of whoever looks at it. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/** What is open in the inbox. */
export interface Scene {
	state: State;
	/** Address of the simulator. */
	origin: string;
	language: Language;
	t: Translate;
	/** Whose phone this is. */
	member: Member;
	/** The app whose conversation is open. */
	app: App;
	/** The group chat that is open in its place. */
	group?: Group;
	/** Between the member and all apps, in order. */
	conversation: Delivered[];
	/** What the list of members is searched for. */
	search: string;
	column: Column;
	/** What came of the last thing that the member did. */
	notice?: Shown;
	/** What stands in the form for the callback, and what came of saving it. */
	receiver: Omit<Receiver, 'agentId'>;
	/** The secrets in the form are new, and not saved yet. */
	generated: boolean;
	settingsNotice?: Shown;
}

/** The address of a conversation. */
export function urlOf(
	{ member, app, group, search }: Scene,
	more: Record<string, string> = {},
): string {
	const query = {
		...(group ? { group: group.chatid } : { user: member.userid, app: String(app.agentId) }),
		...(search === '' ? {} : { q: search }),
		...more,
	};
	return `/simulator/inbox?${new URLSearchParams(query).toString()}`;
}

/** The name of an app, with an English one beside it for those who read English. */
export const appName = ({ name, englishName }: App, language: Language): string =>
	language === 'en' && englishName !== undefined ? `${name} (${englishName})` : name;

/** The whole page. */
export function pageOf(scene: Scene): string {
	const { member, app, group, column, language, t } = scene;
	const { notice, settingsNotice, conversation, state } = scene;
	const shown = group ? group.name : `${member.name} · ${appName(app, language)}`;
	const now = state.now();
	const locks = conversation.map((copy) => state.mailbox.lockedFor(copy, now));
	const changes = [notice?.again, settingsNotice?.again, ...locks.filter((ms) => ms > 0)];
	const again = Math.min(...changes.filter((ms) => ms !== undefined));
	const assets = '/simulator/inbox/assets';
	const page = (
		<html lang={LANGUAGES[language].tag}>
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>{`${shown} · ${t('title')}`}</title>
				<link rel="icon" href={`${assets}/icon.svg`} />
				{['base', 'page', 'cards', 'messages'].map((name) => (
					<link rel="stylesheet" href={`${assets}/${name}.css`} />
				))}
				<script type="module" src={`${assets}/inbox.js`} />
			</head>
			<body
				data-column={column}
				data-url={urlOf(scene)}
				data-again={Number.isFinite(again) ? again : undefined}
				data-waiting={t('waiting')}
				data-unreachable={t('unreachable')}
				data-copied={t('copied')}
				data-copy-failed={t('copyFailed')}
				data-visitor={visitorCookie(member.userid)}
			>
				<a class="skip" href="#conversation">
					{t('skip')}
				</a>
				<Members scene={scene} />
				{group ? (
					<>
						<GroupChat scene={{ ...scene, group }} />
						<GroupInfo scene={{ ...scene, group }} />
					</>
				) : (
					<>
						<Phone scene={scene} />
						<Settings scene={scene} />
					</>
				)}
				<p class="toast" role="status" aria-live="polite" id="toast" />
			</body>
		</html>
	);
	return `<!DOCTYPE html>${render(page)}`;
}
