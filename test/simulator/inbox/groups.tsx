/** @jsxRuntime automatic @jsxImportSource preact */
import { senderOf } from './group';
import { Count } from './count';
import type { Scene } from './page';
import { Avatar } from './parts';
import { summaryOf } from './summary';
import { groupViewOf } from './view';

/** The list of group chats that match the search, to choose one to look at. */
export function Groups({ scene }: { scene: Scene }) {
	const { state, group: current, search, t } = scene;
	const wanted = search.toLowerCase();
	const groups = [...state.groups.values()].filter(({ chatid, name }) =>
		[chatid, name].some((text) => text.toLowerCase().includes(wanted)),
	);
	const query = search === '' ? '' : `&q=${encodeURIComponent(search)}`;
	return (
		<section aria-label={t('groups')} data-part="groups" data-live>
			{groups.length > 0 && <h2>{t('groups')}</h2>}
			<ul>
				{groups.map((group) => {
					const messages = state.mailbox.groupInbox(group.chatid);
					const last = messages.at(-1);
					return (
						<li>
							<a
								href={`/simulator/inbox?group=${encodeURIComponent(group.chatid)}${query}`}
								aria-current={group.chatid === current?.chatid ? 'page' : undefined}
							>
								<Avatar name={group.name} />
								<span class="who">
									<strong lang="zh-CN">{group.name}</strong>{' '}
									<small>{t('memberCount', { count: group.users.length })}</small>
									<span class="last">
										{last
											? `${senderOf(scene, last)}: ${summaryOf(groupViewOf({ ...scene, group }, last))}`
											: t('noMessages')}
									</span>
								</span>
								{messages.length > 0 && (
									<Count
										of={messages.length}
										label={t('messageCount', { count: messages.length })}
									/>
								)}
							</a>
						</li>
					);
				})}
			</ul>
		</section>
	);
}
