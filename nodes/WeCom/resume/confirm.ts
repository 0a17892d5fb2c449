import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { askAgain, ownN8n, type OwnN8n } from '../transport/ownSocket';

/** Statuses after which the answer is known, or nothing is to be answered any more. */
const ENDS = [401, 403, 404, 410];

async function again(n8n: OwnN8n, path: string, fields: IDataObject): Promise<void> {
	const body = new URLSearchParams(
		Object.entries(fields).flatMap(([name, value]) =>
			[value].flat().map((one): [string, string] => [name, String(one)]),
		),
	).toString();
	await askAgain(async () => {
		const { status } = await n8n.post(path, 'application/x-www-form-urlencoded', body);
		return ENDS.includes(status);
	});
}

/**
 * Sends the answer of a page again, once n8n has taken it: another one at the same moment may have put what it knew before
 * over it. An answer that is known changes nothing.
 *
 * @param fields of the answer, with what it is known by
 */
export function confirmWhenTaken(context: IWebhookFunctions, fields: IDataObject): void {
	const n8n = ownN8n(context);
	if (n8n === undefined) return;
	const { originalUrl } = context.getRequestObject();
	const response = context.getResponseObject();
	const { logger } = context;
	response.once('finish', () => {
		if (response.statusCode !== 200) return;
		void again(n8n, originalUrl, fields).catch((error: unknown) =>
			logger.warn("An answer on a page couldn't be confirmed", {
				reason: (error as Error).message,
			}),
		);
	});
}
