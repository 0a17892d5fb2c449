import { isBlank, trimmed } from '../api/characters';
import { DECISION, inputsOf, readChosen, textsIn, type PageInput } from './pageInputs';
import type { PageText } from './pageTexts';
import type { Answer, Answerable } from './question';

/** Longest answers, in characters. */
const MOST_CHARACTERS = { text: 1000, longText: 4000 } as const;

/** More digits than these get lost in a number of JavaScript. */
const MOST_DIGITS = 15;

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with an answer, whatever the language of the page. */
export interface Problem {
	/** Name of the input; undefined for the buttons. */
	at?: string;
	text: PageText;
	values?: Readonly<Record<string, string>>;
}

type Value = Answer['answers'][string];

/** What came of one input; no value for a number that was left out. */
interface Reading {
	value?: Value;
	problem?: Omit<Problem, 'at'>;
}

const wrong = (text: PageText, values?: Problem['values']): Reading => ({
	problem: { text, ...(values && { values }) },
});

/** Half an emoji is no character. */
const lengthOf = (text: string) =>
	text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g) ?? []).length;

const readText =
	(most: number) =>
	(text: string): Reading => {
		const actual = lengthOf(text);
		return actual > most
			? wrong('tooLong', { most: String(most), actual: String(actual) })
			: { value: text };
	};

function readNumber(text: string): Reading {
	// Chinese keyboards have digits of double width.
	const plain = text.normalize('NFKC');
	if (!NUMBER.test(plain)) return wrong('notANumber');
	const digits = plain.replace(/^[+-]?0*/, '').replace('.', '');
	return digits.length > MOST_DIGITS
		? wrong('tooManyDigits', { most: String(MOST_DIGITS) })
		: { value: Number(plain) };
}

function readDate(text: string): Reading {
	const day = new Date(DATE.test(text) ? `${text}T00:00:00Z` : Number.NaN);
	// JavaScript takes 31 April for 1 May.
	const isReal = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
	return isReal ? { value: text } : wrong('notADate');
}

/** How what was written is read, and what it is when nothing was. */
const WRITTEN = {
	text: { read: readText(MOST_CHARACTERS.text), empty: '' },
	longText: { read: readText(MOST_CHARACTERS.longText), empty: '' },
	number: { read: readNumber, empty: undefined },
	date: { read: readDate, empty: '' },
} as const;

function readWritten(type: keyof typeof WRITTEN, required: boolean, text: string): Reading {
	const { read, empty } = WRITTEN[type];
	if (text !== '') return read(text);
	return required ? wrong('missing') : { value: empty };
}

function readInput(input: PageInput, fields: Readonly<Record<string, unknown>>): Reading {
	const texts = textsIn(fields, input.name);
	if (texts === undefined) return wrong('unreadable');
	if (!(input.type in WRITTEN)) {
		// The entry of a drop-down that says that nothing is chosen.
		const ids = texts.filter((id) => id !== '');
		const chosen = readChosen(input, ids);
		return 'wrong' in chosen ? wrong(chosen.wrong) : { value: chosen.ids };
	}
	if (texts.length > 1) return wrong('unreadable');
	const text = trimmed((texts[0] ?? '').replace(/\r\n?/g, '\n'));
	return readWritten(input.type as keyof typeof WRITTEN, input.required, text);
}

/** What somebody has typed, for a page that can't take it: nobody must have to think of it again. */
export const typedIn = (
	answerable: Answerable,
	fields: Readonly<Record<string, unknown>>,
): string =>
	inputsOf(answerable)
		.filter(({ type }) => type === 'text' || type === 'longText')
		.flatMap(({ name }) => textsIn(fields, name) ?? [])
		.filter((text) => !isBlank(text))
		.join('\n\n');

/** The decision of the button that was pressed; undefined if it was none of those there are. */
function decisionIn(
	{ kind, buttons }: Answerable,
	fields: Readonly<Record<string, unknown>>,
): Answer['decision'] | undefined {
	if (kind !== 'approval') return 'answer';
	const pressed = textsIn(fields, DECISION);
	if (pressed?.length !== 1) return undefined;
	return buttons.find(({ decision }) => decision === pressed[0])?.decision;
}

/**
 * Reads what a page has sent. What was left out is an empty text or an empty array, and no number at all.
 *
 * @param fields of the form, as a parser of `application/x-www-form-urlencoded` gives them
 */
export function readPageAnswer(
	answerable: Answerable,
	fields: Readonly<Record<string, unknown>>,
): { answer: Answer } | { problems: readonly Problem[] } {
	const decision = decisionIn(answerable, fields);
	const readings = inputsOf(answerable).map((input) => ({ input, ...readInput(input, fields) }));
	const problems: Problem[] = readings.flatMap(({ input, problem }) =>
		problem === undefined ? [] : [{ at: input.name, ...problem }],
	);
	if (decision === undefined) return { problems: [...problems, { text: 'useButton' }] };
	if (problems.length > 0) return { problems };

	const given = readings.filter(({ value }) => value !== undefined);
	const written = given.find(({ input }) => input.type === 'longText');
	const others = given.filter((reading) => reading !== written);
	const answers = Object.fromEntries(others.map(({ input, value }) => [input.key, value as Value]));
	return { answer: { decision, answers, ...(written && { text: written.value as string }) } };
}
