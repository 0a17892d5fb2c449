import { trimmed, visibly } from '../api/characters';
import { DEPARTMENT_ID, TAG_ID, USER_ID } from '../api/contacts';
import { shown, type Issue } from '../api/explained';

/** What cannot be an ID: an object, a switch, or a number that is none. */
interface Stray {
	stray: unknown;
}

type Entry = string | Stray;

/** Between IDs. Of blanks only those that a person sees as a gap and can type: a no-break space belongs to no ID and parts none. */
const SEPARATORS = /[|,;，；、｜ \t\n\v\f\r\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+/;

/** A bullet or number of a list as people and models write it, one entry a line. */
const BULLET = /^[ \t]*(?:[-*+•·‣◦▪–—]|\d{1,3}[.)．）])[ \t]+/;
const CHINESE_NUMBER = /^\s*(\d{1,3})、/;

const QUOTES = '"\'`“”‘’„‟‚‛«»‹›「」『』＂＇';
const OPENING = '[【［';
const CLOSING = ']】］';
const PARENTHESES = /^[(（]([^()（）]*)[)）]$/;

const OBJECT_AS_TEXT = /[{}]|\[object \w+\]/;

/** One ID and nothing around it, as most fields have it: there is nothing to take apart. */
const PLAIN_ID = /^[A-Za-z0-9][\w@.-]*$/;

/** Words of JSON, JavaScript and Python that say nothing where they stand in a list without quotes. */
const NOTHING = ['null', 'undefined', 'None'];
const NO_ID =
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
	if (PLAIN_ID.test(given)) return [given];
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
		return NO_ID.test(id) ? [{ stray: id }] : [id];
	});
}

export function entriesOf(given: unknown): Entry[] {
	if (given === undefined || given === null) return [];
	if (Array.isArray(given)) return given.flatMap(entriesOf);
	if (typeof given === 'string') return entriesIn(given);
	if (typeof given === 'bigint' || (Number.isSafeInteger(given) && Number(given) >= 0))
		return [String(given)];
	return [{ stray: given }];
}

/** Keys out of what a user gives, in the forms that `parseIds` knows; upper and lower case make a difference. */
export function parseKeys(given: unknown): string[] {
	return entriesOf(given).map((entry) => (typeof entry === 'string' ? entry : String(entry.stray)));
}

function unique(ids: readonly string[]): string[] {
	const first = new Map<string, string>();
	for (const id of ids) if (!first.has(id.toLowerCase())) first.set(id.toLowerCase(), id);
	return [...first.values()];
}

/**
 * IDs out of what a user gives: an array, or text with `|`, `,`, `;`, spaces or line breaks between the IDs, also as a list
 * in brackets, with quotes or with bullets. Digits stay the digits that they are. IDs that differ only in case are the same
 * to WeCom; the first spelling stays. Nothing is checked.
 */
export function parseIds(given: unknown): string[] {
	return unique(parseKeys(given));
}

type IdKind = 'users' | 'departments' | 'tags';

/** Means everyone, among user IDs only. */
export const EVERYONE = '@all';

export const isEveryone = (id: string) => id.toLowerCase() === EVERYONE;

/** What an ID of a kind is, in all places that say so. */
interface IdRule {
	pattern: RegExp;
	/** Several of them, and one, in words. */
	many: string;
	one: string;
	/** What it consists of. */
	says: string;
	hint: string;
}

const NUMBER = { many: 'numbers', one: 'a number', says: 'a whole number' };
const USER_ID_SAYS =
	'1 to 64 letters, digits, or _ - @ . characters, starting with a letter or digit';

export const ID_RULES: Record<IdKind, IdRule> = {
	users: {
		pattern: USER_ID,
		many: 'user IDs',
		one: 'a user ID',
		says: USER_ID_SAYS,
		hint: `Enter the user ID (账号), not the name: ${USER_ID_SAYS}.`,
	},
	departments: { pattern: DEPARTMENT_ID, ...NUMBER, hint: 'Enter the ID, not the name.' },
	tags: { pattern: TAG_ID, ...NUMBER, hint: 'Enter the ID, not the name.' },
};

/** The field of the form, or the key of the JSON, that IDs come from. */
interface IdPlace {
	label: string;
	/** It takes one ID only. */
	single?: true;
}

function strayIssue({ stray }: Stray, { label, single }: IdPlace): Issue {
	const issue = { field: label, actual: stray };
	if (typeof stray === 'number' && Number.isInteger(stray) && stray > 0) {
		return {
			message: `${label} has a number that's too large to be exact; given: ${stray}`,
			hint: 'Numbers above 9007199254740991 lose precision in JSON. Provide the ID as text: put quotes around it at its source.',
			...issue,
		};
	}
	const object =
		typeof stray === 'object' || (typeof stray === 'string' && OBJECT_AS_TEXT.test(stray));
	return {
		message: `${label} must be ${single ? 'an ID' : 'IDs'}; given: ${typeof stray === 'number' ? String(stray) : shown(stray)}`,
		hint: object
			? 'Use the field of the object that holds the ID, such as {{ $json.people.map((one) => one.userid) }}.'
			: 'Enter the ID as text or as a whole number.',
		...issue,
	};
}

function wrongId(id: string, kind: IdKind, { label, single }: IdPlace): Issue {
	const { many, one, hint } = ID_RULES[kind];
	const issue = { field: label, actual: visibly(id) };
	if (isEveryone(id)) {
		return {
			message: `${label} can't be ${EVERYONE}; given: ${shown(id)}`,
			hint: 'Only Users accepts @all, which means everyone.',
			...issue,
		};
	}
	const hidden =
		visibly(id) === id
			? ''
			: ' Anything that starts with \\u is an invisible character. Remove it.';
	return {
		message: `${label} must be ${single ? one : many}; given: ${shown(id)}`,
		hint: hint + hidden,
		...issue,
	};
}

/** What is wrong with a text that is to be one ID, and neither a list nor `@all`. */
export function checkedId(kind: IdKind, id: string, { label }: IdPlace): Issue[] {
	return ID_RULES[kind].pattern.test(id) ? [] : [wrongId(id, kind, { label, single: true })];
}

/**
 * IDs of one kind, each once, and what is wrong with those that are none. `@all` counts as a user ID.
 *
 * @param given in the forms that `parseIds` knows
 */
export function readIds(
	kind: IdKind,
	given: unknown,
	place: IdPlace,
): { ids: string[]; issues: Issue[] } {
	const entries = entriesOf(given);
	const ids = unique(entries.filter((entry) => typeof entry === 'string'));
	const allowed = (id: string) =>
		ID_RULES[kind].pattern.test(id) || (kind === 'users' && isEveryone(id));
	return {
		ids,
		issues: [
			...entries
				.filter((entry) => typeof entry !== 'string')
				.map((stray) => strayIssue(stray, place)),
			...ids.filter((id) => !allowed(id)).map((id) => wrongId(id, kind, place)),
		],
	};
}
