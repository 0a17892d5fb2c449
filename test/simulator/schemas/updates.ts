import type { SchemaObject } from 'ajv';
import { filled, list, object, oneOf } from './parts';

/** Hand-written from path/94888; lists are arrays here, and overlong ones answer 40035. */
const targets: Record<string, SchemaObject> = {
	userids: list(filled(), 0, 1000, { length: 40035 }),
	partyids: list({ type: 'integer' }, 0, 100, { length: 40035 }),
	tagids: list({ type: 'integer' }, 0, 100, { length: 40035 }),
	atall: oneOf(0, 1),
	agentid: { type: 'integer' },
	response_code: filled({ codes: { missing: 60140 } }),
};

/** The form that only greys the buttons out. */
export const buttonUpdateSchema: SchemaObject = object(['response_code', 'button'], {
	...targets,
	button: object(['replace_name'], { replace_name: filled() }),
});

/** The form that replaces the whole card. */
export function cardUpdateSchema(card: SchemaObject): SchemaObject {
	return object(['response_code', 'template_card'], {
		...targets,
		enable_id_trans: oneOf(0, 1),
		template_card: card,
	});
}

/** Body of message/recall (path/94867). */
export const recallSchema: SchemaObject = object(['msgid'], { msgid: filled() });
