import type { Group } from '../groups';
import { currentCard } from '../rules/current';
import type { Delivered, GroupMessage } from '../types';
import type { Scene } from './page';
import type { View } from './parts';
import { translateIds } from './richText';

/** How the world looks from within one message. */
export function viewOf({ state, origin, t }: Scene, delivered: Delivered): View {
	const current = currentCard(delivered);
	return {
		...current,
		origin,
		t,
		delivered,
		waiting: state.mailbox.isLocked(delivered, state.now()),
		media: (id) => (typeof id === 'string' ? state.media.get(id) : undefined),
		bodyImage: (url) => state.bodyImages.get(url),
		mention: () => undefined,
		text: (value) => {
			const text = String(value ?? '');
			return current.translated ? translateIds(text, state.directory) : text;
		},
	};
}

/** The same for a message in a group, which nobody can press, and which can mention those who are in the group. */
export function groupViewOf(scene: Scene & { group: Group }, message: GroupMessage): View {
	const { state, group } = scene;
	const copy = { ...message, userid: '', agentid: 0, recalled: false, updates: [] };
	return {
		...viewOf(scene, copy),
		mention: (userid) => {
			const member = state.directory.member(userid);
			return member && group.users.includes(member.userid) ? member.name : undefined;
		},
	};
}
