import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isHumanReview } from './tool';

const feedback = (...reasons: unknown[]) =>
	[
		"The request for approval failed, so nobody has approved or rejected the tool call, and the tool didn't run. Reason:",
		...reasons.filter((reason) => typeof reason === 'string'),
	].join(' ');

/** A failed item, with what the model reads. */
function told(item: INodeExecutionData): INodeExecutionData {
	const { error, details } = item.json;
	if (error === undefined) return item;
	const chatInput = feedback(error, (details as IDataObject | undefined)?.hint);
	return { ...item, json: { ...item.json, chatInput } };
}

/**
 * Asks and, before a tool of an AI agent, says what went wrong as feedback: where the node fails, n8n tells the model that
 * the user has rejected the tool.
 */
export async function tellingModel(
	context: IExecuteFunctions,
	ask: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	// Whoever has chosen that the workflow stops wants no model to go on.
	if (!isHumanReview(context) || context.getNode().onError === 'stopWorkflow') return await ask();
	const failed = (thrown: Error & { description?: string }): INodeExecutionData[] => {
		if (context.getExecutionCancelSignal()?.aborted === true) throw thrown;
		const { message: error, description } = thrown;
		return [{ json: { error, chatInput: feedback(error, description) }, pairedItem: { item: 0 } }];
	};
	return await ask().then((items) => items.map(told), failed);
}
