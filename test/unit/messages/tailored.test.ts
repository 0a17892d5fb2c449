import type { Field } from '../../../nodes/WeCom/messages/fields/field';
import { toProperties } from '../../../nodes/WeCom/messages/fields/form';
import { checkBody } from '../../../nodes/WeCom/messages/messageType';
import { news } from '../../../nodes/WeCom/messages/news';
import {
	advisedTo,
	limitedTo,
	onlyCards,
	telling,
	untranslated,
	withMore,
	without,
} from '../../../nodes/WeCom/messages/tailored';
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

describe('a content of one destination', () => {
	const web = without(news, 'articles[].opens', 'articles[].appid', 'articles[].pagepath');

	it('lacks the fields that were left out, and the conditions on them', () => {
		const articles = [{ title: 'Gifts' }];
		expect(checkBody(web, { articles })).toMatchObject([
			{ message: 'URL of article 1 is missing' },
		]);
		const mini = [{ title: 'Gifts', url: 'https://example.com', appid: 'wx1' }];
		expect(checkBody(web, { articles: mini })).toMatchObject([
			{ message: 'WeCom doesn\'t recognize the field "appid" of article 1' },
		]);
		expect(JSON.stringify(toProperties(web.fields, {}, 'send'))).not.toMatch(/opens|appId/);
	});

	it('leaves the content alone that it was made of', () => {
		const articles = [{ title: 'Gifts', appid: 'wx1', pagepath: 'a' }];
		expect(checkBody(news, { articles })).toEqual([]);
	});

	it('has more fields, each as a parameter of the form', () => {
		const more = withMore(textcard, { ...textcard.fields[0], name: 'extra' } as Field);
		expect(toProperties(more.fields, {}, 'send').map(({ name }) => name)).toContain('extra');
	});

	it('says what holds there: advice, descriptions, what is required', () => {
		const short = advisedTo(templateCard, { 'main_title.title': 5 });
		expect(
			JSON.stringify(toProperties(short.variants?.types[0].fields ?? [], {}, 'send')),
		).toContain('WeCom recommends at most 5 characters');
		const told = telling(textcard, { btntxt: { required: true, description: 'On the button' } });
		const card = { title: 'a', description: 'b', url: 'https://example.com' };
		expect(checkBody(told, card)).toMatchObject([{ message: 'Button Text is missing' }]);
	});

	it('has only the cards that it takes, and needs no task ID', () => {
		const cards = onlyCards(templateCard, 'news_notice');
		expect(cards.variants?.types.map(({ value }) => value)).toEqual(['news_notice']);
		expect(checkBody(cards, { card_type: 'text_notice' })).toMatchObject([
			{ message: expect.stringContaining('must be one of news_notice') },
		]);
	});

	it('translates no IDs', () => {
		const says = (type: typeof textcard) => JSON.stringify(toProperties(type.fields, {}, 'send'));
		expect(says(textcard)).toContain('Supports ID translation');
		expect(says(untranslated(textcard))).not.toContain('Supports ID translation');
	});

	it.each([
		['fields that are not there', () => without(news, 'articles[].nothing')],
		['advice on what is no text', () => advisedTo(news, { articles: 3 })],
		['words about what is not there', () => telling(news, { title: {} })],
		['cards that are not there', () => onlyCards(templateCard, 'no_card')],
	])('is a mistake with %s', (_, make) => expect(make).toThrow(/ has no/));
});
