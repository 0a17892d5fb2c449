import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyTypeOptions,
} from 'n8n-workflow';

import { isRequired, type Field, type ListField, type TextField, type Use } from './field';
import { mediaProperties } from './mediaForm';
import { inUnit, type Unit } from './measure';
import { displayed, sentences, type Show } from './show';

/** What people must know to keep within a limit that is not counted in letters. */
const COUNTING: Partial<Record<Unit, string>> = {
	bytes: 'A Chinese character is 3 bytes',
	chinese: 'Two Latin letters or digits count as one',
};

const SEPARATED =
	'Separate them by commas, spaces, |, or line breaks, or enter an array from an expression';

/** Fields that people write in a language of their own, not addresses and keys. */
const isWritten = (field: TextField) => field.url !== true && field.pattern === undefined;

/** The limit, where it is in sight while somebody writes. */
function hintOf({ max, cutIn, ...field }: TextField): Pick<INodeProperties, 'hint'> {
	if (max === undefined || field.prose !== true) return {};
	const counting = COUNTING[cutIn ?? max.unit];
	const cut =
		cutIn === undefined ? '' : `; WeCom may show only the first ${inUnit(max.amount, cutIn)}`;
	return { hint: sentences(`At most ${inUnit(max.amount, max.unit)}${cut}`, counting) };
}

function textLimits(field: TextField): string | undefined {
	return sentences(
		field.max && `At most ${inUnit(field.max.amount, field.max.unit)}`,
		field.max && isWritten(field) ? COUNTING[field.max.unit] : undefined,
		field.max &&
			field.cutIn &&
			`WeCom may show only the first ${inUnit(field.max.amount, field.cutIn)}`,
		field.advice === undefined
			? undefined
			: `WeCom recommends at most ${inUnit(field.advice, 'characters')}`,
		field.translates === true ? 'Supports ID translation' : undefined,
	);
}

/** n8n holds back a node with an empty required parameter, also where the whole object may be left out. */
function optional(property: INodeProperties): INodeProperties {
	const { required, ...rest } = property;
	return required === true ? rest : property;
}

/** A collapsed entry reads as the text in it that people see, not as "Button 1". */
function titled({ fields, unique }: ListField): Pick<INodePropertyTypeOptions, 'fixedCollection'> {
	const speaking = fields.find((field) => field.kind === 'text' && field.api !== unique);
	if (speaking === undefined) return {};
	return { fixedCollection: { itemTitle: `={{ $collection.item.value.${speaking.name} }}` } };
}

function collectionOf(
	name: string,
	displayName: string,
	values: INodeProperties[],
): INodePropertyCollection {
	return { name, displayName, values };
}

/** What every parameter of a field has. */
interface Base {
	displayName: string;
	name: string;
	displayOptions?: INodeProperties['displayOptions'];
}

/** What decides about a field besides its declaration. */
interface Place {
	base: Base;
	show: Show;
	use: Use;
	required: boolean;
	/** Added by the user, from a section: an empty list there has nothing to show. */
	added: boolean;
}

type Kind = Field['kind'];
type Of<K extends Kind> = Extract<Field, { kind: K }>;

const question = (
	{ options, default: standard, description }: Of<'choice'> | Of<'switch'>,
	{ base }: Place,
): INodeProperties[] => [
	{
		...base,
		type: 'options',
		options: options.map((option) => ({ ...option })),
		default: standard,
		description,
	},
];

/** The parameters of a field, by its kind. */
const PROPERTIES: { [K in Kind]: (field: Of<K>, place: Place) => INodeProperties[] } = {
	text: (field, { base, required }) => [
		{
			...base,
			type: 'string',
			default: field.default ?? '',
			...(required ? { required } : {}),
			...(field.rows === undefined ? {} : { typeOptions: { rows: field.rows } }),
			...(field.placeholder === undefined ? {} : { placeholder: `e.g. ${field.placeholder}` }),
			description: sentences(field.description, textLimits(field)),
			...hintOf(field),
		},
	],
	number: ({ default: standard, min, max, description }, { base }) => [
		{
			...base,
			type: 'number',
			default: standard,
			typeOptions: { minValue: min, maxValue: max, numberPrecision: 2 },
			description,
		},
	],
	choice: question,
	switch: question,
	flag: ({ default: standard, description }, { base }) => [
		{ ...base, type: 'boolean', default: standard, description },
	],
	media: (field, { show }) => mediaProperties(field, show),
	names: ({ description, placeholder = '' }, { base, required }) => [
		{
			...base,
			type: 'string',
			default: '',
			...(required ? { required } : {}),
			placeholder: `e.g. ${placeholder}`,
			description: sentences(description, SEPARATED),
		},
	],
	object(field, { base, use, required, added }) {
		if (field.inline === true) {
			const inner = toProperties(field.fields, base.displayOptions?.show ?? {}, use);
			return required ? inner : inner.map(optional);
		}
		return [
			{
				...base,
				type: 'fixedCollection',
				placeholder: `Add ${field.label}`,
				// n8n fails on a node that lacks the values of a default with an entry.
				default: added ? { value: {} } : {},
				options: [collectionOf('value', field.label, toProperties(field.fields, {}, use))],
				description: field.description,
			},
		];
	},
	list(field, { base, use, required, added }) {
		const inner = toProperties(field.fields, {}, use);
		const there = required || added;
		return [
			{
				...base,
				type: 'fixedCollection',
				typeOptions: {
					multipleValues: true,
					sortable: true,
					multipleValueButtonText: `Add ${field.item}`,
					...titled(field),
				},
				placeholder: `Add ${field.item}`,
				default:
					there || field.start
						? { values: (field.start ?? [{}]).map((entry) => ({ ...entry })) }
						: {},
				options: [collectionOf('values', field.item, there ? inner : inner.map(optional))],
				description: sentences(
					field.description,
					field.max === undefined ? undefined : `At most ${field.max}`,
				),
			},
		];
	},
	section: ({ addLabel, opened = [], fields, description }, { base, use }) => [
		{
			...base,
			type: 'collection',
			placeholder: addLabel,
			default: Object.fromEntries(opened.map((name) => [name, { value: {} }])),
			options: toProperties(fields, {}, use, true),
			description,
		},
	],
};

/**
 * The form parameters of declared fields.
 *
 * @param fields declaration, in the order of the form
 * @param show parameters that must have one of the given values for the fields to be shown
 * @param use leaves out the fields of the other use
 * @param added whether the user has to add each of them
 */
export function toProperties(
	fields: readonly Field[],
	show: Show,
	use: Use,
	added = false,
): INodeProperties[] {
	return fields
		.filter((field) => field.only === undefined || field.only === use)
		.flatMap((field) => {
			const base = { displayName: field.label, name: field.name, ...displayed(field, show) };
			const isKeyed = field.kind !== 'switch' && field.kind !== 'section';
			const required = isKeyed && isRequired(field, use);
			const properties = PROPERTIES[field.kind];
			return (properties as (one: Field, place: Place) => INodeProperties[])(field, {
				base,
				show,
				use,
				required,
				added,
			});
		});
}
