import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { NEVER } from '../../../delivery/retry';
import { cardUpdate } from '../../../destinations/cardUpdate';
import { updateForAll } from '../../../waiting/card';
import type { Asked, Wait } from '../../../waiting/question';
import { ANSWER, STATE, type Counting } from '../../../waiting/state';
import { counted } from '../../../waiting/votes';
import { NodeForm } from '../../form/itemForm';
import { openSession } from '../../session';
import { askedAbout, itemOf, park } from './park';

/** How long others wait at most until WeCom has updated the card, in milliseconds: meanwhile n8n takes no answer. */
const UPDATE_MS = 15_000;

/** The answer that n8n runs the node again with; undefined if it runs for the first time. */
export function answerGiven(context: IExecuteFunctions): Counting | undefined {
	// Nodes of this kind have one input: the second is there only if `resume/` has put it there.
	const [, answers] = context.getExecuteData?.().data.main ?? [];
	const answer = answers?.[0]?.json[ANSWER] as Counting | undefined;
	const wait = context.getContext('node')[STATE] as Wait | undefined;
	return answer !== undefined && answer.nonce === wait?.nonce ? answer : undefined;
}

/** Shows everybody who has the card what came of it. The answer counts, whether that works or not. */
async function show(
	context: IExecuteFunctions,
	wait: Wait,
	asked: Asked,
	responseCode: string,
): Promise<void> {
	const request = updateForAll(wait, asked, responseCode);
	if (request === undefined) return;
	try {
		const { client, retrying } = await openSession(
			context,
			cardUpdate,
			new NodeForm(context).item(0),
		);
		await retrying(async (timing) => await client.post(cardUpdate.path, request, timing), {
			harmlessFor: NEVER,
			limits: { retries: 2, totalMs: UPDATE_MS },
			timeout: UPDATE_MS,
		});
	} catch (error) {
		context.logger.warn("The card of a question couldn't be updated", {
			reason: (error as Error).message,
		});
	}
}

/** Counts one more answer, and goes on waiting unless that decided the last question. */
export async function recount(
	context: IExecuteFunctions,
	{ card, vote, responseCode }: Counting,
): Promise<INodeExecutionData[]> {
	const before = context.getContext('node')[STATE] as unknown as Wait;
	const asked = before.asked.map((one) => (one.card === card ? counted(one, vote) : one));
	const wait: Wait = { ...before, asked };
	const changed = asked.find((one, index) => one !== before.asked[index]);
	if (changed !== undefined && responseCode !== undefined)
		await show(context, wait, changed, responseCode);
	const items = (context.getExecuteData().data.main[0] ?? []).map((item, index) => {
		const about = askedAbout(wait, index);
		return about === undefined ? item : itemOf(wait, about, index);
	});
	const isDecided = asked.every(({ outcome }) => outcome !== undefined);
	return isDecided ? items : await park(context, wait, items);
}
