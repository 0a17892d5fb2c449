import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { DEPARTMENT_ID, TAG_ID, USER_ID } from '../../api/contacts';
import { InvalidInputError, shown } from '../../api/explained';
import { readIds } from '../../destinations/ids';
import {
	EVERYBODY,
	readRecipients,
	type RecipientKind,
	type Recipients,
} from '../../destinations/recipients';
import type { pickers } from '../../methods/pickers';

type Show = NonNullable<IDisplayOptions['show']>;

interface Pickable {
	label: string;
	/** Where the picked ID belongs. */
	target: RecipientKind;
	search: keyof typeof pickers;
	pattern: RegExp;
	mistake: string;
	placeholder: string;
	description: string;
}

/** What can be picked, by the name of its parameter, which is also the value of `kind`. */
const PICKABLE: Record<string, Pickable> = {
	department: {
		label: 'Department',
		target: 'departments',
		search: 'searchDepartments',
		pattern: DEPARTMENT_ID,
		mistake: 'A department ID is a whole number, such as 2',
		placeholder: 'e.g. 2',
		description: 'The department and all below it that the app may see. By ID: a whole number.',
	},
	member: {
		label: 'Member',
		target: 'users',
		search: 'searchMembers',
		pattern: USER_ID,
		mistake:
			'A user ID has 1 to 64 letters, digits and _ - @ . only, and begins with a letter or digit',
		placeholder: 'e.g. zhangsan',
		description:
			'The member, found by name or user ID (账号). By ID: 1 to 64 letters, digits and _ - @ . only.',
	},
	tag: {
		label: 'Tag',
		target: 'tags',
		search: 'searchTags',
		pattern: TAG_ID,
		mistake: 'A tag ID is a whole number, such as 3',
		placeholder: 'e.g. 3',
		description: 'The tag; everybody who has it. By ID: a whole number.',
	},
};

function locator(
	name: string,
	{ label, search, pattern, mistake, placeholder, description }: Pickable,
): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: {
					searchListMethod: search,
					searchable: true,
					slowLoadNotice: {
						message: 'WeCom lists large organizations department by department',
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
					{ type: 'regex', properties: { regex: pattern.source, errorMessage: mistake } },
				],
			},
		],
		displayOptions: { show: { kind: [name] } },
	};
}

const picker: INodeProperties = {
	displayName: 'Pick Recipients',
	name: 'recipients',
	type: 'fixedCollection',
	typeOptions: {
		multipleValues: true,
		multipleValueButtonText: 'Add Recipient',
		fixedCollection: {
			itemTitle:
				'={{ ((picked) => String(picked?.cachedResultName || picked?.value || ""))($collection.item.value[$collection.item.value.kind ?? "member"]) }}',
		},
	},
	placeholder: 'Add Recipient',
	default: {},
	description:
		'Members, departments and tags from a list of what the app may see. They are added to the IDs below.',
	options: [
		{
			name: 'values',
			displayName: 'Recipient',
			values: [
				{
					displayName: 'Kind',
					name: 'kind',
					type: 'options',
					options: Object.entries(PICKABLE).map(([value, { label }]) => ({ name: label, value })),
					default: 'member',
					description: 'Whether to pick a member, a department or a tag',
				},
				...Object.entries(PICKABLE).map(([name, pickable]) => locator(name, pickable)),
			],
		},
	],
};

/**
 * The fields that say whom a message reaches.
 *
 * @param everyone what the choice "everyone" means to this operation
 */
export function recipientProperties(
	show: Show,
	label: string,
	everyone: string,
): INodeProperties[] {
	const selected = { displayOptions: { show: { ...show, sendTo: ['selected'] } } };
	const ids = (
		displayName: string,
		name: string,
		placeholder: string,
		what: string,
		who?: string,
	): INodeProperties => ({
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder,
		description: [
			`${what}, separated by commas, spaces, | or line breaks; or an array from an expression`,
			...(who === undefined ? [] : [`${who}.`]),
		].join('. '),
		...selected,
	});
	return [
		{
			displayName: label,
			name: 'sendTo',
			type: 'options',
			options: [
				{ name: 'Everyone', value: 'all', description: everyone },
				{
					name: 'Selected Recipients',
					value: 'selected',
					description: 'Members, departments and tags that you name',
				},
			],
			default: 'selected',
			description: 'Whether everyone gets it, or only whom you name',
			displayOptions: { show },
		},
		{ ...picker, ...selected },
		ids('Users', 'users', 'e.g. zhangsan, lisi', 'User IDs (账号)'),
		ids(
			'Departments',
			'departments',
			'e.g. 2, 15',
			'Department IDs (numbers)',
			'Everybody in them gets it',
		),
		ids('Tags', 'tags', 'e.g. 3', 'Tag IDs (numbers)', 'Everybody who has one gets it'),
	];
}

/** The ID in a resource locator, which an expression may have replaced by the bare value. */
function located(given: unknown): unknown {
	return typeof given === 'object' && given !== null && 'value' in given ? given.value : given;
}

/**
 * IDs from the picker, by kind.
 *
 * @param given value of the parameter `recipients`
 * @throws InvalidInputError if an entry is empty, or anything but an ID
 */
export function pickedIds(given: unknown): Record<RecipientKind, string[]> {
	const picked: Record<RecipientKind, string[]> = { users: [], departments: [], tags: [] };
	const { values } = (given ?? {}) as { values?: unknown };
	for (const [index, entry] of [values ?? []].flat().entries()) {
		const { kind = 'member', ...own } = (entry ?? {}) as Record<string, unknown>;
		const { [String(kind)]: pickable } = PICKABLE;
		if (pickable === undefined) throw unknownKind(index + 1, kind);
		const { [String(kind)]: locator } = own;
		const { ids, issues } = readIds(pickable.target, located(locator), {
			label: `${pickable.label} of recipient ${index + 1}`,
			single: true,
		});
		if (issues.length > 0) throw new InvalidInputError(issues);
		if (ids.length === 0) throw emptyEntry(index + 1, pickable.label);
		picked[pickable.target].push(...ids);
	}
	return picked;
}

function unknownKind(number: number, given: unknown): InvalidInputError {
	const known = Object.keys(PICKABLE).join(', ');
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
			hint: 'Choose one from the list, enter an ID, or remove the entry under Pick Recipients. If an expression gives the ID, check that it has a value for this item.',
			field: 'Pick Recipients',
		},
	]);
}

/**
 * The recipients that the form names for one item, picked or typed.
 *
 * @param label of the field with the choice Everyone
 * @throws InvalidInputError if there is anything but IDs
 */
export function recipientsOf(
	context: IExecuteFunctions,
	itemIndex: number,
	label: string,
): Recipients {
	const value = (name: string) => context.getNodeParameter(name, itemIndex, '') as unknown;
	const choice = context.getNodeParameter('sendTo', itemIndex, 'selected') as unknown;
	if (choice === 'all') return EVERYBODY;
	if (choice !== 'selected') {
		const message = `${label} must be one of all, selected; given: ${shown(choice)}`;
		throw new InvalidInputError([
			{ message, hint: 'Choose one of them.', field: label, actual: choice },
		]);
	}
	const { users, departments, tags } = pickedIds(value('recipients'));
	return readRecipients({
		users: [users, value('users')],
		departments: [departments, value('departments')],
		tags: [tags, value('tags')],
	});
}
