import type { ExecutionStatus, IDataObject, INodeParameters } from 'n8n-workflow';

import type { Wait } from '../../nodes/WeCom/waiting/question';
import { STATE } from '../../nodes/WeCom/waiting/state';
import {
	startSimulator,
	type CardPress,
	type Delivered,
	type PressOutcome,
	type Simulator,
} from '../simulator';
import type { CallbackAnswer, CallbackSettings } from '../simulator/callback';
import { askingWorkflow } from './askingWorkflows';
import { inFlight } from './callbacks';
import { apiCredential, callbackCredential } from './credentials';
import { N8nInstance, type Credential, type N8nOptions, type WorkflowDefinition } from './n8n';
import { callbackSettings, publishTrigger, triggerWorkflow } from './receiving';
import { until } from './until';

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
	/** The phone was offline meanwhile, and shows the card as it was sent. */
	late?: boolean;
	/** How often WeCom sends the callback, all at once; 1 by default. */
	times?: number;
}

/** Executions that are started at the same moment. More at once would only wait for each other. */
const STARTS_AT_ONCE = 10;

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

/** A press as the simulator's client makes it. */
export function pressBy(member: string, { card, button, ...how }: PressOn): CardPress {
	const keys = keysOf(card);
	const key = button === undefined ? Object.values(keys).at(-1) : keys[button];
	if (key === undefined)
		throw new Error(`No button ${button} among ${Object.keys(keys).join(', ')}`);
	return { userid: member, msgid: card.msgid, key, ...how };
}

