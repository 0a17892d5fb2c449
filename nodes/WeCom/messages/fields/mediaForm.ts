import type { INodeProperties } from 'n8n-workflow';

import { MEDIA_RULES } from '../../files/rules';
import { chosen } from './chosen';
import type { MediaField } from './field';
import { displayed, sentences, type Show } from './show';

/** Where a file can come from. */
const SOURCES = [
	{ name: 'Binary Data', value: 'binary', description: 'Upload a file from the input item' },
	{ name: 'Media ID', value: 'mediaId', description: 'Use a file uploaded in the last 3 days' },
	{ name: 'URL', value: 'url', description: 'Download a file and upload it to WeCom' },
];

const [{ value: STANDARD }] = SOURCES;

/** A file in the message itself is never one that WeCom has already. */
const sourcesOf = ({ as = 'mediaId', fresh }: MediaField) =>
	SOURCES.filter(({ value }) => value !== 'mediaId' || (as === 'mediaId' && fresh !== true));

const labelOf = ({ label }: MediaField) => `${label} Source`;

/**
 * Where the file of a form comes from.
 *
 * @param given value of the parameter with the name of the field
 * @throws InvalidInputError if it is none of the sources
 */
export function mediaSource(field: MediaField, given: unknown): string {
	const values = sourcesOf(field).map(({ value }) => value);
	return chosen({ label: labelOf(field), values, standard: STANDARD }, given);
}

/** The parameters of a file: where it comes from, and the file from there. */
export function mediaProperties(field: MediaField, show: Show): INodeProperties[] {
	if (field.as === 'md5') return [];
	const sources = sourcesOf(field);
	const idName = `${field.prefix}Id`;
	const rule = MEDIA_RULES[field.mediaType];
	const shownFor = (source: string) => ({
		displayOptions: {
			show: { ...displayed(field, show).displayOptions?.show, [field.name]: [source] },
		},
	});
	const properties: INodeProperties[] = [
		{
			displayName: labelOf(field),
			name: field.name,
			type: 'options',
			noDataExpression: true,
			options: sources.map((source) => ({ ...source })),
			default: STANDARD,
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
			name: idName,
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
	return properties.filter(({ name }) => name !== idName || sources.length === SOURCES.length);
}
