import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { trimmed } from '../../api/characters';
import { InvalidInputError, shown } from '../../api/explained';
import type { EnteredForm } from '../../messages/fields/show';
import { isAbsent } from '../../messages/fields/field';
import { isPlainObject, saysNothing } from '../../messages/fields/nothing';

/** A field that must not be empty. */
interface RequiredText {
	name: string;
	label: string;
	/** What to do where it is missing. */
	hint: string;
}

/** Whether a value of the form is the same for every item: it has no expression in it. */
function isFixed(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=');
	return typeof value !== 'object' || value === null || Object.values(value).every(isFixed);
}

/**
 * The form of the node, during one execution. n8n takes its time to read a parameter, and much more to evaluate an
 * expression: what is the same for every item is read once.
 */
export class NodeForm {
	/** Version of the node with which the workflow was saved. */
	readonly version: number;

	private readonly parameters: INodeParameters;

	private readonly fixed = new Map<string, unknown>();

	private readonly read = new Map<string, Map<unknown, unknown>>();

	/** What the expressions of one item gave: the first one is read before its turn, too, and each is evaluated once. */
	private latest = { itemIndex: 0, values: new Map<string, unknown>() };

	constructor(private readonly context: IExecuteFunctions) {
		const { typeVersion, parameters } = context.getNode();
		this.version = typeVersion;
		this.parameters = parameters;
	}

	/** The form for one input item. */
	item(itemIndex: number): ItemForm {
		return new ItemForm(this, itemIndex);
	}

	isEntered(name: string): boolean {
		const { [name]: given } = this.parameters;
		// n8n marks an expression with the sign that it begins with, even an empty one.
		return !saysNothing(typeof given === 'string' ? given.replace(/^=/, '') : given);
	}

	/** What is read from one parameter: once, if that has no expression. Nobody may change it. */
	once<T>(name: string, by: unknown, read: () => T): T {
		const { [name]: given } = this.parameters;
		if (!isFixed(given)) return read();
		const known = this.read.get(name) ?? new Map<unknown, unknown>();
		this.read.set(name, known);
		if (!known.has(by)) known.set(by, read());
		return known.get(by) as T;
	}

	/** n8n fails on a parameter that the form hides, unless it gets a fallback. Nobody may change what this gives. */
	value(name: string, itemIndex: number, fallback: unknown): unknown {
		if (this.fixed.has(name)) return this.fixed.get(name);
		const { [name]: given = fallback } = this.parameters;
		if (given === fallback && isFixed(given)) return given;
		if (itemIndex !== this.latest.itemIndex) this.latest = { itemIndex, values: new Map() };
		const values = isFixed(given) ? this.fixed : this.latest.values;
		if (!values.has(name))
			values.set(name, this.context.getNodeParameter(name, itemIndex, fallback));
		return values.get(name);
	}
}

/** The form of the node for one input item. Whoever reads it reads each parameter once: it may have an expression. */
export class ItemForm implements EnteredForm {
	constructor(
		private readonly form: NodeForm,
		readonly itemIndex: number,
	) {}

	get version(): number {
		return this.form.version;
	}

	value(name: string, fallback: unknown): unknown {
		return this.form.value(name, this.itemIndex, fallback);
	}

	isEntered(name: string): boolean {
		return this.form.isEntered(name);
	}

	/**
	 * What is read from one parameter, and from nothing else of the form: once in an execution, if it has no expression.
	 *
	 * @param by what else it depends on
	 */
	once<T>(name: string, by: unknown, read: () => T): T {
		return this.form.once(name, by, read);
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
		if (isPlainObject(value)) return value as IDataObject;
		if (saysNothing(value)) return {};
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
