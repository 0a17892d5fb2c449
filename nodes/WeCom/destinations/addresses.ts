import type { INodeProperties } from 'n8n-workflow';

import { aboutHidden } from '../api/characters';
import { shown, type Issue } from '../api/explained';
import {
	emailAddress,
	inWholeNumbers,
	maskedAddress,
	mobileAddress,
	withBareEmails,
	type Mailbox,
	type MemberAddress,
} from '../api/memberAddress';
import type { NoAddress } from '../api/mobileNumbers';
import { entriesOf } from '../messages/fields/entries';
import type { Form } from '../messages/fields/show';
import { choiceOf } from './readings';

/** In which of a member's mailboxes WeCom looks for an email address. */
export const mailbox: INodeProperties = {
	displayName: 'Mailbox',
	name: 'mailbox',
	type: 'options',
	options: [
		{ name: 'Company', value: 'company', description: 'The company mailbox (企业邮箱)' },
		{
			name: 'Company, Then Personal',
			value: 'companyThenPersonal',
			description: 'Each mailbox without a match counts as an unknown address',
		},
		{ name: 'Personal', value: 'personal', description: 'The personal email address (邮箱)' },
	],
	default: 'company',
	description: "Which of a member's email addresses it is. WeCom doesn't find the other one.",
};

/**
 * The mailbox that a form or an entry of the picker names.
 *
 * @throws InvalidInputError if there is no such one
 */
export const mailboxOf = (form: Form, field = mailbox): Mailbox => choiceOf(form, field) as Mailbox;

interface AddressRule {
	/** What they are. */
	many: string;
	/** What one consists of. */
	hint: string;
	/** Where an object might have it. */
	example: string;
	/** A list of them, written as WeCom takes them. */
	inWhole(given: unknown): unknown;
	/** One of them, or why the text can't be one. */
	read(text: string, where: Mailbox): MemberAddress | NoAddress;
}

const ADDRESS_RULES = {
	emails: {
		many: 'email addresses',
		hint: 'Enter addresses such as zhangsan@example.com, separated by commas, each up to 64 bytes.',
		example: 'email',
		inWhole: withBareEmails,
		read: emailAddress,
	},
	mobiles: {
		many: 'mobile numbers',
		hint: 'Enter the 11 digits of a number in mainland China. All other numbers need + and their country code: 5 to 31 digits.',
		example: 'mobile',
		inWhole: inWholeNumbers,
		read: mobileAddress,
	},
} as const satisfies Record<string, AddressRule>;

export type AddressKind = keyof typeof ADDRESS_RULES;

/** A value as errors may have it. */
function shownMasked(value: unknown): string {
	if (typeof value === 'object') return 'an object';
	const text = String(value);
	return /[{}]/.test(text) ? 'an object' : shown(maskedAddress(text));
}

function wrongAddress(
	kind: AddressKind,
	value: unknown,
	{ why, ...limits }: NoAddress,
	place: string | undefined,
	label: string,
): Issue {
	const { many, hint, example } = ADDRESS_RULES[kind];
	const given = shownMasked(value);
	const isObject = given === 'an object';
	return {
		message: `${label} must be ${many}; given: ${given}${place === undefined ? '' : ` (${place})`}${isObject ? '' : `: it ${why}`}`,
		hint: isObject
			? `Use the field of the object that holds the address, such as {{ $json.people.map((one) => one.${example}) }}.`
			: hint + aboutHidden(String(value)),
		field: label,
		...limits,
	};
}

/** Most messages have none. */
const NONE = { addresses: [], issues: [] } as const;

/**
 * Addresses of one kind, each once, and what is wrong with those that are none.
 *
 * @param given in the forms that `entriesOf` knows; numbers also with spaces, dashes, dots, and parentheses
 * @param where email addresses are looked for
 */
export function readAddresses(
	kind: AddressKind,
	given: unknown,
	where: Mailbox,
	{ label }: { label: string },
): { readonly addresses: readonly MemberAddress[]; readonly issues: readonly Issue[] } {
	if (given === '') return NONE;
	const addresses = new Map<string, MemberAddress>();
	const issues: Issue[] = [];
	const { inWhole, read: readOne } = ADDRESS_RULES[kind];
	const entries = entriesOf(inWhole(given));
	for (const [index, entry] of entries.entries()) {
		const value = typeof entry === 'string' ? entry : entry.stray;
		const place = entries.length > 1 ? { place: `${index + 1} of ${entries.length}` } : {};
		const read = readOne(String(value), where);
		if ('why' in read) issues.push(wrongAddress(kind, value, read, place.place, label));
		else if (!addresses.has(read.key)) addresses.set(read.key, { ...read, ...place });
	}
	return { addresses: [...addresses.values()], issues };
}
