import { sleep, type IWebhookFunctions } from 'n8n-workflow';

import { WeComClient } from '../api/client';
import { WeComApiError } from '../api/errors';
import { cardUpdate } from '../destinations/cardUpdate';
import { CREDENTIAL } from '../transport/credentials';
import { N8nTransport } from '../transport/n8nTransport';
import { updateForAll } from '../waiting/card';
import type { Asked, Wait } from '../waiting/question';

/** WeCom was busy: it may not be any more after so many milliseconds. */
const PAUSE_MS = 1000;

async function clientOf(context: IWebhookFunctions): Promise<WeComClient> {
	const credentials = await context.getCredentials(CREDENTIAL);
	return new WeComClient(new N8nTransport(context, CREDENTIAL, credentials));
}

/**
 * Shows the outcome to everybody who has the card, as soon as n8n says that this answer is the one: of two at the same
 * moment, n8n refuses one after this. Whatever needs n8n is read before.
 *
 * @param after the question with the outcome
 */
export async function lockWhenTaken(
	context: IWebhookFunctions,
	wait: Wait,
	after: Asked,
	responseCode: string,
): Promise<void> {
	const request = updateForAll(wait, after, responseCode);
	if (request === undefined) return;
	const { logger } = context;
	const response = context.getResponseObject();
	const failed = (error: unknown) =>
		logger.warn("The card of a question couldn't be updated", {
			reason: (error as Error).message,
		});
	// The decision stands without it.
	const client = await clientOf(context).catch(failed);
	if (client === undefined) return;
	const post = async () => await client.post(cardUpdate.path, request);
	const again = async (error: unknown): Promise<void> => {
		if (!(error instanceof WeComApiError && error.retryable)) return failed(error);
		await sleep(PAUSE_MS);
		await post().catch(failed);
	};
	response.once('finish', () => {
		if (response.statusCode === 200) void post().catch(again);
	});
}
