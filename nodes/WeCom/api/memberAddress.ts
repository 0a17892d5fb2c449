import type { ApiCall } from './client';
import { ERRCODE, isOneOf } from './errcodes';
import { WeComApiError, type WeComAnswer } from './errors';

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
	/** The same for the same address. Letters count as they are: WeCom does not say that case makes no difference. */
	key: string;
	/** The look-ups for it, one after another until one finds somebody. */
	calls: ReadonlyArray<Pick<ApiCall, 'path' | 'body'>>;
}

/** Longest address that WeCom takes, in bytes (60105, `path/95895`). */
const MAX_EMAIL_BYTES = 64;

/** Longest number that WeCom takes, and the shortest, in characters (60103, `path/95402`). */
const MOBILE = /^\+?\d{5,32}$/;
const MAX_MOBILE = 32;

/** Signs that come with an address out of a mail program or a list, and belong to none. */
const NO_MAIL = '\\s@<>()（）\\[\\],;:"\'';
const EMAIL = new RegExp(`^[^${NO_MAIL}]+@[^${NO_MAIL}]+\\.[^${NO_MAIL}.]+$`);

/** WeCom knows numbers of the mainland by their 11 digits, and others with their country code. */
const MAINLAND = /^(?:\+|00)?86(1\d{10})$/;

/** Numbers as people write them: what stands between digits inside one means nothing, between two of them it does. */
const GAP = '[ \\u00a0().-]{0,2}';
const MAINLAND_IN_TEXT = new RegExp(
	`(?<![\\w+])(?<!\\+\\d{1,3}${GAP})(?:(?:\\+|00)?86${GAP})?1\\d{2}${GAP}\\d{4}${GAP}\\d{4}(?!\\w)`,
	'g',
);
const WITH_COUNTRY = new RegExp(`\\+\\d(?:${GAP}\\d)+(?!\\w)`, 'g');

const compact = (number: string) => `,${number.replace(/[^\d+]/g, '')},`;

const eachText = (given: unknown, change: (text: string) => string): unknown => {
	if (Array.isArray(given)) return given.map((one: unknown) => eachText(one, change));
	return typeof given === 'string' ? change(given) : given;
};

/** Texts, also in an array, with the letters, digits, and blanks of Chinese input methods as others write them. */
export const inPlainWidth = (given: unknown): unknown =>
	eachText(given, (text) => text.normalize('NFKC'));

/** Texts, also in an array, with each number in them in one piece. */
export const withWholeNumbers = (given: unknown): unknown =>
	eachText(inPlainWidth(given), (text) =>
		text.replace(MAINLAND_IN_TEXT, compact).replace(WITH_COUNTRY, compact),
	);

/** An email address to look up; undefined where the text can't be one. */
export function emailAddress(text: string, mailbox: Mailbox): MemberAddress | undefined {
	if (Buffer.byteLength(text) > MAX_EMAIL_BYTES || !EMAIL.test(text)) return undefined;
	return {
		text,
		key: `${mailbox} ${text}`,
		calls: MAILBOXES[mailbox].map((type) => ({
			path: 'user/get_userid_by_email',
			body: { email: text, email_type: type },
		})),
	};
}

/** A mobile number as WeCom knows it; undefined where the text can't be one. */
export function mobileIn(text: string): string | undefined {
	const mobile = text
		.replace(/[\s().-]/g, '')
		.replace(MAINLAND, '$1')
		.replace(/^00/, '+');
	const isWrong = mobile.length > MAX_MOBILE || !MOBILE.test(mobile) || mobile.startsWith('+86');
	return isWrong ? undefined : mobile;
}

/** A mobile number to look up, with spaces and dashes or without; undefined where the text can't be one. */
export function mobileAddress(text: string): MemberAddress | undefined {
	const mobile = mobileIn(text);
	if (mobile === undefined) return undefined;
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

/** WeCom refused a look-up for another reason than that it knows nobody. */
class LookUpRefusedError extends WeComApiError {
	constructor(answer: WeComAnswer, { text }: MemberAddress) {
		super(
			answer,
			undefined,
			Number(answer.errcode) === ERRCODE.tooManyCalls
				? "WeCom blocks lookups for a day after too many unknown addresses: more than 20% of the company's headcount. Until then, use user IDs (账号). Otherwise, try again in a minute."
				: undefined,
		);
		this.message = `${this.message}: looking up ${maskedAddress(text)}`;
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
