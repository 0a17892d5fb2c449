import {
	PendingMedia,
	pendingMedia,
	PendingText,
	withConfidentialMedia,
	withMediaIds,
} from '../../../nodes/WeCom/files/pending';

const picture = (label: string) =>
	new PendingMedia(
		'articleImage',
		label,
		{ from: 'url', url: 'https://example.com' },
		false,
		'url',
	);

const text = new PendingText(['<img src="', picture('one'), '"><img src="', picture('two'), '">']);
const cover = new PendingMedia('image', 'cover', { from: 'binary', property: 'data' });
const body = { articles: [{ cover, text, title: 'T' }] };

it('finds files alone and in texts, in order', () =>
	expect(pendingMedia(body).map(({ label }) => label)).toEqual(['cover', 'one', 'two']));

it('puts what the files have given into their places', () =>
	expect(withMediaIds(body, ({ label }) => `<${label}>`)).toEqual({
		articles: [{ cover: '<cover>', text: '<img src="<one>"><img src="<two>">', title: 'T' }],
	}));

it('a confidential text still waits for its files', () => {
	const [{ articles }] = [withConfidentialMedia(body)];
	expect(articles[0].text).toBeInstanceOf(PendingText);
	expect(pendingMedia(articles).map(({ confidential, as }) => [confidential, as])).toEqual([
		[true, 'mediaId'],
		[true, 'url'],
		[true, 'url'],
	]);
});

it('knows the rest of a text', () => expect(text.known).toBe('<img src=""><img src="">'));
