import { visibly } from './characters';

/** A number as WeCom takes it: 11 digits of the mainland, others with + and country code, in 32 characters (60103, `path/95402`). */
export const MOBILE = /^(?:1\d{10}|\+(?!86)\d{5,31})$/;
const MAINLAND_DIGITS = 11;
const FEWEST_ABROAD = 5;
const MOST_ABROAD = 31;

const MAINLAND = /^(?:\+|00)?86(1\d{10})$/;

/**
 * What people and programs write between the digits of a number means nothing: blanks, dots, parentheses, dashes of all
 * kinds, and marks that nobody sees, such as those around a number out of a list of contacts.
 */
const SIGN = String.raw`().（）\p{Pd}\u2212\p{Default_Ignorable_Code_Point}`;
const SIGNS = new RegExp(String.raw`[\s${SIGN}]`, 'gu');

/** Between two numbers a line break means something. */
const GAP = String.raw`[ \u00a0${SIGN}]{0,2}`;
const CODE = String.raw`(?:\+|00)?86`;
const MAINLAND_IN_TEXT = new RegExp(
	String.raw`(?<![\w+])(?<!\+\d{1,3}${GAP})(?:(?:\(${CODE}\)|${CODE})${GAP})?(?:\(1\d{2}\)|1\d{2})${GAP}\d{4}${GAP}\d{4}(?!\w)`,
	'gu',
);
const WITH_COUNTRY = new RegExp(String.raw`(?:\(\+\d{1,3}\)|\+\d)(?:${GAP}\d)+(?!\w)`, 'gu');

const compact = (number: string) => `,${number.replace(/[^\d+]/g, '')},`;

/** A text with each number in it in one piece, and apart from the others. */
export const withWholeNumbers = (text: string): string =>
	text
		.replace(MAINLAND_IN_TEXT, compact)
		.replace(WITH_COUNTRY, compact)
		.replace(/\((,[\d+]+,)\)/g, '$1');

const inOnePiece = (text: string) =>
	text.replace(SIGNS, '').replace(MAINLAND, '$1').replace(/^00/, '+');

/** A mobile number as WeCom knows it; undefined where the text can't be one. */
export function mobileIn(text: string): string | undefined {
	const mobile = inOnePiece(text);
	return MOBILE.test(mobile) ? mobile : undefined;
}

/** Why a text can't be an address, and the limit that it exceeds. */
export interface NoAddress {
	/** Goes after "it". */
	why: string;
	limit?: number;
	unit?: string;
	actual?: number;
}

/** Why a text is no mobile number. */
export function whyNoMobile(text: string): NoAddress {
	const mobile = inOnePiece(text);
	const [stranger] = /(?!^\+)\D/u.exec(mobile) ?? [];
	if (stranger !== undefined) return { why: `has "${visibly(stranger)}"` };
	const [country] = /^\+(?:86)?/.exec(mobile) ?? [''];
	const actual = mobile.length - country.length;
	const digits = `has ${actual} digit${actual === 1 ? '' : 's'}`;
	if (country === '+') {
		const limit = actual < FEWEST_ABROAD ? FEWEST_ABROAD : MOST_ABROAD;
		return { why: `${digits} after the +`, limit, unit: 'digits', actual };
	}
	if (actual === MAINLAND_DIGITS) return { why: "doesn't start with 1 and has no +" };
	const where = country === '' ? 'and no +' : `after ${country}`;
	return { why: `${digits} ${where}`, limit: MAINLAND_DIGITS, unit: 'digits', actual };
}

/** What has digits that are nobody's number, and is shown as it is: an address up to its query, and a hash or a UUID. */
const NO_NUMBERS = [
	String.raw`https?:\/\/[\w.~:\/@%+\-]+`,
	String.raw`(?<![\w\-])(?=[\d\-]*[a-f])(?:[\da-f]{16,}|[\da-f]{2,}(?:-[\da-f]{2,}){2,})(?!\w)`,
];

/** Between the digits of a number that is to be hidden. */
const BETWEEN = String.raw`[\s_\/()（）\p{Pd}\u2212\p{Default_Ignorable_Code_Point}]`;
const MAYBE_BETWEEN = `${BETWEEN}{0,2}`;

/** The digits after the first 1, as people group them. */
const grouped = (between: string) =>
	[
		[2, 4, 4],
		[2, 3, 5],
		[3, 3, 4],
	]
		.map((group) => group.map((count) => String.raw`\p{Nd}{${count}}`).join(between))
		.join('|');

/** What looks like a number of the mainland, in whatever way it is written, after its 1. A single dot is that of a decimal. */
const WRITTEN = [
	grouped(MAYBE_BETWEEN),
	grouped(String.raw`\.\s?`),
	String.raw`${BETWEEN}{1,2}(?=[3-9３-９])(?:${grouped(MAYBE_BETWEEN)})`,
];

const LOOKS_LIKE_ONE = new RegExp(
	String.raw`${NO_NUMBERS.join('|')}|(?<mobile>(?<!\p{Nd})(?:(?:[+＋]|00)?(?:86|８６)${MAYBE_BETWEEN}|[0０])?[1１](?:${WRITTEN.join('|')})(?!\p{Nd}))`,
	'giu',
);

const LAST_SHOWN = 4;
const HIDDEN = 4;

/** A text as it may be shown: of each mobile number in it, the middle is hidden. Its length stays. */
export const withMaskedMobiles = (text: string): string =>
	text.replace(LOOKS_LIKE_ONE, (number, mobile?: string) => {
		if (mobile === undefined) return number;
		let left = number.replace(/\P{Nd}/gu, '').length;
		return number.replace(/\p{Nd}/gu, (digit) => {
			left -= 1;
			return left >= LAST_SHOWN && left < LAST_SHOWN + HIDDEN ? '*' : digit;
		});
	});
