import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { Wait } from '../../nodes/WeCom/waiting/question';
import { STATE } from '../../nodes/WeCom/waiting/state';
import { startSimulator, type Delivered, type Simulator } from '../simulator';
import { sendCallback, type CallbackAnswer, type CallbackSettings } from '../simulator/callback';
import { cardEvent } from '../simulator/receiving/events';
import { apiCredential, callbackCredential, CREDENTIALS } from './credentials';
import { callbackCredentialType, credentialType, nodeType } from './examples';
import { N8nInstance, type Credential, type WorkflowDefinition } from './n8n';
import { callbackSettings, publishTrigger, triggerWorkflow } from './receiving';
import { until } from './until';

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
}

const node = (
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

let workflows = 0;

const code = (jsCode: string): INodeParameters => ({ jsCode });

/** Start → items → question → what came of it, with the number of the item that it came from. */
export function askingWorkflow(
	parameters: INodeParameters,
	{ items = 1, onError, name = 'Ask' }: AskingOptions = {},
): WorkflowDefinition {
	const after = `={{ JSON.stringify({ ...$json, no: $('Items').item.json.no }) }}`;
	return {
		name: `Asking ${(workflows += 1)}`,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			node(
				'Items',
				'n8n-nodes-base.code',
				2,
				code(`return Array.from({ length: ${items} }, (_, no) => ({ json: { no } }))`),
			),
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
			),
			node('After', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: after, options: {} }),
		],
		connections: {
			Start: { main: [[edge('Items')]] },
			Items: { main: [[edge(name)]] },
			[name]: { main: [[edge('After')]] },
		},
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
			Start: { main: [[edge('Items')]] },
			Items: { main: [[edge('Loop')]] },
			Loop: { main: [[], [edge('Ask')]] },
			Ask: { main: [[edge('After')]] },
			After: { main: [[edge('Loop')]] },
		},
	};
}

/** An execution that asks. */
export interface Running {
	workflowId: string;
	executionId: string;
	/** Messages that its recipients had before. */
	before: Record<string, number>;
}

/** One press on a card. */
export interface PressOn {
	card: Delivered;
	/** Start of the text of the button; without one, the button that sends the answer. */
	button?: string;
	/** Chosen IDs by question. */
	chosen?: Record<string, string[]>;
	/** Seconds that it is old. */
	age?: number;
}

const MEMBERS = ['zhangsan', 'lisi', 'wangwu'];

const cardOf = ({ updated, content }: Delivered): IDataObject =>
	(updated?.template_card ?? content) as IDataObject;

/** Keys of the buttons of a card, by their text. */
export function keysOf(card: Delivered): Record<string, string> {
	const { button_list: buttons = [], submit_button: submit } = cardOf(card) as {
		button_list?: Array<{ text: string; key: string }>;
		submit_button?: { text: string; key: string };
	};
	return Object.fromEntries(
		[...buttons, ...(submit === undefined ? [] : [submit])].map(({ text, key }) => [text, key]),
	);
}

/** Where the card of a question leads that is answered on a page. */
export const linkOf = (card: Delivered): string =>
	String((cardOf(card).card_action as IDataObject).url);

/**
 * The URLs of an execution that waits: the signed one, and the one that n8n opens with the token of the execution. Only
 * whoever may see the execution knows them.
 */
export async function urlsOf(
	n8n: N8nInstance,
	{ executionId }: Pick<Running, 'executionId'>,
	name = 'Ask',
): Promise<[signed: URL, token: URL]> {
	const { data } = await n8n.getExecution(executionId);
	const state = data.executionData?.contextData[`node:${name}`] as Record<string, Wait> | undefined;
	if (state === undefined) throw new Error(`Execution ${executionId} waits for nothing`);
	const signed = new URL(state[STATE].path, n8n.url);
	const token = new URL(`${signed.pathname}-c`, n8n.url);
	const query = { w: state[STATE].nonce, c: '0', signature: data.resumeToken ?? '' };
	token.search = new URLSearchParams(query).toString();
	return [signed, token];
}

/** A real n8n with a published trigger, a simulator, and members who press. */
export class AskingHouse {
	private constructor(
		readonly simulator: Simulator,
		readonly n8n: N8nInstance,
		/** Where presses go. */
		readonly settings: CallbackSettings & { agentId: number },
		readonly triggerId: string,
	) {}

