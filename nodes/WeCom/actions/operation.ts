import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { trimmed } from '../api/characters';
import { InvalidInputError, shown } from '../api/explained';
import { isAbsent } from '../messages/fields/field';

/** What a user can do with a resource. */
export interface Operation {
	/** Value of the parameter `operation`. */
	value: string;
	/** The form below Resource and Operation. */
	properties: INodeProperties[];
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[]>;
}

/** A field of the form that must not be empty. */
interface RequiredText {
	name: string;
	label: string;
	/** What to do where it is missing. */
	hint: string;
}

/**
 * The text that an item has in a field, without spaces and invisible characters around it.
 *
 * @throws InvalidInputError if an expression gives nothing, or an object
 */
export function requiredText(
	context: IExecuteFunctions,
	itemIndex: number,
	{ name, label, hint }: RequiredText,
): string {
	const value: unknown = context.getNodeParameter(name, itemIndex, '');
	const text = isAbsent(value) ? '' : trimmed(String(value));
	if (text !== '' && typeof value !== 'object') return text;
	const message =
		text === '' ? `${label} is missing` : `${label} must be text; given: ${shown(value)}`;
	throw new InvalidInputError([{ message, hint, field: label }]);
}
