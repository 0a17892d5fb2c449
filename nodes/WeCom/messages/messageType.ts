import type { IDataObject } from 'n8n-workflow';

import { checkObject } from './fields/check';
import { toBody, type FormValues } from './fields/body';
import type { ApiObject, Field, Issue, Rule, Use } from './fields/field';

/** What one `message/send` type, or one card type, consists of. */
export interface ContentType {
	/** WeCom's name, such as `textcard` or `text_notice`. */
	value: string;
	/** Name in the form, Title Case. */
	label: string;
	/** One sentence for the list of types. */
	summary: string;
	fields: readonly Field[];
	rules?: readonly Rule[];
	/** A body that WeCom accepts: the first text of the JSON editor. */
	example: IDataObject;
}

/** The card types of one message type, told apart by a key of the body. */
export interface Variants {
	/** Name of the form parameter. */
	name: string;
	/** Key in WeCom's JSON. */
	api: string;
	label: string;
	types: readonly ContentType[];
}

/** A message type of `message/send` (`path/90236`). */
export interface MessageType extends ContentType {
	variants?: Variants;
	/** Which of the common options the API has for this type. */
	supports: {
		/** Values of `safe`; without it the type cannot be confidential. */
		safe?: readonly number[];
		idTranslation?: true;
		duplicateCheck?: true;
	};
	/** `@all` is not allowed. */
	noEveryone?: true;
	/** A rule of WeCom that surprises, shown in the form. */
	notice?: string;
}

/**
 * The declaration that a body must obey: that of the type, or that of the card named in the body.
 *
 * @param variant card type chosen in the form, used where the body names none
 */
function contentType(type: MessageType, body: ApiObject, variant?: string): ContentType | undefined {
	if (type.variants === undefined) return type;
	const wanted = body[type.variants.api] ?? variant;
	return type.variants.types.find(({ value }) => value === wanted);
}

/**
 * The body of a message from the values of its form.
 *
 * @param values form values by parameter name; for cards also the card type
 * @param use whether the message is sent anew or updates a card
 */
export function buildBody(type: MessageType, values: FormValues, use: Use = 'send'): ApiObject {
	if (type.variants === undefined) return toBody(type.fields, values, use);
	const { name, api } = type.variants;
	const variant = contentType(type, {}, String(values[name]));
	return { [api]: values[name], ...(variant && toBody(variant.fields, values, use)) };
}

/**
 * Checks a body, from the form or from JSON, against the limits and conditions of its type.
 *
 * @returns every issue found; an empty list if WeCom should accept the body
 */
export function checkBody(type: MessageType, body: unknown, use: Use = 'send'): Issue[] {
	if (type.variants === undefined || typeof body !== 'object' || body === null) {
		return checkObject(type, body, use, '');
	}
	const { api, label, types } = type.variants;
	const { [api]: given, ...content } = body as ApiObject;
	const variant = contentType(type, { [api]: given });
	if (variant !== undefined) return checkObject(variant, content, use, '');
	return [
		{
			message: `${label} (field "${api}") must be one of ${types.map(({ value }) => value).join(', ')}; given: ${given === undefined ? 'nothing' : JSON.stringify(given)}`,
			hint: 'Choose one of the five card types.',
			field: label,
			actual: given,
		},
	];
}
