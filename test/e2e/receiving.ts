import type { IWorkflowSettings } from 'n8n-workflow';

import { verifyUrl, type CallbackSettings } from '../simulator/callback';
import { CALLBACK_SECRETS, CREDENTIALS } from './credentials';
import { callbackCredentialType, credentialType, triggerPath, triggerType } from './examples';
import type { N8nInstance, WorkflowDefinition } from './n8n';

/** A node that comes after the trigger. */
type Following = Pick<WorkflowDefinition['nodes'][number], 'name' | 'type' | 'parameters'>;

/** A workflow of its own for a test: the trigger, and what comes after it. */
export const triggerWorkflow = (
	name: string,
	more: Following[] = [],
	parameters: Following['parameters'] = {},
	settings: IWorkflowSettings = {},
): WorkflowDefinition => ({
	name,
	settings,
	nodes: [
		{
			id: 't',
			name: 'Trigger',
			type: triggerType,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			webhookId: crypto.randomUUID(),
			credentials: {
				[callbackCredentialType]: CREDENTIALS.callback,
				[credentialType]: CREDENTIALS.api,
			},
		},
		...more.map((node, index) => ({
			id: `n${index}`,
			typeVersion: 1,
			position: [220, 0] as [number, number],
			...node,
		})),
	],
	connections: Object.fromEntries(
		more.map(({ name: next }) => [
			'Trigger',
			{ main: [[{ node: next, type: 'main' as const, index: 0 }]] },
		]),
	),
});

/** Where and how WeCom calls the trigger of a workflow. */
export const callbackSettings = (
	{ url }: Pick<N8nInstance, 'url'>,
	workflow: Pick<WorkflowDefinition, 'nodes'>,
	corpId: string,
	kind: 'webhook' | 'webhook-test' = 'webhook',
): CallbackSettings => ({
	...CALLBACK_SECRETS,
	url: `${url}${triggerPath(workflow, kind)}`,
	corpId,
});

/** Stores a workflow, publishes it, waits until its trigger answers, and gives its id. */
export async function publishTrigger(
	n8n: N8nInstance,
	workflow: WorkflowDefinition,
	settings: CallbackSettings,
): Promise<string> {
	const id = await n8n.createWorkflow(workflow);
	await n8n.publishWorkflow(id, async () => (await verifyUrl(settings, '1')).status === 200);
	return id;
}
