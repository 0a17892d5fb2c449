import { currentCard } from '../rules/current';
import type { Delivered } from '../types';
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
		text: (value) => {
			const text = String(value ?? '');
			return current.translated ? translateIds(text, state.directory) : text;
		},
	};
}
