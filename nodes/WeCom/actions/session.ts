import type { IExecuteFunctions } from 'n8n-workflow';

import { WeComClient } from '../api/client';
import { InvalidInputError } from '../api/errors';
import { Uploads } from '../delivery/uploads';
import { N8nMedia } from '../transport/n8nMedia';
import { baseUrlOf, CREDENTIAL, N8nTransport } from '../transport/n8nTransport';

/** What all calls of one execution share. */
export interface Session {
	client: WeComClient;
	/** The app that sends. */
	agentId: number;
	uploads: Uploads;
}

/**
 * Opens the way to WeCom for one execution.
 *
 * @throws InvalidInputError if the credential cannot be right
 */
export async function openSession(context: IExecuteFunctions): Promise<Session> {
	const credentials = await context.getCredentials(CREDENTIAL);
	const given = String(credentials.agentId).trim();
	if (!/^\d+$/.test(given)) {
		throw new InvalidInputError([
			{
				message: `Agent ID in the credential must be a number; given: ${JSON.stringify(given)}`,
				hint: 'Copy AgentId from the page of the app in the WeCom admin console.',
				field: 'Agent ID',
				actual: given,
			},
		]);
	}
	const client = new WeComClient(new N8nTransport(context, baseUrlOf(credentials)));
	return { client, agentId: Number(given), uploads: new Uploads(client, new N8nMedia(context)) };
}
