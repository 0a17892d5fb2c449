import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { outputOf } from '../waiting/output';
import type { Asked, Vote, Wait } from '../waiting/question';
import { ANSWER, type Counting } from '../waiting/state';
import { counted } from '../waiting/votes';
import { stackEntryOf } from './state';

/** An answer that counts. */
interface Taken {
	asked: Asked;
	vote: Vote;
	/** Of a press: the card can be updated with it. */
	responseCode?: string;
}

/** Gives an answer to n8n, which runs the node again with it; undefined if this n8n can't. */
function handedOver(
	context: IWebhookFunctions,
	{ nonce }: Wait,
	{ asked, vote, responseCode }: Taken,
): Pick<IWebhookResponseData, 'workflowData'> | undefined {
	const entry = stackEntryOf(context);
	if (entry === undefined) return undefined;
	const answer: Counting = { nonce, card: asked.card, vote, responseCode };
	// n8n has switched the node off, so that what it puts out would go on at once.
	entry.node.disabled = false;
	const json = { [ANSWER]: JSON.parse(JSON.stringify(answer)) as IDataObject };
	return { workflowData: [entry.data.main[0] ?? [], [{ json }]] };
}

/** Has the execution go on with an answer that decides; undefined if this n8n can't. */
export function goOn(
	context: IWebhookFunctions,
	wait: Wait,
	taken: Taken,
): Pick<IWebhookResponseData, 'workflowData'> | undefined {
	if (wait.counting) return handedOver(context, wait, taken);
	const { asked, vote } = taken;
	const after = counted(asked, vote);
	const items = after.itemIndexes.map((item) => ({
		json: outputOf(wait, after),
		pairedItem: { item },
	}));
	return { workflowData: [items] };
}
