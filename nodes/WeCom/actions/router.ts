import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { recall } from './message/recall';
import { replyToCallback } from './message/replyToCallback';
import { send } from './message/send';
import { updateCard } from './message/updateCard';
import type { Operation } from './operation';

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
	const resource = context.getNodeParameter('resource', 0) as string;
	const wanted = context.getNodeParameter('operation', 0) as string;
	const operation = OPERATIONS[resource].find(({ value }) => value === wanted) as Operation;
	return await operation.execute(context);
}
