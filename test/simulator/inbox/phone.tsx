/** @jsxRuntime automatic @jsxImportSource preact */
import type { TextKey } from '../texts';
import type { Delivered, MenuEntry } from '../types';
import { clock, Conversation, hooksOf } from './conversation';
import { Facts } from './facts';
import { Content } from './messages';
import { Notice } from './notice';
import { Avatar } from './parts';
import { appName, urlOf, type Scene } from './page';
import { viewOf } from './view';

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
	const { own = false, recalled, at } = delivered;
	const view = viewOf(scene, delivered);
	const { card } = view;
	const { safe } = delivered.message;
	const who = own ? member.name : app.name;
	const mark = SAFE_MARKS[Number(safe)];
	const hooks = hooksOf(delivered, card.card_type);
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

function AppConversation({ scene }: { scene: Scene }) {
	const { app, state, language, t } = scene;
	return (
		<Conversation
			label={t('conversation', { app: appName(app, language) })}
			empty={t('empty')}
			messages={scene.conversation.filter(({ agentid }) => agentid === app.agentId)}
			now={state.now()}
			language={language}
		>
			{(delivered) => (
				<>
					<Message delivered={delivered} scene={scene} />
					{delivered.droppedAfter !== undefined && (
						<Dropped after={delivered.msgid} count={delivered.droppedAfter} scene={scene} />
					)}
				</>
			)}
		</Conversation>
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
			<AppConversation scene={scene} />
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
