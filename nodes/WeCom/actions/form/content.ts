import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidInputError, shown } from '../../api/explained';
import type { FormValues } from '../../messages/fields/body';
import { choice, type ApiObject, type Use } from '../../messages/fields/field';
import { toProperties } from '../../messages/fields/form';
import { buildBody, type MessageType } from '../../messages/messageType';
import { parseJson } from '../../messages/fields/json';

type Show = NonNullable<IDisplayOptions['show']>;

/** A form of its own for every field, or the whole content as JSON. */
export function inputModeProperty(show: Show): INodeProperties {
	return {
		displayName: 'Input Mode',
		name: 'inputMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Form', value: 'form', description: 'One field for each part of the message' },
			{ name: 'JSON', value: 'json', description: "The content as in WeCom's documentation" },
		],
		default: 'form',
		description: 'How to enter the content: field by field, or as one JSON object',
		displayOptions: { show },
	};
}

/** The fields of one type in form mode: for cards the card type first, then what it consists of. */
export function formProperties(type: MessageType, show: Show, use: Use): INodeProperties[] {
	const inForm = { ...show, inputMode: ['form'] };
	const { variants } = type;
	if (variants === undefined) return toProperties(type.fields, inForm, use);
	const { name, api, label, types } = variants;
	const question = choice({
		name,
		api,
		label,
		description: 'What the card can do',
		options: types.map((variant) => ({
			name: variant.label,
			value: variant.value,
			description: variant.summary,
		})),
		default: types[0].value,
	});
	return [
		...toProperties([question], inForm, use),
		...types.flatMap((variant) =>
			toProperties(variant.fields, { ...inForm, [name]: [variant.value] }, use),
		),
	];
}

/** The JSON editor of one type, filled with a content that WeCom accepts. */
export function jsonProperty(type: MessageType, show: Show): INodeProperties {
	return {
		displayName: 'Content (JSON)',
		name: 'bodyJson',
		type: 'json',
		default: JSON.stringify(type.example, null, 2),
		typeOptions: { rows: 8 },
		description: `The object under the key "${type.value}" of WeCom's documentation, or a whole message. Checked by the same rules as the form.`,
		displayOptions: { show },
	};
}

/**
 * The content that the form of one item describes.
 *
 * @param properties the form of the type, as `formProperties` gives it
 */
export function bodyFromForm(
	context: IExecuteFunctions,
	itemIndex: number,
	type: MessageType,
	properties: INodeProperties[],
	use: Use,
): ApiObject {
	const { variants } = type;
	const values: FormValues = {};
	const kind =
		variants &&
		(context.getNodeParameter(variants.name, itemIndex, variants.types[0].value) as string);
	for (const { name, default: fallback, displayOptions } of properties) {
		const kinds = variants && displayOptions?.show?.[variants.name];
		// Cards share names such as "title" and "cardParts": the fallback must be that of the chosen card.
		if (kinds !== undefined && !(kinds as string[]).includes(String(kind))) continue;
		values[name] = context.getNodeParameter(name, itemIndex, fallback);
	}
	return buildBody(type, values, use);
}

/**
 * The JSON of one item as an object. It may come as text or, from an expression, as an object.
 *
 * @throws InvalidInputError if it is neither
 */
export function readJson(
	context: IExecuteFunctions,
	itemIndex: number,
	type: MessageType,
): ApiObject {
	const given: unknown = context.getNodeParameter(
		'bodyJson',
		itemIndex,
		JSON.stringify(type.example),
	);
	const value = typeof given === 'string' ? parseJson(given, 'Content (JSON)') : given;
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as ApiObject;
	throw new InvalidInputError([
		{
			message: `Content (JSON) must be a JSON object; given: ${shown(value)}`,
			hint: `Write an object in braces, such as ${JSON.stringify(type.example)}.`,
			field: 'Content (JSON)',
			actual: shown(value),
		},
	]);
}
