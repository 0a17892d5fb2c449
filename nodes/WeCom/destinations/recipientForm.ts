import type { INodeProperties } from 'n8n-workflow';

import { InvalidInputError } from '../api/explained';
import { saysNothing } from '../messages/fields/nothing';
import type { Form, Show } from '../messages/fields/show';
import { mailbox, mailboxOf, readAddresses, type AddressKind } from './addresses';
import { pickedIds, picker } from './picker';
import { choiceOf } from './readings';
import {
	addressedTo,
	EVERYBODY,
	readRecipients,
	RECIPIENT_LABELS,
	type Recipients,
} from './recipients';

/**
 * Shows a field only where it has a value: departments and tags are picked, but a workflow that no person made may have
 * their IDs here. As a path it does not wait for itself.
 */
const filled = (name: string): Show => ({ [`/${name}`]: [{ _cnd: { exists: true } }] });

/** The fields for IDs. */
const ID_FIELDS = [
	{ kind: 'users', what: 'User IDs (账号)', placeholder: 'e.g. zhangsan, lisi' },
	{
		kind: 'departments',
		what: 'Department IDs (numbers)',
		who: 'Everyone in them gets it.',
		placeholder: 'e.g. 2, 15',
	},
	{
		kind: 'tags',
		what: 'Tag IDs (numbers)',
		who: 'Everyone with any of them gets it.',
		placeholder: 'e.g. 3',
	},
] as const;

/** The fields for addresses, which are also entered under Pick Recipients. */
const ADDRESS_FIELDS: ReadonlyArray<
	Record<'what' | 'label' | 'placeholder', string> & { kind: AddressKind }
> = [
	{
		kind: 'emails',
		label: 'Emails',
		what: 'Email addresses of members',
		placeholder: 'e.g. zhangsan@example.com',
	},
	{
		kind: 'mobiles',
		label: 'Mobiles',
		what: 'Mobile numbers of members',
		placeholder: 'e.g. 13800000001',
	},
];

/** Its name is that of no other field, so that n8n knows what decides about it. */
const mailboxOfEmails: INodeProperties = {
	...mailbox,
	displayName: 'Mailbox of Emails',
	name: 'emailMailbox',
};

const HOW = 'separated by commas, spaces, |, or line breaks, or an array from an expression';

/**
 * The field that has the choice Everyone.
 *
 * @param everyone what that choice means
 */
export const choiceOfEveryone = (label: string, everyone: string): INodeProperties => ({
	displayName: label,
	name: 'sendTo',
	type: 'options',
	options: [
		{ name: 'Everyone', value: 'all', description: everyone },
		{
			name: 'Selected Recipients',
			value: 'selected',
			description: 'Members, departments, and tags you choose',
		},
	],
	default: 'selected',
	description: 'Whether everyone gets it or only the recipients you choose',
});

/**
 * The fields that name the recipients.
 *
 * @param sendTo of `choiceOfEveryone`
 */
export function recipientProperties(show: Show, sendTo: INodeProperties): INodeProperties[] {
	const selected = { ...show, sendTo: ['selected'] };
	const [users, ...further] = ID_FIELDS.map(
		({ kind, what, placeholder, ...more }): INodeProperties => ({
			displayName: RECIPIENT_LABELS[kind],
			name: kind,
			type: 'string',
			default: '',
			placeholder,
			description: `${what}, ${HOW}${'who' in more ? `. ${more.who}` : ''}`,
			displayOptions: { show: selected },
		}),
	);
	return [
		{ ...sendTo, displayOptions: { show } },
		users,
		{ ...picker, displayOptions: { show: selected } },
		...further.map((field) => ({
			...field,
			displayOptions: { show: { ...selected, ...filled(field.name) } },
		})),
		...ADDRESS_FIELDS.map(
			({ kind, label: displayName, what, placeholder }): INodeProperties => ({
				displayName,
				name: kind,
				type: 'string',
				default: '',
				placeholder,
				description: `${what}, ${HOW}`,
				displayOptions: { show: { ...selected, ...filled(kind) } },
			}),
		),
		{ ...mailboxOfEmails, displayOptions: { show: { ...selected, ...filled('emails') } } },
	];
}

/** The same fields where nobody is looked up. */
export function withoutAddresses(properties: readonly INodeProperties[]): INodeProperties[] {
	const names: string[] = [mailboxOfEmails.name, ...ADDRESS_FIELDS.map(({ kind }) => kind)];
	return properties.filter(({ name }) => !names.includes(name));
}

/**
 * The recipients that the form names for one item, picked or typed.
 *
 * @param sendTo of `choiceOfEveryone`
 * @throws InvalidInputError if there is anything but IDs and addresses
 */
export function recipientsOf(form: Form, sendTo: INodeProperties): Recipients {
	if (choiceOf(form, sendTo) === 'all') return EVERYBODY;
	const value = (name: string) => form.value(name, '');
	const { users, departments, tags, addresses } = pickedIds(value('recipients'));
	const withTyped = (picked: readonly string[], name: string) =>
		picked.length === 0 ? value(name) : [picked, value(name)];
	const recipients = readRecipients({
		users: withTyped(users, 'users'),
		departments: withTyped(departments, 'departments'),
		tags: withTyped(tags, 'tags'),
	});
	const typed = ADDRESS_FIELDS.map(({ kind, label: field }) => {
		const given = value(kind);
		const hasMailbox = kind === 'emails' && !saysNothing(given);
		const where = hasMailbox ? mailboxOf(form, mailboxOfEmails) : 'company';
		return readAddresses(kind, given, where, { label: field });
	});
	const issues = typed.flatMap((read) => read.issues);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return addressedTo(recipients, [...addresses, ...typed.flatMap((read) => read.addresses)]);
}
