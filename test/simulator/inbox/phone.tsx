/** @jsxRuntime automatic @jsxImportSource preact */
import type { Delivered, MenuEntry } from '../types';
import { Content } from './messages';
import { Avatar, Notice } from './parts';
import { urlOf, type Scene } from './page';
import { viewOf } from './view';

/** After such a pause WeCom shows the time again. */
const PAUSE_MS = 5 * 60_000;

const clock = (at: number) =>
	new Date(at).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false });
const day = (at: number) =>
	new Date(at).toLocaleDateString('zh-CN', { month: 'long', day: 'numeric' });
const timeOf = (at: number, now: number) =>
	day(at) === day(now) ? clock(at) : `${day(at)} ${clock(at)}`;

/** The name of whoever looks at a confidential message, all over it. */
const Watermark = ({ name }: { name: string }) => (
	<span class="watermark" aria-hidden="true">
		{Array.from({ length: 60 }, () => (
			<span>{name}</span>
		))}
	</span>
);

/** What the values 1 and 2 of `safe` forbid (path/90236). */
const SAFE_MARKS: Record<number, string> = { 1: '保密消息，不可转发', 2: '仅限企业内分享' };

function Message({ delivered, scene }: { delivered: Delivered; scene: Scene }) {
	const { member, app } = scene;
	const { msgid, msgtype, own = false, recalled, at } = delivered;
	const card = delivered.updated?.template_card ?? delivered.content;
	const { safe } = delivered.message;
	const who = own ? member.name : app.name;
	const hooks = {
		'data-part': msgid,
		'data-msgid': msgid,
		'data-type': msgtype,
		'data-card-type': msgtype === 'template_card' ? String(card.card_type) : undefined,
	};
	if (recalled) {
		return (
			<li class="remark" data-recalled {...hooks}>
				“{who}”撤回了一条消息
			</li>
		);
	}
	return (
		<li class={`message ${own ? 'own' : ''}`} {...hooks}>
			<Avatar name={who} person={own} />
			<article aria-label={`${who}, ${clock(at)}`}>
				<div class="content">
					<Content view={viewOf(scene, delivered)} />
					{safe === 1 && <Watermark name={member.name} />}
				</div>
				{SAFE_MARKS[Number(safe)] && <p class="safe-mark">{SAFE_MARKS[Number(safe)]}</p>}
			</article>
		</li>
	);
}

function Conversation({ scene }: { scene: Scene }) {
	const { app, state } = scene;
	const messages = scene.conversation.filter(({ agentid }) => agentid === app.agentId);
	const now = state.now();
	return (
		<ol
			class="conversation"
			id="conversation"
			lang="zh-CN"
			tabIndex={0}
			aria-label={`Conversation with ${app.name}`}
			data-list
		>
			{messages.length === 0 && (
				<li class="remark" data-part="empty">
					No messages yet. Send one from n8n with this simulator's credentials.
				</li>
			)}
			{messages.flatMap((delivered, index) => {
				const { at, msgid } = delivered;
				const message = <Message delivered={delivered} scene={scene} />;
				if (index > 0 && at - messages[index - 1].at < PAUSE_MS) return [message];
				const time = (
					<li class="remark" data-part={`time ${msgid}`}>
						<time dateTime={new Date(at).toISOString()}>{timeOf(at, now)}</time>
					</li>
				);
				return [time, message];
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
	const { menu } = scene.app;
	return (
		<footer class="composer" lang="zh-CN">
			{menu.length > 0 && (
				<form class="app-menu" method="post" action="/simulator/inbox/menu" aria-label="App menu">
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
					Message to the app
				</label>
				<input id="words" name="content" autocomplete="off" maxLength={2048} placeholder="发消息" />
				<label class="attach" title="Send a picture">
					<span class="hidden">Picture</span>
					<input type="file" name="picture" accept="image/png,image/jpeg" />
				</label>
				<button class="style-1">发送</button>
			</form>
		</footer>
	);
}

/** The phone of a member: one conversation with an app. */
export function Phone({ scene }: { scene: Scene }) {
	const { state, app, member } = scene;
	const receives = state.receivers.has(app.agentId);
	return (
		<main class="phone">
			<header data-part="head" data-live>
				<a class="back" href="/simulator/inbox" aria-label="All members">
					‹
				</a>
				<h2>
					{app.name}
					<small>{`${member.name} ${member.userid}`}</small>
				</h2>
				<a class={`gear ${receives ? 'on' : ''}`} href={urlOf(scene, { show: 'settings' })}>
					{receives ? 'Receiving' : 'Set up receiving'}
				</a>
			</header>
			{state.allApps.length > 1 && (
				<nav class="apps" aria-label="Apps" data-part="apps" data-live>
					{state.allApps.map((other) => (
						<a
							href={urlOf({ ...scene, app: other })}
							aria-current={other === app ? 'page' : undefined}
						>
							{other.name}{' '}
							<small>
								{scene.conversation.filter(({ agentid }) => agentid === other.agentId).length}
							</small>
						</a>
					))}
				</nav>
			)}
			<Conversation scene={scene} />
			<Notice part="notice" text={state.notices.get(member.userid) ?? ''} />
			<Composer scene={scene} />
		</main>
	);
}
