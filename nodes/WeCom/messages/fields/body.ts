import { trimmed } from '../../api/characters';
import { PendingMedia } from '../../files/pending';
import { chosen } from './chosen';
import {
	applies,
	isAbsent,
	isRequired,
	truth,
	type ApiObject,
	type Field,
	type KeyedField,
	type MediaField,
	type TextField,
	type Use,
} from './field';
import { mediaSource } from './mediaForm';
import { namesIn } from './names';
import { saysNothing } from './nothing';

/** Values of the form as n8n returns them: fixed collections hold `value` (one) or `values` (several). */
export type FormValues = Record<string, unknown>;

function asObject(value: unknown): FormValues {
	return typeof value === 'object' && value !== null ? (value as FormValues) : {};
}

function entries(value: unknown): FormValues[] {
	const { values } = asObject(value);
	return Array.isArray(values) ? values.map(asObject) : [];
}

function answerFrom(fields: readonly Field[], values: FormValues) {
	return (name: string): unknown => {
		const given = values[name];
		const field = fields.find((candidate) => candidate.name === name);
		if (field?.kind === 'switch') {
			const { label, options, default: standard } = field;
			return chosen({ label, values: options.map(({ value }) => value), standard }, given);
		}
		// A text has its default where the form has left it out; where an expression gave nothing, it is missing.
		const isGiven = field?.kind === 'text' && Object.hasOwn(values, name);
		if (given === undefined && !isGiven)
			return field !== undefined && 'default' in field ? field.default : undefined;
		// An expression may give a number as text.
		const option =
			field?.kind === 'choice'
				? field.options.find(({ value }) => String(value) === String(given))
				: undefined;
		return option?.value ?? given;
	};
}

function mediaValue(field: MediaField, values: FormValues): unknown {
	const fileName = asText(values[`${field.prefix}FileName`]);
	const pending = (origin: PendingMedia['origin']) =>
		new PendingMedia(field.mediaType, field.label, origin, false, field.as);
	switch (mediaSource(field, values[field.name])) {
		case 'mediaId':
			return asText(values[`${field.prefix}Id`]);
		case 'url':
			return pending({ from: 'url', url: asText(values[`${field.prefix}Url`]) ?? '', fileName });
		default:
			return pending({
				from: 'binary',
				property: isAbsent(values[field.binaryName]) ? 'data' : values[field.binaryName],
				fileName,
			});
	}
}

function asText(value: unknown): string | undefined {
	if (isAbsent(value)) return undefined;
	if (typeof value !== 'object') return String(value);
	const json = JSON.stringify(value);
	// Moments such as $now are texts in JSON.
	return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/** What is compared letter by letter often comes with spaces or a line break around it, which nobody sees. */
function textOf({ pattern, url }: TextField, value: unknown): string | undefined {
	const text = asText(value);
	return text === undefined || (pattern === undefined && url !== true) ? text : trimmed(text);
}

/** The API value of one field, or undefined where nothing needs to be sent. */
function fieldValue(field: KeyedField, value: unknown, values: FormValues, use: Use): unknown {
	switch (field.kind) {
		case 'text':
			return textOf(field, value);
		case 'number':
			if (isAbsent(value) || Number(value) === field.absent) return undefined;
			return Number.isNaN(Number(value)) ? value : Number(value);
		case 'choice':
			return isAbsent(value) || value === field.absent ? undefined : value;
		case 'flag': {
			const given = isAbsent(value) ? false : truth(value);
			return given === false && field.always !== true ? undefined : given;
		}
		case 'media':
			return mediaValue(field, values);
		case 'names':
			return namesIn(value, field);
		case 'object': {
			const own = field.inline === true ? values : asObject(value).value;
			// A part that nobody added has no defaults either.
			const inner = own === undefined ? {} : toBody(field.fields, asObject(own), use);
			return Object.keys(inner).length > 0 || isRequired(field, use) ? inner : undefined;
		}
		case 'list': {
			const items = entries(value).map((item) => toBody(field.fields, item, use));
			// What the form shows from the start is not there until somebody fills it in.
			const untouched = field.start !== undefined && items.every(saysNothing);
			return items.length === 0 || (untouched && !isRequired(field, use)) ? undefined : items;
		}
	}
}

/**
 * Turns the values of a form into the object that WeCom's API takes. Empty fields, defaults that WeCom
 * assumes anyway and fields that the form hides are left out.
 *
 * @param fields declaration of the object
 * @param values form values by parameter name
 * @param use whether the object is sent anew or updates a card
 */
export function toBody(fields: readonly Field[], values: FormValues, use: Use): ApiObject {
	const body: ApiObject = {};
	const answer = answerFrom(fields, values);
	for (const field of fields) {
		if (field.only !== undefined && field.only !== use) continue;
		if (!applies(field, answer)) continue;
		if (field.kind === 'section') {
			Object.assign(body, toBody(field.fields, asObject(values[field.name]), use));
		} else if (field.kind !== 'switch') {
			const value = fieldValue(field, answer(field.name), values, use);
			if (value !== undefined) body[field.api] = value;
		}
	}
	return body;
}
