import type { Unit } from '../../nodes/WeCom/messages/fields/measure';
import type { ContentType } from '../../nodes/WeCom/messages/messageType';

/**
 * The name of a text of a declaration, which outlasts its wording: the message type, the API path of the field (or the
 * form parameter where there is no path), and what the text is, such as `textcard.description.note`.
 */
export function keyOf(...parts: ReadonlyArray<string | number>): string {
	return parts
		.filter((part) => part !== '')
		.join('.')
		.replace(/\[\]/g, '');
}

/** Words and sentences of the pages that stand in no declaration. */
export interface Words {
	/** Link to the same page in the other language. */
	otherLanguage: string;
	back: string;
	errorsPage: string;
	pictures: { form: string; message: string; formAlt: string; messageAlt: string };
	heads: {
		fields: string;
		options: string;
		json: string;
		node: string;
		reference: string;
	};
	columns: {
		field: string;
		api: string;
		required: string;
		limit: string;
		notes: string;
		option: string;
		available: string;
		type: string;
		summary: string;
		confidential: string;
		idTranslation: string;
		split: string;
		callsBack: string;
		code: string;
		meaning: string;
		hint: string;
		repeats: string;
	};
	yes: string;
	no: string;
	/** `condition` is one of `whenIs`. */
	requiredIf(condition: string): string;
	onlyIf(condition: string): string;
	whenIs(label: string, values: readonly string[]): string;
	and: string;
	requiredToSend: string;
	updateOnly: string;
	atMost(amount: string): string;
	entries(min: number | undefined, max: number): string;
	suggested(amount: string): string;
	range(min: number, max: number): string;
	between(min: string, max: string): string;
	amount(amount: number, unit: Unit): string;
	address: string;
	translates: string;
	/** WeCom shows less of a text than it accepts. */
	shownUpTo(amount: string): string;
	unique(label: string): string;
	values(names: readonly string[]): string;
	/** A label with its key in the API. */
	withKey(label: string, key: string): string;
	/** Parts of a note, each as a sentence. */
	sentences(parts: readonly string[]): string;
	/** An answer of a choice with its value in the API. */
	answer(name: string, value: string | undefined, isDefault: boolean): string;
	mediaSources: string;
	/** A file that stands in the message itself. */
	embedded: string;
	/** Link to the page about group robots. */
	robots: string;
	robotTitle: string;
	/** The way from a page in `folder` to the folder of the other language. */
	robotOther: string;
	nameable(label: string): string;
	formOnly: string;
	everyone: string;
	/** Fields that an option works on. */
	inFields(labels: readonly string[]): string;
	/** Values of an option that a type has. */
	supported(values: readonly string[]): string;
	overLong(truncates: readonly string[], splits: boolean): string;
	none: string;
	/** A condition between several fields, in the words of the error. */
	refused(sentence: string): string;
	jsonHint: string;
	customJsonHint: string;
	nodeHint: string;
	nodeSummary: string;
	official(url: string): string;
	cardsHead: string;
	typesHead: string;
	always: string;
	withActionMenu: string;
	indexTitle: string;
	errorsTitle: string;
	repeats: { token: string; busy: string; rateLimited: string; never: string };
	generated: string;
}

/** A language in which the pages are written. */
export interface Language {
	/** Name of the folder of its texts, such as `zh-CN`. */
	name: string;
	/** Folder of its pages, from the root of the project. */
	folder: string;
	/** The way from its pages to `docs/`, such as `..`, one level below `folder`. */
	toDocs: string;
	/** The way from a message page to the folder of the other language. */
	toOther: string;
	words: Words;
	/** Name of a message type or card type, for titles and tables. */
	typeName(type: Pick<ContentType, 'value' | 'label'>): string;
	/**
	 * A label of the form, as a reader of this language finds it.
	 *
	 * @param key name of the field, such as `news.articles.title`
	 */
	label(label: string, key: string): string;
	/**
	 * A sentence out of a declaration.
	 *
	 * @param key name of the sentence, such as `textcard.url.note`
	 */
	phrase(english: string, key: string): string;
	/**
	 * An answer to choose in the form: its name, and what it means.
	 *
	 * @param key name of the answer, such as `template_card.source.desc_color.0`
	 */
	option(name: string, key: string): string;
	/** What is known about an errcode. */
	error(code: number): { meaning: string; hint: string };
}
