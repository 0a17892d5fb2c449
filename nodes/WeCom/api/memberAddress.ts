import { INVISIBLE, visibly } from './characters';
import type { ApiCall } from './client';
import { ERRCODE, isOneOf } from './errcodes';
import type { OwnWords } from './errorCatalogue';
import { WeComApiError, type WeComAnswer } from './errors';
import { mobileIn, whyNoMobile, withWholeNumbers, type NoAddress } from './mobileNumbers';

/** Where WeCom looks for an email address: its `email_type`, in turn (`path/95895`). */
const MAILBOXES = {
	company: [1],
	companyThenPersonal: [1, 2],
	personal: [2],
} as const;

export type Mailbox = keyof typeof MAILBOXES;

/** An email address or mobile number by which WeCom may know a member. It is personal: errors have it only masked. */
export interface MemberAddress {
	/** As it was given. */
	text: string;
	/** Where it stands among others, such as "3 of 7": masked, they look alike. */
	place?: string;
	/** The item that has it, where there are several. */
	item?: number;
	/** The same for the same address. Letters count as they are: WeCom does not say that case makes no difference. */
	key: string;
	/** The look-ups for it, one after another until one finds somebody. */
	calls: ReadonlyArray<Pick<ApiCall, 'path' | 'body'>>;
}

/** Longest address that WeCom takes, in bytes (60105, `path/95895`). */
const MAX_EMAIL_BYTES = 64;

/** Signs that come with an address out of a mail program or a list, and belong to none. */
const NO_MAIL = String.raw`[\s${INVISIBLE}@<>()（）\[\],;:"']`;
const STRANGER = new RegExp(`(?!@)${NO_MAIL}`, 'u');

/**
 * As a mail program copies it: a name, in quotes or without, and the address in angle brackets. Its parts have bounds, and
 * one @ between them, so that a long text which is none is given up early.
 */
