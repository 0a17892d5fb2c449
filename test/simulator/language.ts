import { TEXTS, type TextKey } from './texts';

/** The languages of the page, with the name of each in itself and its tag. */
export const LANGUAGES = {
	en: { name: 'English', tag: 'en' },
	zh: { name: '中文', tag: 'zh-CN' },
} as const;
export type Language = keyof typeof LANGUAGES;

const ORDER: Record<Language, 0 | 1> = { en: 0, zh: 1 };

export type Values = Record<string, string | number | Saying>;

/** Something to say, whatever the language of whoever reads it. */
export interface Saying {
	key: TextKey;
	values?: Values;
}

export const saying = (key: TextKey, values: Values = {}): Saying => ({ key, values });

/** Says it in a language. */
export function say(language: Language, { key, values = {} }: Saying): string {
	return TEXTS[key][ORDER[language]].replace(/\{(\w+)\}/g, (whole, name: string) => {
		const value = values[name];
		return typeof value === 'object' ? say(language, value) : String(value ?? whole);
	});
}

/** Several sentences, one after the other: Chinese needs no space in between. */
export const sayAll = (language: Language, sayings: readonly Saying[]): string =>
	sayings.map((one) => say(language, one)).join(language === 'zh' ? '' : ' ');

/** An error that is explained to whoever uses the page; its message is the explanation in English. */
export class Explained extends Error {
	readonly sayings: Saying[];

	constructor(...sayings: Saying[]) {
		super(sayAll('en', sayings));
		this.sayings = sayings;
	}
}

/** What an error has to say, whether or not it was foreseen. */
export const sayingsOf = (error: unknown): Saying[] =>
	error instanceof Explained
		? error.sayings
		: [saying('plain', { text: error instanceof Error ? error.message : String(error) })];

/** The language that a browser asks for: Chinese if that comes before English, and English for everybody else. */
export function languageOf(accepted = ''): Language {
	const wanted = accepted
		.split(',')
		.map((entry) => {
			const [tag, ...parameters] = entry.trim().toLowerCase().split(';');
			const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]);
			return { language: tag.split('-')[0], quality: Number(quality.find(Boolean) ?? 1) };
		})
		.sort((left, right) => right.quality - left.quality);
	const first = wanted.find(
		({ language, quality }) => Object.hasOwn(LANGUAGES, language) && quality > 0,
	);
	return (first?.language as Language | undefined) ?? 'en';
}
