import { graphemes } from '../../../nodes/WeCom/messages/fields/measure';
import { truncate } from '../../../nodes/WeCom/messages/markup/truncate';

const FAMILY = '👨‍👩‍👧‍👦';
const atOnce = (text: string) =>
	[...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(
		({ segment }) => segment,
	);

describe('the characters of a long text', () => {
	it.each(Array.from({ length: 20 }, (_, index) => 2030 + index))(
		'are whole where one stands behind %i others',
		(count) => {
			const text = `${'字'.repeat(count)}${FAMILY}🇨🇳🇩🇪é\r\n${'x'.repeat(3000)}`;
			expect([...graphemes(text)]).toEqual(atOnce(text));
		},
	);

	it('are whole even if one of them is longer than most texts', () => {
		const text = `a${'e'}${'\u0301'.repeat(5000)}b`;
		expect([...graphemes(text)]).toEqual(atOnce(text));
	});

	it('are looked for in short pieces, since the whole would take minutes', () => {
		const segment = jest.spyOn(Intl.Segmenter.prototype, 'segment');
		const text = '字'.repeat(100_000);
		expect([...graphemes(text)]).toHaveLength(100_000);
		expect(truncate(text, 2048, 'bytes', 'plain')).toBe(`${'字'.repeat(681)}…`);
		expect(Math.max(...segment.mock.calls.map(([piece]) => piece.length))).toBeLessThanOrEqual(
			4096,
		);
		segment.mockRestore();
	});
});
