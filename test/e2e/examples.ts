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
export const callbackCredentialType = 'weComCallbackApi';

export type Example = WorkflowDefinition & { id: string; file: string };

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

/** Reads the example workflows, as they are when somebody imports them who has these credentials. */
export function readExamples(credential: StoredCredential, callbackCredential?: StoredCredential): Example[] {
	const owned: Record<string, StoredCredential> = {
		[credentialType]: credential,
		...(callbackCredential && { [callbackCredentialType]: callbackCredential }),
	};
	const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
	return files.sort().map((file) => {
		const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as WorkflowDefinition;
		const nodes = workflow.nodes.map((node) => {
			const credentials = Object.entries(node.credentials ?? {}).map(([type, own]) => [type, owned[type] ?? own]);
			return credentials.length === 0 ? node : { ...node, credentials: Object.fromEntries(credentials) as INode['credentials'] };
		});
		// The same file keeps its id, so that importing it again replaces it.
		const id = createHash('sha256').update(file).digest('hex').slice(0, 16);
		return { ...workflow, nodes, id, file };
	});
}

/** Tells whether a workflow can be run by a click in the editor. */
export const startsByHand = ({ nodes }: WorkflowDefinition): boolean =>
	nodes.some(({ type, disabled }) => type === 'n8n-nodes-base.manualTrigger' && !disabled);

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
	const lists = { users: json.invaliduser, parties: json.invalidparty, tags: json.invalidtag, unlicensed: json.unlicenseduser };
	const invalid = Object.entries(lists).flatMap(([kind, value]) => {
		const ids = listOf(value);
		return ids.length > 0 ? [`${kind}: ${ids.join(', ')}`] : [];
	});
	const failure = textOf(json.error) ?? textOf((json.error as IDataObject | undefined)?.message) ?? error?.message;
	return { node: node.name, messageType: messageTypeOf(node), msgid: textOf(json.msgid), invalid, error: failure };
}

/** What became of every message: one entry for each item that a sending node gave, and for each node that gave none. */
export function deliveriesOf(workflow: WorkflowDefinition, { data }: Execution): Delivery[] {
	return sendingNodes(workflow).flatMap((node) => {
		const runs = data.resultData.runData[node.name] ?? [];
		const items = runs.flatMap((run) => (run.data?.main ?? []).flatMap((output) => output ?? []));
		const rows = items.map((item) => readItem(node, item));
		const failures = runs.flatMap(({ error }) => (error ? [error.message] : []));
		if (failures.length === 0 && rows.length === 0) failures.push(runs.length === 0 ? 'did not run' : 'gave no item');
		const failed = failures.map((error) => ({ node: node.name, messageType: messageTypeOf(node), invalid: [], error }));
		return [...rows, ...failed];
	});
}
