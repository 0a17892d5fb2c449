import { enumerated } from '../api/explained';
import type { Clipped } from '../messages/fields/shorten';
import { inUnit } from '../messages/fields/measure';

const MOST_ITEMS_NAMED = 5;

/** Collects, during one execution, the texts that go out whole but are shown in part only. */
export class ClippedTexts {
	private readonly byField = new Map<string, { longest: Clipped; items: number[] }>();

	/** @param itemIndex position of the item, from 0 */
	note(itemIndex: number, texts: readonly Clipped[]): void {
		for (const text of texts) {
			const entry = this.byField.get(text.field);
			if (entry === undefined) {
				this.byField.set(text.field, { longest: text, items: [itemIndex] });
			} else {
				entry.items.push(itemIndex);
				if (text.actual > entry.longest.actual) entry.longest = text;
			}
		}
	}

	/** What to tell the user: one sentence for each field; nothing if all texts are shown. */
	warnings(): string[] {
		return [...this.byField.values()].map(({ longest, items }) => {
			const sorted = [...new Set(items)].sort((a, b) => a - b);
			const names = enumerated(sorted, MOST_ITEMS_NAMED);
			const length = `${sorted.length > 1 ? 'up to ' : ''}${inUnit(longest.actual, longest.unit)}`;
			return `${longest.field} is ${length} (item${sorted.length > 1 ? 's' : ''} ${names}). WeCom may show only the first ${inUnit(longest.limit, longest.unit)} without warning. Shorten the text, or set Over-Long Text to Truncate. A Chinese character is 3 bytes.`;
		});
	}
}
