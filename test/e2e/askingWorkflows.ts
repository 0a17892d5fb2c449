import type { INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';

import { CREDENTIALS } from './credentials';
import { callbackCredentialType, credentialType, nodeType, webhookType } from './examples';
import type { WorkflowDefinition } from './n8n';

/** The credentials of a node that asks. */
export const BOTH: INode['credentials'] = {
	[credentialType]: CREDENTIALS.api,
	[callbackCredentialType]: CREDENTIALS.callback,
};

/** What a workflow that asks may have besides its question. */
export interface AskingOptions {
	/** Input items of the node; each has its number as `no`. */
	items?: number;
	onError?: INode['onError'];
	/** Name of the node that asks. */
	name?: string;
	/** Path of a webhook that starts it; without one, it is started by hand. */
	path?: string;
	settings?: IWorkflowSettings;
}

/** A node of a workflow. */
export const node = (
	name: string,
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): INode => ({
	id: crypto.randomUUID(),
	name,
	type,
	typeVersion,
	position: [0, 0],
	parameters,
	...more,
});

const edge = (to: string) => ({ node: to, type: 'main' as const, index: 0 });

/** Each node leads to the next. */
export const chain = (...names: string[]): WorkflowDefinition['connections'] =>
	Object.fromEntries(names.slice(1).map((to, index) => [names[index], { main: [[edge(to)]] }]));

/** Keeps an execution running for so many seconds. */
export const pause = (name: string, seconds: number): INode =>
	node(name, 'n8n-nodes-base.wait', 1.1, { resume: 'timeInterval', amount: seconds });

let workflows = 0;

/** What starts a workflow: a person, or a call. */
export const startNode = (path?: string): INode =>
	path === undefined
		? node('Start', 'n8n-nodes-base.manualTrigger', 1, {})
		: node('Start', webhookType, 2, { path, options: {} }, { webhookId: path });

/** A node that asks zhangsan and lisi. */
export const question = (
	parameters: INodeParameters = {},
	name = 'Ask',
	onError?: INode['onError'],
): INode =>
	node(
		name,
		nodeType,
		1,
		{
			resource: 'message',
			operation: 'sendAndWait',
			users: 'zhangsan, lisi',
			title: '=Request {{ $json.no }}',
			message: 'Please decide',
			...parameters,
		},
		{ credentials: BOTH, ...(onError === undefined ? {} : { onError }) },
	);

/** Start → items → question → what came of it, with the number of the item that it came from. */
export function askingWorkflow(
	parameters: INodeParameters,
	{ items = 1, onError, name = 'Ask', path, settings }: AskingOptions = {},
): WorkflowDefinition {
	const set = (jsonOutput: string): INodeParameters => ({ mode: 'raw', jsonOutput, options: {} });
	const list = JSON.stringify({ no: [...Array(items).keys()] });
	const after = `={{ JSON.stringify({ ...$json, no: $('Items').item.json.no }) }}`;
	return {
		name: `Asking ${(workflows += 1)}`,
		settings,
		nodes: [
			startNode(path),
			node('List', 'n8n-nodes-base.set', 3.4, set(list)),
			node('Items', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'no', options: {} }),
			question(parameters, name, onError),
			node('After', 'n8n-nodes-base.set', 3.4, set(after)),
		],
		connections: chain('Start', 'List', 'Items', name, 'After'),
	};
}

/** The same, one round after the other for each item. */
export function loopingWorkflow(parameters: INodeParameters, rounds: number): WorkflowDefinition {
	const { nodes, ...rest } = askingWorkflow(parameters, { items: rounds });
	const loop = node('Loop', 'n8n-nodes-base.splitInBatches', 3, { options: {} });
	return {
		...rest,
		nodes: [...nodes, loop],
		connections: {
			...chain('Start', 'List', 'Items', 'Loop'),
			...chain('Ask', 'After', 'Loop'),
			Loop: { main: [[], [edge('Ask')]] },
		},
	};
}

/** A workflow that is called by others, and asks. */
export function calledWorkflow(name: string, ...nodes: INode[]): WorkflowDefinition {
	const start = node('Start', 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
		inputSource: 'passthrough',
	});
	return {
		name,
		nodes: [start, ...nodes],
		connections: chain('Start', ...nodes.map((one) => one.name)),
	};
}

/** Calls another workflow, and waits for its end. */
export const call = (workflowId: string, name = 'Call'): INode =>
	node(name, 'n8n-nodes-base.executeWorkflow', 1.2, {
		source: 'database',
		workflowId: { __rl: true, mode: 'id', value: workflowId },
		options: {},
	});

const leadsTo = (to: string, type: 'main' | 'ai_tool' | 'ai_languageModel') => ({
	[type]: [[{ node: to, type, index: 0 }]],
});

/**
 * An AI Agent that asks before it uses its calculator.
 *
 * @param openAi credential of its model
 * @param text what is said to it
 */
export const agentWorkflow = (
	openAi: { id: string; name: string },
	parameters: INodeParameters = {},
	text = 'What is 6 times 7?',
): WorkflowDefinition => ({
	name: 'Agent that asks',
	nodes: [
		startNode(),
		node('AI Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
			promptType: 'define',
			text,
			options: {},
		}),
		node(
			'Model',
			'@n8n/n8n-nodes-langchain.lmChatOpenAi',
			1.3,
			{
				model: { __rl: true, mode: 'id', value: 'gpt-5-mini' },
				responsesApiEnabled: false,
				options: {},
			},
			{ credentials: { openAiApi: openAi } },
		),
		node(
			'Human',
			`${nodeType}HitlTool`,
			1,
			{ users: 'zhangsan, lisi', title: 'The agent asks', ...parameters },
			{ credentials: BOTH },
		),
		node('Calculator', '@n8n/n8n-nodes-langchain.toolCalculator', 1, {}),
	],
	connections: {
		Start: leadsTo('AI Agent', 'main'),
		Model: leadsTo('AI Agent', 'ai_languageModel'),
		Calculator: leadsTo('Human', 'ai_tool'),
		Human: leadsTo('AI Agent', 'ai_tool'),
	},
});