/** What n8n has answered to WeCom. */
function answerTo({ sent, said, answers: [answer] }: PressOutcome): CallbackAnswer {
	if (!sent || answer === undefined) throw new Error(`The press came to nothing: ${said}`);
	return answer;
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
	const { nonce, asked } = state[STATE];
	const query = { w: nonce, c: asked[0].page, signature: data.resumeToken ?? '' };
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
	 * @param options of n8n
	 * @param more credentials that workflows need
	 */
	static async start(
		options: N8nOptions = {},
		more: Array<Credential & { id: string }> = [],
	): Promise<AskingHouse> {
		// The tests ask the same members more often than WeCom would deliver.
		const simulator = await startSimulator({ members: 20, memberLimitPerMinute: 100_000 });
		const n8n = await N8nInstance.start(options);
		await n8n.createCredentials([apiCredential(simulator), callbackCredential(simulator), ...more]);
		return await AskingHouse.open(simulator, n8n);
	}

	/**
	 * Publishes a trigger in an n8n that runs, and has WeCom call it.
	 *
	 * @param publicly where WeCom reaches n8n
	 */
	static async open(
		simulator: Simulator,
		n8n: N8nInstance,
		publicly: Pick<N8nInstance, 'url'> = n8n,
	): Promise<AskingHouse> {
		const workflow = triggerWorkflow('Receive');
		const { agentId } = simulator;
		const settings = { ...callbackSettings(publicly, workflow, simulator.corpId), agentId };
		const triggerId = await publishTrigger(n8n, workflow, settings);
		await simulator.setCallback(settings);
		return new AskingHouse(simulator, n8n, settings, triggerId);
	}

	async stop(): Promise<void> {
		await Promise.all([this.n8n.stop(), this.simulator.close()]);
	}

	/** Starts a copy of a workflow, and waits until its execution waits. */
	async begin(workflow: WorkflowDefinition): Promise<Running> {
		const workflowId = await this.n8n.createWorkflow({ ...workflow, id: undefined });
		return await this.beginAgain(workflowId);
	}

	/** Starts a stored workflow once more. */
	async beginAgain(workflowId: string): Promise<Running> {
		const before = this.received();
		const executionId = await this.n8n.startWorkflow(workflowId);
		await this.reaches(executionId, 'waiting', 'error', 'success');
		return { workflowId, executionId, before };
	}

	/** Publishes a workflow that is started by a call, calls it, and gives its ID. */
	async startByCall(workflow: WorkflowDefinition, path: string): Promise<string> {
		const workflowId = await this.n8n.createWorkflow(workflow);
		const url = `${this.n8n.url}/webhook/${path}`;
		// The first call that n8n takes starts it.
		await this.n8n.publishWorkflow(workflowId, async () => (await fetch(url)).status === 200);
		return workflowId;
	}

	/** The execution of a workflow that waits, as soon as there is one. */
	async waitingIn(workflowId: string, before: Running['before']): Promise<Running> {
		const executionId = await until(`workflow ${workflowId} waits`, async () => {
			const all = await this.n8n.allExecutionsOf(workflowId);
			return all.find(({ status }) => status === 'waiting')?.id;
		});
		return { workflowId, executionId, before };
	}

	/** Publishes a workflow that asks, starts it by a call, and waits until it waits. */
	async beginByCall(parameters: INodeParameters): Promise<Running> {
		const before = this.received();
		const path = crypto.randomUUID();
		const workflowId = await this.startByCall(askingWorkflow(parameters, { path }), path);
		return await this.waitingIn(workflowId, before);
	}

	/** Starts a workflow so many times at once, and waits until all executions wait. */
	async beginTogether(workflow: WorkflowDefinition, executions: number): Promise<Running[]> {
		const workflowId = await this.n8n.createWorkflow(workflow);
		const before = this.received();
		const running: Running[] = [];
		await inFlight([...Array(executions).keys()], STARTS_AT_ONCE, async () => {
			running.push({ workflowId, executionId: await this.n8n.startWorkflow(workflowId), before });
		});
		await this.allReach(running, 'waiting');
		return running;
	}

	/** Waits until all executions of one workflow have one of the statuses. */
	async allReach(running: readonly Running[], ...statuses: ExecutionStatus[]): Promise<void> {
		const [{ workflowId }] = running;
		await until(`${running.length} executions are ${statuses.join(' or ')}`, async () => {
			const there = await this.n8n.countExecutions(workflowId, statuses);
			return there === running.length || undefined;
		});
	}

	/** How many messages each member has got. */
	received(): Running['before'] {
		return Object.fromEntries(
			MEMBERS.map((member) => [member, this.simulator.inbox(member).length]),
		);
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
	cards(member: string, { before, executionId }: Omit<Running, 'workflowId'>): Delivered[] {
		const messages = this.simulator.inbox(member).slice(before[member]);
		const mark = `n8n-${executionId}-`;
		// A card that leads to a page has no task ID.
		return messages.filter(({ content: { task_id: id } }) => String(id ?? mark).startsWith(mark));
	}

	/** A card that a member has got, as soon as it is there. */
	async card(member: string, running: Omit<Running, 'workflowId'>, index = 0): Promise<Delivered> {
		return await until(`card ${index} of ${member}`, () => this.cards(member, running)[index]);
	}

	/** A member presses a button; gives what n8n answers to WeCom. */
	async press(member: string, on: PressOn): Promise<CallbackAnswer> {
		return answerTo(await this.simulator.press(pressBy(member, on)));
	}

	/**
	 * Members press at the same moment; gives what n8n answers to WeCom. Where a busy machine lets WeCom wait in vain, its
	 * member presses again, as long as the card can be pressed.
	 */
	async pressTogether(...presses: Array<[member: string, on: PressOn]>): Promise<CallbackAnswer[]> {
		const made = presses.map(([member, on]) => pressBy(member, on));
		const outcomes = await this.simulator.pressTogether(made);
		const silent = outcomes.map(({ sent, answers }) => sent && answers.length === 0);
		const again = presses.filter((_, index) => silent[index]);
		const answers = outcomes.flatMap((outcome) => outcome.answers);
		return again.length === 0 ? answers : [...answers, ...(await this.pressTogether(...again))];
	}

	/** What a node has put out, of all runs, on one of its outputs. */
	async output(executionId: string, name = 'Ask', index = 0): Promise<IDataObject[]> {
		const { data } = await this.n8n.getExecution(executionId);
		const runs = data.resultData.runData[name] ?? [];
		return runs.flatMap((run) => (run.data?.main?.[index] ?? []).map(({ json }) => json));
	}

	/** What a tool has answered, of all its runs. */
	async answersOfTool(executionId: string, name: string): Promise<IDataObject[]> {
		const { data } = await this.n8n.getExecution(executionId);
		const runs = data.resultData.runData[name] ?? [];
		return runs.flatMap((run) => (run.data?.ai_tool?.flat() ?? []).map((item) => item?.json ?? {}));
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
