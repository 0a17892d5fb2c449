import type {
	IDisplayOptions,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyTypeOptions,
} from 'n8n-workflow';

import { MEDIA_RULES } from '../../files/rules';
import {
	isRequired,
	type Field,
	type ListField,
	type MediaField,
	type TextField,
	type Use,
} from './field';
import { inUnit, type Unit } from './measure';

type Show = NonNullable<IDisplayOptions['show']>;

/** Sentences of a description: one stands without a final period, several with. */
function sentences(...parts: Array<string | undefined>): string | undefined {
	const present = parts.filter((part): part is string => part !== undefined && part !== '');
	if (present.length < 2) return present[0];
	return present.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`)).join(' ');
}

/** What people must know to keep within a limit that is not counted in letters. */
const COUNTING: Partial<Record<Unit, string>> = {
	bytes: 'A Chinese character is 3 bytes',
	chinese: 'Two Latin letters or digits count as one',
};

/** Fields that people write in a language of their own, not addresses and keys. */
const isWritten = (field: TextField) => field.url !== true && field.pattern === undefined;

/** The limit, where it is in sight while somebody writes. */
function hintOf({ max, cutIn, ...field }: TextField): Pick<INodeProperties, 'hint'> {
	if (max === undefined || field.prose !== true) return {};
	const { [cutIn ?? max.unit]: counting } = COUNTING;
	const shown =
		cutIn === undefined ? '' : `; WeCom may show only the first ${inUnit(max.amount, cutIn)}`;
	return { hint: sentences(`At most ${inUnit(max.amount, max.unit)}${shown}`, counting) };
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

/** The `when` of a field, added to what already decides whether it is shown. */
function displayed(field: Field, show: Show): Pick<INodeProperties, 'displayOptions'> {
	const all: Show = { ...show };
	for (const [sibling, values] of Object.entries(field.when ?? {})) all[sibling] = [...values];
	return Object.keys(all).length > 0 ? { displayOptions: { show: all } } : {};
}

function mediaProperties(field: MediaField, show: Show): INodeProperties[] {
	const rule = MEDIA_RULES[field.mediaType];
	const shownFor = (source: string) => ({
		displayOptions: {
			show: { ...displayed(field, show).displayOptions?.show, [field.name]: [source] },
		},
	});
	const properties: INodeProperties[] = [
		{
			displayName: `${field.label} Source`,
			name: field.name,
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Binary Data',
					value: 'binary',
					description: 'Upload a file from the input item',
				},
				{
					name: 'Media ID',
					value: 'mediaId',
					description: 'Use a file uploaded in the last 3 days',
				},
				{ name: 'URL', value: 'url', description: 'Download a file and upload it to WeCom' },
			],
			default: 'binary',
			description: sentences(field.description, rule.says),
			...displayed(field, show),
		},
		{
			displayName: 'Input Binary Field',
			name: field.binaryName,
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The name of the input field containing the file',
			description: "Name of the input item's binary field, such as data, not the file name",
			...shownFor('binary'),
		},
		{
			displayName: 'Media ID',
			name: `${field.prefix}Id`,
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 3a8asd892asd8asd…',
			description: `The media_id of an uploaded file of type "${field.mediaType}", valid for 3 days`,
			...shownFor('mediaId'),
		},
		{
			displayName: 'File URL',
			name: `${field.prefix}Url`,
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.com/report.pdf',
			description: 'URL of the file, starting with http:// or https://. n8n downloads the file.',
			...shownFor('url'),
		},
	];
	if (field.nameable === true) {
		properties.push({
			displayName: 'File Name',
			name: `${field.prefix}FileName`,
			type: 'string',
			default: '',
			placeholder: 'e.g. report.pdf',
			description: 'Name shown to recipients. Leave empty to keep the original name.',
			displayOptions: {
				show: { ...displayed(field, show).displayOptions?.show, [field.name]: ['binary', 'url'] },
			},
		});
	}
	return properties;
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

/**
 * The form parameters of declared fields.
 *
 * @param fields declaration, in the order of the form
 * @param show parameters that must have one of the given values for the fields to be shown
 * @param use leaves out the fields of the other use
 */
export function toProperties(fields: readonly Field[], show: Show, use: Use): INodeProperties[] {
	return fields
		.filter((field) => field.only === undefined || field.only === use)
		.flatMap((field): INodeProperties[] => {
			const base = {
				displayName: field.label,
				name: field.name,
				...displayed(field, show),
			};
			const required =
				field.kind !== 'switch' && field.kind !== 'section' && isRequired(field, use);
			switch (field.kind) {
				case 'text':
					return [
						{
							...base,
							type: 'string',
							default: field.default ?? '',
							...(required ? { required } : {}),
							...(field.rows === undefined ? {} : { typeOptions: { rows: field.rows } }),
							...(field.placeholder === undefined
								? {}
								: { placeholder: `e.g. ${field.placeholder}` }),
							description: sentences(field.description, textLimits(field)),
							...hintOf(field),
						},
					];
				case 'number':
					return [
						{
							...base,
							type: 'number',
							default: field.default,
							typeOptions: { minValue: field.min, maxValue: field.max, numberPrecision: 2 },
							description: field.description,
						},
					];
				case 'choice':
				case 'switch':
					return [
						{
							...base,
							type: 'options',
							options: field.options.map((option) => ({ ...option })),
							default: field.default,
							description: field.description,
						},
					];
				case 'flag':
					return [
						{ ...base, type: 'boolean', default: field.default, description: field.description },
					];
				case 'media':
					return mediaProperties(field, show);
				case 'object':
					if (field.inline === true) {
						const inner = toProperties(field.fields, base.displayOptions?.show ?? {}, use);
						return required ? inner : inner.map(optional);
					}
					return [
						{
							...base,
							type: 'fixedCollection',
							placeholder: `Add ${field.label}`,
							default: { value: {} },
							options: [collectionOf('value', field.label, toProperties(field.fields, {}, use))],
							description: field.description,
						},
					];
				case 'list':
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
							default: required
								? { values: (field.start ?? [{}]).map((entry) => ({ ...entry })) }
								: {},
							options: [collectionOf('values', field.item, toProperties(field.fields, {}, use))],
							description: sentences(
								field.description,
								field.max === undefined ? undefined : `At most ${field.max}`,
							),
						},
					];
				case 'section':
					return [
						{
							...base,
							type: 'collection',
							placeholder: field.addLabel,
							default: Object.fromEntries(
								(field.opened ?? []).map((name) => [name, { value: {} }]),
							),
							options: toProperties(field.fields, {}, use),
							description: field.description,
						},
					];
			}
		});
}
