import { PendingMedia, PendingText } from '../../../../nodes/WeCom/files/pending';
import { withPictures } from '../../../../nodes/WeCom/messages/markup/pictures';

const WHERE = 'Content of article 1';
const A = 'https://example.com/a.png';

/** The text with what becomes of each picture, in brackets. */
function shown(html: string): string {
	const text = withPictures(html, WHERE);
	if (typeof text === 'string') return text;
	const inWords = ({ origin }: PendingMedia) =>
		origin.from === 'url' ? origin.url : JSON.stringify(origin.property);
	return text.parts
		.map((part) => (part instanceof PendingMedia ? `[${inWords(part)}]` : part))
		.join('');
}

it.each([
	[`<p>a<img src="${A}">b</p>`, `<p>a<img src="[${A}]">b</p>`],
	[`<IMG alt='x > y' SRC = '${A}' width=1/>`, `<IMG alt='x > y' SRC = '[${A}]' width=1/>`],
	[`<img src=${A}>`, `<img src=[${A}]>`],
	[`<img\n\tclass="c"\n\tsrc="${A}"\n/>`, `<img\n\tclass="c"\n\tsrc="[${A}]"\n/>`],
	[`<img data-src="b.png" src="${A}">`, `<img data-src="b.png" src="[${A}]">`],
	[`<img alt="src=b.png" src="${A}">`, `<img alt="src=b.png" src="[${A}]">`],
	['<img src=" https://example.com/?a=1&amp;b=2 ">', '<img src="[https://example.com/?a=1&b=2]">'],
	[`<img src="${A}"><img src="${A}?2">`, `<img src="[${A}]"><img src="[${A}?2]">`],
	[
		'<img src="data:image/png;base64,aGVs\nbG8=">',
		'<img src="[{"data":"aGVsbG8=","mimeType":"image/png"}]">',
	],
	[
		'<img src="data:image/svg+xml;charset=utf-8,%3Csvg/%3E">',
		'<img src="[{"data":"PHN2Zy8+","mimeType":"image/svg+xml"}]">',
	],
	[
		'<img src="https://example.com/?a&#61;1&#x26;b&#x3D;&apos;&#9999999;">',
		'<img src="[https://example.com/?a=1&b=\'&#9999999;]">',
	],
	[
		`<img alt=5" src="${A}">"x" <img alt=it's src='${A}?2'>`,
		`<img alt=5" src="[${A}]">"x" <img alt=it's src='[${A}?2]'>`,
	],
	[`<!-- <img src="cid:x"> --><img src="${A}">`, `<!-- <img src="cid:x"> --><img src="[${A}]">`],
	['<img src="cid:logo">', '<img src="[cid:logo]">'],
	['<img src="data:image/png;base64,*">', '<img src="[data:image/png;base64,*]">'],
])('%s', (html, expected) => expect(shown(html)).toBe(expected));

it.each([
	'<p>No picture, src="a.png"</p>',
	'<img alt="no address">',
	`<imgx src="${A}">`,
	`<a href="${A}">link</a>`,
	'<img src="http://p.qpic.cn/pic_wework/3474110808/7a7c/0">',
	'<img src="https://wework.qpic.cn/wwpic/1/0">',
	`<img alt="no end src='${A}'>`,
	`<!--[if mso]><img src="cid:x"><![endif]-->`,
	`<!-- no end <img src="${A}">`,
	'<img',
])('%s has nothing to upload', (html) => expect(withPictures(html, WHERE)).toBe(html));

it('a host that only looks like that of WeCom is none', () =>
	expect(withPictures('<img src="https://qpic.cn.example.com/a.png">', WHERE)).toBeInstanceOf(
		PendingText,
	));

it('each picture has its number, those that stay included', () => {
	const html = `<img src="http://p.qpic.cn/a/0"><img src="${A}"><img src="${A}">`;
	const { parts } = withPictures(html, WHERE) as PendingText;
	const pictures = parts.filter((part) => part instanceof PendingMedia);
	expect(pictures.map(({ label, type, as }) => [label, type, as])).toEqual([
		['Picture 2 in Content of article 1', 'articleImage', 'url'],
		['Picture 3 in Content of article 1', 'articleImage', 'url'],
	]);
});

it('goes through a page of megabytes, with a picture of megabytes in it', () => {
	const data = 'A'.repeat(2_000_000);
	const html = `${'<p class="a">text</p>'.repeat(100_000)}<img src="data:image/png;base64,${data}">`;
	const { parts } = withPictures(html, WHERE) as PendingText;
	expect(parts).toHaveLength(3);
});

it('gives up at once on a page of picture tags whose quotation marks never end', () => {
	const html = '<img alt="'.repeat(200_001);
	expect(withPictures(html, WHERE)).toBe(html);
	const single = `<img alt='${'<img '.repeat(200_000)}`;
	expect(withPictures(single, WHERE)).toBe(single);
});
