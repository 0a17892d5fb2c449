import type { INodeProperties } from 'n8n-workflow';

import { InvalidInputError, shown } from '../../api/explained';
import type { Form, Show } from '../../messages/fields/show';
import { choiceOf } from '../../destinations/readings';
import type { FormValues } from '../../messages/fields/body';
import { choice, type ApiObject, type Use } from '../../messages/fields/field';
import { toProperties } from '../../messages/fields/form';
import { parseJson } from '../../messages/fields/json';
import { buildBody, type MessageType } from '../../messages/messageType';

const inputMode: INodeProperties = {
	displayName: 'Input Mode',
	name: 'inputMode',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Form', value: 'form', description: 'One field for each part of the content' },
		{
			name: 'JSON',
			value: 'json',
			description: "The content as shown in WeCom's documentation",
		},
	],
	default: 'form',
	description: 'How to enter the content: field by field or as a JSON object',
};

/** A form of its own for every field, or the whole content as JSON. */
export const inputModeProperty = (show: Show): INodeProperties => ({
	...inputMode,
	displayOptions: { show },
});

/** Whether an item has its content as JSON. */
export const isJson = (form: Form): boolean => choiceOf(form, inputMode) === 'json';

/** Shows what stands in a form only as long as the content is not entered as JSON. */
export const inForm = (show: Show): Show => ({ ...show, inputMode: ['form'] });

const shownFor = (property: INodeProperties, show: Show): INodeProperties => ({
	...property,
	displayOptions: { show: { ...show, ...property.displayOptions?.show } },
});

/** The form of one content type: where it has several kinds, such as cards, which one, and what each consists of. */
export class ContentForm {
	/** The fields in form mode, wherever the form stands. */
	private readonly fields: INodeProperties[];

	/** The question for the kind, such as the card type. */
	private readonly question?: INodeProperties;

	/** @param use whether the content is sent anew or updates a card */
	constructor(
		private readonly type: MessageType,
		private readonly use: Use,
	) {
		const { variants, fields } = type;
		if (variants === undefined) {
			this.fields = toProperties(fields, {}, use);
			return;
		}
		const { name, api, label, description, types } = variants;
		const kinds = choice({
			name,
			api,
			label,
			description,
			options: types.map((variant) => ({
				name: variant.label,
				value: variant.value,
				description: variant.summary,
			})),
			default: types[0].value,
		});
		[this.question] = toProperties([kinds], {}, use);
		this.fields = types.flatMap((variant) =>
			toProperties(variant.fields, { [name]: [variant.value] }, use),
		);
	}

	/** The question for the card type as it stands in the form of one operation; none for other content. */
	questions(show: Show): INodeProperties[] {
		return this.question === undefined ? [] : [shownFor(this.question, show)];
	}

	/** The fields as they stand in the form of one operation. */
	properties(show: Show): INodeProperties[] {
		return this.fields.map((field) => shownFor(field, show));
	}

	/** The content that the form of one item describes. */
	body(form: Form): ApiObject {
		const kind = this.question && choiceOf(form, this.question);
		const values: FormValues = this.question === undefined ? {} : { [this.question.name]: kind };
		for (const { name, default: fallback, displayOptions } of this.fields) {
			const kinds = this.question && displayOptions?.show?.[this.question.name];
			// Cards share names such as "title" and "cardParts": the fallback must be that of the chosen card.
			if (kinds !== undefined && !(kinds as string[]).includes(String(kind))) continue;
			values[name] = form.value(name, fallback);
		}
		return buildBody(this.type, values, this.use);
	}
}

/** What the JSON of a checked content may be. */
export const checkedJson = ({ value }: MessageType, whole: string): string =>
	`The object under the key "${value}" in WeCom's documentation, or ${whole}. It's checked by the same rules as the form.`;

/**
 * The JSON editor of one type, filled with a content that WeCom accepts.
 *
 * @param description what else it may be, and who checks it
 */
export function jsonProperty(type: MessageType, show: Show, description: string): INodeProperties {
	return {
		displayName: 'Content (JSON)',
		name: 'bodyJson',
		type: 'json',
		default: JSON.stringify(type.example, null, 2),
		typeOptions: { rows: 8 },
		description,
		displayOptions: { show },
	};
}

/**
 * The JSON of one item as an object. It may come as text or, from an expression, as an object.
 *
 * @throws InvalidInputError if it is neither
 */
export function readJson(form: Form, type: MessageType): ApiObject {
	const given = form.value('bodyJson', JSON.stringify(type.example));
	const value = typeof given === 'string' ? parseJson(given, 'Content (JSON)') : given;
	if (typeof value === 'object' && value !== null && !Array.isArray(value))
		return value as ApiObject;
	throw new InvalidInputError([
		{
			message: `Content (JSON) must be a JSON object; given: ${shown(value)}`,
			hint: `Enter an object in braces, such as ${JSON.stringify(type.example)}.`,
			field: 'Content (JSON)',
			actual: shown(value),
		},
	]);
}
