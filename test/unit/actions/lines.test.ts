import { choicesOf } from '../../../nodes/WeCom/actions/message/sendAndWait/lines';

const read = (given: unknown, inCard = true) =>
	choicesOf(given, { label: 'Choices', max: 3, inCard }).map(({ text }) => text);

it.each([
	['A\r\n B \n\nC', ['A', 'B', 'C']],
	['["A", 2, " "]', ['A', '2']],
	['[A] first\n{B}', ['[A] first', '{B}']],
	[undefined, []],
	['abc\ud842\nsoft\u000bbreak', ['abc\ufffd', 'softbreak']],
])('%j is %j', (given, texts) => expect(read(given)).toEqual(texts));

it.each(['["a",null]', '["a",true]', '[["a"]]', '{"a":"x"}'])('%s is no list of texts', (given) =>
	expect(() => read(given)).toThrow('Choices must be text; given: '),
);

it('a choice of 129 bytes is too long for a card only', () => {
	const long = 'x'.repeat(129);
	expect(() => read(long)).toThrow('Choices has a choice of 129 bytes; the maximum is 128');
	expect(read(long, false)).toEqual([long]);
});
