import type { IExecuteFunctions } from 'n8n-workflow';

import { isPlainObject } from '../../../messages/fields/nothing';
import { paragraphs } from '../../../waiting/card';
import type { Asked } from '../../../waiting/question';

/** Most rows of a card (`path/90236`). */
const MOST_ROWS = 6;

/** Longest value in a row that WeCom shows in full, in characters. */
const ROW_CHARACTERS = 30;

/** Longest quote: a card is for reading, and the execution has everything. */
const QUOTE_CHARACTERS = 2000;

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

const lineOf = (text: string) => text.replace(/\s+/g, ' ').trim();

/** How n8n writes an object into a text. */
const UNREADABLE = '[object Object]';

/**
 * The question with what the agent wants to do: n8n's own message has its parameters as "[object Object]".
 *
 * @param question as the form has it
 */
export function withToolCall<Q extends Pick<Asked, 'message' | 'quote' | 'details'>>(
	question: Q,
	{ name, parameters }: ToolCall,
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
	const all = rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
	return {
		...question,
		message: said.includes(name) ? said : paragraphs(said, name),
		quote: cut(all, QUOTE_CHARACTERS),
		details: [
			...question.details,
			...rows.map(({ label, value }) => ({
				label: lineOf(label) || '–',
				value: cut(lineOf(value) || '–', ROW_CHARACTERS),
			})),
		].slice(0, MOST_ROWS),
	};
}
