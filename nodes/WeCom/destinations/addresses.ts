import type { INodeProperties } from 'n8n-workflow';

import { shown, type Issue } from '../api/explained';
import {
	emailAddress,
	inPlainWidth,
	maskedAddress,
	mobileAddress,
	withWholeNumbers,
	type Mailbox,
	type MemberAddress,
} from '../api/memberAddress';
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
	/** One of them; undefined where the text can't be one. */
	read(text: string, where: Mailbox): MemberAddress | undefined;
}

const ADDRESS_RULES = {
	emails: {
		many: 'email addresses',
		hint: 'Enter addresses such as zhangsan@example.com, each up to 64 characters.',
		example: 'email',
		inWhole: inPlainWidth,
		read: emailAddress,
	},
	mobiles: {
		many: 'mobile numbers',
		hint: 'Enter the 11 digits of a number in mainland China, or a number with + and its country code: 5 to 32 digits.',
		example: 'mobile',
		inWhole: withWholeNumbers,
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

function wrongAddress(kind: AddressKind, value: unknown, label: string): Issue {
	const { many, hint, example } = ADDRESS_RULES[kind];
	const given = shownMasked(value);
	return {
		message: `${label} must be ${many}; given: ${given}`,
		hint:
			given === 'an object'
				? `Use the field of the object that holds the address, such as {{ $json.people.map((one) => one.${example}) }}.`
				: hint,
		field: label,
	};
}

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
): { addresses: MemberAddress[]; issues: Issue[] } {
	const addresses = new Map<string, MemberAddress>();
	const issues: Issue[] = [];
	const { inWhole, read } = ADDRESS_RULES[kind];
	for (const entry of entriesOf(inWhole(given))) {
		const text = typeof entry === 'string' ? entry : String(entry.stray);
		const address = read(text, where);
		if (address === undefined)
			issues.push(wrongAddress(kind, typeof entry === 'string' ? entry : entry.stray, label));
		else if (!addresses.has(address.key)) addresses.set(address.key, address);
	}
	return { addresses: [...addresses.values()], issues };
}
