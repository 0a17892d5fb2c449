/** @jsxRuntime automatic @jsxImportSource preact */
import type { Member } from '../directory';
import { LANGUAGES } from '../language';
import type { Delivered } from '../types';
import { Count } from './count';
import { Groups } from './groups';
import { Avatar } from './parts';
import { phonesUrl } from './link';
import { urlOf, type Scene } from './page';
import { summaryOf } from './summary';
import { viewOf } from './view';

/** Long organisations are searched, not scrolled. */
const SHOWN = 50;

interface Listed {
	member: Member;
	last?: Delivered;
	count: number;
	dropped: number;
}

/** Members that match the search: those with messages first, the newest at the top. */
function listed({ state, search }: Scene): Listed[] {
	const entries = new Map<string, Listed>();
	for (const message of state.mailbox.all) {
		const member = state.directory.member(message.userid);
		if (!member) continue;
		const { count = 0, dropped = 0 } = entries.get(member.userid) ?? {};
		entries.delete(member.userid);
		entries.set(member.userid, {
			member,
			last: message,
			count: count + 1,
			dropped: dropped + (message.droppedAfter ?? 0),
		});
	}
	const others = state.directory.members.filter(({ userid }) => !entries.has(userid));
	const wanted = search.toLowerCase();
	return [
		...[...entries.values()].reverse(),
		...others.map((member) => ({ member, count: 0, dropped: 0 })),
	].filter(({ member }) =>
		[member.name, member.userid, member.alias].some((text) => text.toLowerCase().includes(wanted)),
	);
}

/** Chooses the language of the page. */
const Languages = ({ scene }: { scene: Scene }) => (
	<div class="languages" role="group" aria-label={scene.t('language')}>
		{Object.entries(LANGUAGES).map(([code, { name, tag }]) => (
			<a
				href={urlOf(scene, { show: scene.column, lang: code })}
				lang={tag}
				aria-current={code === scene.language ? 'true' : undefined}
			>
				{name}
			</a>
		))}
	</div>
);

/** The lists of groups and members, to choose what to look at. */
export function Members({ scene }: { scene: Scene }) {
	const { member, app, group, search, t } = scene;
	const current = group ? undefined : member;
	const all = listed(scene);
	const query = search === '' ? '' : `&q=${encodeURIComponent(search)}`;
	return (
		<nav class="members" aria-label={t('members')}>
			<div class="bar">
				<h1>{t('title')}</h1>
				<Languages scene={scene} />
			</div>
			<a class="more-phones" href={phonesUrl([member.userid], app.agentId)}>
				{t('severalPhones')}
			</a>
			<form role="search" method="get" action="/simulator/inbox" data-search>
				{group ? (
					<input type="hidden" name="group" value={group.chatid} />
				) : (
					<>
						<input type="hidden" name="user" value={member.userid} />
						<input type="hidden" name="app" value={String(app.agentId)} />
					</>
				)}
				<input type="hidden" name="show" value="members" />
				<label class="hidden" for="search">
					{t('search')}
				</label>
				<input
					id="search"
					type="search"
					name="q"
					value={search}
					placeholder={t('searchHint')}
					autocomplete="off"
				/>
			</form>
			<div class="lists">
				<Groups scene={scene} />
				<h2>{t('members')}</h2>
				<ul data-part="members" data-live>
					{all.slice(0, SHOWN).map(({ member, last, count, dropped }) => (
						<li>
							<a
								href={`/simulator/inbox?user=${encodeURIComponent(member.userid)}${query}`}
								aria-current={member === current ? 'page' : undefined}
							>
								<Avatar name={member.name} person />
								<span class="who">
									<strong lang="zh-CN">{member.name}</strong> <small>{member.userid}</small>
									<span class="last">
										{last ? summaryOf(viewOf(scene, last)) : t('noMessages')}
									</span>
								</span>
								{dropped > 0 && (
									<Count of={dropped} label={t('dropCount', { count: dropped })} class="lost" />
								)}
								{count > 0 && <Count of={count} label={t('messageCount', { count })} />}
							</a>
						</li>
					))}
					{all.length === 0 && <li class="none">{t('noMatch', { search })}</li>}
					{all.length > SHOWN && (
						<li class="none">{t('moreMembers', { count: all.length - SHOWN })}</li>
					)}
				</ul>
			</div>
		</nav>
	);
}