const WITH_NAME =
	/(?<![^\s,;，；、|"'“[【(（])(?:"[^"<>]{0,100}"|[^"<>@,;；，、|\n\r]){0,100}<\s*([^<>\s@]{1,64}@[^<>\s@]{1,255})\s*>/g;

const eachText = (given: unknown, change: (text: string) => string): unknown => {
	if (Array.isArray(given)) return given.map((one: unknown) => eachText(one, change));
	return typeof given === 'string' ? change(given) : given;
};

/** A link to an address, which may have a subject. */
const MAIL_LINK = /\bmailto:([^\s?,;<>]+)(?:\?[^\s,;<>]*)?/gi;

/** Texts, also in an array, with the letters, digits, and blanks of Chinese input methods as others write them. */
const inPlainWidth = (given: unknown): unknown => eachText(given, (text) => text.normalize('NFKC'));

/** Texts, also in an array, with the email addresses in them without what mail programs and links add. */
export const withBareEmails = (given: unknown): unknown =>
	eachText(inPlainWidth(given), (text) => text.replace(MAIL_LINK, '$1').replace(WITH_NAME, ',$1,'));

/** Texts, also in an array, with each number in them in one piece. */
export const inWholeNumbers = (given: unknown): unknown =>
	eachText(inPlainWidth(given), withWholeNumbers);

function whyNoEmail(text: string): NoAddress | undefined {
	const [name, domain, ...more] = text.split('@');
	const [stranger] = STRANGER.exec(text) ?? [];
	if (stranger !== undefined) return { why: `has "${visibly(stranger)}"` };
	if (domain === undefined) return { why: 'has no @' };
	if (more.length > 0) return { why: 'has more than one @' };
	if (name === '') return { why: 'has nothing before the @' };
	if (!/^.+\.[^.]+$/.test(domain)) return { why: 'has no domain after the @' };
	const actual = Buffer.byteLength(text);
	return actual > MAX_EMAIL_BYTES
		? {
				why: `is ${actual} bytes; the maximum is ${MAX_EMAIL_BYTES}`,
				limit: MAX_EMAIL_BYTES,
				unit: 'bytes',
				actual,
			}
		: undefined;
}

/** An email address to look up, or why the text can't be one. */
export function emailAddress(text: string, mailbox: Mailbox): MemberAddress | NoAddress {
	const wrong = whyNoEmail(text);
	if (wrong !== undefined) return wrong;
	return {
		text,
		key: `${mailbox} ${text}`,
		calls: MAILBOXES[mailbox].map((type) => ({
			path: 'user/get_userid_by_email',
			body: { email: text, email_type: type },
		})),
	};
}

/** A mobile number to look up, with spaces and dashes or without, or why the text can't be one. */
export function mobileAddress(text: string): MemberAddress | NoAddress {
	const mobile = mobileIn(text);
	if (mobile === undefined) return whyNoMobile(text);
	return { text, key: mobile, calls: [{ path: 'user/getuserid', body: { mobile } }] };
}

/** Fewer digits than these aren't even a part of a number. */
const NUMBER_DIGITS = 3;
const LONG_DIGITS = 11;

/** An address as errors, hints and logs may have it, such as `138****1111` or `z***@example.com`. */
export function maskedAddress(text: string): string {
	const at = text.lastIndexOf('@');
	if (at >= 0) return `${at > 1 ? [...text][0] : ''}***${text.slice(at)}`;
	const digits = text.replace(/[^\p{Nd}+]/gu, '');
	if (digits.length < NUMBER_DIGITS) return text;
	return digits.length < LONG_DIGITS
		? `***${digits.slice(-2)}`
		: `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}

/** An address as a sentence may name it, such as `138****1111 (3 of 7)`. */
export const namedAddress = ({ text, place }: Pick<MemberAddress, 'text' | 'place'>): string =>
	`${maskedAddress(text)}${place === undefined ? '' : ` (${place})`}`;

/** Addresses that WeCom does not know, as the details of an error have them; beside them where each stands, if that helps. */
export const unresolvedDetails = (unknown: readonly MemberAddress[]) => ({
	unresolved: unknown.map(({ text }) => text),
	...(unknown.some(({ place }) => place !== undefined)
		? { places: unknown.map(({ place = '' }) => place) }
		: {}),
});

/** Keys under which addresses stand in what the node puts out. */
const ADDRESS_KEYS = ['unresolved', 'address'];

const maskedTexts = (value: unknown): unknown =>
	Array.isArray(value)
		? value.map(maskedTexts)
		: typeof value === 'string'
			? maskedAddress(value)
			: value;

/** A copy of what the node would put out, with every address masked. */
export function withMaskedAddresses<T>(output: T): T {
	if (Array.isArray(output)) return output.map(withMaskedAddresses) as T;
	if (typeof output !== 'object' || output === null) return output;
	const entries = Object.entries(output).map(([key, value]) => [
		key,
		ADDRESS_KEYS.includes(key) ? maskedTexts(value) : withMaskedAddresses(value as unknown),
	]);
	return Object.fromEntries(entries) as T;
}

const LOOK_UP_WORDS: OwnWords = {
	[ERRCODE.tooManyCalls]: {
		meaning: 'WeCom takes no more lookups for now',
		hint: "WeCom blocks lookups for a day after too many unknown addresses: more than 20% of the company's headcount. Until then, use user IDs (账号). Otherwise, try again in a minute.",
	},
};

/** WeCom refused a look-up for another reason than that it knows nobody. */
class LookUpRefusedError extends WeComApiError {
	constructor(answer: WeComAnswer, address: MemberAddress) {
		super(answer, undefined, LOOK_UP_WORDS[Number(answer.errcode)]);
		this.message = `${this.message}: looking up ${namedAddress(address)}`;
	}
}

/** The failure of a look-up, without the address in full: WeCom may repeat what it was asked. */
export function refusedLookUp(
	error: unknown,
	address: MemberAddress,
	call: MemberAddress['calls'][number],
): unknown {
	if (!(error instanceof WeComApiError)) return error;
	const errmsg = Object.values(call.body ?? {})
		.filter((value) => typeof value === 'string')
		.reduce((text, value) => text.replaceAll(value, maskedAddress(value)), error.errmsg);
	return new LookUpRefusedError({ ...error.answer, errmsg }, address);
}

/** Whether WeCom knows nobody by an address, or nobody whom the app can see, which it does not tell apart (`path/95402`). */
export const isUnknownAddress = (error: unknown): boolean =>
	error instanceof WeComApiError &&
	isOneOf(['unknownMember', 'unknownMobile', 'unknownEmail', 'unknownMailbox'], error.errcode);
