import { randomBytes } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidInputError } from '../../../api/explained';
import { RECIPIENTS_PER_CALL } from '../../../api/limits';
import { singleJob, type Job } from '../../../delivery/job';
import { asking, askingOffer } from '../../../destinations/asking';
import type { Recipients } from '../../../destinations/recipients';
import { askingCard, linkCard } from '../../../waiting/card';
import { PAGE_BYTES } from '../../../waiting/key';
import type { Asked, Wait } from '../../../waiting/question';
import type { ItemForm } from '../../form/itemForm';
import { forEachItem } from '../../items';
import { begin, type Shared } from './begin';
import { assertCanCount, assertProof } from './checks';
import { askedAbout, itemOf, park } from './park';
import { whoMayAnswer } from './questions';
import { readQuestion, readSettings, type Question } from './read';
import { assertSame } from './sameForAll';
import { toolCallOf, withToolCall } from './tool';
import { assertReachable } from './unreachable';

/** @throws InvalidInputError if one card can't go to all: a card for each portion would be a question of its own */
function assertOneCall(to: Recipients): void {
	if (asking.address.portions(to).length === 1) return;
	const limit = RECIPIENTS_PER_CALL.users;
	throw new InvalidInputError([
		{
			message: `One question can go to at most ${limit} members; given: ${to.users.length}`,
			hint: 'Choose fewer members, or a department or tag they are in.',
			field: 'Users',
			limit,
			unit: 'members',
			actual: to.users.length,
		},
	]);
}

const runIndexOf = (context: IExecuteFunctions) =>
	context.getWorkflowDataProxy(0).$runIndex as number;

/** The question before it is sent. */
function askedOf(
	context: IExecuteFunctions,
	shared: Shared,
	question: Question,
	item: number,
): Asked {
	const { title, message, quote, details, link, answerable, to, eligible, rule } = question;
	const items = shared.each ? [item] : [...context.getInputData().keys()];
	return {
		card: item,
		page: randomBytes(PAGE_BYTES).toString('base64url'),
		itemIndexes: items,
		title,
		message,
		quote,
		details,
		link,
		answerable,
		eligible,
		rule,
		users: to.users,
		taskId: `n8n-${context.getExecutionId()}-${runIndexOf(context)}-${item}-${shared.wait.nonce}`,
		msgid: '',
		responseCode: '',
		invaliduser: [],
		sentAt: '',
		votes: [],
		presses: [],
	};
}

/** The question with what WeCom has answered. */
const sentAs = (asked: Asked, output: IDataObject): Asked => ({
	...asked,
	msgid: String(output.msgid),
	responseCode: String(output.response_code ?? ''),
	invaliduser: [output.invaliduser, output.unlicenseduser].flat().map(String),
	sentAt: new Date().toISOString(),
});

/** Asks: sends a card, or one for each item, and has the execution wait for the answers. */
export async function askAndWait(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const sent: Asked[] = [];
	let waiting: Wait | undefined;

	const prepareCard = async (shared: Shared, form: ItemForm): Promise<Job> => {
		const { wait, delivery } = shared;
		const { itemIndex } = form;
		// Those of the first item hold for all.
		if (itemIndex > 0) assertSame(wait, readSettings(form, shared.clock));
		const call = toolCallOf(context, itemIndex);
		const read = readQuestion(form, wait);
		const question = call === undefined ? read : withToolCall(read, call, wait.texts);
		const { to, options, handling } = question;
		assertOneCall(to);
		const asked = askedOf(context, shared, question, itemIndex);
		assertProof(wait, asked, form.value(whoMayAnswer.name, '') === 'members');
		const { rule } = asked;
		if (!wait.counting && (rule.required > 1 || !rule.declineEnds)) {
			assertCanCount(context);
			wait.counting = true;
		}
		const body =
			wait.answerIn === 'card'
				? askingCard(wait, asked)
				: linkCard(wait, asked, shared.pageUrl(asked.page));
		const job = await delivery.prepare({
			itemIndex,
			offer: askingOffer,
			message: { msgtype: askingOffer.content.value, body, to, options },
			handling,
			taskId: () => asked.taskId,
		});
		return {
			itemIndexes: asked.itemIndexes,
			lane: job.lane,
			maxConcurrency: job.maxConcurrency,
			async run(results) {
				const fail = (reason: unknown) => {
					for (const item of asked.itemIndexes) results.fail(item, reason);
				};
				const emit = (_: number, output: IDataObject) => {
					const done = sentAs(asked, output);
					try {
						assertReachable(done, output);
					} catch (error) {
						fail(error);
						return;
					}
					sent.push(done);
					results.emit(itemIndex, output);
				};
				await job.run({ emit, fail: (_, reason) => fail(reason) });
			},
		};
	};

	const output = await forEachItem(context, {
		async begin(first) {
			const shared = await begin(context, first);
			waiting = shared.wait;
			return shared;
		},
		async prepare(shared, form) {
			if (shared.each) return await prepareCard(shared, form);
			shared.first ??= prepareCard(shared, form);
			const job = await shared.first;
			const { itemIndex } = form;
			const { lane, maxConcurrency } = job;
			return itemIndex === 0
				? job
				: singleJob({ itemIndex, lane, maxConcurrency, run: async () => await Promise.resolve() });
		},
		warnings: ({ delivery }) => delivery.warnings(),
		inVain:
			'Answers to the cards that were sent count for nothing: recall the cards with these message IDs. To wait for their answers all the same, set On Error to Continue.',
	});
	if (waiting === undefined || sent.length === 0) return output;
	const wait: Wait = { ...waiting, asked: sent.sort((one, other) => one.card - other.card) };
	const failed = new Map(
		output
			.filter(({ json }) => 'error' in json)
			.map((item) => [(item.pairedItem as { item: number }).item, item]),
	);
	const items = [...context.getInputData().keys()].flatMap((index) => {
		const asked = askedAbout(wait, index);
		return asked === undefined ? (failed.get(index) ?? []) : itemOf(wait, asked, index);
	});
	return await park(context, wait, items);
}
