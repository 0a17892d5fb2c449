import type { INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import type { Wait } from '../waiting/question';
import { STATE } from '../waiting/state';

/** A text in an expression. Braces in it must not end the expression. */
const quoted = (text: string) =>
	JSON.stringify(text).replace(
		/[{}$\u2028\u2029]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/** What the node waits for; undefined if it doesn't. n8n lets a waiting node look at its context by expression only. */
export function waitOf(context: IWebhookFunctions): Wait | undefined {
	const { name } = context.getNode();
	const text = context.evaluateExpression(
		`{{ JSON.stringify($(${quoted(name)}).context[${quoted(STATE)}] ?? null) }}`,
	);
	return (JSON.parse(String(text)) as Wait | null) ?? undefined;
}

/** What n8n will go on with. Not in its interface for nodes. */
interface StackEntry {
	node: { disabled?: boolean };
	data: { main: Array<INodeExecutionData[] | null> };
}

/** The entry of the node that waits; undefined where this n8n has no such thing. */
export function stackEntryOf(context: IWebhookFunctions): StackEntry | undefined {
	const { runExecutionData } = context as unknown as {
		runExecutionData?: { executionData?: { nodeExecutionStack?: StackEntry[] } };
	};
	const entry = runExecutionData?.executionData?.nodeExecutionStack?.[0];
	return Array.isArray(entry?.data?.main) ? entry : undefined;
}
