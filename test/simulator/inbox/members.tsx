/** @jsxRuntime automatic @jsxImportSource preact */
import type { Member } from '../directory';
import type { Delivered } from '../types';
import { Avatar } from './parts';
import type { Scene } from './page';
import { summaryOf } from './summary';
import { viewOf } from './view';

/** Long organisations are searched, not scrolled. */
const SHOWN = 50;

interface Listed {
	member: Member;
	last?: Delivered;
	count: number;
}

/** Members that match the search: those with messages first, the newest at the top. */
function listed({ state, search }: Scene): Listed[] {
	const entries = new Map<string, Listed>();
	for (const message of state.mailbox.all) {
		const member = state.directory.member(message.userid);
		if (!member) continue;
		const count = (entries.get(member.userid)?.count ?? 0) + 1;
		entries.delete(member.userid);
		entries.set(member.userid, { member, last: message, count });
	}
	const others = state.directory.members.filter(({ userid }) => !entries.has(userid));
	const wanted = search.toLowerCase();
	return [
		...[...entries.values()].reverse(),
		...others.map((member) => ({ member, count: 0 })),
	].filter(({ member }) =>
		[member.name, member.userid, member.alias].some((text) => text.toLowerCase().includes(wanted)),
	);
}

/** The list of members, to choose whose phone to look at. */
export function Members({ scene }: { scene: Scene }) {
	const { member: current, app, search } = scene;
	const all = listed(scene);
	const query = search === '' ? '' : `&q=${encodeURIComponent(search)}`;
	return (
		<nav class="members" aria-label="Members">
			<h1>WeCom Simulator</h1>
			<form role="search" method="get" action="/simulator/inbox" data-search>
				<input type="hidden" name="user" value={current.userid} />
				<input type="hidden" name="app" value={String(app.agentId)} />
				<input type="hidden" name="show" value="members" />
				<label class="hidden" for="search">
					Search members
				</label>
				<input
					id="search"
					type="search"
					name="q"
					value={search}
					placeholder="Name or user ID"
					autocomplete="off"
				/>
			</form>
			<ul data-part="members" data-live lang="zh-CN">
				{all.slice(0, SHOWN).map(({ member, last, count }) => (
					<li>
						<a
							href={`/simulator/inbox?user=${encodeURIComponent(member.userid)}${query}`}
							aria-current={member === current ? 'page' : undefined}
						>
							<Avatar name={member.name} person />
							<span class="who">
								<strong>{member.name}</strong> <small>{member.userid}</small>
								<span class="last">{last ? summaryOf(viewOf(scene, last)) : 'No messages'}</span>
							</span>
							{count > 0 && (
								<span class="count">
									{count}
									<span class="hidden"> messages</span>
								</span>
							)}
						</a>
					</li>
				))}
				{all.length === 0 && <li class="none">No members match “{search}”.</li>}
				{all.length > SHOWN && (
					<li class="none">{all.length - SHOWN} more. Search to find them.</li>
				)}
			</ul>
		</nav>
	);
}
