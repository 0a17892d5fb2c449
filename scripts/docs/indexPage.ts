import { app } from '../../nodes/WeCom/destinations/app';
import { canSplit, type ContentType } from '../../nodes/WeCom/messages/messageType';
import { keyOf, type Language } from './language';
import { cell, page, table } from './markdown';
import { prose } from './phrases';

type AppOffer = (typeof app.offers)[number];

const link = (type: ContentType, language: Language) =>
	`[${language.typeName(type)}](${type.value}.md)`;

const summary = ({ value, summary: english }: ContentType, language: Language) =>
	cell(language.phrase(english, keyOf(value, 'summary')));

function typeRow({ content: type, options }: AppOffer, language: Language): string[] {
	const { words } = language;
	const { safe, idTranslation } = options;
	const has = (it: boolean) => (it ? words.yes : words.none);
	return [
		link(type, language),
		`\`${type.value}\``,
		summary(type, language),
		has(safe !== undefined),
		has(idTranslation !== undefined),
		has(canSplit(type)),
	];
}

/** Whether clicks on a card reach the app: always, with a menu, or never. */
function callsBack({ needsTaskId }: ContentType, { words }: Language): string {
	if (needsTaskId?.({}) === true) return words.always;
	return needsTaskId?.({ action_menu: {} }) === true ? words.withActionMenu : words.no;
}

/** The page that leads to all others. */
export function indexPage(language: Language): string {
	const { words } = language;
	const { columns } = words;
	const cards = app.offers.flatMap(({ content }) => content.variants?.types ?? []);
	return page(
		`<!-- ${words.generated} -->`,
		`# ${words.indexTitle}`,
		`[${words.errorsPage}](../errors.md) · [${words.otherLanguage}](${language.toOther}/messages/README.md)`,
		`## ${words.typesHead}`,
		table(
			[
				columns.type,
				'msgtype',
				columns.summary,
				columns.confidential,
				columns.idTranslation,
				columns.split,
			],
			app.offers
				.filter(({ content }) => content.variants === undefined)
				.map((offer) => typeRow(offer, language)),
		),
		`## ${words.cardsHead}`,
		table(
			[
				language.label('Card Type', keyOf('template_card', 'card_type')),
				'card_type',
				columns.summary,
				columns.callsBack,
			],
			cards.map((card) => [
				link(card, language),
				`\`${card.value}\``,
				summary(card, language),
				callsBack(card, language),
			]),
		),
		prose(language.name, 'index'),
	);
}