	/**
	 * Starts everything.
	 *
	 * @param env of n8n
	 * @param more credentials that workflows need
	 * @param trigger parameters of the WeCom Trigger
	 */
	static async start(
		env: Record<string, string> = {},
		more: Array<Credential & { id: string }> = [],
		trigger: INodeParameters = {},
	): Promise<AskingHouse> {
		// The tests ask the same members more often than WeCom would deliver.
		const simulator = await startSimulator({ members: 20, memberLimitPerMinute: 100_000 });
		const n8n = await N8nInstance.prepare({ env });
		await n8n.importCredentials([apiCredential(simulator), callbackCredential(simulator), ...more]);
		await n8n.launch();
		const workflow = triggerWorkflow('Receive', [], trigger);
		const settings = {
			...callbackSettings(n8n, workflow, simulator.corpId),
			agentId: simulator.agentId,
		};
		const triggerId = await publishTrigger(n8n, workflow, settings);
		return new AskingHouse(simulator, n8n, settings, triggerId);
	}

	async stop(): Promise<void> {
		await Promise.all([this.n8n.stop(), this.simulator.close()]);
	}

	/** Starts a workflow, and waits until its execution waits. */
	async begin(workflow: WorkflowDefinition): Promise<Running> {
		const workflowId = await this.n8n.createWorkflow(workflow);
		return await this.beginAgain(workflowId);
	}

	/** Starts a stored workflow once more. */
	async beginAgain(workflowId: string): Promise<Running> {
		const before = Object.fromEntries(
			MEMBERS.map((member) => [member, this.simulator.inbox(member).length]),
		);
		const executionId = await this.n8n.startWorkflow(workflowId);
		await this.reaches(executionId, 'waiting', 'error', 'success');
		return { workflowId, executionId, before };
	}

	/** Waits until an execution has one of the statuses. */
	async reaches(executionId: string, ...statuses: string[]): Promise<string> {
		return await until(
			`execution ${executionId} is ${statuses.join(' or ')}`,
			async () => {
				const { status } = await this.n8n.getExecution(executionId);
				return statuses.includes(status) ? status : undefined;
			},
			100_000,
		);
	}

	/** Waits until an execution has ended, in whatever way. */
	async ends(executionId: string): Promise<string> {
		return await this.reaches(executionId, 'success', 'error', 'crashed', 'canceled');
	}

	/** The cards that a member has got from an execution, as they look now. */
	cards(member: string, { before }: Pick<Running, 'before'>): Delivered[] {
		return this.simulator.inbox(member).slice(before[member]);
	}

	/** A card that a member has got, as soon as it is there. */
	async card(member: string, running: Pick<Running, 'before'>, index = 0): Promise<Delivered> {
		return await until(`card ${index} of ${member}`, () => this.cards(member, running)[index]);
	}

	/** The XML of a press. Each has a response code of its own, as WeCom issues one with each press. */
	pressXml(member: string, { card, button, chosen = {}, age = 0 }: PressOn): string {
		const keys = keysOf(card);
		const key = button === undefined ? Object.values(keys).at(-1) : keys[button];
		if (key === undefined)
			throw new Error(`No button ${button} among ${Object.keys(keys).join(', ')}`);
		const { corpId, agentId } = this.simulator;
		const pressed = {
			key,
			taskId: String(card.content.task_id),
			cardType: String(cardOf(card).card_type),
			responseCode: this.simulator.issueResponseCode(card.msgid),
		};
		const address = { corpId, agentId, userid: member, at: Date.now() - age * 1000 };
		return cardEvent(address, pressed, new Map(Object.entries(chosen))).xml;
	}

	/** A member presses a button; gives what n8n answers to WeCom. */
	async press(member: string, on: PressOn): Promise<CallbackAnswer> {
		return await sendCallback(this.settings, this.pressXml(member, on));
	}

	/** Sends the XML of a press. */
	async send(xml: string): Promise<CallbackAnswer> {
		return await sendCallback(this.settings, xml);
	}

	/** What a node has put out, of all runs, on one of its outputs. */
	async output(executionId: string, name = 'Ask', index = 0): Promise<IDataObject[]> {
		const { data } = await this.n8n.getExecution(executionId);
		const runs = data.resultData.runData[name] ?? [];
		return runs.flatMap((run) => (run.data?.main?.[index] ?? []).map(({ json }) => json));
	}

	/** The answer in what a node has put out first. */
	async answer(executionId: string, name = 'Ask'): Promise<IDataObject> {
		const [json] = await this.output(executionId, name);
		return json?.data as IDataObject;
	}

	/** What a member's card says about the outcome, as soon as it is locked. */
	async outcome(member: string, msgid: string): Promise<string> {
		return await until(`outcome on the phone of ${member}`, () => {
			const found = this.simulator.inbox(member).find((message) => message.msgid === msgid);
			const { template_card: card, button } = found?.updated ?? {};
			if (typeof button?.replace_name === 'string') return button.replace_name;
			return typeof card?.replace_text === 'string'
				? String(card.sub_title_text ?? (card.main_title as IDataObject).desc)
				: undefined;
		});
	}

	/** How many executions the trigger has started. */
	async started(): Promise<number> {
		return await this.n8n.countExecutions(this.triggerId);
	}
}
