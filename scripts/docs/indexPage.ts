import { MESSAGE_TYPES } from '../../nodes/WeCom/messages';
import type { ContentType, MessageType } from '../../nodes/WeCom/messages/messageType';
import { keyOf, type Language } from './language';
import { cell, page, table } from './markdown';
import { prose } from './phrases';

const link = (type: ContentType, language: Language) =>
	`[${language.typeName(type)}](${type.value}.md)`;

const summary = ({ value, summary: english }: ContentType, language: Language) =>
	cell(language.phrase(english, keyOf(value, 'summary')));

function typeRow(type: MessageType, language: Language): string[] {
	const { words } = language;
	const { safe, idTranslation, split } = type.supports;
	const has = (it: unknown) => (it === undefined ? words.none : words.yes);
	return [
		link(type, language),
		`\`${type.value}\``,
		summary(type, language),
		has(safe),
		has(idTranslation),
		has(split),
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
	const cards = MESSAGE_TYPES.flatMap(({ variants }) => variants?.types ?? []);
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
			MESSAGE_TYPES.filter(({ variants }) => variants === undefined).map((type) =>
				typeRow(type, language),
			),
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
