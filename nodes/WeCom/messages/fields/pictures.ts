import { withPictures } from '../markup/pictures';
import type { ApiObject, Field } from './field';
import { anyField, keyed } from './flat';
import { isPlainObject } from './nothing';

/** Whether any text is a web page, whose pictures may have to be uploaded. */
export const hasPictures = anyField((field) => field.kind === 'text' && field.pictures === true);

/**
 * A copy of a body in which the pictures of every web page are to be uploaded.
 *
 * @param where names the object in messages, such as " of article 1"
 */
export function uploadPictures(fields: readonly Field[], body: ApiObject, where = ''): ApiObject {
	const copy: ApiObject = { ...body };
	for (const field of keyed(fields, 'send')) {
		const { api, label } = field;
		const value = body[api];
		if (field.kind === 'text' && field.pictures === true && typeof value === 'string') {
			copy[api] = withPictures(value, `${label}${where}`);
		} else if (field.kind === 'list' && Array.isArray(value)) {
			const item = field.item.toLowerCase();
			copy[api] = value.map((entry: unknown, index) =>
				isPlainObject(entry)
					? uploadPictures(field.fields, entry, ` of ${item} ${index + 1}${where}`)
					: entry,
			);
		}
	}
	return copy;
}
