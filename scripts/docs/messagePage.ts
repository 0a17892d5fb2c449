import type { INodePropertyOptions } from 'n8n-workflow';

import { sendOptions } from '../../nodes/WeCom/actions/form/options';
import { app } from '../../nodes/WeCom/destinations/app';
import type { Offer } from '../../nodes/WeCom/destinations/destination';
import { EVERYBODY, type Recipients } from '../../nodes/WeCom/destinations/recipients';
import { hasProse } from '../../nodes/WeCom/messages/fields/shorten';
import { canSplit, type ContentType } from '../../nodes/WeCom/messages/messageType';
import { FieldTables } from './fields';
import { keyOf, type Language } from './language';
import { cell, json, page, table } from './markdown';
import { nodeOf } from './node';
import { prose } from './phrases';

const MESSAGE_PAGE = 'https://developer.work.weixin.qq.com/document/path/90236';

/** Headings of WeCom's page (`path/90236`), which are its anchors. Types that it no longer describes have none. */
const HEADINGS: Record<string, string> = {
	text: '文本消息',
	image: '图片消息',
	voice: '语音消息',
	video: '视频消息',
	file: '文件消息',
	textcard: '文本卡片消息',
	news: '图文消息',
	mpnews: '图文消息（mpnews）',
	markdown: 'markdown消息',
	miniprogram_notice: '小程序通知消息',
	template_card: '模板卡片消息',
};

/** What has a page of its own: a message type, or a card type of one. */
export interface Subject {
	content: ContentType;
	offer: Offer<Recipients>;
}

/** Every page of the reference, in the order of the form. */
export const SUBJECTS: readonly Subject[] = app.offers.flatMap((offer) =>
	(offer.content.variants?.types ?? [offer.content]).map((content) => ({ content, offer })),
);

/** Whether a type can be confidential; where there are several degrees, their names as the form shows them. */
function confidential(offer: Offer<Recipients>, { words, option }: Language): string {
	const property = sendOptions(app, offer).find(
		({ displayName }) => displayName === 'Confidential',
	);
	if (property === undefined) return words.no;
	const degrees = ((property.options ?? []) as INodePropertyOptions[]).filter(
		({ value }) => value !== 0,
	);
	return degrees.length === 1
		? words.yes
		: words.supported(
				degrees.map(({ name, value }) => option(name, keyOf('options.safe', String(value)))),
			);
}

function optionRows({ content, offer }: Subject, language: Language): string[][] {
	const { words } = language;
	const tables = new FieldTables(offer.content.value, language);
	const { options } = offer;
	const label = (name: string, key: string) => language.label(name, keyOf('options', key));
	const translated = tables.labels(
		content.fields,
		(field) => field.kind === 'text' && field.translates === true,
	);
	const truncated = tables.labels(
		content.fields,
		(field) => hasProse([field]) && field.kind === 'text',
	);
	const inFields = translated.length > 0 ? words.inFields(translated) : words.yes;
	const overLong = words.overLong(truncated, canSplit(offer.content));
	return [
		[words.withKey(label('Confidential', 'safe'), 'safe'), confidential(offer, language)],
		[
			words.withKey(label('ID Translation', 'enable_id_trans'), 'enable_id_trans'),
			options.idTranslation === true ? inFields : words.no,
		],
		[
			words.withKey(label('Duplicate Check', 'enable_duplicate_check'), 'enable_duplicate_check'),
			options.duplicateCheck === true ? words.yes : words.no,
		],
		[label('Over-Long Text', 'overLongText'), overLong === '' ? words.no : overLong],
		[
			words.withKey(words.everyone, '@all'),
			offer.refuses?.(EVERYBODY) === undefined ? words.yes : words.no,
		],
	];
}

/** Sentences of the conditions between several fields: what they say about a body that is empty. */
function rulesOf({ rules = [] }: ContentType): string[] {
	return rules.flatMap((rule) => rule({}, 'send', '')?.message ?? []);
}

function pictures(name: string, { toDocs, words }: Language): string {
	const { form, message, formAlt, messageAlt } = words.pictures;
	const picture = (alt: string, folder: string) =>
		`![${alt}](${toDocs}/images/${folder}/${name}.png)`;
	return table([form, message], [[picture(formAlt, 'forms'), picture(messageAlt, 'messages')]]);
}

/** The page of one message type or card type. */
export function messagePage(subject: Subject, language: Language): string {
	const { content, offer } = subject;
	const { content: type, notices = [], unchecked = false } = offer;
	const { words } = language;
	const { value } = content;
	const variants = type.variants;
	const heading = HEADINGS[type.value];
	const kinds = [
		...(unchecked ? [] : [`\`msgtype\`: \`${type.value}\``]),
		...(variants === undefined ? [] : [`\`${variants.api}\`: \`${value}\``]),
	];
	const told = notices
		.filter(({ when: { cardType } = {} }) => cardType === undefined || cardType.includes(value))
		.map(({ name, says }) => `> ${cell(language.phrase(says, name))}`);
	const rules = rulesOf(content).map((rule, index) =>
		words.refused(cell(language.phrase(rule, keyOf(value, 'rule', index)))),
	);
	return page(
		`<!-- ${words.generated} -->`,
		`# ${language.typeName(content)}`,
		[
			...kinds,
			`[${words.back}](README.md)`,
			`[${words.errorsPage}](../errors.md)`,
			`[${words.otherLanguage}](${language.toOther}/messages/${value}.md)`,
		].join(' · '),
		prose(language.name, value),
		told.join('\n>\n'),
		pictures(value, language),
		...(content.fields.length === 0
			? []
			: [
					`## ${words.heads.fields}`,
					...rules,
					...new FieldTables(type.value, language).of(content.fields),
				]),
		`## ${words.heads.options}`,
		table([words.columns.option, words.columns.available], optionRows(subject, language)),
		`## ${words.heads.json}`,
		unchecked ? words.customJsonHint : words.jsonHint,
		json(content.example),
		`## ${words.heads.node}`,
		words.nodeHint,
		`<details>\n<summary>${words.nodeSummary}</summary>`,
		json(nodeOf(subject)),
		'</details>',
		`## ${words.heads.reference}`,
		words.official(
			heading === undefined ? MESSAGE_PAGE : `${MESSAGE_PAGE}#${encodeURIComponent(heading)}`,
		),
	);
}
