import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { recall } from './message/recall';
import { replyToCallback } from './message/replyToCallback';
import { send } from './message/send';
import { updateCard } from './message/updateCard';
import { InvalidInputError } from '../api/explained';
import type { Operation } from './operation';
import { toNodeError } from './report';

/** What the node can do, by resource. A new operation is one new file and one line here. */
const OPERATIONS: Record<string, readonly Operation[]> = {
	message: [recall, replyToCallback, send, updateCard],
};

/** The forms of all operations. */
export const operationProperties: INodeProperties[] = Object.values(OPERATIONS)
	.flat()
	.flatMap(({ properties }) => properties);

/** Runs the operation that the user has chosen, over all items. */
export async function route(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const resource = String(context.getNodeParameter('resource', 0));
	const wanted = String(context.getNodeParameter('operation', 0, ''));
	const operation = OPERATIONS[resource]?.find(({ value }) => value === wanted);
	if (operation !== undefined) return await operation.execute(context);
	// n8n adds "Custom API Call" to both lists; it is for people to read, and cannot run.
	const unknown = new InvalidInputError([
		{
			message: `WeCom has no operation "${wanted}" for "${resource}"`,
			hint: 'Choose another operation. For any other call use an HTTP Request node with Predefined Credential Type "WeCom API".',
			field: 'Operation',
		},
	]);
	throw toNodeError(context.getNode(), unknown, 0);
}
