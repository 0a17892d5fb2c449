import type { INodeProperties } from 'n8n-workflow';

import { InvalidInputError, shown } from '../api/explained';
import type { MemberAddress } from '../api/memberAddress';
import type { Form } from '../messages/fields/show';
import { mailbox, mailboxOf, readAddresses, type AddressKind } from './addresses';
import { ID_RULES, readIds } from './ids';
import type { RecipientKind } from './recipients';

interface Pickable {
	label: string;
	/** Where the picked ID belongs. */
	target: RecipientKind;
	/** Name of the list (`methods/pickers.ts`). */
	search: string;
	placeholder: string;
	description: string;
}

/** What can be picked, by the name of its parameter, which is also the value of `kind`. */
const PICKABLE: Record<string, Pickable> = {
	department: {
		label: 'Department',
		target: 'departments',
		search: 'searchDepartments',
		placeholder: 'e.g. 2, 15',
		description: 'Everyone the app can see in the department and its subdepartments',
	},
	member: {
		label: 'Member',
		target: 'users',
		search: 'searchMembers',
		placeholder: 'e.g. zhangsan, lisi',
		description: 'The member, by name or user ID (账号)',
	},
	tag: {
		label: 'Tag',
		target: 'tags',
		search: 'searchTags',
		placeholder: 'e.g. 3, 7',
		description: 'Everyone with the tag',
	},
};

interface Addressable {
	label: string;
	target: AddressKind;
	placeholder: string;
	description: string;
}

/** What can be entered beside that, by the name of its parameter. */
const ADDRESSABLE: Record<string, Addressable> = {
	email: {
		label: 'Email',
		target: 'emails',
		placeholder: 'e.g. zhangsan@example.com',
		description: 'One or several email addresses. WeCom is asked for the user IDs.',
	},
	mobile: {
		label: 'Mobile',
		target: 'mobiles',
		placeholder: 'e.g. 13800000001',
		description:
			'One or several mobile numbers, with the country code outside mainland China. WeCom is asked for the user IDs.',
	},
};

/**
 * A question looks nobody up. The operations share one picker, since n8n may lose the value of one that stands twice, so
 * the kinds themselves are told apart.
 */
const LOOKED_UP = { hide: { '/operation': ['sendAndWait'] } };

const KINDS = Object.entries({ ...PICKABLE, ...ADDRESSABLE }).sort(([, one], [, other]) =>
	one.label.localeCompare(other.label, 'en'),
);

/** What a field for one ID or several takes, as far as it can be told while somebody types. */
function severalOf({ source }: RegExp): string {
	const one = source.slice(1, -1);
	return `^\\s*${one}(?:[\\s|,;，；、]+${one})*\\s*$`;
}

function locator(name: string, pickable: Pickable): INodeProperties {
	const { label, target, search, placeholder, description } = pickable;
	const { pattern, many, says } = ID_RULES[target];
	return {
		displayName: label,
		name,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: `${description}. By ID: one or several, each ${says}.`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: {
					searchListMethod: search,
					searchable: true,
					slowLoadNotice: {
						message: 'WeCom lists large organizations one department at a time',
						timeout: 4000,
					},
				},
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder,
				validation: [
					{
						type: 'regex',
						properties: { regex: severalOf(pattern), errorMessage: `Enter ${many}: each ${says}` },
					},
				],
			},
		],
		displayOptions: { show: { kind: [name] } },
	};
}

function addressField(name: string, addressable: Addressable): INodeProperties {
	const { label, placeholder, description } = addressable;
	return {
		displayName: label,
		name,
		type: 'string',
		required: true,
		default: '',
		placeholder,
		description,
		displayOptions: { show: { kind: [name] } },
	};
}

/** Recipients from lists of what the app can see, and by email or mobile. */
export const picker: INodeProperties = {
	displayName: 'Pick Recipients',
	name: 'recipients',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		multipleValueButtonText: 'Add Recipient',
		fixedCollection: {
			itemTitle:
				'={{ ((picked) => String(picked?.cachedResultName || (picked?.value ?? picked) || ""))($collection.item.value[$collection.item.value.kind ?? "member"]) }}',
		},
	},
	placeholder: 'Add Recipient',
	default: {},
	description:
		'Members, departments, and tags, from a list of what the app can see or by ID, and members by email or mobile, except in Send and Wait for Response. They are added to Users.',
	options: [
		{
			name: 'values',
			displayName: 'Recipient',
			values: [
				{
					displayName: 'Kind',
					name: 'kind',
					type: 'options',
					options: KINDS.map(([value, { label }]) => ({
						name: label,
						value,
						...(Object.hasOwn(ADDRESSABLE, value) && { displayOptions: LOOKED_UP }),
					})),
					default: 'member',
					description: 'Whether to pick a member, a department, or a tag, or to enter an address',
				},
				...Object.entries(PICKABLE).map(([name, pickable]) => locator(name, pickable)),
				...Object.entries(ADDRESSABLE).map(([name, one]) => addressField(name, one)),
				{ ...mailbox, displayOptions: { show: { kind: ['email'] } } },
			],
		},
	],
};

/** The ID in a resource locator, which an expression may have replaced by the bare value. */
function located(given: unknown): unknown {
	return typeof given === 'object' && given !== null && 'value' in given ? given.value : given;
}

/** What the picker has: IDs by kind, and addresses. */
interface Picked extends Record<RecipientKind, string[]> {
	addresses: MemberAddress[];
}

/**
 * IDs and addresses from the picker.
 *
 * @param given value of the parameter `recipients`
 * @throws InvalidInputError if an entry is empty, or anything but an ID or an address
 */
export function pickedIds(given: unknown): Picked {
	const picked: Picked = { users: [], departments: [], tags: [], addresses: [] };
	const { values } = (given ?? {}) as { values?: unknown };
	for (const [index, entry] of [values ?? []].flat().entries()) {
		const { kind = 'member', ...own } = (entry ?? {}) as Record<string, unknown>;
		const name = String(kind);
		if (!KINDS.some(([known]) => known === name)) throw unknownKind(index + 1, kind);
		const chosen = located(own[name]);
		const { label } = PICKABLE[name] ?? ADDRESSABLE[name];
		const place = { label: `${label} of recipient ${index + 1}`, single: true } as const;
		const form: Form = { value: (field, fallback) => own[field] ?? fallback };
		const isId = Object.hasOwn(PICKABLE, name);
		const { ids, addresses, issues } = isId
			? { addresses: [], ...readIds(PICKABLE[name].target, chosen, place) }
			: { ids: [], ...readAddresses(ADDRESSABLE[name].target, chosen, mailboxOf(form), place) };
		if (issues.length > 0) throw new InvalidInputError(issues);
		if (ids.length + addresses.length === 0) throw emptyEntry(index + 1, label);
		if (isId) picked[PICKABLE[name].target].push(...ids);
		picked.addresses.push(...addresses);
	}
	return picked;
}

function unknownKind(number: number, given: unknown): InvalidInputError {
	const known = KINDS.map(([value]) => value).join(', ');
	return new InvalidInputError([
		{
			message: `Kind of recipient ${number} must be one of ${known}; given: ${shown(given)}`,
			hint: 'Choose one of them under Pick Recipients.',
			field: 'Pick Recipients',
			actual: given,
		},
	]);
}

function emptyEntry(number: number, label: string): InvalidInputError {
	return new InvalidInputError([
		{
			message: `${label} of recipient ${number} is missing`,
			hint: 'Choose one from the list, enter an ID or address, or remove the entry under Pick Recipients. If it comes from an expression, check that it has a value for this item.',
			field: 'Pick Recipients',
		},
	]);
}
