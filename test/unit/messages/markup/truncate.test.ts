import { truncate } from '../../../../nodes/WeCom/messages/markup/truncate';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

describe('truncating a text', () => {
	it.each([
		['a link', 'text', '<a href="https://example.com/a b">see the report here</a>'],
		['a Markdown link', 'markdown', '[see [the] report](https://example.com/a_(b))'],
		['an address', 'text', 'https://example.com/a,b(c)?d=e'],
		['a member to be named', 'plain', '$userName=zhangsan$'],
		['a department to be named', 'text', '$departmentName=2$'],
		['code', 'markdown', '``npm `run` build``'],
		['an emoji of several code points', 'plain', '👨‍👩‍👧‍👦'],
	] as const)('keeps %s whole or leaves it out, wherever the limit is', (_, markup, unit) => {
		const before = 'Some words '.repeat(6);
		const text = `${before}${unit} and more words behind it`;
		const seen = new Set<string>();
		for (let limit = 62; limit < bytes(text); limit++) {
			const short = truncate(text, limit, 'bytes', markup);
			expect(bytes(short)).toBeLessThanOrEqual(limit);
			expect(text.startsWith(short.slice(0, -1))).toBe(true);
			const end = short.length - 1;
			seen.add(
				end <= before.length
					? 'before'
					: end >= before.length + unit.length
						? 'behind'
						: `within: ${short}`,
			);
		}
		expect([...seen].sort()).toEqual(['before', 'behind']);
	});

	it.each([
		[
			'a color',
			'markdown',
			'<font color="info">word word wordy words and more of them</font>',
			'<font color="info">word word wordy',
			'</font>',
		],
		[
			'nested colors',
			'markdown',
			'<font color="info"><font color="info">words and more of them</font></font>',
			'<font color="info"><font color="info">wor',
			'</font></font>',
		],
		[
			'bold text',
			'markdown',
			'**word word wordy words and more of them and even more of them**',
			'**word word wordy',
			'**',
		],
		[
			'a line of a card',
			'card',
			'<div class="gray">word word wordy words and more of them</div>',
			'<div class="gray">word word wordy',
			'</div>',
		],
		[
			'the text of a link that is too long',
			'text',
			`<a href="https://a.b">${'words '.repeat(20)}</a>`,
			'<a href="https://a.b">words',
			'</a>',
		],
	] as const)('closes %s', (_, markup, text, beginning, end) => {
		const short = truncate(text, 58, 'bytes', markup);
		expect(bytes(short)).toBeLessThanOrEqual(58);
		expect(short.startsWith(beginning)).toBe(true);
		expect(short.endsWith(`${end}…`)).toBe(true);
		expect(text.startsWith(short.slice(0, -end.length - 1))).toBe(true);
	});

	it('leaves what fits as it is', () =>
		expect(truncate('[a](b', 5, 'bytes', 'markdown')).toBe('[a](b'));

	it('keeps something that can be read where blanks take all the room', () => {
		expect(truncate(`${' '.repeat(200)}Alert: disk full`, 10, 'characters', 'plain')).toBe(
			'Alert: di…',
		);
	});

	it('leaves a text alone that begins with a link too long for a message, so that it is refused as too long', () => {
		const text = `https://example.com/${'x'.repeat(100)} words`;
		expect(truncate(text, 60, 'bytes', 'text')).toBe(text);
	});

	it('counts in Chinese characters as WeCom does', () => {
		expect(truncate('服务器磁盘空间不足 web-01', 8, 'chinese', 'plain')).toBe('服务器磁盘空间…');
	});
});
