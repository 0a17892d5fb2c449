import type { ApiObject, Field, KeyedField, Use } from '../../../nodes/WeCom/messages/fields/field';

type Values = Record<string, unknown>;

function fillField(field: KeyedField, body: ApiObject, use: Use): Values {
	const given = body[field.api];
	if (given === undefined) return {};
	switch (field.kind) {
		case 'media':
			return { [field.name]: 'mediaId', [`${field.prefix}Id`]: given };
		case 'object': {
			const inner = fillForm(field.fields, given as ApiObject, use);
			return field.inline === true ? inner : { [field.name]: { value: inner } };
		}
		case 'list':
			return {
				[field.name]: {
					values: (given as ApiObject[]).map((item) => fillForm(field.fields, item, use)),
				},
			};
		default:
			return { [field.name]: given };
	}
}

/**
 * What a person enters into the form of these fields to get a body. Questions that only the form asks are answered
 * from the body; keys that the form has no field for stay out, and are missed by whoever compares.
 */
export function fillForm(fields: readonly Field[], body: ApiObject, use: Use): Values {
	const values: Values = {};
	for (const field of fields) {
		if (field.kind === 'section') values[field.name] = fillForm(field.fields, body, use);
		else if (field.kind === 'switch') values[field.name] = field.derive(body);
		else Object.assign(values, fillField(field, body, use));
	}
	return values;
}
