import { toProperties } from '../../../nodes/WeCom/messages/fields/form';
import { checkBody } from '../../../nodes/WeCom/messages/messageType';
import { news } from '../../../nodes/WeCom/messages/news';
import { limitedTo } from '../../../nodes/WeCom/messages/tailored';
import { templateCard } from '../../../nodes/WeCom/messages/templateCard';
import { textcard } from '../../../nodes/WeCom/messages/textcard';

const bytes = (amount: number) => ({ amount, unit: 'bytes' }) as const;

describe('a content with limits of one destination', () => {
	it('has them in the entries of its lists', () => {
		const short = limitedTo(news, { 'articles[].title': bytes(3) });
		const articles = [{ title: 'Gifts', url: 'https://example.com' }];
		expect(checkBody(short, { articles })).toMatchObject([
			{ message: 'Title of article 1 is 5 bytes; the maximum is 3', limit: 3 },
		]);
		expect(checkBody(news, { articles })).toEqual([]);
	});

	it('has them in the parts of every card', () => {
		const short = limitedTo(templateCard, { 'main_title.title': bytes(3) });
		const card = {
			main_title: { title: 'Leave' },
			card_action: { type: 1, url: 'https://example.com' },
		};
		for (const [cardType, more] of [
			['text_notice', {}],
			['news_notice', { card_image: { url: 'https://example.com/a.png' } }],
		] as const) {
			const issues = checkBody(short, { card_type: cardType, ...card, ...more });
			expect(issues).toMatchObject([{ limit: 3, actual: 5 }]);
		}
	});

	it.each(['articles.title', 'titel', 'articles', 'articles[]', ''])(
		'is a mistake where there is no text: %j',
		(path) =>
			expect(() => limitedTo(news, { [path]: bytes(3) })).toThrow(
				`News has no text "${path}" to limit`,
			),
	);

	it('says no longer that WeCom shows less where the limit is what it shows', () => {
		const hintOf = (type: typeof textcard) =>
			toProperties(type.fields, {}, 'send').find(({ name }) => name === 'descriptionText')?.hint;
		expect(hintOf(limitedTo(textcard, { description: bytes(512) }))).toBe(
			'At most 512 bytes. A Chinese character is 3 bytes.',
		);
		const characters = { amount: 256, unit: 'characters' } as const;
		expect(hintOf(limitedTo(textcard, { description: characters }))).toBe(
			'At most 256 characters; WeCom may show only the first 256 bytes. A Chinese character is 3 bytes.',
		);
	});
});
