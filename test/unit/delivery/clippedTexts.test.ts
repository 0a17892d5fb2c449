import { ClippedTexts } from '../../../nodes/WeCom/delivery/clippedTexts';
import type { Clipped } from '../../../nodes/WeCom/messages/fields/shorten';

const title = (actual: number, field = 'Title'): Clipped => ({
	field,
	limit: 128,
	unit: 'bytes',
	actual,
});

function warnings(...items: Array<[index: number, texts: Clipped[]]>): string[] {
	const clipped = new ClippedTexts();
	for (const [index, texts] of items) clipped.note(index, texts);
	return clipped.warnings();
}

describe('texts of which WeCom shows the beginning', () => {
	it('are worth a sentence that says how long, which item, and what to do', () =>
		expect(warnings([3, [title(129)]])).toEqual([
			'Title is 129 bytes (item 3). WeCom may show only the first 128 bytes without warning. Shorten the text, or set Over-Long Text to Truncate. A Chinese character is 3 bytes.',
		]));

	it('are one sentence for each field of all items, with the longest, in the order of the items, five of them by number', () =>
		expect(
			warnings(
				[9, [title(140), title(130)]],
				[1, [title(150), title(300, 'Description')]],
				...[10, 2, 3, 4].map((index): [number, Clipped[]] => [index, [title(145)]]),
			),
		).toEqual([
			expect.stringMatching(/^Title is up to 150 bytes \(items 1, 2, 3, 4, 9 and 1 more\)\. WeCom/),
			expect.stringMatching(/^Description is 300 bytes \(item 1\)\. WeCom/),
		]));

	it('are none where all of each is shown', () => expect(warnings([0, []])).toEqual([]));
});
