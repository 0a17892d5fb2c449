import { readReply } from '../../../nodes/WeCom/replies/form';
import { toReplyXml } from '../../../nodes/WeCom/replies/xml';
import { parseXml, type XmlObject } from '../../../nodes/WeCom/callback/xml';
import type { ApiObject } from '../../../nodes/WeCom/messages/fields/field';
import fixtures from '../../fixtures/callback-examples.json';
import { readReply as readByWeCom } from '../../simulator/receiving/reply';

const read = (card: unknown) => {
	const values: Record<string, unknown> = { replyType: 'update_template_card', replyCard: card };
	return readReply({ value: (name, fallback) => values[name] ?? fallback });
};

/**
 * The official cards of replies. Two options of theirs have the same ID, which no card may have anywhere else; words such as
 * `jump_url` stand where addresses belong.
 */
const cards = Object.entries(fixtures.examples as Record<string, { xml: string }>)
	.filter(([name]) => name.startsWith('reply.update_template_card.'))
	.map(([name, { xml }]) => {
		let options = 0;
		const withAddresses = xml.replace(
			/(<\w*Url><!\[CDATA\[)(?!https?:)/g,
			'$1https://example.com/',
		);
		return {
			name,
			xml: withAddresses.replace(/(?<=<Id><!\[CDATA\[)option_id2(?=\]\]>)/g, (id) =>
				(options += 1) > 1 ? `${id}-${options}` : id,
			),
		};
	});

const cardOf = (xml: string): ApiObject => {
	const reply = readByWeCom(xml, 'ToUserName');
	if (reply?.kind !== 'update') throw new Error('no card');
	return reply.update.template_card as ApiObject;
};
const elementsOf = (xml: string) => (parseXml(xml).xml as XmlObject).TemplateCard;

it('there are five official cards of replies', () => expect(cards).toHaveLength(5));

describe.each(cards)('$name', ({ xml }) => {
	it.each<[string, (card: ApiObject) => unknown]>([
		['as an object', (card) => card],
		['as JSON', (card) => JSON.stringify(card)],
		['inside template_card', (card) => ({ template_card: card })],
	])('is taken whole, given %s', (_, given) => {
		const reply = read(given(cardOf(xml)));
		expect(elementsOf(toReplyXml(reply, { to: 'a', from: 'b', at: 0 }))).toEqual(elementsOf(xml));
	});
});

describe('a card of a reply', () => {
	const buttons = () =>
		cardOf(cards.find(({ name }) => name.endsWith('button_interaction'))?.xml ?? '');

	it.each([true, false])('may lock the list above its buttons (disable is %s)', (disabled) => {
		const card = buttons();
		const xml = toReplyXml(
			read({
				...card,
				button_selection: { ...(card.button_selection as ApiObject), disable: disabled },
			}),
			{ to: 'a', from: 'b', at: 0 },
		);
		expect(xml).toContain(`<Disable>${disabled}</Disable>`);
	});

	it('may have ten entries in its menu, and not eleven', () => {
		const menu = (count: number) => ({
			action_list: Array.from({ length: count }, (_, index) => ({ text: 'T', key: String(index) })),
		});
		expect(() => read({ ...buttons(), action_menu: menu(10) })).not.toThrow();
		expect(() => read({ ...buttons(), action_menu: menu(11) })).toThrow(
			'Actions of Action Menu has 11 entries; the maximum is 10',
		);
	});

	it('with a field that WeCom does not know is refused', () => {
		expect(() => read({ ...buttons(), buttons: ['x'] })).toThrow(
			`WeCom doesn't recognize the field "buttons"`,
		);
	});

	it.each([null, 'null', '[]', '"text"', '42', '{', {}, [], 'x'])('must be one: %j', (given) => {
		expect(() => read(given)).toThrow(expect.objectContaining({ name: 'InvalidInputError' }));
	});

	it('leaves out what says nothing', () => {
		const xml = toReplyXml(
			{
				type: 'update_template_card',
				card: { card_type: 'text_notice', source: { desc: '' }, main_title: {}, jump_list: [] },
			},
			{ to: 'a', from: 'b', at: 0 },
		);
		expect(elementsOf(xml)).toEqual({ CardType: 'text_notice' });
	});
});

it('the API itself takes no more than before: a card that is updated has no such fields', async () => {
	const { templateCard } = await import('../../../nodes/WeCom/messages/templateCard');
	const { checkBody } = await import('../../../nodes/WeCom/messages/messageType');
	const card = cardOf(cards.find(({ name }) => name.endsWith('button_interaction'))?.xml ?? '');
	expect(
		checkBody(templateCard, card, 'update')
			.map(({ field }) => field)
			.sort(),
	).toEqual(['disable', 'jump_list', 'title']);
});
