/** @jsxRuntime automatic @jsxImportSource preact */
import type { Group } from '../groups';
import type { GroupMessage } from '../types';
import { clock, Conversation, hooksOf } from './conversation';
import { CopyList } from './copy';
import { Content } from './messages';
import { appName, urlOf, type Scene } from './page';
import { Avatar } from './parts';
import { groupViewOf } from './view';

/** A scene in which a group chat is open. */
export type GroupScene = Scene & { group: Group };

/** Who has sent a message into a group. */
export function senderOf({ state, language }: Scene, { robot, agentid }: GroupMessage): string {
	if (robot !== undefined) return state.robots.get(robot)?.name ?? '';
	const app = state.allApps.find(({ agentId }) => agentId === agentid);
	return app === undefined ? '' : appName(app, language);
}

/** Those that a message mentions, the way WeCom writes them. */
function Mentioned({ message, scene }: { message: GroupMessage; scene: GroupScene }) {
	const { state, t } = scene;
	const { mentioned } = message;
	if (mentioned.length === 0) return null;
	const names =
		mentioned === 'all'
			? [t('everybody')]
			: mentioned.map((userid) => state.directory.member(userid)?.name ?? userid);
	return (
		<p class="mentioned">
			<span class="hidden">{t('mentions')}</span>
			{names.map((name) => (
				<span class="mention" lang="zh-CN">
					@{name}
				</span>
			))}
		</p>
	);
}

function Message({ message, scene }: { message: GroupMessage; scene: GroupScene }) {
	const { state, language, t } = scene;
	const { at, robot, content, missed, msgid } = message;
	const who = senderOf(scene, message);
	return (
		<>
			<li class="message" {...hooksOf(message, content.card_type)}>
				<Avatar name={who} />
				<article aria-label={`${who}, ${clock(at, language)}`}>
					<p class="sender">
						<span lang="zh-CN">{who}</span> {robot !== undefined && <span>{t('robot')}</span>}
					</p>
					<div class="content" lang="zh-CN">
						<Content view={groupViewOf(scene, message)} />
					</div>
					<Mentioned message={message} scene={scene} />
					{message.message.safe === 1 && <p class="safe-mark">{t('confidential')}</p>}
				</article>
			</li>
			{missed.length > 0 && (
				<li class="remark lost" data-part={`dropped ${msgid}`} data-dropped={missed.length}>
					{t('missed', {
						names: missed
							.map((userid) => state.directory.member(userid)?.name ?? userid)
							.join(', '),
					})}
				</li>
			)}
		</>
	);
}

/** A group chat, as everybody in it sees it. */
export function GroupChat({ scene }: { scene: GroupScene }) {
	const { state, group, language, t } = scene;
	const messages = state.mailbox.groupInbox(group.chatid);
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
					<span lang="zh-CN">{group.name}</span>
					<small>{t('memberCount', { count: group.users.length })}</small>
				</h2>
				<a class="gear" href={urlOf(scene, { show: 'settings' })}>
					{t('groupInfo')}
				</a>
			</header>
			<Conversation
				label={t('conversationIn', { group: group.name })}
				empty={t(group.agentId === undefined ? 'emptyGroup' : 'emptyChat')}
				messages={messages}
				now={state.now()}
				language={language}
			>
				{(message) => <Message message={message} scene={scene} />}
			</Conversation>
			<button type="button" class="newer" id="newer" hidden>
				{t('newer')} <span aria-hidden="true">↓</span>
			</button>
		</main>
	);
}

/** Who is in a group, and what it takes to write there. */
export function GroupInfo({ scene }: { scene: GroupScene }) {
	const { state, group, origin, language, t } = scene;
	const robots = [...state.robots.values()].filter(
		({ chatid, removed }) => chatid === group.chatid && !removed,
	);
	const app = state.allApps.find(({ agentId }) => agentId === group.agentId);
	return (
		<aside class="settings group" aria-labelledby="about">
			<a class="back" href={urlOf(scene)}>
				‹ {t('toConversation')}
			</a>
			<div data-part="about" data-live>
				<h2 id="about">{t('groupInfo')}</h2>
				{group.dissolved && <p class="generated">{t('dissolved')}</p>}
				<h3>{t('members')}</h3>
				<ul>
					{group.users.map((userid) => {
						const name = state.directory.member(userid)?.name ?? userid;
						return (
							<li>
								<a href={`/simulator/inbox?user=${encodeURIComponent(userid)}`}>
									<Avatar name={name} person />
									<span class="who">
										<strong lang="zh-CN">{name}</strong> <small>{userid}</small>
									</span>
									{userid === group.owner && <span class="mark">{t('owner')}</span>}
								</a>
							</li>
						);
					})}
				</ul>
				{robots.map(({ key, name }) => (
					<>
						<h3>
							<span lang="zh-CN">{name}</span> <small>{t('robot')}</small>
						</h3>
						<CopyList
							t={t}
							values={{ 'Webhook URL': `${origin}/cgi-bin/webhook/send?key=${key}`, Key: key }}
						/>
					</>
				))}
				<h3>{app === undefined ? t('group') : t('createdBy', { app: appName(app, language) })}</h3>
				<CopyList t={t} values={{ 'Chat ID': group.chatid }} />
			</div>
		</aside>
	);
}
