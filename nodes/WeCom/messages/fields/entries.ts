import { trimmed } from '../../api/characters';

/** What cannot be an entry: an object, a switch, or a number that is none. */
export interface Stray {
	stray: unknown;
}

type Entry = string | Stray;

/** Of blanks only those that a person sees as a gap and can type: a no-break space belongs to no entry and parts none. */
const SEPARATORS = /[|,;，；、｜ \t\n\v\f\r\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+/;

/** A bullet or number of a list as people and models write it, one entry a line. */
const BULLET = /^[ \t]*(?:[-*+•·‣◦▪–—]|\d{1,3}[.)．）])[ \t]+/;
const CHINESE_NUMBER = /^\s*(\d{1,3})、/;

const QUOTES = '"\'`“”‘’„‟‚‛«»‹›「」『』＂＇';
const OPENING = '[【［';
const CLOSING = ']】］';
const PARENTHESES = /^[(（]([^()（）]*)[)）]$/;

/** An object that became a text on its way. */
export const OBJECT_AS_TEXT = /[{}]|\[object \w+\]/;

/** One entry and nothing around it, as most fields have it: there is nothing to take apart. */
const PLAIN = /^[A-Za-z0-9][\w@.-]*$/;

/** Words of JSON, JavaScript and Python that say nothing where they stand in a list without quotes. */
const NOTHING = ['null', 'undefined', 'None'];
const NO_ENTRY =
	/^(?:true|false|True|False|NaN|[-+]?(?:\d+\.\d*|\.\d+|\d+(?=e)|Infinity)(?:e[-+]?\d+)?|[-+]\d+)$/i;

const countOf = (text: string, characters: string) =>
	[...text].filter((one) => characters.includes(one)).length;

/** Quotes that stand at both ends. Languages differ in which of a row opens and which closes: “a”, „a“, ”a”. */
const PAIRED_QUOTES = ['"', "'", '`', '“”„‟', '‘’‚‛', '«»', '‹›', '＂', '＇'];

/** Whether each bracket and quote has its partner: a list that was cut in the middle has not. */
function isWhole(text: string): boolean {
	const pairs = [...OPENING].map((open, index) => [open, CLOSING[index]]);
	return (
		[...pairs, ['「', '」'], ['『', '』']].every(
			([open, close]) => countOf(text, open) === countOf(text, close),
		) && PAIRED_QUOTES.every((quotes) => countOf(text, quotes) % 2 === 0)
	);
}

function withoutBullets(text: string): string {
	const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).filter((line) => trimmed(line) !== '');
	const numbered =
		lines.length > 1 &&
		lines.every((line, index) => CHINESE_NUMBER.exec(line)?.[1] === String(index + 1));
	return lines.map((line) => line.replace(numbered ? CHINESE_NUMBER : BULLET, '')).join('\n');
}

function withoutQuotes(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && QUOTES.includes(text[start])) start += 1;
	while (end > start && QUOTES.includes(text[end - 1])) end -= 1;
	return text.slice(start, end);
}

/** A text without the bracket at one end, or at both. What opens and closes inside it stays. */
function withoutBrackets(text: string): string {
	const opening = OPENING.indexOf(text.charAt(0) || ' ');
	const partner = opening < 0 ? -1 : text.lastIndexOf(CLOSING[opening]);
	if (opening >= 0 && partner < 0) return text.slice(1);
	if (opening >= 0 && partner === text.length - 1) return text.slice(1, -1);
	const closing = CLOSING.indexOf(text.slice(-1) || ' ');
	return closing >= 0 && !text.includes(OPENING[closing]) ? text.slice(0, -1) : text;
}

/** A part of a list without the quotes and brackets around it. */
function unwrapped(part: string): { text: string; quoted: boolean } {
	let text = part;
	let quoted = false;
	for (;;) {
		const inside = withoutQuotes(text);
		quoted ||= inside !== text;
		const next = trimmed(withoutBrackets(trimmed(inside)));
		if (next === text) return { text, quoted };
		text = next;
	}
}

function entriesIn(given: string): Entry[] {
	if (given === '') return [];
	if (PLAIN.test(given)) return [given];
	if (OBJECT_AS_TEXT.test(given)) return [{ stray: given }];
	const text = withoutBullets(trimmed(given).replace(/\\(?=["'])/g, '')).replace(
		PARENTHESES,
		'[$1]',
	);
	const parts = text
		.split(SEPARATORS)
		.map(trimmed)
		.filter((part) => part !== '');
	if (!isWhole(text)) return parts;
	const isList = /^["'`“]?[[【［]/.test(text);
	return parts.flatMap((part): Entry[] => {
		const { text: id, quoted } = unwrapped(part);
		if (id === '') return [];
		if (!isList || quoted) return [id];
		if (NOTHING.includes(id)) return [];
		return NO_ENTRY.test(id) ? [{ stray: id }] : [id];
	});
}

/**
 * The entries of a list as people, models, and other nodes write it: an array, or a text with `|`, `,`, `;`, spaces, or line
 * breaks between the entries, also in brackets, with quotes, or with bullets. Digits stay the digits that they are.
 */
export function entriesOf(given: unknown): Entry[] {
	if (given === undefined || given === null) return [];
	if (Array.isArray(given)) return given.flatMap(entriesOf);
	if (typeof given === 'string') return entriesIn(given);
	if (typeof given === 'bigint' || (Number.isSafeInteger(given) && Number(given) >= 0))
		return [String(given)];
	return [{ stray: given }];
}

/** Each name once: those that differ only in case are the same to WeCom; the first spelling stays. */
export function unique<Name>(names: readonly Name[]): Name[] {
	if (names.length < 2) return [...names];
	const first = new Map<unknown, Name>();
	for (const name of names) {
		const key = typeof name === 'string' ? name.toLowerCase() : name;
		if (!first.has(key)) first.set(key, name);
	}
	return [...first.values()];
}
