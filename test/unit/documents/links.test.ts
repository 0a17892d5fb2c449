import { brokenLinks, markdownFiles, readDocument } from './markdownFiles';

it.each(markdownFiles())('%s has no link or image that leads nowhere', (file) => {
	expect(brokenLinks(file)).toEqual([]);
});

it('finds links in Markdown and in HTML', () => {
	const { links } = readDocument(
		'[a](b.md#c) ![d](e.png)\n\n<img src="f.png"> <https://example.com>\n\n`[not](a-link.md)`\n',
	);
	expect(links).toEqual(['b.md#c', 'e.png', 'f.png', 'https://example.com']);
});

it('knows the anchors that GitHub makes', () => {
	const { anchors } = readDocument(
		'# Try it, `npm start`!\n\n## 凭证与 access_token\n\n## Twice\n\n## Twice\n\n| <a id="60020"></a>60020 |\n|---|\n',
	);
	expect([...anchors]).toEqual([
		'try-it-npm-start',
		'凭证与-access_token',
		'twice',
		'twice-1',
		'60020',
	]);
});
