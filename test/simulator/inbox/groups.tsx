/** @jsxRuntime automatic @jsxImportSource preact */
import type { Group } from '../groups';
import type { GroupMessage } from '../types';
import { Count } from './count';
import { senderOf } from './group';
import type { Scene } from './page';
import { Avatar } from './parts';
import { summaryOf } from './summary';
import { groupViewOf } from './view';

/** More of them are searched, not scrolled. */
const SHOWN = 20;

interface Listed {
	group: Group;
	last?: GroupMessage;
	count: number;
}

/** Groups that match the search: those with messages first, the newest at the top. */
function listed({ state, search }: Scene): Listed[] {
	const entries = new Map<string, Listed>();
	for (const last of state.mailbox.groupInbox()) {
		const group = state.groups.get(last.chatid);
		if (group === undefined) continue;
		const { count = 0 } = entries.get(last.chatid) ?? {};
		entries.delete(last.chatid);
		entries.set(last.chatid, { group, last, count: count + 1 });
	}
	const others = [...state.groups.values()].filter(({ chatid }) => !entries.has(chatid));
	const wanted = search.toLowerCase();
	return [
		...[...entries.values()].reverse(),
		...others.map((group) => ({ group, count: 0 })),
	].filter(({ group: { chatid, name } }) =>
		[chatid, name].some((text) => text.toLowerCase().includes(wanted)),
	);
}

/** The list of group chats, to choose one to look at. */
export function Groups({ scene }: { scene: Scene }) {
	const { group: current, search, t } = scene;
	const groups = listed(scene);
	const query = search === '' ? '' : `&q=${encodeURIComponent(search)}`;
	return (
		<section aria-label={t('groups')} data-part="groups" data-live>
			{groups.length > 0 && <h2>{t('groups')}</h2>}
			<ul>
				{groups.slice(0, SHOWN).map(({ group, last, count }) => (
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
							{count > 0 && <Count of={count} label={t('messageCount', { count })} />}
						</a>
					</li>
				))}
				{groups.length > SHOWN && (
					<li class="none">{t('moreGroups', { count: groups.length - SHOWN })}</li>
				)}
			</ul>
		</section>
	);
}
