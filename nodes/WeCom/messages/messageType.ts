import type { IDataObject } from 'n8n-workflow';

import { shown } from '../api/explained';
import { checkObject } from './fields/check';
import { toBody, type FormValues } from './fields/body';
import {
	isAbsent,
	type ApiObject,
	type Field,
	type Issue,
	type Rule,
	type TextField,
	type Use,
} from './fields/field';
import { sayingOf } from './fields/nothing';
import { clipped, shorten, type Clipped } from './fields/shorten';
import { split } from './markup/split';

/** What one `message/send` type, or one card type, consists of. */
export interface ContentType {
	/** What messages call such a body, where it is neither a message nor a card. */
	called?: string;
	/** WeCom's name, such as `textcard` or `text_notice`. */
	value: string;
	/** Name in the form, Title Case. */
	label: string;
	/** One sentence for the list of types. */
	summary: string;
	fields: readonly Field[];
	rules?: readonly Rule[];
	/** Whether a body needs a `task_id`, which the node makes up where the user gives none. */
	needsTaskId?: (body: ApiObject) => boolean;
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
	description: string;
	/** The first one is the default of the form. */
	types: readonly [ContentType, ...ContentType[]];
}

/** A message type, by the key of its content (`path/90236`). */
export interface MessageType extends ContentType {
	variants?: Variants;
}

/**
 * The declaration that a body must obey: that of the type, or that of the card named in the body.
 *
 * @returns undefined if the body names no known card type
 */
function declarationOf(type: MessageType, body: ApiObject): ContentType | undefined {
	const { variants } = type;
	if (variants === undefined) return type;
	return variants.types.find(({ value }) => value === body[variants.api]);
}

/**
 * The body of a message from the values of its form.
 *
 * @param values form values by parameter name; for cards also the card type
 * @param use whether the message is sent anew or updates a card
 */
export function buildBody(type: MessageType, values: FormValues, use: Use = 'send'): ApiObject {
	const kind =
		type.variants === undefined ? {} : { [type.variants.api]: values[type.variants.name] };
	return sayingOf({ ...kind, ...toBody(declarationOf(type, kind)?.fields ?? [], values, use) });
}

/** A copy of a body in which every text for people is cut to its limit. */
export function shortenBody(type: MessageType, body: ApiObject, use: Use = 'send'): ApiObject {
	const declaration = declarationOf(type, body);
	return declaration === undefined ? body : shorten(declaration.fields, body, use);
}

/** The texts of a body that WeCom accepts, but of which it shows only the beginning. */
export function clippedIn(type: MessageType, body: ApiObject, use: Use = 'send'): Clipped[] {
	return clipped(declarationOf(type, body)?.fields ?? [], body, use);
}

/** The field whose text may go out as several messages. */
const splittable = ({ fields }: ContentType) =>
	fields.find((field): field is TextField => field.kind === 'text' && field.splits === true);

/** Whether an over-long text of this type can go out as several messages. */
export const canSplit = (type: ContentType): boolean => splittable(type) !== undefined;

/** The keys that only the last one of several messages has. */
const onceIn = ({ fields }: ContentType) =>
	fields.flatMap((field) => (field.kind === 'names' && field.once === true ? [field.api] : []));

/**
 * The bodies that a body with an over-long text is split into, no two of them equal; the body itself if it fits.
 *
 * @throws InvalidInputError if a link or an address is longer than one message, or there would be too many messages
 */
export function splitBody(type: ContentType, body: ApiObject): ApiObject[] {
	const { api = '', max, markup = 'plain' } = splittable(type) ?? {};
	const text = body[api];
	if (max === undefined || typeof text !== 'string') return [body];
	const keys = onceIn(type);
	const others = Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
	return split(text, max.amount, markup).map((part, index, { length }) => ({
		...(index === length - 1 ? body : others),
		[api]: part,
	}));
}

/**
 * The body with a `task_id` of its own, where it needs one and has none.
 *
 * @param taskId gives digits, letters, `_`, `-` and `@`; at most 128 bytes; unique per app
 */
export function withTaskId(type: MessageType, body: ApiObject, taskId: () => string): ApiObject {
	const needed = declarationOf(type, body)?.needsTaskId?.(body) === true;
	return needed && isAbsent(body.task_id) ? { ...body, task_id: taskId() } : body;
}

/**
 * Checks a body, from the form or from JSON, against the limits and conditions of its type.
 *
 * @returns every issue found; an empty list if WeCom should accept the body
 */
export function checkBody(type: MessageType, body: unknown, use: Use = 'send'): Issue[] {
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		return checkObject(type, body, use, '');
	const object = sayingOf(body as ApiObject);
	const declaration = declarationOf(type, object);
	if (declaration === undefined) return [unknownVariant(type.variants as Variants, object)];
	const content = { ...object };
	if (type.variants !== undefined) delete content[type.variants.api];
	const issues = checkObject(declaration, content, use, '');
	if (use === 'send' && declaration.needsTaskId?.(content) === true && isAbsent(content.task_id)) {
		issues.push({
			message: 'Task ID is missing',
			hint: 'Fill it in. WeCom uses it to identify the card that was clicked (field "task_id").',
			field: 'Task ID',
		});
	}
	return issues;
}

function unknownVariant({ api, label, types }: Variants, body: ApiObject): Issue {
	const known = types.map(({ value }) => value).join(', ');
	return {
		message: `${label} (field "${api}") must be one of ${known}; given: ${body[api] === undefined ? 'nothing' : shown(body[api])}`,
		hint: `Set "${api}" to one of these values.`,
		field: label,
		actual: body[api],
	};
}
