/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isDeepStrictEqual } from 'node:util';
import type { IDataObject } from 'n8n-workflow';

import { askingWorkflow } from './askingWorkflows';
import { inFlight } from './callbacks';
import type { AskingHouse, Running } from './waiting';

/** What came of races. */
export interface Races {
	/** Where the decision, the phones, and the record of the execution say different things. */
	faults: string[];
	/** Phones that show the outcome. */
	phones: number;
	/** Milliseconds until WeCom had its answer, of each press. */
	answered: number[];
	/** Milliseconds from the press until the next node began, of each execution. */
	wentOn: number[];
}

/**
 * What of an execution doesn't agree with its one decision, how many phones do, and when the node after the question began,
 * in milliseconds on the clock.
 */
async function judge(
	house: AskingHouse,
	running: Running,
	members: readonly string[],
): Promise<Pick<Races, 'faults' | 'phones'> & { began?: number }> {
	const { executionId } = running;
	const { status, data } = await house.n8n.getExecution(executionId);
	const { Ask: questions = [], After: runs = [] } = data.resultData.runData;
	const itemsOf = ({ data: put }: (typeof runs)[number]) => put?.main[0] ?? [];
	const asked = questions.flatMap(itemsOf);
	const after = runs.flatMap(itemsOf);
	const decision = (after[0]?.json.data ?? {}) as IDataObject;
	const { id } = (decision.responder ?? {}) as IDataObject;
	const said = `${decision.approved === true ? 'Approved' : 'Declined'} by $userName=${String(id)}$`;
	const phones = await Promise.all(
		members.map(async (member) => {
			const card = await house.card(member, running);
			return await house.outcome(member, card.msgid);
		}),
	);
	const agree = phones.filter((phone) => phone.startsWith(said));
	const checks: Array<[isRight: boolean, fault: string]> = [
		[status === 'success', `ended with ${status}`],
		[after.length === 1, `${after.length} decisions`],
		// What n8n keeps of the question is what went on.
		[isDeepStrictEqual(asked.at(-1)?.json.data, decision), 'the record is another one'],
		[agree.length === phones.length, `decided "${said}", but phones say ${phones.join(', ')}`],
	];
	return {
		faults: checks.flatMap(([isRight, fault]) =>
			isRight ? [] : `Execution ${executionId}: ${fault}`,
		),
		phones: agree.length,
		began: runs[0]?.startTime,
	};
}

/**
 * In each of some executions, lisi approves at the very moment at which zhangsan declines.
 *
 * @param atOnce races that are run at the same time
 */
export async function racePairs(
	house: AskingHouse,
	executions: number,
	atOnce: number,
): Promise<Races> {
	const members = ['lisi', 'zhangsan'];
	const running = await house.beginTogether(askingWorkflow({}), executions);
	const races: Races = { faults: [], phones: 0, answered: [], wentOn: [] };
	const pressedAt = new Map<Running, number>();
	await inFlight(running, atOnce, async (one) => {
		const card = await house.card('lisi', one);
		pressedAt.set(one, Date.now());
		const answers = await house.pressTogether(
			['lisi', { card, button: 'Approve' }],
			['zhangsan', { card, button: 'Decline' }],
		);
		for (const { status, milliseconds } of answers) {
			races.answered.push(milliseconds);
			if (status !== 200) races.faults.push(`Execution ${one.executionId}: ${status} for WeCom`);
		}
	});
	await house.allReach(running, 'success', 'error', 'crashed', 'canceled');
	await inFlight(running, atOnce, async (one) => {
		const { faults, phones, began } = await judge(house, one, members);
		races.faults.push(...faults);
		races.phones += phones;
		if (began !== undefined) races.wentOn.push(began - (pressedAt.get(one) ?? 0));
	});
	return races;
}

/**
 * In each of some executions, all members vote at the same moment, and all must.
 *
 * @param atOnce races that are run at the same time
 * @returns votes that were lost, doubled, or given to others
 */
export async function raceVotes(
	house: AskingHouse,
	executions: number,
	members: readonly string[],
	atOnce: number,
): Promise<string[]> {
	const workflow = askingWorkflow({ users: members.join(', '), decision: 'everybody' });
	const running = await house.beginTogether(workflow, executions);
	await inFlight(running, atOnce, async (one) => {
		const card = await house.card(members[0], one);
		await house.pressTogether(
			...members.map((member): [string, { card: typeof card; button: string }] => [
				member,
				{ card, button: 'Approve' },
			]),
		);
	});
	await house.allReach(running, 'success', 'error', 'crashed', 'canceled');
	const wanted = [...members].sort().join(', ');
	const faults: string[] = [];
	await inFlight(running, atOnce, async ({ executionId }) => {
		const { votes = [], approved } = (await house.answer(executionId, 'After')) ?? {};
		const voters = (votes as IDataObject[]).map(({ id }) => String(id)).sort();
		if (voters.join(', ') === wanted && approved === true) return;
		faults.push(`Execution ${executionId}: votes of ${voters.join(', ')}`);
	});
	return faults;
}
