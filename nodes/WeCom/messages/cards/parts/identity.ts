import { text, type ApiObject, type TextField } from '../../fields/field';
import { ID_LIMIT } from '../../limits';

/** Longest `key` and `question_key` of a card, in bytes (`path/90236`). */
export const MAX_KEY = { amount: 1024, unit: 'bytes' } as const;

/** Identifies a card towards the callback. Unique per app; made up by the node when left empty. */
export const TASK_ID: TextField = text({
	name: 'taskId',
	api: 'task_id',
	label: 'Task ID',
	only: 'send',
	placeholder: 'leave-request-4711',
	description: 'Returned as TaskId with every press. Leave empty to generate an ID.',
	max: ID_LIMIT,
	pattern: {
		regex: /^[0-9A-Za-z_@-]+$/,
		says: 'can contain only letters, digits, "_", "-", and "@"',
	},
});

/** Caption of the gray button that an updated card shows instead of its own buttons (`path/94888`). */
export const REPLACE_TEXT: TextField = text({
	name: 'replaceText',
	api: 'replace_text',
	label: 'Button Text After Update',
	only: 'update',
	placeholder: 'Approved by Li Si',
	description: 'Replaces the buttons with one gray button showing this text',
});

/** Cards whose callback answers need an ID only if they have a menu. */
export const withActionMenu = ({ action_menu: menu }: ApiObject): boolean => menu !== undefined;
