import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { trimmed } from '../../api/characters';
import { InvalidInputError, shown } from '../../api/explained';
import type { Form } from '../../messages/fields/show';
import { isAbsent } from '../../messages/fields/field';
import { isPlainObject, saysNothing } from '../../messages/fields/nothing';

/** A field that must not be empty. */
interface RequiredText {
	name: string;
	label: string;
	/** What to do where it is missing. */
	hint: string;
}

/** The form of the node for one input item. */
export class ItemForm implements Form {
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
	) {}

	/** Version of the node with which the workflow was saved. */
	get version(): number {
		return this.context.getNode().typeVersion;
	}

	/** n8n fails on a parameter that the form hides, unless it gets a fallback. */
	value(name: string, fallback: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback);
	}

	/**
	 * The text in a field, without spaces and invisible characters around it.
	 *
	 * @throws InvalidInputError if an expression gives nothing, or an object
	 */
	requiredText({ name, label, hint }: RequiredText): string {
		const value = this.value(name, '');
		const text = isAbsent(value) ? '' : trimmed(String(value));
		if (text !== '' && typeof value !== 'object') return text;
		const message =
			text === '' ? `${label} is missing` : `${label} must be text; given: ${shown(value)}`;
		throw new InvalidInputError([{ message, hint, field: label }]);
	}

	/**
	 * What is set in a collection.
	 *
	 * @throws InvalidInputError if an expression gives anything but an object
	 */
	collection(name: string, label: string): IDataObject {
		const value = this.value(name, {});
		if (saysNothing(value)) return {};
		if (isPlainObject(value)) return value as IDataObject;
		throw new InvalidInputError([
			{
				message: `${label} must be an object; given: ${shown(value)}`,
				hint: 'Use the form, or provide an object such as {"timeout": 30}.',
				field: label,
				actual: value,
			},
		]);
	}
}
