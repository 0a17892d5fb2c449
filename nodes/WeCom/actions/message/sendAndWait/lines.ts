import { asSent, trimmed } from '../../../api/characters';
import { InvalidInputError, shown, type Issue } from '../../../api/explained';
import { shorten } from '../../../messages/fields/checkValue';
import { measure } from '../../../messages/fields/measure';
import { ID_LIMIT } from '../../../messages/limits';
import type { Choice } from '../../../waiting/question';

/** What a field with choices takes. */
interface Rules {
	/** Label of the field. */
	label: string;
	/** Which one of several is meant, such as " of list 2". */
	where?: string;
	/** Most choices. */
	max?: number;
	/** At least one is needed. */
	required?: true;
	/** In a card, each choice is an ID of WeCom. */
	inCard: boolean;
}

/** An expression may give an array or an object, which has become JSON on its way through the form. */
function valueOf(text: string): unknown {
	if (!/^\s*[[{]/.test(text)) return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** The texts of a field with one a line; whatever else they are stays as it is. */
function linesOf(given: unknown): unknown[] {
	const value = typeof given === 'string' ? valueOf(given) : (given ?? []);
	const lines: unknown[] =
		typeof value === 'string' ? value.split(/\r\n|[\n\r]/) : Array.isArray(value) ? value : [value];
	return (
		lines
			.map((line) => (typeof line === 'number' ? String(line) : line))
			// An answer brings back what was sent.
			.map((line) => (typeof line === 'string' ? trimmed(asSent(line)) : line))
			.filter((line) => line !== '')
	);
}

const isText = (line: unknown): line is string => typeof line === 'string';

function issueOf(lines: readonly unknown[], rules: Rules): Omit<Issue, 'field'> | undefined {
	const { label, where = '', max = Infinity, required, inCard } = rules;
	const field = `${label}${where}`;
	const other = lines.find((line) => !isText(line));
	if (other !== undefined)
		return {
			message: `${field} must be text; given: ${shown(other)}`,
			hint: 'Enter one choice per line, or an expression that gives an array of text.',
			actual: other,
		};
	if (required === true && lines.length === 0)
		return { message: `${field} is empty`, hint: 'Enter one choice per line.' };
	if (lines.length > max)
		return {
			message: `${field} has ${lines.length} choices; the maximum is ${max}`,
			hint: `Remove ${lines.length - max} of them.`,
			limit: max,
			unit: 'choices',
			actual: lines.length,
		};
	const texts = lines.filter(isText);
	const twice = texts.find((text, index) => texts.indexOf(text) < index);
	if (twice !== undefined)
		return {
			message: `${field} has the same choice twice; given: ${shown(twice)}`,
			hint: 'Remove one of them, or change its text.',
			actual: twice,
		};
	const { amount, unit } = ID_LIMIT;
	const long = inCard ? texts.find((text) => measure(text, unit) > amount) : undefined;
	if (long === undefined) return undefined;
	const actual = measure(long, unit);
	return {
		message: `${field} has a choice of ${actual} ${unit}; the maximum is ${amount}; given: ${shown(long)}`,
		hint: shorten({}, unit),
		limit: amount,
		unit,
		actual,
	};
}

/**
 * What members choose from: what they read is what the output says.
 *
 * @throws InvalidInputError if a card or a page can't have it
 */
export function choicesOf(given: unknown, rules: Rules): Choice[] {
	const lines = linesOf(given);
	const issue = issueOf(lines, rules);
	if (issue !== undefined) throw new InvalidInputError([{ ...issue, field: rules.label }]);
	return lines.filter(isText).map((text) => ({ id: text, text }));
}
