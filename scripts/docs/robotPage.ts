import { app } from '../../nodes/WeCom/destinations/app';
import { ROBOT_OFFERS } from '../../nodes/WeCom/destinations/robotOffers';
import type { ContentType } from '../../nodes/WeCom/messages/messageType';
import { english } from './english';
import { FieldTables } from './fields';
import { keyOf, type Language } from './language';
import { cell, json, page } from './markdown';

const OFFICIAL = 'https://developer.work.weixin.qq.com/document/path/99110';

/** Before the names of texts that robots have of their own. */
const OWN = 'robot';

/** What the messages of apps say, by name. */
function saidByApps(): ReadonlyMap<string, string> {
	const said = new Map<string, string>();
	const phrase: Language['phrase'] = (text, key) => {
		said.set(key, text);
		return text;
	};
	for (const { content } of app.offers)
		for (const { fields } of content.variants?.types ?? [content])
			new FieldTables(content.value, { ...english, phrase }).of(fields);
	return said;
}

/** A language in which robots say what apps say where the English text is the same, and have texts of their own elsewhere. */
function ofRobots(language: Language): Language {
	const said = saidByApps();
	return {
		...language,
		phrase: (text, key) =>
			language.phrase(
				text,
				said.get(key) === text || key.startsWith('media.') ? key : keyOf(OWN, key),
			),
	};
}

/** The fields of all that a group robot can say, on one page: most are those of the app's messages. */
export function robotPage(language: Language): string {
	const { words } = language;
	const own = ofRobots(language);
	const subjects = ROBOT_OFFERS.flatMap(({ content }) =>
		(content.variants?.types ?? [content]).map((one) => ({ one, type: content })),
	);
	const typeOf = ({ value }: ContentType, { variants }: (typeof subjects)[number]['type']) =>
		variants === undefined ? [] : [`\`${variants.api}\`: \`${value}\``];
	return page(
		`<!-- ${words.generated} -->`,
		`# ${words.robotTitle}`,
		[
			`[${words.robots}](group-robot.md)`,
			`[${words.errorsPage}](errors.md)`,
			`[${words.otherLanguage}](${words.robotOther}/group-robot-fields.md)`,
		].join(' · '),
		words.official(OFFICIAL),
		...subjects.flatMap(({ one, type }) => [
			`## ${language.typeName(one)}`,
			[`\`msgtype\`: \`${type.value}\``, ...typeOf(one, type)].join(' · '),
			...(one.rules ?? []).flatMap((rule, index) => {
				const says = rule({}, 'send', '')?.message;
				return says === undefined
					? []
					: [words.refused(cell(language.phrase(says, keyOf(one.value, 'rule', index))))];
			}),
			...new FieldTables(type.value, own).of(one.fields),
			json(one.example),
		]),
	);
}
