import { isBlank } from '../../api/characters';
import type { Issue } from '../../api/explained';
import type { FileForm } from '../../files/pending';
import type { MediaType } from '../../files/rules';
import type { Markup } from '../markup/grammar';
import type { Unit } from './measure';

export type { Issue };

/** Where a field is used: in a new message (`path/90236`) or in the update of a card (`path/94888`). */
export type Use = 'send' | 'update';

type Scalar = string | number | boolean;

/** A plain JSON object as WeCom's API takes it. */
export type ApiObject = Record<string, unknown>;

interface Common {
	/** Name of the form parameter, camelCase. Saved workflows depend on it. */
	name: string;
	/** Label in the form and in every message about the field, Title Case. */
	label: string;
	description?: string;
	/** Shown, sent and required only while these sibling form parameters have one of the values. */
	when?: Record<string, readonly Scalar[]>;
	/** Restricts the field to one use; without it the field belongs to both. */
	only?: Use;
}

interface ApiField extends Common {
	/** Key in WeCom's JSON. */
	api: string;
	/** WeCom has no such key: the node makes something of its own out of it. */
	ours?: true;
	/** `true`: always; a use: only there. A field with `when` is required only while it is shown. */
	required?: boolean | Use;
}

export interface TextField extends ApiField {
	kind: 'text';
	/** Hard limit. WeCom refuses or silently cuts what is longer. */
	max?: { amount: number; unit: Unit };
	/** WeCom accepts what is within `max`, but shows only as much as the same amount in this unit. */
	cutIn?: Unit;
	/** Fewest characters. */
	min?: number;
	/** Length that WeCom suggests for display, in characters. Never refused. */
	advice?: number;
	/** Such a text is no prose: spaces around it mean nothing. */
	pattern?: { regex: RegExp; says: string; hint?: string };
	/** Must start with http:// or https://. */
	url?: boolean;
	/** Height of the input, in lines. */
	rows?: number;
	placeholder?: string;
	default?: string;
	/** Text for people: it may be cut without changing what the message does. */
	prose?: boolean;
	/** Language of a text for people; without it plain. */
	markup?: Markup;
	/** A web page, whose pictures WeCom shows only if they were uploaded (`path/90256`). */
	pictures?: true;
	/** An over-long text may go out as several messages. */
	splits?: true;
	/** `$userName=…$` and the other placeholders work here when ID translation is on. */
	translates?: boolean;
}

export interface NumberField extends ApiField {
	kind: 'number';
	min?: number;
	max?: number;
	default: number;
	/** What WeCom assumes when the key is absent. That value is not sent. */
	absent?: number;
}

export interface ChoiceField extends ApiField {
	kind: 'choice';
	options: ReadonlyArray<{ name: string; value: string | number; description?: string }>;
	default: string | number;
	/** What WeCom assumes when the key is absent. That value is not sent. */
	absent?: string | number;
	/** WeCom falls back to `absent` on any other whole number instead of refusing the message. */
	tolerant?: boolean;
}

export interface FlagField extends ApiField {
	kind: 'flag';
	default: boolean;
	/** Send `false` as well; without it WeCom's own default of `false` is left out. */
	always?: boolean;
}

/** A question that only the form asks, such as "web page or mini program". */
export interface SwitchField extends Common {
	kind: 'switch';
	options: ReadonlyArray<{ name: string; value: string; description?: string }>;
	default: string;
	/** Reads the answer from a finished body, so that JSON obeys the same conditions as the form. */
	derive: (object: ApiObject) => string;
}

/** A media_id, from an upload in the same step or given as such; or a file that stands in the message itself. */
export interface MediaField extends ApiField {
	kind: 'media';
	mediaType: MediaType;
	/** What the message has of the file: the media_id, unless it is another. Its MD5 comes with the file and has no form. */
	as?: FileForm;
	/** Prefix of the form parameters; `media` gives mediaSource, mediaId, mediaUrl. */
	prefix: string;
	/** Name of the parameter with the binary property. */
	binaryName: string;
	/** It must be uploaded: no media_id of an earlier upload will do. */
	fresh?: true;
	/** Offer a parameter for the name that recipients see. */
	nameable?: boolean;
}

