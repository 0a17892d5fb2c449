/** @jsxRuntime automatic @jsxImportSource preact */
import { LANGUAGES, type Language } from '../language';
import type { TextKey } from '../texts';
import type { Delivered, MenuEntry } from '../types';
import { Facts } from './facts';
import { anchorOf } from './link';
import { Content } from './messages';
import { Notice } from './notice';
import { Avatar } from './parts';
import { appName, urlOf, type Scene } from './page';
import { viewOf } from './view';

/** After such a pause WeCom shows the time again. */
const PAUSE_MS = 5 * 60_000;

const clock = (at: number, language: Language) =>
	new Date(at).toLocaleTimeString(LANGUAGES[language].tag, {
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	});
const day = (at: number, language: Language) =>
	new Date(at).toLocaleDateString(LANGUAGES[language].tag, { month: 'long', day: 'numeric' });
const timeOf = (at: number, now: number, language: Language) =>
	day(at, language) === day(now, language)
		? clock(at, language)
		: `${day(at, language)} ${clock(at, language)}`;

/** The name of whoever looks at a confidential message, all over it. */
const Watermark = ({ name }: { name: string }) => (
	<span class="watermark" aria-hidden="true">
		{Array.from({ length: 60 }, () => (
			<span>{name}</span>
		))}
	</span>
);

/** What the values 1 and 2 of `safe` forbid (path/90236). */
const SAFE_MARKS: Record<number, TextKey> = { 1: 'confidential', 2: 'internal' };

function Message({ delivered, scene }: { delivered: Delivered; scene: Scene }) {
	const { member, app, language, t } = scene;
	const { msgid, msgtype, own = false, recalled, at } = delivered;
	const view = viewOf(scene, delivered);
	const { card } = view;
	const { safe } = delivered.message;
	const who = own ? member.name : app.name;
	const mark = SAFE_MARKS[Number(safe)];
	const hooks = {
		id: anchorOf(msgid),
		'data-part': msgid,
		'data-msgid': msgid,
		'data-type': msgtype,
		'data-card-type': msgtype === 'template_card' ? String(card.card_type) : undefined,
	};
	if (recalled) {
		return (
			<li class="remark" data-recalled {...hooks}>
				{t('recalledBy', { who })}
			</li>
		);
	}
	return (
		<li class={`message ${own ? 'own' : ''}`} {...hooks}>
			<Avatar name={who} person={own} />
			<article aria-label={`${who}, ${clock(at, language)}`}>
				<div class="content" lang="zh-CN">
					<Content view={view} />
					{safe === 1 && <Watermark name={member.name} />}
				</div>
				{mark && <p class="safe-mark">{t(mark)}</p>}
			</article>
			{delivered.message.msgtype !== undefined && <Facts delivered={delivered} scene={scene} />}
		</li>
	);
}

/** Where WeCom would go on without a word. */
function Dropped({ after, count, scene }: { after: string; count: number; scene: Scene }) {
	return (
		<li class="remark lost" data-part={`dropped ${after}`} data-dropped={count}>
			{scene.t('dropped', { count, ...scene.state.mailbox.limits })}
		</li>
	);
}

function Conversation({ scene }: { scene: Scene }) {
	const { app, state, language, t } = scene;
	const messages = scene.conversation.filter(({ agentid }) => agentid === app.agentId);
	const now = state.now();
	return (
		<ol
			class="conversation"
			id="conversation"
			tabIndex={0}
			aria-label={t('conversation', { app: appName(app, language) })}
			data-list
		>
			{messages.length === 0 && (
				<li class="remark" data-part="empty">
					{t('empty')}
				</li>
			)}
			{messages.flatMap((delivered, index) => {
				const { at, msgid, droppedAfter: count } = delivered;
				const paused = index === 0 || at - messages[index - 1].at >= PAUSE_MS;
				return [
					paused && (
						<li class="remark" data-part={`time ${msgid}`}>
							<time dateTime={new Date(at).toISOString()}>{timeOf(at, now, language)}</time>
						</li>
					),
					<Message delivered={delivered} scene={scene} />,
					count !== undefined && <Dropped after={msgid} count={count} scene={scene} />,
				];
			})}
		</ol>
	);
}

function Entry({ entry }: { entry: MenuEntry }) {
	if ('entries' in entry) {
		return (
			<details class="menu">
				<summary>{entry.name}</summary>
				<div class="entries">
					{entry.entries.map((inner) => (
						<Entry entry={inner} />
					))}
				</div>
			</details>
		);
	}
	return (
		<button name="entry" value={entry.type === 'click' ? entry.key : entry.url}>
			{entry.name}
		</button>
	);
}

const Who = ({ scene: { member, app } }: { scene: Scene }) => (
	<>
		<input type="hidden" name="user" value={member.userid} />
		<input type="hidden" name="app" value={String(app.agentId)} />
	</>
);

function Composer({ scene }: { scene: Scene }) {
	const { t, app } = scene;
	const { menu } = app;
	return (
		<footer class="composer">
			{menu.length > 0 && (
				<form
					class="app-menu"
					method="post"
					action="/simulator/inbox/menu"
					aria-label={t('appMenu')}
					lang="zh-CN"
				>
					<Who scene={scene} />
					{menu.map((entry) => (
						<Entry entry={entry} />
					))}
				</form>
			)}
			<form
				class="write"
				method="post"
				action="/simulator/inbox/write"
				encType="multipart/form-data"
				data-reset
			>
				<Who scene={scene} />
				<label class="hidden" for="words">
					{t('messageToApp')}
				</label>
				<input
					id="words"
					name="content"
					autocomplete="off"
					maxLength={2048}
					placeholder={t('writeHint')}
				/>
				<label class="attach" title={t('picture')}>
					<span class="hidden">{t('picture')}</span>
					<input type="file" name="picture" accept="image/png,image/jpeg" />
				</label>
				<button class="style-1">{t('send')}</button>
			</form>
		</footer>
	);
}

/** The phone of a member: one conversation with an app. */
export function Phone({ scene }: { scene: Scene }) {
	const { state, app, member, language, t, notice } = scene;
	const receives = state.receivers.has(app.agentId);
	return (
		<main class="phone">
			<header data-part="head" data-live>
				<a
					class="back"
					href="/simulator/inbox"
					aria-label={t('allMembers')}
					title={t('allMembers')}
				>
					‹
				</a>
				<h2>
					{appName(app, language)}
					<small>{`${member.name} ${member.userid}`}</small>
				</h2>
				<a class={`gear ${receives ? 'on' : ''}`} href={urlOf(scene, { show: 'settings' })}>
					{t(receives ? 'receiving' : 'setUpReceiving')}
				</a>
			</header>
			{state.allApps.length > 1 && (
				<nav class="apps" aria-label={t('apps')} data-part="apps" data-live>
					{state.allApps.map((other) => (
						<a
							href={urlOf({ ...scene, app: other })}
							aria-current={other === app ? 'page' : undefined}
						>
							{appName(other, language)}{' '}
							<small>
								{scene.conversation.filter(({ agentid }) => agentid === other.agentId).length}
							</small>
						</a>
					))}
				</nav>
			)}
			<Conversation scene={scene} />
			<button type="button" class="newer" id="newer" hidden>
				{t('newer')} <span aria-hidden="true">↓</span>
			</button>
			<Notice part="notice" shown={notice} scene={scene} action="/simulator/inbox/dismiss">
				<Who scene={scene} />
			</Notice>
			<Composer scene={scene} />
		</main>
	);
}
