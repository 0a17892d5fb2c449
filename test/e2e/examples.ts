/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import type { Execution, WorkflowDefinition } from './n8n';

const folder = join(__dirname, '..', '..', 'examples');

export const nodeType = 'n8n-nodes-wecom-push.weCom';
export const triggerType = 'n8n-nodes-wecom-push.weComTrigger';
export const credentialType = 'weComApi';
export const robotCredentialType = 'weComRobotApi';
export const callbackCredentialType = 'weComCallbackApi';
export const webhookType = 'n8n-nodes-base.webhook';

export type Example = WorkflowDefinition & { id: string; file: string };

/** The URL at which the WeCom Trigger of a workflow answers, relative to n8n: once it is published, or on its test URL. */
export function triggerPath(
	{ nodes }: Pick<WorkflowDefinition, 'nodes'>,
	kind: 'webhook' | 'webhook-test' = 'webhook',
): string {
	return `/${kind}/${nodes.find(({ type }) => type === triggerType)?.webhookId}/wecom`;
}

/** One item that a WeCom node gave. */
export interface Delivery {
	node: string;
	messageType: string;
	/** Missing when the item is an error. */
	msgid?: string;
	invalid: string[];
	error?: string;
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const listOf = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

interface StoredCredential {
	id: string;
	name: string;
}

/** Which test executes which example. A test compares it with the folder, so that none is forgotten. */
export const EXECUTED_BY = {
	'examples.test.ts': [
		'alert-to-on-call.json',
		'all-message-types.json',
		'approval-card.json',
		'daily-report-with-file.json',
		'handle-invalid-recipients.json',
		'send-then-recall.json',
	],
	'groupChats.test.ts': ['war-room.json'],
	'callback.test.ts': [
		'loop-answer-text.json',
		'loop-approval.json',
		'loop-menu-click.json',
		'loop-vote.json',
	],
	'recipes.test.ts': [
		'agent-answers-in-wecom.json',
		'agent-notifies-people.json',
		'alerts-from-monitoring.json',
		'broadcast-to-department.json',
		'people-from-hr-list.json',
	],
	'robots.test.ts': [
		'robot-alert-to-group.json',
		'robot-daily-table.json',
		'robot-report-file.json',
	],
	'waitingExamples.test.ts': [
		'agent-asks-before-paying.json',
		'answers-from-wecom.json',
		'deploy-gate.json',
		'leave-request-with-reason.json',
		'two-of-three-managers.json',
	],
} as const;

/** The names of all example workflows. */
export const exampleFiles = (): string[] =>
	readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort();

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex');

/** Gives a node that is called from outside its address, as the editor does when it imports a file. */
function withAddress(node: INode, file: string): INode {
	if (node.type !== triggerType && node.type !== webhookType) return node;
	// Not a new one each time: the address stays the same when the file is imported again.
	const webhookId = fingerprint(`${file} ${node.id}`).replace(
		/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/,
		'$1-$2-$3-$4-$5',
	);
	const parameters =
		node.parameters.path === '' ? { ...node.parameters, path: webhookId } : node.parameters;
	return { ...node, webhookId, parameters };
}

/** Where an example is. */
export const exampleFile = (file: string): string => join(folder, file);

/** Reads an example as it is in its file. */
export const exampleIn = (file: string): WorkflowDefinition =>
	JSON.parse(readFileSync(exampleFile(file), 'utf8')) as WorkflowDefinition;

/**
 * Reads the example workflows, as they are when somebody imports them who has these credentials.
 *
 * @param more credentials of other types, by type
 */
export function readExamples(
	credential: StoredCredential,
	callbackCredential?: StoredCredential,
	more: Record<string, StoredCredential> = {},
): Example[] {
	const owned: Record<string, StoredCredential> = {
		...more,
		[credentialType]: credential,
		...(callbackCredential && { [callbackCredentialType]: callbackCredential }),
	};
	return exampleFiles().map((file) => {
		const workflow = exampleIn(file);
		const nodes = workflow.nodes.map((inFile) => {
			const node = withAddress(inFile, file);
			const credentials = Object.entries(node.credentials ?? {}).map(([type, own]) => [
				type,
				owned[type] ?? own,
			]);
			return credentials.length === 0
				? node
				: { ...node, credentials: Object.fromEntries(credentials) as INode['credentials'] };
		});
		// The same file keeps its id, so that importing it again replaces it.
		const id = fingerprint(file).slice(0, 16);
		return { ...workflow, nodes, id, file };
	});
}

/** The nodes that send a message, unlike those that recall one or update a card. */
export const sendingNodes = ({ nodes }: WorkflowDefinition): INode[] =>
	nodes.filter(({ type, disabled, parameters }) => {
		const { resource = 'message', operation = 'send' } = parameters;
		return type === nodeType && !disabled && resource === 'message' && operation === 'send';
	});

function messageTypeOf({ parameters }: INode): string {
	const type = textOf(parameters.messageType) ?? 'text';
	const card = textOf(parameters.cardType);
	return card && type === 'template_card' ? `${type}/${card}` : type;
}

function readItem(node: INode, { json, error }: INodeExecutionData): Delivery {
	const lists = {
		users: json.invaliduser,
		parties: json.invalidparty,
		tags: json.invalidtag,
		unlicensed: json.unlicenseduser,
	};
	const invalid = Object.entries(lists).flatMap(([kind, value]) => {
		const ids = listOf(value);
		return ids.length > 0 ? [`${kind}: ${ids.join(', ')}`] : [];
	});
	const failure =
		textOf(json.error) ??
		textOf((json.error as IDataObject | undefined)?.message) ??
		error?.message;
	return {
		node: node.name,
		messageType: messageTypeOf(node),
		msgid: textOf(json.msgid),
		invalid,
		error: failure,
	};
}

/** What became of every message: one entry for each item that a sending node gave, and for each node that gave none. */
export function deliveriesOf(workflow: WorkflowDefinition, { data }: Execution): Delivery[] {
	return sendingNodes(workflow).flatMap((node) => {
		const runs = data.resultData.runData[node.name] ?? [];
		const items = runs.flatMap((run) => (run.data?.main ?? []).flatMap((output) => output ?? []));
		const rows = items.map((item) => readItem(node, item));
		const failures = runs.flatMap(({ error }) => (error ? [error.message] : []));
		if (failures.length === 0 && rows.length === 0)
			failures.push(runs.length === 0 ? 'did not run' : 'gave no item');
		const failed = failures.map((error) => ({
			node: node.name,
			messageType: messageTypeOf(node),
			invalid: [],
			error,
		}));
		return [...rows, ...failed];
	});
}
