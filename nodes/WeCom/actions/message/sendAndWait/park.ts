import {
	WAIT_INDEFINITELY,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { outputOf, waitingOutput } from '../../../waiting/output';
import type { Asked, Wait } from '../../../waiting/question';
import { STATE } from '../../../waiting/state';

/** What stands for an input item: what is decided or, as long as nothing is, what goes on when the time is up. */
export const itemOf = (wait: Wait, asked: Asked, item: number): INodeExecutionData => ({
	json: outputOf(wait, asked),
	pairedItem: { item },
});

/** The question about an input item; undefined if there is none, because it failed. */
export const askedAbout = ({ asked }: Wait, item: number): Asked | undefined =>
	asked.find(({ itemIndexes }) => itemIndexes.includes(item));

/**
 * Has the execution wait for the next answer.
 *
 * @param items what goes on when the time is up, in the order of the input items
 * @returns what the node shows meanwhile
 */
export async function park(
	context: IExecuteFunctions,
	wait: Wait,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const { deadline } = wait;
	context.getContext('node')[STATE] = JSON.parse(JSON.stringify(wait)) as IDataObject;
	// n8n passes on what the node has got. It empties the array that is returned where the node has an error output, so that
	// these must not be one and the same.
	context.getExecuteData().data = { main: [[...items]] };
	// A resumed execution would put out what has come with an answer, as well.
	context.setMetadata({ forwardAllOutputs: false } as Parameters<typeof context.setMetadata>[0]);
	await context.putExecutionToWait(deadline === undefined ? WAIT_INDEFINITELY : new Date(deadline));
	return items.map(({ json, pairedItem }, item) => {
		const asked = askedAbout(wait, item);
		return asked === undefined
			? { json, pairedItem }
			: { json: waitingOutput(wait, asked), pairedItem };
	});
}
