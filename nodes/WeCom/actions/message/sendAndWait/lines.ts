import { trimmed } from '../../../api/characters';
import type { Choice } from '../../../waiting/question';

/** The texts of a field with one a line. An expression may give an array, which has become JSON on its way through the form. */
function linesOf(given: unknown): string[] {
	const text = typeof given === 'string' ? given : '';
	const array = /^\s*\[/.test(text) ? arrayIn(text) : undefined;
	return (array ?? text.split(/\r\n|[\n\r]/))
		.map((line) => trimmed(String(line)))
		.filter((line) => line !== '');
}

function arrayIn(text: string): unknown[] | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** What members choose from: what they read is what the output says. */
export const choicesOf = (given: unknown): Choice[] =>
	linesOf(given).map((text) => ({ id: text, text }));
