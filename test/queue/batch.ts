import type { ExecutionStatus } from 'n8n-workflow';

import { CREDENTIALS } from '../e2e/credentials';
import { credentialType, nodeType, webhookType } from '../e2e/examples';
import type { WorkflowDefinition } from '../e2e/n8n';
import type { Simulator } from '../simulator';
import type { Cluster } from './cluster';
import { until } from './until';

/** Members of the simulator: the items of an execution go to different ones, so that they are sent in parallel. */
export const MEMBERS = 500;

const unfinished: ExecutionStatus[] = ['new', 'running', 'unknown'];

interface Message {
	to: string;
	text: string;
	/** Whether it goes out with Duplicate Check. */
	checked: boolean;
}

/** What should not be: texts that have not arrived, and texts that have arrived more than once. */
interface Faults {
	lost: string[];
	double: string[];
	/** Those of the double ones that went out with Duplicate Check. */
	doubleThoughChecked: string[];
}

export const NONE: Faults = { lost: [], double: [], doubleThoughChecked: [] };

/** Sends an item as a message. */
type Sender = Pick<WorkflowDefinition['nodes'][number], 'type' | 'parameters'> &
	Partial<WorkflowDefinition['nodes'][number]>;

const wecom: Sender = {
	type: nodeType,
	parameters: {
		users: '={{ $json.to }}',
		content: '={{ $json.text }}',
		options: { duplicateCheck: '={{ $json.checked }}' },
	},
	credentials: { [credentialType]: CREDENTIALS.api },
};

/** A call of a webhook brings a list; each entry becomes an item, and each item a message. */
function workflowNamed(name: string, sender: Sender): WorkflowDefinition {
	const nodes: Array<Partial<WorkflowDefinition['nodes'][number]>> = [
		{
			name: 'Webhook',
			type: webhookType,
			typeVersion: 2,
			webhookId: crypto.randomUUID(),
			parameters: { httpMethod: 'POST', path: crypto.randomUUID(), options: {} },
		},
		{
			name: 'Split Out',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'body.messages', options: {} },
		},
		{ ...sender, name: 'Send' },
	];
	const to = (next: string) => ({ main: [[{ node: next, type: 'main' as const, index: 0 }]] });
	return {
		name,
		nodes: nodes.map((node, index) => ({
			id: `node-${index}`,
			typeVersion: 1,
			position: [220 * index, 0],
			...node,
		})) as WorkflowDefinition['nodes'],
		connections: { Webhook: to('Split Out'), 'Split Out': to('Send') },
	};
}

/** Executions of one workflow that send a message for each of their items: every other one with Duplicate Check. */
export class Batch {
	private readonly workflow: WorkflowDefinition;

	private readonly inputs: Message[][];

	private id = '';

	constructor(
		private readonly cluster: Cluster,
		private readonly simulator: Simulator,
		private readonly name: string,
		executions: number,
		items: number,
		sender = wecom,
	) {
		this.workflow = workflowNamed(name, sender);
		this.inputs = Array.from({ length: executions }, (_, execution) =>
			Array.from({ length: items }, (__, item) => ({
				to: `user${String(1 + (item % MEMBERS)).padStart(4, '0')}`,
				text: `${name}: ${execution}, ${item}`,
				checked: item % 2 === 0,
			})),
		);
	}

	/** Stores and publishes the workflow. */
	async publish(): Promise<void> {
		const { main } = this.cluster;
		this.id = await main.createWorkflow(this.workflow);
		// n8n says so of a webhook that it knows.
		const known = 'not registered for GET';
		await main.publishWorkflow(this.id, async () =>
			(await (await fetch(this.url)).text()).includes(known),
		);
	}

	/** Starts the executions, and goes on as soon as n8n has taken them. */
	async start(): Promise<void> {
		const answers = this.inputs.map(async (messages) => {
			const headers = { 'content-type': 'application/json' };
			const body = JSON.stringify({ messages });
			return (await fetch(this.url, { method: 'POST', headers, body })).status;
		});
		const refused = (await Promise.all(answers)).filter((status) => status !== 200);
		if (refused.length > 0) throw new Error(`n8n answered ${refused.join(', ')}`);
	}

	get size(): number {
		return this.messages.length;
	}

	/** How often each text has arrived. */
	delivered(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const { content } of this.simulator.inbox()) {
			const text = String(content.content);
			if (text.startsWith(`${this.name}: `)) counts.set(text, (counts.get(text) ?? 0) + 1);
		}
		return counts;
	}

	/** The texts without Duplicate Check that have arrived. */
	deliveredUnchecked(): string[] {
		const delivered = this.delivered();
		return this.messages
			.filter(({ text, checked }) => !checked && delivered.has(text))
			.map(({ text }) => text);
	}

	faults(): Faults {
		const delivered = this.delivered();
		const texts = (messages: Message[]) => messages.map(({ text }) => text);
		const double = this.messages.filter(({ text }) => (delivered.get(text) ?? 0) > 1);
		return {
			lost: texts(this.messages.filter(({ text }) => !delivered.has(text))),
			double: texts(double),
			doubleThoughChecked: texts(double.filter(({ checked }) => checked)),
		};
	}

	/** Waits until so many messages have arrived, or no more will. */
	async untilDelivered(messages: number): Promise<void> {
		await until(
			`${messages} messages of "${this.name}"`,
			async () => this.delivered().size >= messages || (await this.isOver()),
		);
	}

	/** The executions so far, newest first. Retries are among them. */
	async executions(): Promise<Array<{ id: string; status: ExecutionStatus }>> {
		// While PostgreSQL is away, n8n answers with 503.
		return await this.cluster.main.executionsOf(this.id).catch(() => []);
	}

	/** Waits until all executions have ended, and answers with their statuses. */
	async ended(): Promise<Set<ExecutionStatus>> {
		await until(`The end of "${this.name}"`, async () => await this.isOver());
		return new Set((await this.executions()).map(({ status }) => status));
	}

	private get url(): string {
		const { path } = this.workflow.nodes[0].parameters;
		return `${this.cluster.balancer.url}/webhook/${String(path)}`;
	}

	private async isOver(): Promise<boolean> {
		const executions = await this.executions();
		const isEnded = executions.every(({ status }) => !unfinished.includes(status));
		return executions.length >= this.inputs.length && isEnded;
	}

	private get messages(): Message[] {
		return this.inputs.flat();
	}
}
