import type { IWebhookFunctions } from 'n8n-workflow';

import type { Claim } from '../callback/recent';

type Response = ReturnType<IWebhookFunctions['getResponseObject']>;

/** What n8n answers if an execution has failed, or was ended, before a reply: there is one, other than at its other failures. */
const FAILED_EXECUTION = /Error in workflow|execution was cancelled/;

/** Sends an answer of the trigger itself. */
export function answer(response: Response, status: number, body = '', type = 'text/plain'): void {
	response.status(status).type(type).send(body);
}

/**
 * Tells from n8n's answer how it ended with a callback. n8n has no other word for whoever waits: with 200 it has stored an
 * execution. Events of the response would not do, since there are none if WeCom has hung up meanwhile.
 */
export function settleByAnswer(response: Response, settle: Claim): void {
	const end = response.end.bind(response) as (...given: unknown[]) => Response;
	response.end = ((...given: unknown[]) => {
		settle(response.statusCode === 200 || FAILED_EXECUTION.test(String(given[0])));
		return end(...given);
	}) as Response['end'];
}
