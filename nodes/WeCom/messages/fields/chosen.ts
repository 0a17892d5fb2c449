import { InvalidInputError, shown } from '../../api/explained';
import { saysNothing } from './nothing';

/** A question with some answers. */
interface Question {
	/** Label in the form, for messages. */
	label: string;
	values: readonly unknown[];
	/** What counts where an expression gives nothing. */
	standard: unknown;
}

/**
 * What was chosen in a field with options.
 *
 * @throws InvalidInputError if that is none of the options, such as in a workflow written by hand
 */
export function chosen({ label, values, standard }: Question, given: unknown): string {
	if (saysNothing(given)) return String(standard);
	if (values.includes(given)) return String(given);
	throw new InvalidInputError([
		{
			message: `${label} must be one of ${values.join(', ')}; given: ${shown(given)}`,
			hint: 'Choose one of them.',
			field: label,
			actual: given,
		},
	]);
}
