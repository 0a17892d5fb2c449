import { isRecord } from '../json';
import type { Delivered, JsonObject } from '../types';

/** What a member's copy of a card shows after all updates that reached it. */
export interface CurrentCard {
	card: JsonObject;
	/** Stands on the grey button in place of all others. */
	replaced?: unknown;
	/** Whether `$userName=ID$` and the like are translated in it. */
	translated: boolean;
}

/** The last whole card, and the buttons as the last update has left them (path/94888). */
export function currentCard({ content, message, updates }: Delivered): CurrentCard {
	const whole = updates.filter(({ template_card: card }) => isRecord(card)).at(-1);
	const card = whole?.template_card ?? content;
	const replaced = updates.at(-1)?.button?.replace_name ?? card.replace_text;
	return {
		card,
		translated: whole ? whole.translateIds === true : message.enable_id_trans === 1,
		...(replaced === undefined ? {} : { replaced }),
	};
}
