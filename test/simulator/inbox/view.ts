import type { Delivered } from '../types';
import type { Scene } from './page';
import type { View } from './parts';
import { translateIds } from './richText';

/** How the world looks from within one message. */
export function viewOf({ state, origin, t }: Scene, delivered: Delivered): View {
	const { updated, message } = delivered;
	const translated = updated?.template_card
		? updated.translateIds === true
		: message.enable_id_trans === 1;
	return {
		origin,
		t,
		delivered,
		media: (id) => (typeof id === 'string' ? state.media.get(id) : undefined),
		text: (value) => {
			const text = String(value ?? '');
			return translated ? translateIds(text, state.directory) : text;
		},
	};
}
