import { sleep, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';

import { ownOrigin } from '../transport/ownSocket';
import { fieldsOf } from './fields';

/** When to send an answer again, in milliseconds after one another. */
const AFTER_MS = [700, 2000, 5000];

/** Statuses after which the answer is known, or nothing is to be answered any more. */
const ENDS = [401, 403, 404, 410];

async function again(url: string, fields: IDataObject): Promise<void> {
	const body = new URLSearchParams(
		Object.entries(fields).flatMap(([name, value]) =>
			[value].flat().map((one): [string, string] => [name, String(one)]),
		),
	).toString();
	for (const milliseconds of AFTER_MS) {
		await sleep(milliseconds);
		// Not by n8n's helper: see the trigger, which does the same for presses.
		const { status } = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body,
			redirect: 'manual',
		});
		if (ENDS.includes(status)) return;
	}
}

/**
 * Sends the answer of a page again, once n8n has taken it: another one at the same moment may have put what it knew before
 * over it. An answer that is known changes nothing.
 */
export function confirmWhenTaken(context: IWebhookFunctions): void {
	const origin = ownOrigin(context);
	if (origin === undefined) return;
	const { originalUrl } = context.getRequestObject();
	const fields = fieldsOf(context);
	const response = context.getResponseObject();
	const { logger } = context;
	response.once('finish', () => {
		if (response.statusCode !== 200) return;
		void again(`${origin}${originalUrl}`, fields).catch((error: unknown) =>
			logger.warn("An answer on a page couldn't be confirmed", {
				reason: (error as Error).message,
			}),
		);
	});
}
