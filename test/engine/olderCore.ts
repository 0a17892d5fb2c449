import * as n8n from 'n8n-workflow';

// What the tests need of n8n and an older one does not have, or has elsewhere: `npm run test:oldest` runs them in it.

/** The data that an execution begins with. An older n8n has no function for it, and takes what stands here. */
export const createRunExecutionData: typeof n8n.createRunExecutionData =
	n8n.createRunExecutionData ??
	(({ executionData } = {}) => ({
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			...executionData,
		},
	}));

/** What evaluates the expressions of a workflow. */
export const WorkflowExpression: typeof n8n.WorkflowExpression =
	n8n.WorkflowExpression ?? n8n.Expression;

const node: n8n.INode = {
	id: '',
	name: '',
	type: '',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const keepsFailures =
	'failure' in new n8n.NodeOperationError(node, '', { failure: { cause: 'rate-limited' } });

/** Why a node failed, as n8n keeps it for its error workflows; an older n8n keeps nothing. */
export const failure = <Cause extends string>(cause: Cause): { cause: Cause } | undefined =>
	keepsFailures ? { cause } : undefined;

/** Whether this is such an older n8n: it keeps no files in the JSON of an item. */
export const isOlder = n8n.BINARY_IN_JSON_PROPERTY === undefined;
