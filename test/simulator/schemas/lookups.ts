import type { SchemaObject } from 'ajv';
import { filled, object, oneOf } from './parts';

/** Body of user/getuserid (path/95402). */
export const mobileSchema: SchemaObject = object(['mobile'], {
	mobile: filled({ pattern: '^[0-9+-]{5,32}$', codes: { all: 60103 } }),
});

/** Body of user/get_userid_by_email (path/95895). */
export const emailSchema: SchemaObject = object(['email'], {
	email: filled({ maxBytes: 64, pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$', codes: { all: 60105 } }),
	email_type: oneOf(1, 2),
});
