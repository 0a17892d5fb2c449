import { PendingText } from '../../../../nodes/WeCom/files/pending';
import { hasPictures, uploadPictures } from '../../../../nodes/WeCom/messages/fields/pictures';
import { file } from '../../../../nodes/WeCom/messages/file';
import { checkBody } from '../../../../nodes/WeCom/messages/messageType';
import { mpnews } from '../../../../nodes/WeCom/messages/mpnews';
import { news } from '../../../../nodes/WeCom/messages/news';

const PICTURE = '<img src="https://example.com/a.png">';
const article = { title: 'T', thumb_media_id: 'M', content: PICTURE, digest: PICTURE };

it('only articles that WeCom stores have pictures in their text', () => {
	expect(hasPictures(mpnews.fields)).toBe(true);
	expect(hasPictures(news.fields)).toBe(false);
	expect(hasPictures(file.fields)).toBe(false);
});

it('names the article of each picture, and leaves other texts alone', () => {
	const body = { articles: [{ ...article, content: 'x' }, article, null] };
	const { articles } = uploadPictures(mpnews.fields, body) as { articles: Array<typeof article> };
	expect(articles[0]).toEqual({ ...article, content: 'x' });
	expect(articles[1].digest).toBe(PICTURE);
	expect(articles[1].content).toBeInstanceOf(PendingText);
	expect((articles[1].content as unknown as PendingText).parts[1]).toMatchObject({
		label: 'Picture 1 in Content of article 2',
	});
	expect(articles[2]).toBeNull();
	expect(body.articles[1]).toBe(article);
});

it('what is known of a text is checked before its pictures are there', () => {
	const most = 666 * 1024;
	const check = (text: string) =>
		checkBody(
			mpnews,
			uploadPictures(mpnews.fields, {
				articles: [{ ...article, content: text + PICTURE, digest: 'd' }],
			}),
		).map(({ message }) => message);
	const room = most - '<img src="">'.length;
	expect(check('x'.repeat(room))).toEqual([]);
	expect(check('x'.repeat(room + 1))).toEqual([
		`Content of article 1 is ${most + 1} bytes; the maximum is ${most}`,
	]);
});
