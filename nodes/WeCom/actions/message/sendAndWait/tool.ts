import type { IExecuteFunctions } from 'n8n-workflow';

import { isPlainObject } from '../../../messages/fields/nothing';
import { paragraphs } from '../../../waiting/card';
import type { Asked, Texts } from '../../../waiting/question';
import { filled } from '../../../waiting/texts';

/** Most rows of a card (`path/90236`). */
const MOST_ROWS = 6;

/** Longest value in a row that WeCom shows in full, in characters. */
const ROW_CHARACTERS = 30;

/** Longest name of a row, in characters. */
const NAME_CHARACTERS = 20;

/** Longest quote: a card is for reading, and the execution has everything. */
const QUOTE_CHARACTERS = 2000;

/** Fewest characters that each parameter gets of a long quote. */
const FEWEST_CHARACTERS = 50;

/** What an agent wants to do. */
interface ToolCall {
	name: string;
	parameters: Record<string, unknown>;
}

/** Whether the node stands between an AI agent and a tool. */
export const isHumanReview = (context: IExecuteFunctions): boolean =>
	context.getNode().type.endsWith('HitlTool');

/** The tool that an AI agent has asked to use; undefined where the node doesn't stand before one. */
export function toolCallOf(context: IExecuteFunctions, itemIndex: number): ToolCall | undefined {
	if (!isHumanReview(context)) return undefined;
	const text = context.evaluateExpression('{{ JSON.stringify($tool ?? {}) }}', itemIndex);
	const { name, parameters } = JSON.parse(String(text)) as Partial<ToolCall>;
	const given: unknown = typeof parameters === 'string' ? parsed(parameters) : parameters;
	return {
		name: String(name ?? ''),
		parameters: isPlainObject(given) ? given : given === undefined ? {} : { input: given },
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

const inWords = (value: unknown) =>
	typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

const cut = (text: string, most: number) => {
	const characters = [...text];
	return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
};

/**
 * All parameters, one below the other. Where they are too long, all get the same room, and those that don't fit are counted.
 *
 * @param incomplete says that some are not there in full, with `{count}`
 */
function quoteOf(lines: readonly string[], incomplete: string): string {
	const all = lines.join('\n');
	if ([...all].length <= QUOTE_CHARACTERS) return all;
	const room = Math.max(FEWEST_CHARACTERS, Math.floor(QUOTE_CHARACTERS / lines.length) - 1);
	const there = lines
		.slice(0, Math.floor(QUOTE_CHARACTERS / (room + 1)))
		.map((line) => cut(line, room));
	const missing = lines.filter((line, index) => there[index] !== line).length;
	return [...there, filled(incomplete, { count: String(missing) })].join('\n');
}

const lineOf = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A text of several lines, none of which can be taken for another parameter. */
const continued = (text: string) => text.replace(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, '\n> ');

/** How n8n writes an object into a text. */
const UNREADABLE = '[object Object]';

/**
 * The question with what the agent wants to do: n8n's own message has its parameters as "[object Object]".
 *
 * @param question as the form has it
 * @param texts what members read
 */
export function withToolCall<Q extends Pick<Asked, 'message' | 'quote' | 'details'>>(
	question: Q,
	{ name, parameters }: ToolCall,
	{ incomplete }: Pick<Texts, 'incomplete'>,
): Q {
	const said = question.message
		.split(UNREADABLE)
		.join('')
		.replace(/\s*Input:\s*$/, '')
		.trim();
	const rows = Object.entries(parameters).map(([label, value]) => ({
		label,
		value: inWords(value),
	}));
	const lines = rows.map(({ label, value }) => `${lineOf(label)}: ${continued(value)}`);
	return {
		...question,
		message: said.includes(name) ? said : paragraphs(said, name),
		quote: quoteOf(lines, incomplete),
		details: [
			...question.details,
			...rows.map(({ label, value }) => ({
				label: cut(lineOf(label) || '–', NAME_CHARACTERS),
				value: cut(lineOf(value) || '–', ROW_CHARACTERS),
			})),
		].slice(0, MOST_ROWS),
	};
}