/** Several short texts, such as IDs: in the form as one text with separators, or as an array from an expression. */
export interface NamesField extends ApiField {
	kind: 'names';
	/** What one of them is called, such as "user ID". */
	item: string;
	pattern: RegExp;
	/** What to do about one that can be none. */
	hint?: string;
	/** They are mobile numbers, which people write with signs between the digits. */
	mobiles?: true;
	placeholder?: string;
	/** No error shows what was given. */
	secret?: true;
	/** Of the messages of a split text, only the last one has it. */
	once?: true;
}

/** A nested object. As `inline` its fields stand in the form among their siblings. */
export interface ObjectField extends ApiField {
	kind: 'object';
	inline?: boolean;
	fields: readonly Field[];
	rules?: readonly Rule[];
}

export interface ListField extends ApiField {
	kind: 'list';
	/** What one entry is called, such as "Article". */
	item: string;
	min?: number;
	max?: number;
	/** API key whose values must differ between the entries. */
	unique?: string;
	/**
	 * Form values of the entries that a list has from the start. Without it, a required list has one empty entry, and
	 * one that may be left out has none.
	 */
	start?: ReadonlyArray<Record<string, Scalar>>;
	fields: readonly Field[];
	rules?: readonly Rule[];
}

/** A collapsible "add what you need" group of the form. It does not exist in the API. */
export interface SectionField extends Common {
	kind: 'section';
	addLabel: string;
	/** Names of the fields that are there from the start. */
	opened?: readonly string[];
	fields: readonly Field[];
}

export type Field =
	| TextField
	| NumberField
	| ChoiceField
	| FlagField
	| SwitchField
	| MediaField
	| NamesField
	| ObjectField
	| ListField
	| SectionField;

/** Fields that have a key in WeCom's JSON. */
export type KeyedField = Exclude<Field, SwitchField | SectionField>;

/** A condition between several fields of one object. `where` names the object in messages, such as " of article 2". */
export type Rule = (object: ApiObject, use: Use, where: string) => Issue | undefined;

type Of<K extends Field['kind']> = Omit<Extract<Field, { kind: K }>, 'kind'>;

export const text = (field: Of<'text'>): TextField => ({ kind: 'text', ...field });
export const number = (field: Of<'number'>): NumberField => ({ kind: 'number', ...field });
export const choice = (field: Of<'choice'>): ChoiceField => ({ kind: 'choice', ...field });
export const flag = (field: Of<'flag'>): FlagField => ({ kind: 'flag', ...field });
export const formSwitch = (field: Of<'switch'>): SwitchField => ({ kind: 'switch', ...field });
export const names = (field: Of<'names'>): NamesField => ({ kind: 'names', ...field });
export const object = (field: Of<'object'>): ObjectField => ({ kind: 'object', ...field });
export const list = (field: Of<'list'>): ListField => ({ kind: 'list', ...field });
export const section = (field: Of<'section'>): SectionField => ({ kind: 'section', ...field });
export const media = (
	field: Pick<MediaField, 'label' | 'mediaType'> &
		Partial<
			Pick<
				MediaField,
				'api' | 'as' | 'description' | 'when' | 'fresh' | 'nameable' | 'prefix' | 'binaryName'
			>
		>,
): MediaField => ({
	kind: 'media',
	name: `${field.prefix ?? 'media'}Source`,
	api: 'media_id',
	required: true,
	prefix: 'media',
	binaryName: 'binaryProperty',
	...field,
});

export function isRequired(field: KeyedField, use: Use): boolean {
	return field.required === true || field.required === use;
}

/** Whether a single value says nothing. A text of spaces and invisible characters shows nothing to anybody. */
export function isAbsent(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && isBlank(value));
}

/** What an expression gives for a check box: `"true"`, `FALSE`, 1 and 0, such as out of a table, count as what they say. */
export function truth(value: unknown): unknown {
	const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (word === 'true' || word === 1 || word === '1') return true;
	return word === 'false' || word === 0 || word === '0' ? false : value;
}

/**
 * Whether the `when` condition of a field holds.
 *
 * @param answer looks up the present value of a sibling form parameter
 */
export function applies(field: Field, answer: (sibling: string) => unknown): boolean {
	const { when } = field;
	if (when === undefined) return true;
	return Object.entries(when).every(([sibling, values]) =>
		values.some((value) => value === answer(sibling)),
	);
}
