import type { IBinaryData } from 'n8n-workflow';

import { InvalidInputError } from '../api/explained';

/** A MIME type that says nothing. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** What the name of a binary field, or a path to it, looks like. All else may be the content of a file, and is not shown. */
const NAME = /^[\p{L}\p{M}\p{N}_ .$()[\]-]{1,60}$/u;

const FIELD = 'Input Binary Field';

/** Bytes of a file in base64: four characters are three bytes. */
export function base64Size(data: string): number {
	const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
	return Math.floor((data.length * 3) / 4) - padding;
}

/** Whether a value is a file of n8n's. Not every node that makes one by hand gives it a MIME type. */
export function isFile(value: unknown): value is IBinaryData {
	if (typeof value !== 'object' || value === null) return false;
	const { id, data } = value as Partial<IBinaryData>;
	return typeof id === 'string' || typeof data === 'string';
}

/** What Base64 never has, not even the one for addresses or with line breaks: Node.js would read on behind it, or stop there. */
const NOT_BASE64 = /[^\w+/\-=\s]|=\s*[^=\s]/;

/** What browsers put before the Base64 of a file. */
const DATA_URL = /^data:[^,]{0,200};base64,/;

/** The bytes of a file that a node has made by hand would be anything. */
function unreadableText(): InvalidInputError {
	return new InvalidInputError([
		{
			message: `${FIELD} has a file whose content isn't Base64`,
			hint: "Let n8n create the file, for example with Convert to File, or provide its content as Base64: Buffer.from(text).toString('base64').",
			field: FIELD,
		},
	]);
}

const textOr = <T>(value: unknown, otherwise: T) => (typeof value === 'string' ? value : otherwise);

/** A file as n8n makes it. One that was made by hand may have anything beside its content, which says nothing then. */
export function asMade({ id, data, fileName, fileExtension, mimeType }: IBinaryData): IBinaryData {
	return {
		id: textOr(id, '') || undefined,
		data: textOr(data, '').replace(DATA_URL, ''),
		fileName: textOr(fileName, undefined),
		fileExtension: textOr(fileExtension, undefined),
		mimeType: textOr(mimeType, UNKNOWN_TYPE),
	};
}

/** What n8n says may hold a path of its own, so it stays here. */
export function unreadable(): InvalidInputError {
	return new InvalidInputError([
		{
			message: `${FIELD} names a file that n8n can't read`,
			hint: 'n8n keeps a file only as long as the execution that created it. Run the node that creates it again, in this execution.',
			field: FIELD,
		},
	]);
}

const filesIn = (object: object) =>
	Object.entries(object).flatMap(([name, value]) => (isFile(value) ? [name] : []));

/** What somebody has given in place of a name, without a character of it: it may be the file itself. */
function kindGiven(given: unknown): string {
	if (typeof given === 'string')
		return `text of ${given.length.toLocaleString('en-US')} characters`;
	if (Array.isArray(given)) return `a list of ${given.length} entries`;
	if (typeof given !== 'object' || given === null) return `a ${typeof given}`;
	// In expressions, $binary has everything but the contents.
	if ('mimeType' in given)
		return "an object that describes a file but doesn't contain it, such as one from $binary";
	const files = filesIn(given);
	return files.length > 0
		? `an object with the files ${files.join(', ')}`
		: "an object that isn't a file";
}

/** @throws InvalidInputError if the content of a file that was made by hand is not Base64 */
export function assertBase64({ data }: IBinaryData): void {
	if (NOT_BASE64.test(data)) throw unreadableText();
}

/**
 * Says that there is no file where one was looked for.
 *
 * @param files what the input item has
 */
export function noFile(
	given: unknown,
	files: Record<'binary' | 'combined' | 'json', Record<string, unknown>>,
): InvalidInputError {
	const name = typeof given === 'string' ? given.trim() : undefined;
	const names = [...new Set(Object.values(files).flatMap(filesIn))].filter((one) => one !== name);
	const isName = name !== undefined && NAME.test(name);
	const message = isName
		? `${FIELD} "${name}" ${Object.hasOwn(files.binary, name) ? 'has no file' : "doesn't exist in the input item"}`
		: `${FIELD} must be the name of a field, or an expression for one file; given: ${kindGiven(given)}`;
	const hint =
		names.length > 0
			? `The input item has: ${names.join(', ')}. Enter one of these names as is, not as an expression.`
			: 'The input item has no file. Add a node that provides one, such as Read/Write Files from Disk or HTTP Request with Response Format "File", or use an expression, such as {{ $(\'HTTP Request\').item.binary.data }}.';
	return new InvalidInputError([
		{ message, hint, field: FIELD, actual: isName ? name : kindGiven(given) },
	]);
}
